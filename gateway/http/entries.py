"""Entries of the list and their history as the API shows them."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - fields of models
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from gateway.http.call import Shape
from suppression.deadlines import deadlines
from suppression.entry import NEVER, Entry

if TYPE_CHECKING:
    from suppression.channel import Channel
    from suppression.event import Event
    from suppression.keys import RecipientKey
    from suppression.waiting import Waiting

ChannelName = Literal["email", "sms"]
ReasonName = Literal[
    "unsubscribe", "complaint", "hard_bounce", "invalid", "soft_bounce", "manual", "wrong_number",
    "legal", "minor", "erased",
]  # fmt: skip
FileReasonName = Literal[
    "unsubscribe", "complaint", "hard_bounce", "invalid", "soft_bounce", "manual", "wrong_number",
    "legal", "minor",
]  # fmt: skip
"""What a file may be said to be of; who is erased is named by no file."""
ScopeFilter = Annotated[
    str, Field(max_length=80, pattern=r"^((all|commercial|stream:[a-z0-9_.-]{1,64}))?$")
]
"""Entries of exactly this scope; empty is every one."""
OriginName = Literal["recipient", "admin", "api", "import", "provider", "system"]


class EntryView(Shape):
    """One entry of the list. Null times have not come, or never will."""

    id: str
    channel: ChannelName
    address: str
    scope: str
    sender: str = Field(description="the sender identity opted out of; empty is all of them")
    reason: ReasonName
    origin: OriginName
    evidence: str
    active: bool
    requested_at: datetime
    effective_at: datetime
    expires_at: datetime | None
    include_subdomains: bool
    recorded_by: str
    method: str = Field(description="by what it came: one-click, page, sms, api, cli, import")
    deadline: date = Field(
        description="the last of 10 business days after it was asked for; in force it was at once"
    )
    lifted_at: datetime | None
    lifted_by: str
    lifted_because: str


class EntryPage(Shape):
    """A page of entries; `next_cursor` is null on the last one."""

    suppressions: tuple[EntryView, ...]
    next_cursor: str | None


class PersonView(Shape):
    """What is in force for an address: its own entries, wider addresses', its domains'."""

    channel: ChannelName
    address: str
    suppressed: bool
    suppressions: tuple[EntryView, ...]


class WaitView(Shape):
    """What else has to learn of an opt-out that is in force here, and whether it has."""

    suppression_id: str
    target: str
    received_at: datetime
    propagated_at: datetime | None


class PersonDetail(PersonView):
    """What is in force for an address, and where it is not known yet."""

    propagation: tuple[WaitView, ...]


class EventView(Shape):
    """One thing that happened to a person on the list."""

    at: datetime
    event: Literal[
        "added",
        "lifted",
        "restored",
        "confirmed",
        "suspected",
        "consented",
        "revoked",
        "used",
        "given_back",
        "texted",
        "linked",
        "unlinked",
        "erased",
    ]
    by: str
    method: str
    address: str
    suppression_id: str
    summary: str


class HistoryView(Shape):
    """Everything recorded about a person on a channel, oldest first."""

    channel: ChannelName
    address: str
    events: tuple[EventView, ...]


def entry_view(entry: Entry, now: datetime) -> EntryView:
    """Return an entry as the API shows it."""
    return EntryView(
        id=entry.entry_id,
        channel=entry.channel.value,
        address=entry.key,
        scope=entry.scope,
        sender=entry.sender,
        reason=entry.reason.value,
        origin=entry.origin.value,
        evidence=entry.evidence,
        active=entry.is_active(now),
        requested_at=entry.requested_at,
        effective_at=entry.effective_at,
        expires_at=_moment(entry.expires_at),
        include_subdomains=entry.include_subdomains,
        recorded_by=entry.recorded_by,
        method=entry.method,
        deadline=deadlines(entry.requested_at).conservative,
        lifted_at=_moment(entry.lifted_at),
        lifted_by=entry.lifted_by,
        lifted_because=entry.lifted_because,
    )


def person_view(
    channel: Channel, key: RecipientKey, entries: tuple[Entry, ...], now: datetime
) -> PersonView:
    """Return what is in force for an address."""
    views = tuple(entry_view(entry, now) for entry in entries)
    return PersonView(
        channel=channel.value, address=key, suppressed=bool(views), suppressions=views
    )


def wait_view(waiting: Waiting) -> WaitView:
    """Return one wait for another system."""
    return WaitView(
        suppression_id=waiting.reference,
        target=waiting.target,
        received_at=waiting.received_at,
        propagated_at=_moment(waiting.settled_at),
    )


def event_view(event: Event) -> EventView:
    """Return one line of a person's history."""
    return EventView.model_validate(
        {
            "at": event.at,
            "event": event.kind,
            "by": event.by,
            "method": event.method,
            "address": event.address,
            "suppression_id": event.entry_id,
            "summary": event.summary,
        }
    )


def _moment(at: datetime) -> datetime | None:
    return None if at == NEVER else at
