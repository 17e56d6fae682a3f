"""The verbs of replies that wait for a person: put up, list, decide.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from suppression import rows, waiting
from suppression.covering import covering
from suppression.entry import Channel
from suppression.keys import RecipientKey
from suppression.listfile import ListFile
from suppression.review import Decision, NewReview, Review

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

_PREFIX: Final = "R-"


class ReviewVerbs(ListFile):
    """What is done about replies that a person has to read; their clocks run meanwhile."""

    async def review(self, new: NewReview) -> Review:
        """Put a reply up for reading. Idempotent: the same words of a person wait once."""

        def job(connection: sqlite3.Connection) -> Review:
            found = connection.execute(
                "SELECT * FROM reviews WHERE key = ? AND channel = ? AND text = ?"
                " AND decided_at IS NULL",
                (new.key, new.channel, new.text),
            ).fetchone()
            if found is None:
                found = connection.execute(
                    "INSERT INTO reviews (channel, key, text, matched, received_at)"
                    " VALUES (?, ?, ?, ?, ?) RETURNING *",
                    (new.channel, new.key, new.text, new.matched, new.received_at.timestamp()),
                ).fetchone()
            put_up = _review(found)
            waiting.wait(
                connection,
                waiting.Waiting(
                    kind=waiting.Wait.REVIEW,
                    reference=put_up.review_id,
                    received_at=put_up.received_at,
                ),
            )
            return put_up

        return await self._database.write(job)

    async def reviews(self, *, everything: bool = False, limit: int = 100) -> tuple[Review, ...]:
        """Return the replies that wait, oldest first; `everything`: the decided ones too."""
        where = "" if everything else " WHERE decided_at IS NULL"
        sql = f"SELECT * FROM reviews{where} ORDER BY id LIMIT ?"  # noqa: S608 - words of ours
        return tuple(map(_review, await self._database.scan(sql, (limit,))))

    async def unread(
        self, keys: Collection[RecipientKey], channel: Channel
    ) -> frozenset[RecipientKey]:
        """Return who of these wrote a reply that waits for a reader; as wide as an opt-out is."""
        written = {key: covering(key, self._matching).exact for key in keys}
        names = json.dumps(sorted({name for each in written.values() for name in each}))
        found = self._database.read(
            "SELECT DISTINCT key FROM reviews WHERE channel = ? AND decided_at IS NULL"
            " AND key IN (SELECT value FROM json_each(?))",
            (channel, names),
        )
        open_keys = {row["key"] for row in found}
        return frozenset(key for key, each in written.items() if not open_keys.isdisjoint(each))

    async def find_review(self, review_id: str) -> Review | None:
        """Return one reply."""
        found = self._database.read("SELECT * FROM reviews WHERE id = ?", (_number(review_id),))
        return _review(found[0]) if found else None

    async def decide_review(
        self, review_id: str, decision: Decision, *, by: str, because: str
    ) -> Review | None:
        """Record what a person made of a reply and empty its text; none if it does not wait."""

        def job(connection: sqlite3.Connection) -> Review | None:
            found = connection.execute(
                "UPDATE reviews SET decision = ?, decided_by = ?, because = ?, decided_at = ?,"
                " text = '' WHERE id = ? AND decided_at IS NULL RETURNING *",
                (decision, by, because, self._clock().timestamp(), _number(review_id)),
            ).fetchone()
            if found is None:
                return None
            decided = _review(found)
            waiting.settle(
                connection, waiting.Wait.REVIEW, decided.review_id, "", decided.decided_at
            )
            return decided

        return await self._database.write(job)


def _number(review_id: str) -> int:
    digits = review_id.removeprefix(_PREFIX)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else 0  # noqa: PLR2004 - 64 bits


def _review(row: sqlite3.Row) -> Review:
    return Review(
        review_id=f"{_PREFIX}{row['id']}",
        channel=Channel(row["channel"]),
        key=RecipientKey(row["key"]),
        text=row["text"],
        matched=row["matched"],
        received_at=rows.moment(row["received_at"]),
        decided_at=rows.moment(row["decided_at"]),
        decision=Decision(row["decision"]),
        decided_by=row["decided_by"],
        because=row["because"],
    )
