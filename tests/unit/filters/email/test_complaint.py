"""Complaints as mailbox providers report them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.email.complaint import Complaint, complaint_of
from filters.email.mime import parse
from tests.complaints import MICROSOFT, YAHOO, report

TOKEN = "abcdefghijklmnopqrstuvwxyz234567" + "a" * 23


def read(raw: bytes) -> Complaint | None:
    return complaint_of(raw, parse(raw))


def test_a_report_of_yahoo_says_which_message_it_is_of() -> None:
    assert read(report(YAHOO, TOKEN)) == Complaint(
        kind="abuse", tokens=(TOKEN,), author="news@shop.example", subject="Spring sale"
    )


def test_a_report_of_microsoft_is_the_message_and_who_complained() -> None:
    found = read(report(MICROSOFT, TOKEN))
    assert found == Complaint(
        kind="abuse", tokens=(TOKEN,), recipient="ann@people.example",
        author="news@shop.example", subject="Spring sale",
    )  # fmt: skip


@pytest.mark.parametrize("who", ["@" * 30_000 + "<", "a@" * 15_000 + "<"])
def test_no_name_of_who_complained_takes_long_to_read(who: str) -> None:
    raw = report(YAHOO, TOKEN).replace(b"Version: 0.1", f"Original-Rcpt-To: {who}".encode())
    begun = time.process_time()
    found = read(raw)
    assert time.process_time() - begun < 0.5
    assert found is not None
    assert found.recipient == ""


@pytest.mark.parametrize("kind", ["abuse", "Fraud", "opt-out", "opt-out-list"])
def test_what_a_person_wants_no_more_is_a_complaint(kind: str) -> None:
    found = read(report(YAHOO, TOKEN).replace(b"Type: abuse", f"Type: {kind}".encode()))
    assert found is not None
    assert found.kind == kind.lower()


@pytest.mark.parametrize("kind", ["not-spam", "virus", "other", "auth-failure", ""])
@pytest.mark.parametrize("shape", [YAHOO, YAHOO.replace("Feedback-ID", "X-HmXmrOriginalRecipient")])
def test_what_no_person_complains_of_is_none(kind: str, shape: str) -> None:
    raw = report(shape, TOKEN).replace(b"Type: abuse", f"Type: {kind}".encode())
    assert read(raw) is None


def test_a_message_that_somebody_attaches_is_no_complaint() -> None:
    assert read(report(MICROSOFT.replace("X-HmXmrOriginalRecipient", "X-Other"), TOKEN)) is None
    assert read(b"Subject: hello\r\n\r\nFeedback-Type: abuse\r\n") is None


def test_a_report_that_returns_the_header_alone_is_one() -> None:
    shape = YAHOO.replace("message/rfc822", "text/rfc822-headers").partition("Hello")[0]
    found = read(report(f"{shape}--b--\n", TOKEN))
    assert found is not None
    assert found.tokens == (TOKEN,)


def test_a_report_that_returns_nothing_proves_nothing() -> None:
    found = read(report(YAHOO.partition("Content-Type: message/rfc822")[0] + "\n--b--\n", TOKEN))
    assert found == Complaint(kind="abuse", tokens=())


@pytest.mark.parametrize(
    ("written", "recipient"),
    [
        ("<ann@people.example>", "ann@people.example"),
        ("rfc822; ann@people.example", "ann@people.example"),
        ("redacted@people.example", ""),
        ("<xxxxx@people.example>", ""),
        ("[redacted]", ""),
        ("", ""),
    ],
)
def test_who_complained_is_read_where_the_provider_says_it(written: str, recipient: str) -> None:
    raw = report(YAHOO, TOKEN).replace(
        b"Version: 0.1", f"Version: 0.1\r\nOriginal-Rcpt-To: {written}".encode()
    )
    found = read(raw)
    assert found is not None
    assert found.recipient == recipient


@given(st.binary().map(lambda said: said.translate(None, b"\r\n\0")))
def test_no_bytes_break_the_reader(said: bytes) -> None:
    raw = report(YAHOO, TOKEN).replace(b"Type: abuse", b"Type: abuse\r\n" + said)
    complaint_of(raw, parse(raw))
