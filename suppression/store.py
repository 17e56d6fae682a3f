"""The verbs of the list: what every store of it can do, whatever it keeps it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING, Protocol

from suppression.public_store import PublicStore
from suppression.upkeep_store import UpkeepStore

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from suppression.actor import Actor
    from suppression.channel import Channel
    from suppression.consent import Consent, NewConsent
    from suppression.entry import Entry, NewEntry
    from suppression.event import Event
    from suppression.grant import Grant
    from suppression.keys import RecipientKey
    from suppression.review import Decision, NewReview, Review
    from suppression.standing import Standing, Standings
    from suppression.texts import NewText, Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which entries to list; empty fields match everything."""

    text: str = ""  # part of the key
    key: str = ""  # all of it
    channel: str = ""
    reason: str = ""
    scope: str = ""
    since: datetime | None = None
    active_at: datetime | None = None  # only entries in force then, see `is_in_force`
    after: str = ""  # cursor: the entry id the last page ended with
    limit: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """A page of entries, newest first. `onward` goes on behind it; "" is the end of the list."""

    entries: tuple[Entry, ...]
    onward: str  # the entry id to look on from
    is_whole: bool  # all that was asked for was found, or there is no more


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentQuery:
    """Which requests to list; empty fields match everything."""

    source: str = ""
    active_at: datetime | None = None  # only requests that stand then
    after: str = ""  # cursor: the consent id the last page ended with
    limit: int = 100


class ConsentStore(Protocol):
    """Who asked to be written to, and who is in a conversation."""

    async def record_consent(self, new: NewConsent, by: Actor) -> Consent:
        """Record a person's request; it ends the entries that such a request ends."""
        ...

    async def consents(self, key: RecipientKey) -> tuple[Consent, ...]:
        """Return every recorded request of a person, also the ended ones."""
        ...

    async def list_consents(self, query: ConsentQuery) -> tuple[Consent, ...]:
        """Return a page of requests in the order of their ids."""
        ...

    async def revoke_consents(
        self, key: RecipientKey, *, because: str, by: Actor
    ) -> tuple[Consent, ...]:
        """End the active requests of a person and return them; a conversation ends with them."""
        ...

    async def open_conversation(
        self, key: RecipientKey, *, ours: RecipientKey, at: datetime, by: Actor
    ) -> tuple[Entry, ...]:
        """Note that a person texted a number of ours, asking for nothing to stop.

        Returns the entries that it ends: an erasure, and no wrong number (see `take_text`).
        """
        ...

    async def standing(self, key: RecipientKey, *, ours: str, at: datetime) -> Standing:
        """Return where a person stands who is to be texted from a number of ours."""
        ...

    async def standings(self, keys: Collection[RecipientKey], at: datetime) -> Standings:
        """Return where people stand who are to be sent mail."""
        ...

    async def take_text(self, new: NewText, by: Actor) -> Taken:
        """Do what a text of a person asks for. Idempotent: the same reference changes nothing."""
        ...


class SuppressionStore(PublicStore, ConsentStore, UpkeepStore, Protocol):
    """The list, consents, grants and their ledger.

    A verb that cannot be done raises `StoreUnavailable`. A verb that changes something returns
    after the change is durable. A negative answer is never cached: what a call returns was read
    from the store during that call.
    """

    async def add(self, new: NewEntry, by: Actor) -> tuple[Entry, bool]:
        """Put a person on the list; the entry in force and whether it is new. Idempotent."""
        ...

    async def lift(  # noqa: PLR0913 - who, why, and whose entries
        self,
        key: RecipientKey,
        channel: Channel,
        *,
        because: str,
        by: Actor,
        entry_ids: Collection[str] = (),
        evidence: str = "",
    ) -> tuple[Entry, ...]:
        """End entries of a person (all active ones, or those named) and return them.

        Raises:
            NotLiftable: one of them may not be lifted by this actor, or not without evidence.
        """
        ...

    async def restore(
        self, key: RecipientKey, channel: Channel, *, entry_ids: Collection[str], by: Actor
    ) -> tuple[Entry, ...]:
        """Put entries of a person that were lifted back as they were; return those in force."""
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

    async def latest(self, query: Query, *, within_s: float) -> Latest:
        """Return a page of entries, newest first, after looking for about `within_s`."""
        ...

    async def history(self, key: RecipientKey, channel: Channel) -> tuple[Event, ...]:
        """Return everything recorded about a person on a channel, oldest first."""
        ...

    async def grant(self, grant_id: int) -> Grant | None:
        """Return whom a token speaks for."""
        ...

    async def review(self, new: NewReview) -> Review:
        """Put a reply up for reading. Idempotent: the same words of a person wait once."""
        ...

    async def reviews(
        self, *, everything: bool = False, after: str = "", limit: int = 100
    ) -> tuple[Review, ...]:
        """Return a page of the replies that wait, oldest first; `everything`: decided ones too."""
        ...

    async def reviews_of(self, key: RecipientKey) -> tuple[Review, ...]:
        """Return every reply of a person that waits or was decided, oldest first."""
        ...

    async def unread(
        self, keys: Collection[RecipientKey], channel: Channel
    ) -> frozenset[RecipientKey]:
        """Return who of these wrote a reply that waits for a reader."""
        ...

    async def find_review(self, review_id: str) -> Review | None:
        """Return one reply."""
        ...

    async def decide_review(
        self, review_id: str, decision: Decision, *, by: str, because: str
    ) -> Review | None:
        """Record what a person made of a reply and empty its text; none if it does not wait."""
        ...

    def recorded_as(self, key: RecipientKey) -> str:
        """Return what ledgers call a person: a keyed hash, which names nobody."""
        ...

    async def is_reachable(self) -> bool:
        """Whether the list can be read now, for readiness."""
        ...
