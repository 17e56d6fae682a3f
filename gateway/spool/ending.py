"""What became of deliveries: endings, and the reports owed for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING

from suppression.channel import Channel  # noqa: TC001 - dataclass fields are read at run time

if TYPE_CHECKING:
    from filters.message import Recipient
    from gateway.spool.model import Settlement, State
    from gateway.wishes import Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A delivery nothing more happens to, with what a report to its sender says."""

    delivery_id: int
    queue_id: str
    channel: Channel
    submitter: str
    reverse_path: str
    recipient: Recipient
    state: State
    reply: str
    status: str
    route: str
    accepted_at: datetime
    ended_at: datetime
    owes_report: bool  # RFC 5321 6.1: the sender must be told, and has not been yet
    wish: Wish
    returns: str
    envelope_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What settling changed."""

    ended: tuple[Ended, ...]
    ignored: tuple[Settlement, ...]  # of deliveries that are no longer the caller's
