"""What the spool keeps and gives out, and its verbs as a Protocol."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from filters.plan import NO_PLAN, Plan
from filters.sms.places.place import NOWHERE, Whereabouts
from gateway.submission import NO_CALLBACK, NOT_RETRIED, Callback, Retried
from gateway.wishes import NO_WISH, NO_WISHES, Wish, Wishes
from suppression.channel import Channel  # noqa: TC001 - dataclass fields are read at run time

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from filters.decision import Finding, Ruling
    from filters.message import Recipient
    from filters.sms.limits import Limits
    from gateway.spool.sent import SentText
    from suppression.keys import RecipientKey


class State(StrEnum):
    """Where a delivery is; `docs/internals.md` has the table of who moves it where."""

    QUEUED = "queued"
    SENDING = "sending"
    DELIVERED = "delivered"  # handed to the next hop
    DEFERRED = "deferred"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SUPPRESSED = "suppressed"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    HELD = "held"
    REFUSED = "refused"  # never accepted: kept for the trace

    @property
    def is_final(self) -> bool:
        """Whether nothing happens any more by itself."""
        return self not in (State.QUEUED, State.SENDING, State.DEFERRED, State.HELD)


NOT_TAKEN: Final = frozenset({"4.3.2", "4.4.1"})
"""Statuses of attempts after which the next hop certainly does not have the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """One recipient of a message that is being stored, with the ruling on it."""

    ruling: Ruling
    state: State  # QUEUED, HELD or REFUSED; SENDING where it is passed on and never kept
    route: str  # "" when refused

    @property
    def recipient(self) -> Recipient:
        """Whom it is for."""
        return self.ruling.recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """A message that is being stored: the submitted bytes, the plan, and its deliveries."""

    queue_id: str
    channel: Channel
    submitter: str
    protocol: str  # of the edge: "ESMTP", "HTTP", "internal"
    identity: str  # name of the sender identity; "" for system mail
    category: str  # a Category, or a Purpose for texts
    stream: str
    reverse_path: str  # for texts: the sender number
    header_from: str  # domain of the From field, an A-label: who signs; "" for texts
    subject: str  # for people who look at the queue; erased with the content
    raw: bytes  # the email as submitted, or the text in UTF-8
    plan: Plan
    accepted_at: datetime
    not_before: datetime
    expires_at: datetime
    deliveries: tuple[NewDelivery, ...]
    valid_until: datetime | None = None  # of a text: when it is of no use any more
    metadata: str = ""  # the application's own JSON
    sent: SentText | None = None  # what is counted of a text that was submitted
    whereabouts: Whereabouts = NOWHERE  # of a text: where its submitter knows the person to be
    is_observed: bool = False
    would_fix: tuple[str, ...] = ()  # of what is observed: what would have been changed
    has_notice: bool = False  # of a text: it leaves saying how to stop
    callback: Callback = NO_CALLBACK
    wishes: Wishes = NO_WISHES


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What the spool answers: the queue id and rulings that stand for the request."""

    queue_id: str
    rulings: tuple[Ruling, ...]
    replayed: bool  # the same request was stored before; nothing was stored now
    changed: bool
    not_before: datetime
    plan: Plan  # what is added; none any more where the content is retired


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A delivery, or a batch of one message's, taken for an attempt under a lease."""

    queue_id: str
    channel: Channel
    category: str
    identity: str
    stream: str
    reverse_path: str
    header_from: str
    raw: bytes
    plan: Plan
    route: str
    delivery_ids: tuple[int, ...]
    recipients: tuple[Recipient, ...]
    grant_id: int  # whom the token speaks for; 0 when the plan is not personal
    attempt: int  # 1 is the first
    accepted_at: datetime
    expires_at: datetime
    is_observed: bool = False  # leaves as it came, so unsigned
    diverted_from: str = ""  # the route whose place this one takes
    wishes: Wishes = NO_WISHES


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How an attempt on one delivery ended."""

    delivery_id: int
    state: State  # any but SENDING; QUEUED is given back untried, HELD kept for a person
    reply: str  # of the next hop, cleaned
    status: str = ""  # enhanced status code, "5.1.1"
    next_at: datetime | None = None  # when DEFERRED, or QUEUED for later
    expires_at: datetime | None = None  # when QUEUED for a morning: how long it lives at least
    sent_sha256: str = ""  # digest of the bytes that left
    next_hop_id: str = ""
    attempt: int = 0  # of the claim it ends; 0 asks only that the delivery is being sent
    finding: Finding | None = None  # why it was not sent, where a rule says so
    part_ids: tuple[str, ...] = ()  # of a text, what the provider calls each part that it took
    parts: int = 1  # that the text has
    then: str = ""  # the route that takes it from here; it was certainly not sent
    next_hop_reports: bool = False  # it was told who wants to know of a success, and says so itself
    rests_domain: bool = False  # the next hop takes nothing for the recipient's domain just now


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """One delivery as people see it."""

    delivery_id: int
    address: str
    state: State
    verdict: str  # passed | changed | held | deferred | refused
    findings: tuple[Mapping[str, object], ...]  # code, cites, effect, reason, evidence
    would: str  # the verdict if nothing was waived; "" unless it is observed
    waived: tuple[Mapping[str, object], ...]  # findings that were recorded and not obeyed
    route: str
    attempts: int
    next_at: datetime | None
    last_reply: str
    report: str  # what the provider of a text said of its way: Report; "" is nothing
    next_hop_id: str  # what the next hop calls it; "" as long as it has not taken it
    updated_at: datetime
    wish: Wish = NO_WISH


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """One message as people see it."""

    queue_id: str
    channel: Channel
    submitter: str
    identity: str
    category: str
    stream: str
    reverse_path: str
    subject: str
    size_bytes: int
    fixes: tuple[str, ...]
    is_observed: bool
    would_fix: tuple[str, ...]
    accepted_at: datetime
    not_before: datetime
    expires_at: datetime
    metadata: str
    deliveries: tuple[DeliveryView, ...]
    wishes: Wishes = NO_WISHES


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of a message for a while only: the submitted bytes and the plan."""

    raw: bytes
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolQuery:
    """Which messages to list; empty fields match everything."""

    channel: str = ""
    states: frozenset[State] = frozenset()
    address: str = ""
    submitter: str = ""
    sender: str = ""  # of texts: the number they come from
    since: datetime | None = None
    left_from: datetime | None = None  # handed to the next hop then or later
    left_before: datetime | None = None
    would: frozenset[str] = frozenset()  # verdicts of what is observed
    waived: str = ""  # a code that was recorded and not obeyed
    after: str = ""  # cursor: the queue id the last page ended with (newest first)
    ahead_of: str = ""  # cursor: the queue id the page before began with; its page is returned
    limit: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceLine:
    """One event about a message or a person."""

    at: datetime
    kind: str
    queue_id: str
    facts: Mapping[str, object]
    detail: Mapping[str, object]


class Spool(Protocol):
    """The durable queue. Every verb raises `StoreUnavailable` when it cannot be done."""

    async def accept(
        self,
        message: NewMessage,
        *,
        more: Sequence[NewMessage] = (),
        retried: Retried = NOT_RETRIED,
    ) -> Stored:
        """Store a message (and reports about it) in one durable commit, with its ledger events.

        Raises:
            IdempotencyConflict: the key was used for another request.
        """
        ...

    async def replay(self, submitter: str, retried: Retried) -> Stored | None:
        """Return what the same request was answered before; none when it is new.

        Raises:
            IdempotencyConflict: the key was used for another request.
        """
        ...

    async def again_at(  # noqa: PLR0913 - what texts are counted by
        self,
        key: RecipientKey,
        *,
        submitter: str,
        region: str,
        at: datetime,
        limits: Limits,
        is_reply: bool,
    ) -> datetime:
        """Return when the limits let such a text pass again; a time that is over means now."""
        ...


__all__ = [
    "NO_PLAN",
    "Claimed",
    "DeliveryView",
    "MessageView",
    "NewDelivery",
    "NewMessage",
    "Settlement",
    "Spool",
    "SpoolQuery",
    "State",
    "Stored",
    "TraceLine",
]
