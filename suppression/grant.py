"""A grant: whom one unsubscribe link speaks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from suppression.channel import Channel
    from suppression.keys import RecipientKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Whom an unsubscribe token speaks for: one person, one sender identity, one stream."""

    grant_id: int  # 64 random bits, unsigned
    channel: Channel
    key: RecipientKey
    sender: str
    stream: str
