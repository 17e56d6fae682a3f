"""The parts that a text of ours was handed over in, by the ids that an SMSC gave them.

A report of an SMSC names such an id and nothing else. Some write it in hexadecimal where they
answer and in decimal where they report, or the other way round; so whom a report is about has to be
whom the text was for. A text whose answer never came is known by whom it was for and how it begins.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from filters import plan as plans
from filters.sms.segments import cut
from gateway import queue_id as queue_ids
from gateway.spool import receipts
from gateway.spool.model import State
from gateway.spool.receipts import Receipt, Report
from gateway.spool.rows import load_plan, number, read_deliveries
from suppression.keys import RecipientKey  # noqa: TC001 - dataclass fields are read at run time

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime

    from gateway.spool.model import Settlement
    from gateway.spool.rows import DeliveryRow
    from suppression.ledger import Pepper

_ENDS: Final = (Report.ARRIVED, Report.FAILED)
_LONGEST_ID: Final = 64
_DECIMAL: Final = re.compile(r"[0-9]{1,64}")
_HEXADECIMAL: Final = re.compile(r"[0-9a-f]{1,64}")
_NO_WORD: Final = re.compile(r"[\W_]+")
_NO_ASCII: Final = re.compile(r"[^0-9A-Za-z]+")
_BEGINNING: Final = 20  # SMPP, appendix B
_TOO_SHORT: Final = 4  # to tell texts apart

_OF_ID: Final = """
SELECT p.message, p.attempt, p.total, p.report, d.key FROM text_parts p
JOIN deliveries d ON d.message = p.message AND d.route = p.route
WHERE p.route = ? AND p.provider_id = ? LIMIT 1
"""
_NOTE: Final = """
INSERT INTO text_parts (route, provider_id, message, attempt, total) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (route, provider_id) DO UPDATE
SET message = excluded.message, attempt = excluded.attempt, total = excluded.total,
    report = iif(message = excluded.message AND attempt = excluded.attempt, report, '')
"""
_REPORT: Final = """
INSERT INTO text_parts (route, provider_id, message, attempt, total, report)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (route, provider_id) DO UPDATE
SET message = excluded.message, attempt = excluded.attempt, total = excluded.total,
    report = excluded.report
WHERE message <> excluded.message OR attempt <> excluded.attempt
OR report NOT IN ('arrived', 'failed')
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOf:
    """Which text of ours something is a part of."""

    queue_id: str
    attempt: int
    total: int  # parts
    provider_id: str  # of this part
    person: RecipientKey
    is_over: bool = False  # how it ended was reported before


@dataclass(frozen=True, slots=True, kw_only=True)
class PartReport:
    """What an SMSC reports about a part, or a text in one."""

    route: str
    provider_id: str
    people: tuple[RecipientKey, ...]  # one of them is whom the text was for; none is known
    report: Report
    said: str  # cleaned
    begins: str = ""  # how the text or the part begins, as far as it is said
    about: PartOf | None = None  # where the answer that gave the id is not settled yet


def folded(provider_id: str) -> str:
    """Return an id as it is compared.

    >>> folded("00A3f")
    'a3f'
    """
    return provider_id.strip().lower().lstrip("0")[:_LONGEST_ID] or "0"


def spellings(provider_id: str) -> Iterator[str]:
    """Yield what an id may have been in the answer, the likeliest first.

    >>> list(spellings("2623")), list(spellings("a3f"))
    (['2623', 'a3f', '9763'], ['a3f', '2623'])
    """
    plain = folded(provider_id)
    yield plain
    if _DECIMAL.fullmatch(plain):
        yield f"{int(plain):x}"
    if _HEXADECIMAL.fullmatch(plain):
        yield str(int(plain, 16))[:_LONGEST_ID]


def note(
    connection: sqlite3.Connection, row: DeliveryRow, settlement: Settlement
) -> Receipt | None:
    """Keep the ids of what was handed over; return what was reported of all of it before.

    A report that came first has kept its own id. Some SMSCs give all parts of a text one: then
    one report tells of the text, as do those of the parts that were given an id at all.
    """
    ids = {folded(each) for each in settlement.part_ids}
    total = len(ids) if settlement.state is State.DELIVERED else settlement.parts
    connection.executemany(
        _NOTE, ((row.route, each, row.message, row.attempt, total) for each in ids)
    )
    report = _of_the_whole(_reported(connection, row.message, row.attempt, row.route), total)
    if report not in _ENDS:
        return None
    return Receipt(
        queue_id=row.queue_id, route=row.route, attempt=row.attempt, report=report,
        said=f"{report}, reported before the answer",
    )  # fmt: skip


