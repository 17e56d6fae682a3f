"""The verbs of the list: what every store of it can do, whatever it keeps it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING, Protocol

from suppression.entry import NEVER, Channel, Entry, Origin, Reason, Scope
from suppression.hashes import NO_SECRETS, ErasureSecrets

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from suppression.consent import Consent, ConsentSource
    from suppression.keys import RecipientKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """How widely an opt-out is matched: `[suppression]` of the configuration."""

    subaddress: bool = True  # an opt-out of a@d also covers a+tag@d
    ignore_dots: frozenset[str] = frozenset()  # domains where dots in the local part mean nothing
    erasure: ErasureSecrets = NO_SECRETS  # what the hashes of erased people are made with


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who did something to the list, by what and from where: the evidence of an act."""

    name: str  # "recipient", an API key's name, an operating system user
    method: str  # "one-click", "page", "api", "cli", "import", "send"
    address: str = ""  # IP address of origin, where there is one
    message: str = ""  # queue id of the message whose link was used


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """What is asked to be put on the list; the store gives it its id and effective time."""

    channel: Channel
    key: RecipientKey
    scope: Scope
    reason: Reason
    origin: Origin
    evidence: str = ""
    sender: str = ""
    requested_at: datetime
    expires_at: datetime = NEVER
    include_subdomains: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsent:
    """A request of a person to be texted, as somebody recorded it."""

    key: RecipientKey
    source: ConsentSource
    purposes: frozenset[str]
    evidence: str
    requested_at: datetime
    expires_at: datetime = NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Whom an unsubscribe token speaks for: one person, one sender identity, one stream."""

    grant_id: int  # 64 random bits, unsigned
    channel: Channel
    key: RecipientKey
    sender: str
    stream: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a person's history, oldest first."""

    seq: int
    at: datetime
    kind: str  # "added", "lifted", "consented", "revoked"
    by: str
    method: str
    address: str
    entry_id: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which entries to list; empty fields match everything."""

    text: str = ""  # part of the key
    channel: str = ""
    reason: str = ""
    scope: str = ""
    since: datetime | None = None
    active_at: datetime | None = None  # only entries in force then
    after: str = ""  # cursor: the entry id the last page ended with
    limit: int = 100


class SuppressionStore(Protocol):
    """The list, consents, grants and their ledger.

    A verb that cannot be done raises `StoreUnavailable`. A verb that changes something returns
    after the change is durable. A negative answer is never cached: what a call returns was read
    from the store during that call.
    """

    async def add(self, new: NewEntry, by: Actor) -> tuple[Entry, bool]:
        """Put a person on the list; the entry in force and whether it is new. Idempotent."""
        ...

    async def lift(
        self,
        key: RecipientKey,
        channel: Channel,
        *,
        because: str,
        by: Actor,
        entry_ids: Collection[str] = (),
    ) -> tuple[Entry, ...]:
        """End entries of a person (all active ones, or those named) and return them."""
        ...

    async def blocking(
        self, keys: Collection[RecipientKey], channel: Channel, at: datetime
    ) -> Mapping[RecipientKey, tuple[Entry, ...]]:
        """Return the active entries that cover each key: its own, wider ones', its domains'."""
        ...

    async def entry(self, entry_id: str) -> Entry | None:
        """Return one entry."""
        ...

    async def list(self, query: Query) -> tuple[Entry, ...]:
        """Return a page of entries in the order of their ids."""
        ...

    async def history(self, key: RecipientKey, channel: Channel) -> tuple[Event, ...]:
        """Return everything recorded about a person on a channel, oldest first."""
        ...

    async def record_consent(self, new: NewConsent, by: Actor) -> Consent:
        """Record a person's request."""
        ...

    async def consents(self, key: RecipientKey) -> tuple[Consent, ...]:
        """Return every recorded request of a person, also the ended ones."""
        ...

    async def revoke_consents(
        self, key: RecipientKey, *, because: str, by: Actor
    ) -> tuple[Consent, ...]:
        """End the active requests of a person and return them."""
        ...

    async def grant(self, grant_id: int) -> Grant | None:
        """Return whom a token speaks for."""
        ...

    async def is_reachable(self) -> bool:
        """Whether the list can be read now, for readiness."""
        ...
