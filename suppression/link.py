"""A number and an address of the same person, as somebody recorded it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING

from suppression.entry import NEVER

if TYPE_CHECKING:
    from suppression.keys import RecipientKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Says that who reads an address also holds a number: their page shows both."""

    link_id: str
    email: RecipientKey
    phone: RecipientKey
    evidence: str
    recorded_by: str
    recorded_at: datetime
    ended_at: datetime = NEVER
    ended_because: str = ""

    def other(self, key: RecipientKey) -> RecipientKey:
        """Return the address of a number, or the number of an address."""
        return self.phone if key == self.email else self.email
