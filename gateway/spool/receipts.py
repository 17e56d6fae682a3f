"""What a provider reports of a text that it has: states go forward only, whatever comes last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from gateway.spool import event_ids
from gateway.spool.model import State
from gateway.spool.rows import number, read_deliveries
from gateway.spool.transition import Transition, apply

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime

    from gateway.spool.rows import DeliveryRow


class Report(StrEnum):
    """How far a text came."""

    UNDER_WAY = "under way"  # the provider has it
    ARRIVED = "arrived"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One report of a provider about one attempt of ours."""

    queue_id: str
    route: str
    attempt: int
    report: Report
    said: str  # in the provider's words, cleaned
    provider_id: str = ""


_BECOMES: Final = {
    Report.UNDER_WAY: State.DELIVERED,  # handed to the next hop
    Report.ARRIVED: State.DELIVERED,
    Report.FAILED: State.FAILED,
}
_ENDS: Final = frozenset({Report.ARRIVED, Report.FAILED})
_STATUS: Final = {State.DELIVERED: "2.0.0", State.FAILED: "5.0.0"}
_MAY_BE_THERE: Final = frozenset(
    {
        State.QUEUED, State.DEFERRED, State.HELD, State.UNKNOWN,
        State.CANCELLED, State.SUPPRESSED, State.EXPIRED,
    }
)  # fmt: skip
"""States of a text that a report of an attempt proves the provider to have all the same."""
_MOST_SINCE: Final = 1000  # attempts that the original of a copy made of one text
_MAY_ARRIVE: Final = frozenset({State.DELIVERED, State.FAILED})  # failed: perhaps another attempt

_NOTE_FAILED: Final = """
INSERT OR IGNORE INTO text_parts (route, provider_id, message, attempt, total, report)
SELECT ?, ?, message, ?, 1, 'failed' FROM contents WHERE message = ?
"""
_HAS_FAILED: Final = (
    "SELECT 1 FROM text_parts WHERE message = ? AND attempt = ? AND route = ?"
    " AND report = 'failed' LIMIT 1"
)


def take(connection: sqlite3.Connection, receipt: Receipt, *, at: datetime) -> None:
    """Note a report; one about nothing of ours, or that tells nothing new, changes nothing."""
    for row in _rows_of(connection, receipt):
        if _comes_late(connection, row, receipt):
            continue
        # an erasure leaves no address, and what is said after it may name the person
        told = receipt if row.address else replace(receipt, said="", provider_id="")
        if row.state is State.SENDING:
            _remember(connection, row, told)
        elif step := _step(row, told):
            apply(connection, [step], at=at)
        if receipt.report is Report.FAILED:
            _note_failed(connection, row, receipt)


def addressee(connection: sqlite3.Connection, receipt: Receipt) -> str:
    """Return the number of whom a report is about; "" of one that was taken before.

    Who has been lifted since is not put on the list again by a call that comes twice.
    """
    for row in _rows_of(connection, receipt):
        is_failed = row.state is State.FAILED
        is_noted = not is_failed and _has_failed(connection, row, receipt)
        if not is_noted and not (is_failed and row.reply == receipt.said):
            return row.address
    return ""


def _rows_of(connection: sqlite3.Connection, receipt: Receipt) -> Iterator[DeliveryRow]:
    found = read_deliveries(
        connection, "WHERE d.message = ? AND m.channel = 'sms'", (number(receipt.queue_id),)
    )
    return (each for each in found if _may_be_about(connection, each, receipt))


def _may_be_about(connection: sqlite3.Connection, row: DeliveryRow, receipt: Receipt) -> bool:
    """Whether there was such an attempt.

    Of a text in a restored copy nobody knows how many the original made, and by which route.
    """
    if not 1 <= receipt.attempt <= _MOST_SINCE:
        return False
    is_known = receipt.attempt <= row.attempt and _went_by(row, receipt.route)
    return is_known or event_ids.was_copied(connection, row.queue_id)


def _went_by(row: DeliveryRow, route: str) -> bool:
    return route in (row.route, row.diverted_from)


