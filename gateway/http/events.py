"""What happened to a submitter's messages, as a feed to be read from where one left off."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - fields of models
from typing import TYPE_CHECKING

from pydantic import Field

from gateway.http.body import read_query
from gateway.http.call import Call, Shape, answer

if TYPE_CHECKING:
    from aiohttp import web

    from gateway.spool.events import Event


class EventsQuery(Shape):
    """Where to go on."""

    after: str = Field(
        default="0",
        pattern=r"^[0-9]{1,18}$",
        description="`next` of the page before; without it from the beginning",
    )
    limit: int = Field(default=100, ge=1, le=1000)


class EventView(Shape):
    """One thing that happened to a message of yours."""

    id: str = Field(description="grows; the same thing has the same id for ever")
    at: datetime
    type: str = Field(description="channel and what happened, as in sms.delivered")
    message_id: str
    to: str = Field(description="empty once the person was erased")
    codes: tuple[str, ...] = Field(description="of the rules that decided it")
    attempt: int = Field(description="0 where nothing was tried")
    reply: str = Field(description="what the next hop said")


class EventFeed(Shape):
    """Events, oldest first. Fewer than asked for are no sign of the end: go on from `next`."""

    events: tuple[EventView, ...]
    next: str


async def get_events(call: Call) -> web.Response:
    """List what happened to your messages since a point, oldest first."""
    query = read_query(call.request.query, EventsQuery)
    page = await call.services.spool.events(
        call.caller.submitter.name, after=int(query.after), limit=query.limit
    )
    found = tuple(map(event_view, page.events))
    return answer(EventFeed(events=found, next=str(page.last)))


def event_view(event: Event) -> EventView:
    """Return an event as applications see it."""
    return EventView(
        id=str(event.id),
        at=event.at,
        type=f"{event.channel}.{event.kind}",
        message_id=event.queue_id,
        to=event.detail.get("address", ""),
        codes=tuple(event.facts.get("codes", ())),
        attempt=event.facts.get("attempt", 0),
        reply=event.detail.get("reply", ""),
    )
