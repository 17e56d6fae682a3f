"""What an edge hands over, and what it gets back to answer with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Ruling
from filters.plan import NO_PLAN, Plan
from filters.sms.places.place import NOWHERE, Whereabouts
from gateway.wishes import NO_WISHES, Wishes

if TYPE_CHECKING:
    from datetime import datetime

    from filters.message import Arrival


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitter:
    """Who hands us messages: a `[[submitter]]`, by network or by key."""

    name: str
    senders: tuple[str, ...]  # names of sender identities; ("*",) is all
    may_declare: frozenset[str]
    default_category: str
    default_basis: str = ""
    roles: frozenset[str] = frozenset({"send"})  # of the API key used


@dataclass(frozen=True, slots=True, kw_only=True)
class Retried:
    """What recognises a repeated HTTP request: the key and a digest of the request."""

    key: str
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """Where an application wants to be told what becomes of a text."""

    url: str
    account: str = ""  # Twilio account SID: it is told in Twilio's shape
    signer: bytes = b""  # what signs for Twilio's validators


NO_CALLBACK: Final = Callback(url="")

LONGEST_NIGHT: Final = timedelta(days=4)
"""How long a text may have to wait: from Saturday evening to Tuesday, where Monday is a holiday."""

NOT_RETRIED: Final = Retried(key="", digest=b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailSubmission:
    """One email as an edge received it."""

    queue_id: str
    submitter: Submitter
    arrival: Arrival
    reverse_path: str
    recipients: tuple[str, ...]
    raw: bytes
    pinned_category: str = ""  # of the listener
    pinned_basis: str = ""
    declared_category: str = ""  # by HTTP; SMTP declares in the header
    declared_basis: str = ""
    declared_stream: str = ""
    answers_each: bool = False  # the edge tells every recipient's verdict itself: HTTP, LMTP
    parts_ways: bool = False  # who is deferred comes again alone: LMTP
    retried: Retried = NOT_RETRIED
    wishes: Wishes = NO_WISHES


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsSubmission:
    """One text as an application posted it."""

    queue_id: str
    submitter: Submitter
    to: str
    sender: str
    text: str
    purpose: str
    in_reply_to: str
    received_at: datetime
    send_at: datetime
    valid_until: datetime
    metadata: str  # the application's own, JSON
    whereabouts: Whereabouts = NOWHERE
    retried: Retried = NOT_RETRIED
    callback: Callback = NO_CALLBACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What became of a submission: the ruling on each recipient, after it is durable."""

    queue_id: str
    rulings: tuple[Ruling, ...]
    changed: bool = False  # something was added or removed
    replayed: bool = False  # the same request was answered before
    not_before: datetime | None = None  # waiting for the morning; refused: when it would pass
    plan: Plan = NO_PLAN  # what is added; of a text, it decides the segments

    @property
    def effect(self) -> Effect:
        """The one effect an SMTP reply can tell."""
        effects = {ruling.effect for ruling in self.rulings}
        if Effect.DEFER in effects:
            return Effect.DEFER
        if Effect.PASS in effects:
            return Effect.PASS
        return Effect.HOLD if Effect.HOLD in effects else Effect.REFUSE
