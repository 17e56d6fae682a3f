"""Fills the stores of a gateway that does not run: millions of entries and messages, by plain SQL.

The record gets its lines, chained as they ought to be, so that it is read over like any other.
"""

from __future__ import annotations

import json
import time
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Final

from gateway.queue_id import encode
from gateway.secret_files import load_pepper
from suppression.database import connect
from suppression.ledger import Line, append

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

_SINGLE: Final = 5  # of so many entries one came by itself, and has a line of its own
_A_BATCH: Final = 1000
_LINES: Final = 50_000  # of the record, at once
_YEAR_S: Final = 365 * 86400.0
_KEPT_S: Final = 7 * 86400.0
_MS_BITS: Final = 20  # of a queue id, below its time

_NUMBERS: Final = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)"
_ADDRESS: Final = "printf('user%x@example%d.com', (i * 2654435761) & 4294967295, i % 5000)"
_NUMBER: Final = "('+1202' || (2000000 + i % 8000000))"

_ENTRIES: Final = f"""{_NUMBERS}
INSERT INTO entries (channel, key, scope, sender, reason, origin, evidence, requested_at,
    effective_at, expires_at, include_subdomains, recorded_by, lifted_at, method)
SELECT CASE WHEN i % 10 = 0 THEN 'sms' ELSE 'email' END,
       CASE WHEN i % 10 = 0 THEN {_NUMBER} ELSE {_ADDRESS} END,
       CASE WHEN i % 50 = 1 THEN 'stream:news' WHEN i % 7 = 0 THEN 'all' ELSE 'commercial' END, '',
       CASE WHEN i % 1000003 = 7 THEN 'legal' WHEN i % 7 = 0 THEN 'hard_bounce'
            WHEN i % 11 = 0 THEN 'complaint' ELSE 'unsubscribe' END,
       CASE WHEN i % {_SINGLE} = 0 THEN 'recipient' ELSE 'import' END, 'row ' || i,
       :began + i * :step, :began + i * :step, NULL, 0, 'importer',
       CASE WHEN i % 40 = 0 THEN :began + i * :step + 60 END,
       CASE WHEN i % {_SINGLE} = 0 THEN 'one-click' ELSE 'import' END
FROM n
"""  # noqa: S608 - expressions of ours
_CONSENTS: Final = f"""{_NUMBERS}
INSERT INTO consents (key, source, purposes, evidence, recorded_by, requested_at)
SELECT {_NUMBER}, 'form', '[]', 'form ' || i, 'shop', :began + i * :step FROM n
"""  # noqa: S608 - expressions of ours
_REVIEWS: Final = """
INSERT INTO reviews (channel, key, text, matched, received_at, decided_at, decision)
SELECT channel, key, CASE WHEN id % 500 = 0 THEN 'enough of this, thanks' ELSE '' END, 'enough',
       requested_at, CASE WHEN id % 500 <> 0 THEN requested_at + 60 END,
       CASE WHEN id % 500 <> 0 THEN 'dismissed' ELSE '' END
FROM entries WHERE id <= :rows / 50
"""
_IMPORT: Final = """
INSERT INTO imports (name, digest, options, actor, address, method, state, started_at, ended_at,
    position, counts)
VALUES ('all.csv', 'd', '{}', 'importer', '', 'cli', 'done', :began, :began + 60, :rows, '{}')
"""
_MESSAGES: Final = f"""{_NUMBERS}
INSERT INTO messages (id, channel, submitter, protocol, identity, category, stream, reverse_path,
    header_from, subject, size, sha256, fixes, is_personal, recipients, accepted_at, not_before,
    expires_at, metadata, is_retired)
SELECT CAST((:began + i * :step) * 1000 AS INTEGER) << {_MS_BITS},
       CASE WHEN i % 3 = 0 THEN 'sms' ELSE 'email' END, 'local', 'ESMTP', 'shop',
       CASE WHEN i % 3 = 0 THEN 'appointment' ELSE 'commercial' END, '',
       CASE WHEN i % 3 = 0 THEN '' ELSE 'bounces@shop.example' END, 'shop.example',
       CASE WHEN i % 3 = 0 THEN '' ELSE 'Offer ' || i END, 3000, zeroblob(32),
       '["F_FOOTER_TEXT"]', 1, 1, :began + i * :step, :began + i * :step,
       :began + i * :step + 432000, '', :began + i * :step < :kept
FROM n
"""  # noqa: S608 - expressions of ours
_CONTENTS: Final = """
INSERT INTO contents (message, plan, raw)
SELECT id, '{"splices":[],"fixes":[]}', CAST('Your table is booked for ' || id AS BLOB)
FROM messages WHERE is_retired = 0 AND channel = 'sms'
"""
_DELIVERIES: Final = f"""{_NUMBERS}, who(i, message, at, address) AS (
    SELECT i, CAST((:began + i * :step) * 1000 AS INTEGER) << {_MS_BITS}, :began + i * :step,
           CASE WHEN i % 3 = 0 THEN {_NUMBER} ELSE {_ADDRESS} END FROM n)
INSERT INTO deliveries (message, address, key, person, effect, findings, state, route, attempts,
    next_at, ends_at, reply, status, next_hop_id, updated_at)
SELECT message, address, address, person(address),
       CASE WHEN i % 50 = 0 THEN 3 WHEN i % 5000 = 1 THEN 1 ELSE 0 END,
       CASE WHEN i % 50 = 0 THEN :refused WHEN i % 5000 = 1 THEN :held ELSE '[]' END,
       CASE WHEN i % 50 = 0 THEN 'refused' WHEN i % 5000 = 1 THEN 'held'
            WHEN i % 200 = 3 THEN 'deferred' WHEN i % 20000 = 7 THEN 'unknown'
            ELSE 'delivered' END,
       CASE WHEN i % 3 = 0 THEN 'texts' ELSE 'outbox' END, 1,
       CASE WHEN i % 200 = 3 THEN :later END,
       CASE WHEN i % 5000 = 1 OR i % 200 = 3 THEN :later + 86400 END,
       'written to the outbox', '2.0.0', 'none', at
FROM who
"""  # noqa: S608 - expressions of ours
_DAYS: Final = """
INSERT INTO day_counts
SELECT CAST(m.accepted_at / 86400 AS INTEGER), m.channel,
       CASE d.effect WHEN 0 THEN 'changed' WHEN 1 THEN 'held' ELSE 'refused' END, '', count(*)
FROM messages m JOIN deliveries d ON d.message = m.id GROUP BY 1, 2, 3
"""


