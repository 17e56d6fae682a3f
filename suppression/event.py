"""What happened to a person's entries, consents and links: one line of their history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a person's history, oldest first."""

    seq: int
    at: datetime
    kind: str  # "added", "lifted", "restored", "confirmed", "consented", "linked", "erased", …
    by: str
    method: str
    address: str
    entry_id: str
    summary: str
