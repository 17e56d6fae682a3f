"""Where people stand who are to be sent something: what the list knows, as of one moment."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - dataclass fields are read at run time
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from suppression.consent import Consent
    from suppression.entry import Entry
    from suppression.keys import RecipientKey

CLOCKS_DIFFER: Final = timedelta(minutes=1)
"""By how much what was noted may lie ahead; more, and the clock was wrong that it was noted by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stops texts to a number, and what allows them."""

    suppressed: tuple[Entry, ...] = ()  # in force, those that cover it
    consents: tuple[Consent, ...] = ()  # every recorded request, also the ended ones
    last_texted: datetime | None = None  # when the person last texted the number of ours
    is_unread: bool = False  # a text of theirs waits for a reader
    resumed_at: datetime | None = None  # when the last of what stopped texts to them was lifted

    def as_of(self, at: datetime) -> Standing:
        """Return it without a text that lies ahead: nobody knows how long ago that was."""
        if self.last_texted is None or self.last_texted <= at + CLOCKS_DIFFER:
            return self
        return replace(self, last_texted=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """What stops mail to people, and what is still to be read of theirs."""

    suppressed: Mapping[RecipientKey, tuple[Entry, ...]]  # in force, those that cover each
    unread: frozenset[RecipientKey] = frozenset()  # who wrote a reply that waits for a reader
