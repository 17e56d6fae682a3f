"""What a report says to people is in their writing, and each next hop takes it."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from filters.email.newlines import has_long_line
from filters.message import Recipient
from gateway.delivery.dsn import failure_report
from gateway.delivery.recipient_report import RecipientReport, failure
from gateway.spool.model import State
from suppression.keys import email_key

ANN = Recipient(address="ann@b.test", key=email_key("ann@b.test"))


def report(told: RecipientReport) -> bytes:
    return failure_report(
        reporting_mta="mx.example.com", queue_id="0000000000001", to="boss@example.com",
        reports=[told], original=b"Subject: x\r\n\r\n", at=datetime(2026, 3, 2, tzinfo=UTC),
    )  # fmt: skip


def words(written: bytes) -> str:
    message = message_from_bytes(written, policy=policy.default)
    return " ".join(next(message.iter_parts()).get_content().split())


def cancelled(reason: str) -> RecipientReport:
    return failure(ANN, state=State.CANCELLED, reply=reason, status="5.7.1")


@pytest.mark.parametrize(
    "reason", ["wrong price", "価格が間違っています", "неверная цена", "Preis für März", "می‌خواهم"]
)
def test_the_reason_that_a_person_gave_is_read_in_their_writing(reason: str) -> None:
    written = report(cancelled(reason))
    assert written.isascii()
    assert reason.replace("\u200c", "") in words(written)
    assert words(report(RecipientReport(
        address=ANN.address, status="5.7.1", diagnostic="x-optwarden; HELD_REVIEW x",
        explanation=f"A person decided: {reason}",
    ))).count(reason.replace("\u200c", "")) == 1  # fmt: skip


def test_a_long_reason_makes_no_long_line() -> None:
    assert not has_long_line(report(cancelled("価格" * 1000)))


def test_a_reason_cannot_turn_the_writing_round_or_write_fields_of_its_own() -> None:
    said = words(report(cancelled("no\u202eon\r\n\r\n--x\x07\udc80 für")))
    assert "noon --x?? für" in said


def test_what_is_ascii_stays_as_it_was() -> None:
    written = report(cancelled("wrong price"))
    assert (
        b"Content-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit" in written
    )
