"""What a person makes of a reply, and with it of the messages that waited for that.

The list and the spool are written in one commit. Where the spool cannot be written an opt-out is
in force all the same: then every claim finds it, and what was held stays held.

**Failures:** `StoreUnavailable` where the list cannot be written, for a dismissal the spool too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway.errors import StoreUnavailable
from gateway.log import logger
from gateway.metrics import counts
from gateway.privacy.request import Kind, NewRequest
from suppression.entry import COMMERCIAL, NEVER, NewEntry, Origin, Reason
from suppression.review import Decision

if TYPE_CHECKING:
    import sqlite3

    from gateway.spool.joint import Joint
    from suppression.actor import Actor
    from suppression.entry import Entry
    from suppression.review import Review
    from suppression.sqlite import SqliteSuppressionStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A reply that was decided, and what became of the messages that were held: queue ids."""

    review: Review
    released: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()


class Reviews:
    """Records what people make of replies."""

    def __init__(self, listed: SqliteSuppressionStore, joint: Joint) -> None:
        """Write to the list and the spool."""
        self._list = listed
        self._joint = joint

    async def opt_out(self, review_id: str, by: Actor) -> Decided | None:
        """Stop all marketing to whoever wrote; none where no such reply waits.

        Raises:
            StoreUnavailable: the list cannot be written.
        """
        found = await self._list.find_review(review_id)
        if found is None or found.decided_at != NEVER:
            return None
        entry, _ = await self._list.add(_asked(found), by)

        def job(connection: sqlite3.Connection) -> Decided | None:
            decided = self._list.decide_review_in(
                connection, review_id, Decision.OPTED_OUT, by=by.name, because=entry.entry_id
            )
            if decided is None:
                return None
            stopped = self._joint.stop(connection, decided, entry)
            return Decided(review=decided, stopped=stopped)

        try:
            done = await self._joint.write(job)
        except StoreUnavailable as error:
            logger().error("opted-out-without-spool", review_id=review_id, error=str(error))
            done = await self._decided(review_id, entry, by)
        if done is not None:
            counts.read_as_opt_out()
        return done

    async def dismiss(self, review_id: str, by: Actor, because: str) -> Decided | None:
        """Note that a reply asks for nothing, and release what waited for that alone.

        Returns none where no such reply waits.

        Raises:
            StoreUnavailable: the list or the spool cannot be written; nothing was done.
        """

        def job(connection: sqlite3.Connection) -> Decided | None:
            decided = self._list.decide_review_in(
                connection, review_id, Decision.DISMISSED, by=by.name, because=because
            )
            if decided is None:
                return None
            released = self._joint.let_go(connection, decided)
            return Decided(review=decided, released=released)

        return await self._joint.write(job)

    async def _decided(self, review_id: str, entry: Entry, by: Actor) -> Decided | None:
        decided = await self._list.decide_review(
            review_id, Decision.OPTED_OUT, by=by.name, because=entry.entry_id
        )
        return Decided(review=decided) if decided else None


def request_of(review: Review, kind: Kind) -> NewRequest:
    """Return the request about their data that a person found a reply to be."""
    return NewRequest(
        kind=kind, people=(review.key,), manner=review.channel.value,
        note=f"reply {review.review_id}: {review.text or review.matched}",
        received_at=review.received_at,
    )  # fmt: skip


def _asked(review: Review) -> NewEntry:
    return NewEntry(
        channel=review.channel,
        key=review.key,
        scope=COMMERCIAL,
        reason=Reason.UNSUBSCRIBE,
        origin=Origin.RECIPIENT,
        evidence=f"reply {review.review_id}: {review.matched}",
        requested_at=review.received_at,
    )