def fill(folder: Path, entries: int, messages: int) -> None:
    """Put so many entries and messages of a year into the stores of a data directory."""
    began = time.time() - _YEAR_S
    with _filling(folder / "suppression.db", "entries", "consents") as connection:
        values = {"rows": entries, "began": began, "step": _YEAR_S / entries}
        connection.execute(_ENTRIES, values)
        connection.execute(_CONSENTS, {**values, "rows": entries // 10})
        connection.execute(_REVIEWS, {"rows": entries // 50})
        connection.execute(_IMPORT, values)
        _record(connection, _lines_of_list(connection, folder, began))
    with _filling(folder / "messages.db", "messages", "deliveries", "ledger") as connection:
        _fill_spool(connection, folder, messages, began)


def _fill_spool(connection: sqlite3.Connection, folder: Path, messages: int, began: float) -> None:
    pepper = load_pepper(folder)
    connection.create_function("person", 1, pepper.person, deterministic=True)
    span = _YEAR_S - 60  # all of them came before whatever is submitted from now on
    values = {
        "rows": messages, "began": began, "step": span / messages,
        "kept": began + _YEAR_S - _KEPT_S, "later": began + _YEAR_S + 86400,
        "refused": _finding("SUPPRESSED_OPTOUT", "refuse"),
        "held": _finding("EMAIL_CLASS_CONFLICT", "hold"),
    }  # fmt: skip
    for statement in (_MESSAGES, _CONTENTS, _DELIVERIES, _DAYS):
        connection.execute(statement, values)
    _record(connection, _lines_of_spool(connection))


def _record(connection: sqlite3.Connection, lines: Iterator[Line]) -> None:
    while some := list(islice(lines, _LINES)):
        append(connection, some)


def _finding(code: str, effect: str) -> str:
    told = {"code": code, "cites": "", "effect": effect, "reason": "As said.", "evidence": []}
    return json.dumps([told])


def _lines_of_list(connection: sqlite3.Connection, folder: Path, began: float) -> Iterator[Line]:
    """Yield what the record says of the entries: a line a batch of the import, and one each."""
    pepper, at = load_pepper(folder), datetime.fromtimestamp(began, UTC)
    (rows,) = connection.execute("SELECT max(id) FROM entries").fetchone()
    for batch in range(rows // _A_BATCH):
        yield Line(at=at, kind="imported", facts={"import_id": "I-1", "batch": batch})
    found = connection.execute(
        "SELECT id, channel, key, requested_at FROM entries WHERE method = 'one-click'"
    )
    for entry_id, channel, key, requested_at in found:
        yield Line(
            at=datetime.fromtimestamp(requested_at, UTC), kind="added", person=pepper.person(key),
            facts={"entry_id": f"S-{entry_id}", "channel": channel, "reason": "unsubscribe"},
        )  # fmt: skip


def _lines_of_spool(connection: sqlite3.Connection) -> Iterator[Line]:
    """Yield what the record says of the messages: accepted, and what became of them."""
    found = connection.execute(
        "SELECT d.message, d.person, d.state, d.address, m.accepted_at, m.category, m.channel"
        " FROM deliveries d JOIN messages m ON m.id = d.message"
    )
    for message, person, state, address, accepted_at, category, channel in found:
        at, queue_id = datetime.fromtimestamp(accepted_at, UTC), encode(message)
        facts = {"queue_id": queue_id, "category": category, "channel": channel,
                 "submitter": "local", "route": "outbox", "codes": [], "fixes": []}  # fmt: skip
        kind = state if state in ("refused", "held") else "accepted"
        yield Line(at=at, kind=kind, person=person, facts=facts, detail={"address": address})
        if state == "delivered":
            yield Line(at=at, kind=state, person=person, facts={"queue_id": queue_id, "attempt": 1})


@contextmanager
def _filling(path: Path, *tables: str) -> Iterator[sqlite3.Connection]:
    """Open a store to be filled in one transaction; the indices of these tables are made last."""
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-200000")
        connection.execute("BEGIN")
        marks = ", ".join("?" * len(tables))
        indices = connection.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"  # noqa: S608 - marks alone
            f" AND tbl_name IN ({marks})",
            tables,
        ).fetchall()
        for name, _ in indices:
            connection.execute(f"DROP INDEX {name}")
        yield connection
        for _, sql in indices:
            connection.execute(sql)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
