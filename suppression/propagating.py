"""Which opt-outs another system has to learn of: what people asked for, never what bounced.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from suppression import rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from datetime import datetime

    from suppression.entry import Entry
    from suppression.keys import RecipientKey

_A_STEP: Final = 10_000
_NOTE: Final = """
INSERT INTO waiting (kind, reference, target, received_at)
SELECT 'propagation', 'S-' || id, :target, requested_at FROM entries
WHERE id > :after AND id <= :upto AND channel = 'sms' AND lifted_at IS NULL AND sender = ''
  AND reason IN ('unsubscribe', 'complaint', 'manual', 'wrong_number', 'legal', 'minor')
  AND scope IN ('all', 'commercial') AND substr(key, 1, 1) = '+'
ON CONFLICT DO NOTHING
"""
_WAITING: Final = """
SELECT entries.* FROM waiting INDEXED BY waiting_still
JOIN entries ON entries.id = CAST(substr(reference, 3) AS INTEGER)
WHERE kind = 'propagation' AND target = ? AND settled_at IS NULL AND entries.id > ?
ORDER BY entries.id LIMIT ?
"""
_LEARNED: Final = """
SELECT 1 FROM entries JOIN waiting ON reference = 'S-' || entries.id
WHERE kind = 'propagation' AND target = :target AND settled_at BETWEEN :since AND :now
  AND key = :key AND channel = 'sms' AND lifted_at IS NULL AND expires_at IS NULL
LIMIT 1
"""


def note(connection: sqlite3.Connection, target: str, after: int) -> int:
    """Note of the texts' opt-outs that stand behind an entry that a system has to learn of them.

    Returns the number of the last entry that was looked at: `after` where none is left.
    """
    ((last,),) = connection.execute("SELECT coalesce(max(id), 0) FROM entries").fetchall()
    upto = min(last, after + _A_STEP)
    if upto <= after:
        return after
    connection.execute(_NOTE, {"target": target, "after": after, "upto": upto})
    return int(upto)


def told(
    connection: sqlite3.Connection, target: str, references: Collection[str], now: datetime
) -> None:
    """Note that a system has learned of these entries: it said so."""
    connection.executemany(
        "UPDATE waiting SET settled_at = ? WHERE kind = 'propagation' AND reference = ?"
        " AND target = ? AND settled_at IS NULL",
        [(rows.seconds(now), each, target) for each in references],
    )


def has_learned(
    connection: sqlite3.Connection,
    target: str,
    key: RecipientKey,
    *,
    since: datetime,
    now: datetime,
) -> bool:
    """Return whether a system has said since then that it learned of an entry that is in force."""
    values = {
        "target": target, "key": key, "since": rows.seconds(since), "now": rows.seconds(now),
    }  # fmt: skip
    return connection.execute(_LEARNED, values).fetchone() is not None


def end(
    connection: sqlite3.Connection, target: str, references: Collection[str] | None = None
) -> None:
    """Forget that a system had to learn of these entries, or of any: it did not, and need not."""
    unsettled = (
        "DELETE FROM waiting WHERE kind = 'propagation' AND target = ? AND settled_at IS NULL"
    )
    if references is None:
        connection.execute(unsettled, (target,))
        return
    connection.executemany(
        f"{unsettled} AND reference = ?", [(target, each) for each in references]
    )


def waiting_for(connection: sqlite3.Connection, target: str, after: int) -> tuple[Entry, ...]:
    """Return the next opt-outs, behind an entry's number, that a system has not learned of.

    The lifted ones that it need not learn of are among them.
    """
    return tuple(map(rows.entry, connection.execute(_WAITING, (target, after, _A_STEP))))
