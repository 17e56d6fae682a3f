"""Forgetting a person: what the spool knows of them is emptied, its chain stays whole.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.spellings import is_named_in, spellings
from gateway.spool import views
from gateway.spool.callbacks import unregister
from gateway.spool.overwriting import overwriting
from gateway.spool.retention import empty
from gateway.spool.review import CANCEL, step
from gateway.spool.rows import numbers, read_deliveries
from gateway.spool.transition import apply

if TYPE_CHECKING:
    import re
    import sqlite3
    from collections.abc import Iterable, Iterator

    from gateway.spool.review import Order
    from suppression.keys import RecipientKey
    from suppression.ledger import Pepper

_THESE: Final = "IN (SELECT value FROM json_each(?))"
_LAST: Final = "ends_at IS NOT NULL OR owes_report = 1 OR state = 'sending'"
_UNNAMED: Final = f"""
UPDATE deliveries SET address = '', reply = '', findings = '[]', later = '[]',
waived = '[]', next_hop_id = '', original = '' WHERE person = ? AND NOT ({_LAST})
"""  # noqa: S608 - a condition of ours
_UNKNOWN: Final = f"UPDATE deliveries SET key = '' WHERE person = ? AND message {_THESE}"  # noqa: S608 - a condition of ours
_MESSAGES: Final = "SELECT DISTINCT message FROM deliveries WHERE person = ?"
_WAITING: Final = "WHERE d.person = ? AND d.state IN ('queued', 'deferred', 'held')"
_OVER: Final = f"""
SELECT id FROM messages WHERE id {_THESE}
AND NOT EXISTS (SELECT 1 FROM deliveries WHERE message = messages.id AND ({_LAST}))
"""  # noqa: S608 - conditions of ours
_WRITTEN: Final = "SELECT address FROM deliveries WHERE person = ? AND address <> ''"
_REPORTS: Final = """
SELECT m.id, c.raw FROM contents c JOIN messages m ON m.id = c.message
WHERE m.submitter = '' AND m.id > ?
"""
_LAST_CONTENT: Final = "SELECT ifnull(max(message), 0) FROM contents"
_KEPT: Final = f"SELECT message FROM contents WHERE message {_THESE}"  # noqa: S608 - a condition of ours
_URLS: Final = f"SELECT message, url FROM callbacks WHERE message {_THESE}"  # noqa: S608 - a condition of ours
_SOLE: Final = f"""
SELECT id FROM messages WHERE id {_THESE}
AND NOT EXISTS (SELECT 1 FROM deliveries WHERE message = messages.id AND person <> ?)
"""  # noqa: S608 - conditions of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was emptied."""

    messages: int  # that the person was sent, alone or with others
    left: int  # of these, and reports about them, that others wait for: ask again


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The messages of ours that name a person, as somebody saw who held no lock."""

    written: frozenset[str]  # the spellings that were looked for
    messages: frozenset[int] = frozenset()
    until: int = 0  # no message behind this one was looked at


def named(connection: sqlite3.Connection, key: RecipientKey, *, pepper: Pepper) -> Named:
    """Look for the messages of ours that name a person: every report is read."""
    written = _written(connection, pepper.person(key))
    ((until,),) = connection.execute(_LAST_CONTENT)
    found = _naming(connection, spellings(key, written), after=0)
    return Named(written=written, messages=frozenset(found), until=until)


def forget_person(
    connection: sqlite3.Connection, key: RecipientKey, seen: Named, *, pepper: Pepper, order: Order
) -> Forgotten:
    """Empty what can be read of a person; states, times, codes and keyed hashes stay.

    What waits is taken back, without a report: it would name the person again. What was sent to
    others as well is emptied, too, as soon as nobody waits for it any more, since the person may
    stand in its To field; of what was for the person alone the lines for people are, too, and the
    reverse-path, which may name them (VERP). Applications are told what they are owed, by no name;
    one whose URL has the person's number is told nothing more.
    """
    person = pepper.person(key)
    with overwriting(connection):
        waiting = read_deliveries(connection, _WAITING, (person,))
        apply(connection, [step(row, CANCEL, order) for row in waiting], at=order.at, reported=True)
        messages = [row[0] for row in connection.execute(_MESSAGES, (person,))]
        ids = numbers(messages)
        written = _written(connection, person)
        sole = {row[0] for row in connection.execute(_SOLE, (ids, person))}
        connection.execute(_UNNAMED, (person,))
        over = {row[0] for row in connection.execute(_OVER, (ids,))}
        # until then the key tells by which spellings they have to be forgotten once more
        connection.execute(_UNKNOWN, (person, numbers(over)))
        if not written <= seen.written:  # they were written to by another spelling since
            seen = Named(written=written)
        named_since = _naming(connection, spellings(key, written), after=seen.until)
        reports, waiting_reports = _parted(connection, seen.messages.union(named_since))
        unregister(connection, _told_by_name(connection, key, over))
        empty(connection, over | reports, told_until=order.at)
        connection.execute(
            "UPDATE messages SET metadata = '',"  # noqa: S608 - a condition of ours
            " reverse_path = CASE channel WHEN 'email' THEN '' ELSE reverse_path END"
            f" WHERE id {_THESE}",
            (numbers(sole & over),),
        )
        connection.execute(
            "DELETE FROM heard_parts WHERE ltrim(sender, '+0') = ?", (key.lstrip("+"),)
        )
        _empty_lines(connection, person, messages, sole & over)
    left = len(waiting_reports.union(messages) - over)
    return Forgotten(messages=len(messages), left=left)


def _written(connection: sqlite3.Connection, person: str) -> frozenset[str]:
    """Return the spellings by which somebody was written to."""
    return frozenset(row[0] for row in connection.execute(_WRITTEN, (person,)))


def _naming(
    connection: sqlite3.Connection, written: re.Pattern[bytes], *, after: int
) -> Iterator[int]:
    """Yield the messages of ours behind one that name a person."""
    for message, raw in connection.execute(_REPORTS, (after,)):
        if written.search(raw):
            yield message


def _parted(connection: sqlite3.Connection, messages: Iterable[int]) -> tuple[set[int], set[int]]:
    """Return which of these are over, and which wait; what was emptied meanwhile is neither."""
    kept = {row[0] for row in connection.execute(_KEPT, (numbers(messages),))}
    over = {row[0] for row in connection.execute(_OVER, (numbers(kept),))}
    return over, kept - over


def _told_by_name(
    connection: sqlite3.Connection, key: RecipientKey, messages: Iterable[int]
) -> list[int]:
    """Return of which messages an application is told at a URL that names the person."""
    urls = connection.execute(_URLS, (numbers(messages),))
    return [message for message, url in urls if is_named_in(url, key)]


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
