"""One message that came in by a listener with `role = "inbound"`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMail:
    """What a mail server handed us, for addresses of our own."""

    queue_id: str
    peer: str  # IP address
    reverse_path: str  # "" is the null reverse-path
    recipients: tuple[str, ...]
    raw: bytes
    at: datetime
