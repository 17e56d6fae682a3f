"""What link scanners seem to have pressed on the public page, over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from gateway.http.body import read_json, read_query
from gateway.http.call import Call, Moment, Sentence, Shape, answer
from gateway.http.entries import EntryView, entry_view
from gateway.http.suppressions import Lifted

if TYPE_CHECKING:
    from aiohttp import web


class SpanQuery(Shape):
    """From when to when the entries were made."""

    since: Moment
    until: Moment


class UndoRequest(SpanQuery):
    """The span, and what showed that it was a scanner."""

    because: Sentence


class Suspected(Shape):
    """Opt-outs of the page's form that are tagged and in force; one click is never among them."""

    suppressions: tuple[EntryView, ...] = Field(description="the oldest first")


async def get_suspected(call: Call) -> web.Response:
    """List the opt-outs that a link scanner seems to have pressed; they hold."""
    query, now = read_query(call.request.query, SpanQuery), call.services.clock()
    found = await call.services.store.suspected(query.since, query.until)
    return answer(Suspected(suppressions=tuple(entry_view(entry, now) for entry in found)))


async def post_undo(call: Call) -> web.Response:
    """Lift the opt-outs that a link scanner seems to have pressed, with the reason."""
    order, _ = await read_json(call.request, UndoRequest)
    now = call.services.clock()
    lifted = await call.services.store.lift_suspected(
        order.since, order.until, because=order.because, by=call.actor()
    )
    return answer(Lifted(lifted=tuple(entry_view(entry, now) for entry in lifted)))