def find(connection: sqlite3.Connection, told: PartReport, pepper: Pepper) -> PartOf | None:
    """Return what a report is about; none where that is nothing of ours."""
    if not told.provider_id.strip():
        return None
    if told.about is not None:
        return replace(told.about, is_over=_is_over(connection, told.route, told.about))
    for at, spelling in enumerate(spellings(told.provider_id)):
        row = connection.execute(_OF_ID, (told.route, spelling)).fetchone()
        if row and (row["key"] in told.people or (not told.people and at == 0)):
            return PartOf(
                queue_id=queue_ids.encode(row["message"]), attempt=row["attempt"],
                total=row["total"], provider_id=spelling, person=row["key"],
                is_over=row["report"] in _ENDS,
            )  # fmt: skip
    return _unanswered(connection, told, pepper)


def take(
    connection: sqlite3.Connection, told: PartReport, *, pepper: Pepper, at: datetime
) -> PartOf | None:
    """Note a report, and what it means for the whole text; return what it was about."""
    part = find(connection, told, pepper)
    if part is None:
        return None
    message = number(part.queue_id)
    connection.execute(
        _REPORT,
        (told.route, folded(part.provider_id), message, part.attempt, part.total, told.report),
    )
    reported = _reported(connection, message, part.attempt, told.route)
    if (report := _of_the_whole(reported, part.total)) is not None:
        receipt = Receipt(
            queue_id=part.queue_id, route=told.route, attempt=part.attempt, report=report,
            said=told.said, provider_id=part.provider_id,
        )  # fmt: skip
        receipts.take(connection, receipt, at=at)
    return part


def _reported(
    connection: sqlite3.Connection, message: int | None, attempt: int, route: str
) -> list[str]:
    rows = connection.execute(
        "SELECT report FROM text_parts WHERE message = ? AND attempt = ? AND route = ?",
        (message, attempt, route),
    )
    return [row["report"] for row in rows]


def _is_over(connection: sqlite3.Connection, route: str, part: PartOf) -> bool:
    row = connection.execute(
        "SELECT report FROM text_parts WHERE route = ? AND provider_id = ? AND message = ?",
        (route, folded(part.provider_id), number(part.queue_id)),
    ).fetchone()
    return row is not None and row["report"] in _ENDS


def _of_the_whole(reported: list[str], total: int) -> Report | None:
    """Return how far a text came whose parts came so far; none where some are not there."""
    if Report.FAILED in reported:
        return Report.FAILED
    if len(reported) < total:
        return None
    return Report.ARRIVED if set(reported) == {Report.ARRIVED} else Report.UNDER_WAY


def _unanswered(connection: sqlite3.Connection, told: PartReport, pepper: Pepper) -> PartOf | None:
    """Return the one text of unknown outcome that a report must be about."""
    found = []
    for person in told.people:
        rows = read_deliveries(
            connection,
            "WHERE d.person = ? AND d.route = ? AND d.state = 'unknown'",
            (pepper.person(person), told.route),
        )
        for row in rows:
            parts = _parts(connection, row)
            if any(_begins(part, told.begins) for part in parts):
                found.append(
                    PartOf(
                        queue_id=row.queue_id, attempt=row.attempt, total=len(parts),
                        provider_id=folded(told.provider_id), person=person,
                    )
                )  # fmt: skip
    return found[0] if len(found) == 1 else None


def _parts(connection: sqlite3.Connection, row: DeliveryRow) -> tuple[str, ...]:
    """Return the segments of a text as it left; none where its content is gone or damaged."""
    content = connection.execute(
        "SELECT plan, raw FROM contents WHERE message = ?", (row.message,)
    ).fetchone()
    try:
        return cut(plans.render(content["raw"], load_plan(content["plan"]), "").decode())
    except (ValueError, TypeError, KeyError):
        return ()


def _begins(part: str, said: str) -> bool:
    """Whether a part may begin so; SMSCs write signs in alphabets of their own.

    Some have `?` for every letter that is not of ASCII: those are left out where they are in the
    part alone.
    """
    beginning = _compared(_NO_WORD, said[:_BEGINNING])
    if len(beginning) < _TOO_SHORT:
        return False
    left_out = (_NO_WORD, _NO_ASCII) if beginning.isascii() else (_NO_WORD,)
    return any(_compared(each, part).startswith(beginning) for each in left_out)


def _compared(left_out: re.Pattern[str], words: str) -> str:
    return left_out.sub("", unicodedata.normalize("NFKC", words))
