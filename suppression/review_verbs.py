"""The verbs of replies that wait for a person: put up, list, decide.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from suppression import reviewing, waiting
from suppression.listfile import ListFile
from suppression.reviewing import number
from suppression.reviewing import review as review_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from suppression.channel import Channel
    from suppression.keys import RecipientKey
    from suppression.review import Decision, NewReview, Review


class ReviewVerbs(ListFile):
    """What is done about replies that a person has to read; their clocks run meanwhile."""

    async def review(self, new: NewReview) -> Review:
        """Put a reply up for reading. Idempotent: the same words of a person wait once."""
        return await self._database.write(lambda connection: reviewing.put_up(connection, new))

    async def reviews(
        self, *, everything: bool = False, after: str = "", limit: int = 100
    ) -> tuple[Review, ...]:
        """Return the replies that wait, oldest first; `everything`: the decided ones too.

        `after`: the reply that the page before ended with.
        """
        still = "" if everything else " AND decided_at IS NULL"
        sql = f"SELECT * FROM reviews WHERE id > ?{still} ORDER BY id LIMIT ?"  # noqa: S608 - words of ours
        return tuple(map(review_of, await self._database.scan(sql, (number(after), limit))))

    async def reviews_of(self, key: RecipientKey) -> tuple[Review, ...]:
        """Return every reply of a person that waits or was decided, oldest first."""
        sql = "SELECT * FROM reviews WHERE key = ? ORDER BY id"
        return tuple(map(review_of, self._database.read(sql, (key,))))

    async def unread(
        self, keys: Collection[RecipientKey], channel: Channel
    ) -> frozenset[RecipientKey]:
        """Return who of these wrote a reply that waits for a reader; as wide as an opt-out is."""
        return self._database.read_by(
            lambda connection: reviewing.unread(connection, keys, channel, self._matching)
        )

    async def find_review(self, review_id: str) -> Review | None:
        """Return one reply."""
        found = self._database.read("SELECT * FROM reviews WHERE id = ?", (number(review_id),))
        return review_of(found[0]) if found else None

    async def decide_review(
        self, review_id: str, decision: Decision, *, by: str, because: str
    ) -> Review | None:
        """Record what a person made of a reply and empty its text; none if it does not wait."""
        return await self._database.write(
            lambda each: self.decide_review_in(each, review_id, decision, by=by, because=because)
        )

    def decide_review_in(
        self,
        connection: sqlite3.Connection,
        review_id: str,
        decision: Decision,
        *,
        by: str,
        because: str,
    ) -> Review | None:
        """Decide a reply in a transaction of the caller, who moves what waited for it in it."""
        found = connection.execute(
            "UPDATE reviews SET decision = ?, decided_by = ?, because = ?, decided_at = ?,"
            " text = '' WHERE id = ? AND decided_at IS NULL RETURNING *",
            (decision, by, because, self._clock().timestamp(), number(review_id)),
        ).fetchone()
        if found is None:
            return None
        decided = review_of(found)
        waiting.settle(connection, waiting.Wait.REVIEW, decided.review_id, "", decided.decided_at)
        return decided
