"""Texts that people sent to a number of ours, brought by whoever received them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from filters.revocation.recognition import Grade  # noqa: TC001 - pydantic reads it
from gateway.http.body import read_json
from gateway.http.call import Call, Moment, Shape, answer
from gateway.http.sms import number
from gateway.inbound.texts import InboundText
from suppression.texts import Asked  # noqa: TC001 - pydantic reads it

if TYPE_CHECKING:
    from aiohttp import web

    from gateway.inbound.texts import Outcome

_CHARACTERS = 4000


class InboundRequest(Shape):
    """A text that a person sent to a number of yours."""

    from_: str = Field(alias="from", min_length=1, max_length=40, description="Who wrote it.")
    to: str = Field(min_length=1, max_length=40, description="Your number that they wrote to.")
    text: str = Field(
        max_length=_CHARACTERS,
        description="As it came. Only a keyed hash of it is kept, and the words that ask for"
        " something.",
    )
    id: str = Field(
        default="",
        max_length=200,
        description="Its id where it came in: the same one again changes nothing.",
    )
    received_at: Moment | None = Field(default=None, description="When it came in; else now.")


class InboundTaken(Shape):
    """What a text was taken for, and what came of it. It is in force."""

    id: str
    asked: Asked
    grade: Grade = Field(description="how surely; empty where it asks for nothing")
    matched: str = Field(description="the words that ask for it")
    entries: tuple[str, ...] = Field(description="what stops texts to the person because of it")
    lifted: tuple[str, ...] = Field(description="entries that it ended")
    offered: tuple[str, ...] = Field(
        description="purposes that the confirmation asks about, whether they are to go on"
    )
    cancelled: tuple[str, ...] = Field(description="texts that waited and leave no more")
    held: tuple[str, ...] = Field(description="texts that wait until somebody has read it")
    review: str = Field(description="what `optwarden review` knows it by, if it has to be read")
    answer: str = Field(description="the text that answers it, if one does")
    repeated: bool = Field(description="it was brought before: nothing was done")


async def post_inbound(call: Call) -> web.Response:
    """Take a text that a person sent: stop, start, help, or part of a conversation."""
    order, _ = await read_json(call.request, InboundRequest)
    region = call.services.config.company.phone_region
    outcome = await call.services.take_text(
        InboundText(
            sender=number(order.from_, region, field="from"),
            to=number(order.to, region),
            text=order.text,
            received_at=order.received_at or call.services.clock(),
            source=call.caller.submitter.name,
            reference=order.id,
            origin=call.origin,
        )
    )
    return answer(taken(outcome))


def taken(outcome: Outcome) -> InboundTaken:
    """Return what people are told about a text that came in."""
    heard, done, followed = outcome.heard, outcome.taken, outcome.followed
    return InboundTaken(
        id=done.text_id,
        asked=done.asked,
        grade=heard.grade,
        matched=heard.matched,
        entries=tuple(entry.entry_id for entry in done.entries),
        lifted=tuple(entry.entry_id for entry in done.lifted),
        offered=done.offered,
        cancelled=followed.cancelled,
        held=followed.held,
        review=done.review.review_id if done.review else "",
        answer=followed.answer,
        repeated=done.is_repeated,
    )
