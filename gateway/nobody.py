"""What a dry run asks instead of the stores, when nobody in particular is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.errors import StoreUnavailable
from gateway.spool.lately import Lately
from suppression.standing import Standing, Standings

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime, timedelta

    from gateway.sources import Texts
    from suppression.actor import Actor
    from suppression.channel import Channel
    from suppression.entry import Entry, NewEntry
    from suppression.keys import RecipientKey


class NobodyKnown:
    """A list without a line on it, and no consent either."""

    async def standings(self, keys: Collection[RecipientKey], at: datetime) -> Standings:
        """Return that nobody stopped anything or wrote."""
        del at
        return Standings(suppressed=dict.fromkeys(keys, ()))

    async def standing(self, key: RecipientKey, *, ours: str, at: datetime) -> Standing:
        """Return that nobody stopped anything, asked for anything or texted us."""
        del key, ours, at
        return Standing()


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

    async def lately(  # noqa: PLR0913 - the form of the verb
        self,
        key: RecipientKey,
        *,
        identity: str,
        purpose: str,
        submitter: str,
        region: str,
        at: datetime,
        leaves_at: datetime,
        within: timedelta,
    ) -> Lately:
        """Return that nothing was accepted."""
        del submitter, region, at, leaves_at, within
        return await self.before(key, identity=identity, purpose=purpose)

    async def before(self, key: RecipientKey, *, identity: str, purpose: str) -> Lately:
        """Return that no notice ever left, and nothing was approved."""
        del key, identity, purpose
        return Lately()


class OnlyTemplates(NoTexts):
    """A spool that never sent a text, and has the templates that people approved."""

    def __init__(self, spool: Texts) -> None:
        """Ask this one for them."""
        self._spool = spool

    async def before(self, key: RecipientKey, *, identity: str, purpose: str) -> Lately:
        """Return the approved templates."""
        found = await self._spool.before(key, identity=identity, purpose=purpose)
        return Lately(templates=found.templates)
