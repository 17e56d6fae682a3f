"""What takes a copy to its next hop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from gateway.spool.model import Settlement

if TYPE_CHECKING:
    from datetime import datetime

    from filters.decision import Finding
    from gateway.spool.model import Claimed, State


class Carrier(Protocol):
    """The next hop of one route, as the scheduler sees it."""

    @property
    def limit(self) -> int:
        """How many sends at once it takes just now; 0 while the next hop is known to be down."""
        ...

    async def send(self, claimed: Claimed, copy: bytes) -> tuple[Settlement, ...]:
        """Hand over one copy and return how it ended for each delivery, in their order.

        A failure of the next hop is an outcome, never an exception. `next_at` is left to the
        scheduler.

        Raises:
            EightBitRefused: nothing was sent; a copy in 7 bits would be taken.
        """
        ...

    async def close(self) -> None:
        """Let go of what is held open; nothing is being sent any more."""
        ...


def settle_all(  # noqa: PLR0913 - what an outcome may say
    claimed: Claimed,
    state: State,
    reply: str,
    *,
    status: str = "",
    next_at: datetime | None = None,
    finding: Finding | None = None,
) -> tuple[Settlement, ...]:
    """Return the same outcome for every delivery of a claim."""
    return tuple(
        Settlement(
            delivery_id=delivery_id,
            state=state,
            reply=reply,
            status=status,
            next_at=next_at,
            finding=finding,
            attempt=claimed.attempt,
        )
        for delivery_id in claimed.delivery_ids
    )
