"""The list over HTTP: who is on it, since when and why; taking off, looking up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from pydantic import AwareDatetime, Field

from gateway.http.body import read_json, read_query
from gateway.http.call import Call, Sentence, Shape, answer
from gateway.http.entries import (
    ChannelName,
    EntryPage,
    EntryView,
    HistoryView,
    PersonView,
    ReasonName,
    entry_view,
    event_view,
    person_view,
)
from gateway.http.problems import Mistake, Refusal, mistaken, seen
from gateway.reasons import NEEDS_EVIDENCE, OF_COMPLIANCE, OF_THE_PERSON
from suppression.entry import Channel
from suppression.errors import MalformedAddressError
from suppression.keys import RecipientKey, read_key
from suppression.store import Query

if TYPE_CHECKING:
    from datetime import datetime

    from aiohttp import web

MANY: Final = 1000


class ListQuery(Shape):
    """Which entries to list, lifted and expired ones too."""

    q: str = Field(default="", max_length=320, description="part of the address or number")
    channel: ChannelName | None = None
    reason: ReasonName | None = None
    scope: str = Field(default="", max_length=80)
    since: AwareDatetime | None = None
    cursor: str = Field(default="", max_length=40, pattern=r"^(S-[0-9]{1,18})?$")
    limit: int = Field(default=100, ge=1, le=MANY)


class LiftRequest(Shape):
    """Why entries are ended. `ids` names some of them; without it all active ones end."""

    because: Sentence
    evidence: Sentence | Literal[""] = Field(
        default="", description="where the person took it back; their own word needs it to end"
    )
    ids: tuple[str, ...] = Field(default=(), max_length=MANY)


class Lifted(Shape):
    """The entries that were ended."""

    lifted: tuple[EntryView, ...]


class LookupRequest(Shape):
    """Whose entries to look up."""

    channel: ChannelName
    addresses: tuple[str, ...] = Field(min_length=1, max_length=MANY)


class LookupAnswer(Shape):
    """What is in force for each address, in the order asked."""

    results: tuple[PersonView, ...]


async def get_suppressions(call: Call) -> web.Response:
    """List entries in the order they were made."""
    query = read_query(call.request.query, ListQuery)
    now = call.services.clock()
    entries = await call.services.store.list(
        Query(
            text=query.q,
            channel=query.channel or "",
            reason=query.reason or "",
            scope=query.scope,
            since=query.since,
            after=query.cursor,
            limit=query.limit,
        )
    )
    last = entries[-1].entry_id if len(entries) == query.limit else None
    views = tuple(entry_view(entry, now) for entry in entries)
    return answer(EntryPage(suppressions=views, next_cursor=last))


async def get_suppression(call: Call) -> web.Response:
    """Show what is in force for an address."""
    channel, key = person(call)
    now = call.services.clock()
    found = await call.services.store.blocking([key], channel, now)
    return answer(person_view(channel, key, found.get(key, ()), now))


async def get_history(call: Call) -> web.Response:
    """Show everything recorded about a person, oldest first."""
    channel, key = person(call)
    events = await call.services.store.history(key, channel)
    views = tuple(map(event_view, events))
    return answer(HistoryView(channel=channel.value, address=key, events=views))


async def post_lift(call: Call) -> web.Response:
    """End entries of a person, with the reason."""
    channel, key = person(call)
    order, _ = await read_json(call.request, LiftRequest)
    now = call.services.clock()
    lifting = await _liftable(call, channel, key, order, now)
    because = f"{order.because} ({order.evidence})" if order.evidence else order.because
    lifted = await call.services.store.lift(
        key, channel, because=because, by=call.actor(), entry_ids=lifting
    )
    return answer(Lifted(lifted=tuple(entry_view(entry, now) for entry in lifted)))


async def post_lookup(call: Call) -> web.Response:
    """Look up many addresses at once."""
    order, _ = await read_json(call.request, LookupRequest)
    channel, now = Channel(order.channel), call.services.clock()
    keys, found = [], []
    for index, text in enumerate(order.addresses):
        try:
            keys.append(read_key(text, channel, call.services.config.company.phone_region))
        except MalformedAddressError as error:
            found.append(Mistake(loc=f"addresses[{index}]", msg=str(error)))
    if found:
        raise mistaken(found)
    entries = await call.services.store.blocking(set(keys), channel, now)
    views = tuple(person_view(channel, key, entries.get(key, ()), now) for key in keys)
    return answer(LookupAnswer(results=views))


def person(call: Call) -> tuple[Channel, RecipientKey]:
    """Return whom the path is about.

    Raises:
        Refusal: no such channel (404), or not an address or number of it (422).
    """
    try:
        channel = Channel(call.path("channel"))
    except ValueError as error:
        raise Refusal("HTTP_NOT_FOUND", "the channels are email and sms") from error
    text = seen(call.path("address"), "address")
    try:
        return channel, read_key(text, channel, call.services.config.company.phone_region)
    except MalformedAddressError as error:
        raise mistaken([Mistake(loc="address", msg=str(error))]) from error


async def _liftable(
    call: Call, channel: Channel, key: RecipientKey, order: LiftRequest, now: datetime
) -> tuple[str, ...]:
    """Return the ids to lift.

    Raises:
        Refusal: a legal bar or a child's entry is among them, which compliance lifts, or a
            person's own word, and nothing shows that they took it back.
    """
    entries = (await call.services.store.blocking([key], channel, now)).get(key, ())
    named = [e for e in entries if e.key == key and (not order.ids or e.entry_id in order.ids)]
    if not named:
        raise Refusal("HTTP_NOT_FOUND", "no such entry is in force for this address")
    if any(entry.reason in OF_COMPLIANCE for entry in named):
        detail = "an entry for a legal reason or of a child is not lifted through the API"
        raise Refusal("HTTP_STATE_CONFLICT", detail)
    if not order.evidence and any(entry.reason in OF_THE_PERSON for entry in named):
        raise mistaken([Mistake(loc="evidence", msg=NEEDS_EVIDENCE)])
    return tuple(entry.entry_id for entry in named)
