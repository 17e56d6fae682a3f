"""A reply that may ask for an opt-out, and waits for a person who reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from enum import StrEnum
from typing import TYPE_CHECKING

from suppression.entry import NEVER

if TYPE_CHECKING:
    from suppression.channel import Channel
    from suppression.keys import RecipientKey


class Decision(StrEnum):
    """What a person made of a reply."""

    OPEN = ""
    OPTED_OUT = "opted-out"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReview:
    """A reply that is put up for reading."""

    channel: Channel
    key: RecipientKey  # who wrote it
    text: str
    matched: str  # the words that may be a request
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One reply, as people see it; its text is gone once it is decided."""

    review_id: str
    channel: Channel
    key: RecipientKey
    text: str
    matched: str
    received_at: datetime
    decided_at: datetime = NEVER
    decision: Decision = Decision.OPEN
    decided_by: str = ""
    because: str = ""
