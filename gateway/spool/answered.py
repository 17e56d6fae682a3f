"""Requests that were answered before: the same one again gets the same answer.

**Failures:** what SQLite raises is raised as it is; the owner of the connection answers for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters import plan as plans
from filters.decision import Effect, Ruling
from filters.message import Recipient
from gateway import queue_id as queue_ids
from gateway.errors import IdempotencyConflict
from gateway.spool.model import Stored
from gateway.spool.rows import NO_FINDINGS, load_findings, load_plan, moment
from suppression.insertion import in_few

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from gateway.submission import Retried
    from suppression.ledger import Pepper

ANSWERED: Final = (
    # a join in this order: of several in a list, SQLite goes through all requests there are
    "SELECT 1 FROM ({}) AS asked CROSS JOIN requests r"
    " ON r.submitter = asked.column1 AND r.key = asked.column2 LIMIT 1"
)


def are_new(
    connection: sqlite3.Connection, requests: Iterable[tuple[str, str]], pepper: Pepper
) -> bool:
    """Whether none of these was answered before, and none is there twice.

    `requests`: by whom, and the idempotency key; empty where there is none.
    """
    named = [request for request in requests if request[1]]
    kept = [(submitter, each) for submitter, key in named for each in _kept_as(key, pepper)]
    return len(set(named)) == len(named) and not any(
        connection.execute(ANSWERED.format(values), flat).fetchall()
        for values, flat in in_few(kept)
    )


def replay(
    connection: sqlite3.Connection, submitter: str, retried: Retried, pepper: Pepper
) -> Stored | None:
    """Return what the same request was answered before, whatever became of it since.

    Raises:
        IdempotencyConflict: the key was used for another request.
    """
    if not retried.key:
        return None
    row = connection.execute(
        "SELECT r.digest, m.id, m.fixes, m.not_before, c.plan FROM requests r JOIN messages m"
        " ON m.id = r.message LEFT JOIN contents c ON c.message = m.id"
        " WHERE r.submitter = ? AND (r.key = ? OR r.key = ?)",
        (submitter, *_kept_as(retried.key, pepper)),
    ).fetchone()
    if row is None:
        return None
    if row["digest"] != retried.digest:
        message = "this idempotency key was used for another request"
        raise IdempotencyConflict(message)
    return Stored(
        queue_id=queue_ids.encode(row["id"]),
        rulings=tuple(_rulings(connection, row["id"])),
        replayed=True,
        changed=row["fixes"] != NO_FINDINGS,
        not_before=moment(row["not_before"]),
        plan=load_plan(row["plan"]) if row["plan"] else plans.NO_PLAN,
    )


def _kept_as(key: str, pepper: Pepper) -> tuple[str, str]:
    """Return by what a key is found: its keyed hash, or itself, as older versions kept it."""
    return pepper.request(key), key


def _rulings(connection: sqlite3.Connection, message: int) -> Iterator[Ruling]:
    for row in connection.execute(
        "SELECT address, key, effect, findings, waived FROM deliveries WHERE message = ?"
        " ORDER BY id",
        (message,),
    ):
        yield Ruling(
            recipient=Recipient(address=row["address"], key=row["key"]),
            effect=Effect(row["effect"]),
            findings=load_findings(row["findings"]),
            waived=load_findings(row["waived"]),
        )
