"""Where a person stands who is to be texted: what the list knows of them, as of one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from suppression.consent import Consent
    from suppression.entry import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stops texts to a number, and what allows them."""

    suppressed: tuple[Entry, ...] = ()  # in force, those that cover it
    consents: tuple[Consent, ...] = ()  # every recorded request, also the ended ones
    last_texted: datetime | None = None  # when the person last texted the number of ours
    is_unread: bool = False  # a text of theirs waits for a reader
