"""The list over HTTP: who is on it, since when and why; taking off, looking up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from pydantic import Field

from gateway.credentials import COMPLIANCE
from gateway.http.auth import role_missing
from gateway.http.body import read_json, read_query
from gateway.http.call import Call, Moment, Sentence, Shape, answer
from gateway.http.entries import (
    ChannelName,
    EntryPage,
    EntryView,
    HistoryView,
    PersonDetail,
    PersonView,
    ReasonName,
    ScopeFilter,
    entry_view,
    event_view,
    person_view,
    wait_view,
)
from gateway.http.problems import Mistake, Refusal, mistaken, seen
from suppression.channel import Channel
from suppression.errors import MalformedAddressError
from suppression.keys import RecipientKey, read_key
from suppression.lifting import Need, NotLiftable
from suppression.store import Query
from suppression.terms import NEEDS_EVIDENCE, NEEDS_TEXT
from suppression.waiting import Wait

if TYPE_CHECKING:
    from aiohttp import web

MANY: Final = 1000


class ListQuery(Shape):
    """Which entries to list, lifted and expired ones too."""

    q: str = Field(default="", max_length=320, description="part of the address or number")
    channel: ChannelName | None = None
    reason: ReasonName | None = None
    scope: ScopeFilter = ""
    since: Moment | None = None
    active: bool = Field(default=False, description="only those in force")
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


class LookupRow(PersonView):
    """What is in force for one address; of what is none, as it was given, `errors` says why."""

    suppressed: bool = Field(
        description="false only where the address was read and nothing stops it: what cannot be"
        " read cannot be checked, and is not to be sent to"
    )
    errors: tuple[Mistake, ...] = ()


class LookupAnswer(Shape):
    """What is in force for each address, in the order asked."""

    results: tuple[LookupRow, ...]


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
            active_at=now if query.active else None,
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
    store, now = call.services.store, call.services.clock()
    entries = (await store.blocking([key], channel, now))[key]
    waits = [
        wait_view(waiting)
        for entry in entries
        for waiting in await store.waits_of(entry.entry_id)
        if waiting.kind is Wait.PROPAGATION
    ]
    view = person_view(channel, key, entries, now)
    return answer(PersonDetail(**dict(view), propagation=tuple(waits)))


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
    try:
        lifted = await call.services.store.lift(
            key, channel,
            because=order.because, by=call.actor(), entry_ids=order.ids, evidence=order.evidence,
        )  # fmt: skip
    except NotLiftable as error:
        raise _barred(error) from error
    if not lifted:
        raise Refusal("HTTP_NOT_FOUND", "no such entry is in force for this address")
    now = call.services.clock()
    return answer(Lifted(lifted=tuple(entry_view(entry, now) for entry in lifted)))


async def post_lookup(call: Call) -> web.Response:
    """Look up many addresses at once; one that is none does not keep the others from an answer."""
    order, _ = await read_json(call.request, LookupRequest)
    channel, now = Channel(order.channel), call.services.clock()
    read: list[RecipientKey | LookupRow] = []
    for index, text in enumerate(order.addresses):
        try:
            read.append(read_key(text, channel, call.services.config.company.phone_region))
        except MalformedAddressError as error:
            mistake = Mistake(loc=f"addresses[{index}]", msg=str(error))
            read.append(_unread(channel, text, mistake))
    keys = {each for each in read if not isinstance(each, LookupRow)}
    entries = await call.services.store.blocking(keys, channel, now)
    rows = tuple(
        each if isinstance(each, LookupRow)
        else LookupRow(**dict(person_view(channel, each, entries.get(each, ()), now)))
        for each in read
    )  # fmt: skip
    return answer(LookupAnswer(results=rows))


def _unread(channel: Channel, text: str, mistake: Mistake) -> LookupRow:
    return LookupRow(
        channel=channel.value, address=text, suppressed=True, suppressions=(), errors=(mistake,)
    )


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


def _barred(error: NotLiftable) -> Refusal:
    """Return what it needs to lift these entries: a text first, then a role, then evidence."""
    if any(bar.need is Need.TEXT for bar in error.bars):
        return Refusal("HTTP_STATE_CONFLICT", NEEDS_TEXT)
    if any(bar.need is Need.COMPLIANCE for bar in error.bars):
        return role_missing(COMPLIANCE)
    return mistaken([Mistake(loc="evidence", msg=NEEDS_EVIDENCE)])
