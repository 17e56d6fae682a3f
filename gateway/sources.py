"""Whom a judgement asks about people and texts, as one or two verbs each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from filters.sms.caps import Sent
    from filters.sms.promotional import ModelReading
    from suppression.consent import Consent
    from suppression.entry import Channel, Entry
    from suppression.keys import RecipientKey


class People(Protocol):
    """What is known of people: `SuppressionStore` answers, and so can a dry run."""

    async def blocking(
        self, keys: Collection[RecipientKey], channel: Channel, at: datetime
    ) -> Mapping[RecipientKey, tuple[Entry, ...]]:
        """Return the active entries that match each key."""
        ...

    async def unread(
        self, keys: Collection[RecipientKey], channel: Channel
    ) -> frozenset[RecipientKey]:
        """Return who of these wrote a reply that waits for a reader."""
        ...

    async def consents(self, key: RecipientKey) -> tuple[Consent, ...]:
        """Return every recorded request of a person."""
        ...

    async def last_texted(self, key: RecipientKey, ours: str) -> datetime | None:
        """Return when a person last texted a number of ours."""
        ...


class Reader(Protocol):
    """What reads texts besides the rules: `gateway.reading.Models`."""

    async def read(self, text: str) -> ModelReading:
        """Return what the models say of a text."""
        ...

    async def read_as_one(self, text: str) -> ModelReading:
        """Return what the models say of several texts as one, whatever parts of it say."""
        ...


class Texts(Protocol):
    """What is known of earlier texts."""

    async def last_notice(self, key: RecipientKey, identity: str) -> datetime | None:
        """Return when a text of this identity to this number last left saying how to stop."""
        ...

    async def sent(self, key: RecipientKey, *, submitter: str, region: str, at: datetime) -> Sent:
        """Return how many texts were accepted lately: for the person, by the submitter."""
        ...

    async def recent_texts(
        self, key: RecipientKey, identity: str, since: datetime
    ) -> tuple[str, ...]:
        """Return the last few texts a sender identity sent to this number, the oldest first."""
        ...