def _note_failed(connection: sqlite3.Connection, row: DeliveryRow, receipt: Receipt) -> None:
    """Keep that an attempt failed, where its text waits, or ended here in another way, too."""
    name = f"{row.queue_id}.{receipt.attempt}"  # no id that an SMSC gives
    noted = (receipt.route, name, receipt.attempt, row.message)
    connection.execute(_NOTE_FAILED, noted)  # for as long as its words are kept


def _comes_late(connection: sqlite3.Connection, row: DeliveryRow, receipt: Receipt) -> bool:
    """Whether it says that an attempt is under way of which we know that it failed."""
    if receipt.report is not Report.UNDER_WAY:
        return False
    # a copy makes attempts of its own, which the original may have counted, too
    is_its_own = receipt.attempt == row.attempt and row.state in {State.SENDING, State.UNKNOWN}
    if is_its_own and event_ids.was_copied(connection, row.queue_id):
        return False
    return _has_failed(connection, row, receipt)


def _has_failed(connection: sqlite3.Connection, row: DeliveryRow, receipt: Receipt) -> bool:
    noted = connection.execute(_HAS_FAILED, (row.message, receipt.attempt, receipt.route))
    return noted.fetchone() is not None


def foretold(row: DeliveryRow) -> Transition | None:
    """Return how an attempt ended of which the provider told before it answered, or we fell."""
    if not row.receipt:
        return None
    report = Report(row.receipt)
    state = _BECOMES[report]
    return Transition(
        row=row,
        state=state,
        kind="arrived" if report is Report.ARRIVED else state.value,
        attempts=row.attempt,
        claims=0,
        reply=row.reply,
        status=_STATUS[state],
        receipt=row.receipt,
        facts={"report": report.value},
    )


def is_over(row: DeliveryRow) -> bool:
    """Whether the provider has said how a text ended."""
    return row.receipt in _ENDS


def _remember(connection: sqlite3.Connection, row: DeliveryRow, receipt: Receipt) -> None:
    """Keep what came before the answer to our own request: the settlement goes by it."""
    is_news = receipt.report in _ENDS or not row.receipt
    if is_news and not is_over(row) and _is_of_the_last(row, receipt):
        connection.execute(
            "UPDATE deliveries SET receipt = ?, reply = ? WHERE id = ?",
            (receipt.report.value, receipt.said, row.delivery_id),
        )


def _step(row: DeliveryRow, receipt: Receipt) -> Transition | None:
    """Return what a report changes of a text that is not being sent just now."""
    if receipt.report is Report.FAILED:
        is_news = row.state in {State.UNKNOWN, State.DELIVERED} and not is_over(row)
        if not (is_news and _is_of_the_last(row, receipt)):
            return None
        return _moved(row, receipt, State.FAILED, "failed")
    has_arrived = receipt.report is Report.ARRIVED
    if row.state in _MAY_BE_THERE:  # it must not leave a second time, nor be denied
        return _moved(row, receipt, State.DELIVERED, "arrived" if has_arrived else "delivered")
    if has_arrived and row.state in _MAY_ARRIVE and not is_over(row):
        return _moved(row, receipt, State.DELIVERED, "arrived")
    return None


def _is_of_the_last(row: DeliveryRow, receipt: Receipt) -> bool:
    """Whether it is about the last attempt: that an earlier one failed says nothing of it."""
    is_of_it = receipt.attempt == row.attempt and _went_by(row, receipt.route)
    return receipt.report is not Report.FAILED or is_of_it


def _moved(row: DeliveryRow, receipt: Receipt, state: State, kind: str) -> Transition:
    if not _went_by(row, receipt.route):  # the original of a copy sent it by that one
        row = row._replace(route=receipt.route, diverted_from=row.route)
    return Transition(
        row=row,
        state=state,
        kind=kind,
        attempts=max(row.attempt, receipt.attempt),
        claims=0,
        reply=receipt.said,
        status=_STATUS[state],
        sent_sha256=row.sent_sha256,
        next_hop_id=receipt.provider_id or row.next_hop_id,
        receipt=receipt.report.value,
        facts={"report": receipt.report.value},
    )
