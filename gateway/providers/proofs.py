"""What a provider says of a number, put on the list: whoever stopped there has stopped here.

**Failures:** a list that cannot be written raises `StoreUnavailable`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from gateway.log import logger
from suppression.actor import Actor
from suppression.channel import Channel
from suppression.entry import ALL, COMMERCIAL, NewEntry, Origin, Reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from suppression.entry import Entry
    from suppression.keys import RecipientKey

# 47 CFR 64.1200(a)(10): on SMS an unsubscribe of this scope stops every text
_SCOPES: Final = {Reason.UNSUBSCRIBE: COMMERCIAL}


class Listing(Protocol):
    """The list, as far as providers add to it."""

    async def add(self, new: NewEntry, by: Actor) -> tuple[Entry, bool]:
        """Put a person on the list; the entry in force and whether it is new. Idempotent."""
        ...


class Proofs:
    """Writes down what providers say."""

    def __init__(self, listing: Listing, clock: Callable[[], datetime]) -> None:
        """Write to this list."""
        self._listing = listing
        self._clock = clock

    async def record(
        self, key: RecipientKey, reason: Reason, *, route: str, said: str, message: str = ""
    ) -> None:
        """Stop texts to a number; it is in force when this returns. Nobody is let in by a provider.

        `said`: the provider's words; `message`: the queue id of the text they are about.
        """
        new = NewEntry(
            channel=Channel.SMS,
            key=key,
            scope=_SCOPES.get(reason, ALL),
            reason=reason,
            origin=Origin.PROVIDER,
            evidence=f"{route}: {said}",
            requested_at=self._clock(),
        )
        entry, is_new = await self._listing.add(
            new, Actor(name=route, method="provider", message=message)
        )
        if is_new:
            logger().info(
                "provider-says", route=route, reason=reason.value, entry_id=entry.entry_id,
                queue_id=message,
            )  # fmt: skip
