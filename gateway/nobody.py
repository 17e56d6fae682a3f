"""What a dry run asks instead of the stores, when nobody in particular is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.sms.caps import NONE_SENT
from gateway.errors import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from filters.sms.caps import Sent
    from suppression.consent import Consent
    from suppression.entry import Channel, Entry
    from suppression.keys import RecipientKey
    from suppression.store import Actor, NewEntry


class NobodyKnown:
    """A list without a line on it, and no consent either."""

    async def blocking(
        self, keys: Collection[RecipientKey], channel: Channel, at: datetime
    ) -> Mapping[RecipientKey, tuple[Entry, ...]]:
        """Return that nobody is on the list."""
        del keys, channel, at
        return {}

    async def unread(
        self, keys: Collection[RecipientKey], channel: Channel
    ) -> frozenset[RecipientKey]:
        """Return that nobody wrote."""
        del keys, channel
        return frozenset()

    async def consents(self, key: RecipientKey) -> tuple[Consent, ...]:
        """Return that nobody asked for anything."""
        del key
        return ()

    async def last_texted(self, key: RecipientKey, ours: str) -> datetime | None:
        """Return that nobody texted us."""
        del key, ours
        return None


class NothingListed:
    """A list that takes nothing."""

    async def add(self, new: NewEntry, by: Actor) -> tuple[Entry, bool]:
        """Take nobody; what was asked for is not done."""
        del new, by
        raise StoreUnavailable("nothing is written here")

    async def count_soft_bounce(
        self, key: RecipientKey, channel: Channel, *, at: datetime, by: Actor
    ) -> Entry | None:
        """Count nothing."""
        del key, channel, at, by
        return None

    async def note_deliveries(self, keys: Collection[RecipientKey], channel: Channel) -> None:
        """Forget nothing: nothing was counted."""
        del keys, channel


class NoTexts:
    """A spool that never sent a text."""

    async def sent(self, key: RecipientKey, *, submitter: str, region: str, at: datetime) -> Sent:
        """Return that nothing was accepted."""
        del key, submitter, region, at
        return NONE_SENT

    async def last_notice(self, key: RecipientKey, identity: str) -> datetime | None:
        """Return that no notice ever left."""
        del key, identity
        return None

    async def recent_texts(
        self, key: RecipientKey, identity: str, since: datetime
    ) -> tuple[str, ...]:
        """Return that nothing was said before."""
        del key, identity, since
        return ()
