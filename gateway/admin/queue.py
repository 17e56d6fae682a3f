"""The queue by state and route, and the routes with their health."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.admin.deeds import DEEDS, told
from gateway.admin.held import A_PIECE, held_row, waiting_pages
from gateway.admin.listing import as_whole_file, shape, with_query
from gateway.admin.pages import render
from gateway.admin.roles import Right
from gateway.http.problems import bad_request
from gateway.spool.model import State
from gateway.spool.waiting import WAITING, WaitingQuery

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from gateway.admin.visit import Visit
    from gateway.spool.model import MessageView

_COLUMNS: Final = (
    "id", "channel", "category", "submitter", "recipients", "subject", "state", "route", "attempts",
    "next_at", "last_reply", "came_at", "expires_at",
)  # fmt: skip
_USUAL: Final = State.DEFERRED
_A_PAGE: Final = 25
_ACTS: Final = ("retry", "hold", "cancel")


async def get_queue(visit: Visit) -> web.StreamResponse:
    """List what waits in one state, those that are given up first ahead."""
    standing, counted_at = await visit.desk.standings.latest()
    asked = visit.asked("state")
    if asked not in ("", *(each.value for each in WAITING)):
        raise bad_request("state is one of those that wait")
    state = State(asked) if asked else _first(standing.states)
    query = WaitingQuery(
        state=state,
        route=visit.asked("route"),
        channel=visit.asked("channel"),
        after=visit.asked("cursor"),
        limit=A_PIECE if shape(visit) else _A_PAGE,
    )
    if shape(visit):
        pages = waiting_pages(visit, query)
        lines = ([_line(visit, view, query) for view in page] async for page in pages)
        return await as_whole_file(visit, "queue", _COLUMNS, lines)
    page = await visit.desk.spool.waiting(query)
    rows = [_row(visit, view, query) for view in page.messages]
    acts = [name for name in _ACTS if state in DEEDS[name].states]
    return render(
        visit, "queue.html", query=query, standing=standing, counted_at=counted_at,
        states=WAITING, rows=rows,
        views=page.messages, routes=visit.desk.routes(), deeds=DEEDS, told=told(visit),
        acts=acts if visit.may(Right.QUEUE) else [],
        onward=with_query(visit, cursor=page.after) if page.after else "",
        csv=with_query(visit, format="csv", cursor=""),
        json=with_query(visit, format="json", cursor=""),
    )  # fmt: skip


def _first(states: Mapping[State, object]) -> State:
    """Return the state to begin with: what is in trouble before what is on its way."""
    ordered = (State.DEFERRED, State.UNKNOWN, State.QUEUED, State.SENDING)
    return next((each for each in ordered if each in states), _USUAL)


def _line(visit: Visit, view: MessageView, query: WaitingQuery) -> Mapping[str, object]:
    """Return a message as files show it: without anybody's address."""
    row = _row(visit, view, query)
    return {name: row[name] for name in _COLUMNS}


def _row(visit: Visit, view: MessageView, query: WaitingQuery) -> Mapping[str, object]:
    asked_for = [
        each
        for each in view.deliveries
        if each.state is query.state and query.route in ("", each.route)
    ] or list(view.deliveries)  # nothing of it waits like that since it was found
    first = asked_for[0]
    return {
        **held_row(visit, view),
        "recipients": len(asked_for),
        "address": first.address,
        "state": query.state.value,
        "route": first.route,
        "attempts": first.attempts,
        "next_at": first.next_at,
        "last_reply": first.last_reply if visit.may(Right.REVEAL) else "",
    }
