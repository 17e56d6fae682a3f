"""The spool, as far as sending goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from gateway.delivery.reporter import Owing
from gateway.delivery.settler import Settling

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from gateway.spool.calling import Called
    from gateway.spool.model import Claimed


class DeliverySpool(Settling, Owing, Protocol):
    """The spool, as far as sending goes; every verb may raise `StoreUnavailable`."""

    async def claim(
        self,
        capacity: Mapping[str, int],
        *,
        limit: int,
        lease_s: float,
        heavy: Collection[str] = (),
    ) -> tuple[Claimed, ...]:
        """Take what is due on routes with room, the longest due first, no large one on a heavy."""
        ...

    async def next_due(self, routes: Collection[str] | None = None) -> datetime | None:
        """Return when the next delivery on these routes is due; none when nothing waits."""
        ...

    async def release_leases(self) -> object:
        """End the leases of a process that is no more."""
        ...

    async def expire(self) -> object:
        """End what waited or was held beyond its time."""
        ...

    async def call(self, route: str, delivery_ids: Sequence[int], *, count: int) -> Called:
        """Make the first `count` of those due that still wait for their turn on a route."""
        ...

    async def divert(self, route: str, then: str) -> int:
        """Hand texts that wait for a route over to another one; how many those were."""
        ...
