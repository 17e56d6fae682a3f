"""Putting people on the list over HTTP: one, or a thousand in a call."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from pydantic import Field

from gateway.http.body import read_json
from gateway.http.call import Call, Moment, Shape, answer
from gateway.http.entries import ChannelName, EntryView, entry_view
from gateway.http.problems import Mistake, mistaken
from gateway.http.suppressions import MANY, person
from gateway.together import together
from suppression.channel import Channel
from suppression.entry import NEVER, NewEntry, Origin, Reason, scope
from suppression.errors import MalformedAddressError
from suppression.keys import RecipientKey, is_hashed, read_key
from suppression.suffixes import IS_PUBLIC, is_public_suffix
from suppression.terms import ENDING, HOLDS

if TYPE_CHECKING:
    from aiohttp import web

PutReasonName = Literal[
    "unsubscribe", "complaint", "hard_bounce", "invalid", "manual", "wrong_number", "legal", "minor"
]
_CLOCKS_DIFFER: Final = timedelta(minutes=5)  # an opt-out is not refused over a wrong clock


class PutRequest(Shape):
    """What is put on the list; an empty object opts the person out of commercial messages."""

    scope: str = Field(
        default="commercial",
        pattern=r"^(all|commercial|stream:[a-z0-9_.-]{1,64})$",
        description="all, commercial or stream:<slug>; all, where the reason stops everything",
    )
    reason: PutReasonName = "unsubscribe"
    sender: str = Field(default="", max_length=200)
    evidence: str = Field(default="", max_length=2000)
    requested_at: Moment | None = None
    expires_at: Moment | None = Field(default=None, description=HOLDS)
    include_subdomains: bool = False
    public_suffix: bool = Field(
        default=False,
        description="with include_subdomains: the domain may be one under which anybody has a"
        " domain, such as com, co.uk or github.io, and everybody there is meant",
    )


class BatchRow(PutRequest):
    """One person to put on the list."""

    channel: ChannelName
    address: str = Field(min_length=1, max_length=320)


class BatchRequest(Shape):
    """Whom to put on the list."""

    suppressions: tuple[BatchRow, ...] = Field(min_length=1, max_length=MANY)


class BatchResult(Shape):
    """What became of one row: `invalid` ones are not on the list, and `errors` says why."""

    status: Literal["added", "known", "invalid"]
    suppression: EntryView | None = None
    errors: tuple[Mistake, ...] = ()


class BatchAnswer(Shape):
    """What became of every row, in the order given."""

    results: tuple[BatchResult, ...]


async def put_suppression(call: Call) -> web.Response:
    """Put a person on the list: 201, or 200 when an entry that says the same is in force."""
    channel, key = person(call)
    order, _ = await read_json(call.request, PutRequest)
    now = call.services.clock()
    if found := _mistakes(call, order, key, now):
        raise mistaken(found)
    new = _new_entry(order, channel, key, now)
    entry, is_new = await call.services.store.add(new, call.actor())
    return answer(entry_view(entry, call.services.clock()), 201 if is_new else 200)


async def post_batch(call: Call) -> web.Response:
    """Put many people on the list; a row that makes no sense does not keep the others off it."""
    order, _ = await read_json(call.request, BatchRequest)
    rows = await together(_add_row(call, row) for row in order.suppressions)
    return answer(BatchAnswer(results=tuple(rows)))


async def _add_row(call: Call, row: BatchRow) -> BatchResult:
    channel, now = Channel(row.channel), call.services.clock()
    try:
        key = read_key(row.address, channel, call.services.config.company.phone_region)
        if found := _mistakes(call, row, key, now):
            return BatchResult(status="invalid", errors=tuple(found))
        new = _new_entry(row, channel, key, now)
        entry, is_new = await call.services.store.add(new, call.actor())
    except MalformedAddressError as error:
        return BatchResult(status="invalid", errors=(Mistake(loc="address", msg=str(error)),))
    view = entry_view(entry, call.services.clock())
    return BatchResult(status="added" if is_new else "known", suppression=view)


def _new_entry(order: PutRequest, channel: Channel, key: RecipientKey, now: datetime) -> NewEntry:
    return NewEntry(
        channel=channel,
        key=key,
        scope=scope(order.scope),
        reason=Reason(order.reason),
        origin=Origin.API,
        evidence=order.evidence,
        sender=order.sender,
        requested_at=min(order.requested_at or now, now),
        expires_at=order.expires_at or NEVER,
        include_subdomains=order.include_subdomains,
    )


def _mistakes(call: Call, order: PutRequest, key: RecipientKey, now: datetime) -> list[Mistake]:
    found = []
    if order.sender and not call.services.identities.named(order.sender).name:
        found.append(Mistake(loc="sender", msg="there is no such sender identity"))
    if order.requested_at is not None and order.requested_at > now + _CLOCKS_DIFFER:
        found.append(Mistake(loc="requested_at", msg="lies in the future"))
    if order.expires_at is not None and order.expires_at <= now:
        found.append(Mistake(loc="expires_at", msg="is over already"))
    if order.expires_at is not None and order.reason not in ENDING:
        found.append(Mistake(loc="expires_at", msg=HOLDS))
    if order.include_subdomains and not (key.startswith("@") or is_hashed(key)):
        found.append(Mistake(loc="include_subdomains", msg="is for domains only"))
    elif order.include_subdomains and not order.public_suffix and is_public_suffix(key):
        msg = f"{key[1:]} {IS_PUBLIC}, or say public_suffix where they are meant"
        found.append(Mistake(loc="include_subdomains", msg=msg))
    return found
