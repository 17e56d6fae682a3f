"""Forgetting a person: what the spool knows of them is emptied, its chain stays whole.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.spellings import spellings
from gateway.spool import views
from gateway.spool.retention import empty
from gateway.spool.review import CANCEL, step
from gateway.spool.rows import numbers, read_deliveries
from gateway.spool.transition import apply

if TYPE_CHECKING:
    import re
    import sqlite3
    from collections.abc import Iterable

    from gateway.spool.review import Order
    from suppression.keys import RecipientKey
    from suppression.ledger import Pepper

_THESE: Final = "IN (SELECT value FROM json_each(?))"
_LAST: Final = "ends_at IS NOT NULL OR owes_report = 1 OR state = 'sending'"
_UNNAMED: Final = f"""
UPDATE deliveries SET address = '', key = '', reply = '', findings = '[]', later = '[]',
waived = '[]', next_hop_id = '', original = '' WHERE person = ? AND NOT ({_LAST})
"""  # noqa: S608 - a condition of ours
_MESSAGES: Final = "SELECT DISTINCT message FROM deliveries WHERE person = ?"
_WAITING: Final = "WHERE d.person = ? AND d.state IN ('queued', 'deferred', 'held')"
_OVER: Final = f"""
SELECT id FROM messages WHERE id {_THESE}
AND NOT EXISTS (SELECT 1 FROM deliveries WHERE message = messages.id AND ({_LAST}))
"""  # noqa: S608 - conditions of ours
_WRITTEN: Final = "SELECT DISTINCT address FROM deliveries WHERE person = ? AND address <> ''"
_REPORTS: Final = f"""
SELECT m.id, c.raw, EXISTS (SELECT 1 FROM deliveries WHERE message = m.id AND ({_LAST}))
FROM contents c JOIN messages m ON m.id = c.message WHERE m.submitter = ''
"""  # noqa: S608 - conditions of ours
_SOLE: Final = f"""
SELECT id FROM messages WHERE id {_THESE}
AND NOT EXISTS (SELECT 1 FROM deliveries WHERE message = messages.id AND person <> ?)
"""  # noqa: S608 - conditions of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was emptied."""

    messages: int = 0  # that the person was sent, alone or with others
    left: int = 0  # of these, and reports about them, that others wait for: ask again


def forget_person(
    connection: sqlite3.Connection, key: RecipientKey, *, pepper: Pepper, order: Order
) -> Forgotten:
    """Empty what can be read of a person; states, times, codes and keyed hashes stay.

    What waits is taken back, without a report: it would name the person again. What was sent to
    others as well is emptied, too, as soon as nobody waits for it any more, since the person may
    stand in its To field; of what was for the person alone the lines for people are, too, and the
    reverse-path, which may name them (VERP).
    """
    person = pepper.person(key)
    connection.execute("PRAGMA secure_delete = ON")  # what is freed is overwritten
    waiting = read_deliveries(connection, _WAITING, (person,))
    apply(connection, [step(row, CANCEL, order) for row in waiting], at=order.at, reported=True)
    messages = [row[0] for row in connection.execute(_MESSAGES, (person,))]
    ids = numbers(messages)
    written = [row[0] for row in connection.execute(_WRITTEN, (person,))]
    sole = {row[0] for row in connection.execute(_SOLE, (ids, person))}
    connection.execute(_UNNAMED, (person,))
    over = {row[0] for row in connection.execute(_OVER, (ids,))}
    reports, waiting_reports = _reports(connection, spellings(key, written))
    empty(connection, over | reports)
    connection.execute(
        "UPDATE messages SET metadata = '',"  # noqa: S608 - a condition of ours
        " reverse_path = CASE channel WHEN 'email' THEN '' ELSE reverse_path END"
        f" WHERE id {_THESE}",
        (numbers(sole & over),),
    )
    connection.execute("DELETE FROM heard_parts WHERE ltrim(sender, '+0') = ?", (key.lstrip("+"),))
    _empty_lines(connection, person, messages, sole & over)
    connection.execute("PRAGMA secure_delete = OFF")
    left = len(waiting_reports.union(messages) - over)
    return Forgotten(messages=len(messages), left=left)


def _reports(
    connection: sqlite3.Connection, written: re.Pattern[bytes]
) -> tuple[set[int], set[int]]:
    """Return the messages of ours that name a person: what is over, and what waits."""
    over: set[int] = set()
    waiting: set[int] = set()
    for message, raw, waits in connection.execute(_REPORTS):
        if written.search(raw):
            (waiting if waits else over).add(message)
    return over, waiting


def _empty_lines(
    connection: sqlite3.Connection, person: str, messages: Iterable[int], sole: Iterable[int]
) -> None:
    """Take away the readable side of what the ledger says of a person and of their messages."""
    theirs, own = views.names(messages), views.names(sole)
    connection.execute(
        "DELETE FROM ledger_detail WHERE seq IN (SELECT seq FROM ledger"  # noqa: S608 - conditions of ours
        f" WHERE queue_id {_THESE} AND person = ? UNION ALL"
        f" SELECT seq FROM ledger WHERE queue_id {_THESE})",
        (theirs, person, own),
    )
