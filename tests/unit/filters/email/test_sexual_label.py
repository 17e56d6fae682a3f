from __future__ import annotations

import base64

import pytest

from filters.decision import Effect
from filters.email.sexual_label import LABEL, explicit_mail_is_not_wrapped
from filters.judge import judge
from filters.message import Category
from tests.make import email, facts, message

EXPLICIT = "Hardcore XXX videos of horny girls, join now.\r\n"
WRAPPED = "SEXUALLY-EXPLICIT: this is an advertisement. To see it, visit https://x.example/see\r\n"


def reason(raw: bytes, category: Category = Category.COMMERCIAL) -> str:
    (ann,) = judge(email(raw), facts(category), (explicit_mail_is_not_wrapped,))
    assert ann.effect is (Effect.REFUSE if ann.findings else Effect.PASS)
    return ann.findings[0].reason if ann.findings else ""


def encoded(text: str) -> bytes:
    body = base64.encodebytes(text.encode()).decode().replace("\n", "\r\n")
    return message(body, subject="New", content_transfer_encoding="base64")


def test_label_has_the_characters_the_rule_counts() -> None:
    assert len(LABEL) == 19


@pytest.mark.parametrize(
    "raw",
    [
        message(EXPLICIT, subject="New videos"),
        message("Join now.\r\n", subject="Hardcore: xxx videos"),
        message(f"<p>Join</p><p hidden>{EXPLICIT}</p>", subject="x", content_type="text/html"),
        message(EXPLICIT, subject="sexually-explicit: new"),
        message(EXPLICIT, subject="SEXUALLY-EXPLICIT:new"),
        message(EXPLICIT, subject="New! SEXUALLY-EXPLICIT: videos"),
        message(WRAPPED, subject="Sexually-Explicit: look"),
        encoded(EXPLICIT),
    ],
)
def test_explicit_advertising_without_the_label_is_refused(raw: bytes) -> None:
    assert "19 characters" in reason(raw)


@pytest.mark.parametrize("subject", [LABEL + "new", "=?utf-8?q?SEXUALLY-EXPLICIT=3A_new?="])
def test_labelled_and_wrapped_advertising_passes(subject: str) -> None:
    assert reason(message(WRAPPED, subject=subject)) == ""


def test_labelled_advertising_that_shows_it_at_once_is_refused() -> None:
    assert "when it is opened" in reason(message(WRAPPED + EXPLICIT, subject=LABEL + "new"))


def test_labelled_advertising_says_so_in_every_text() -> None:
    assert "shows" in reason(message("Visit us.\r\n", subject=LABEL + "new"))


@pytest.mark.parametrize(
    "raw",
    [
        message("Sussex hardcore punk festival: tickets on sale.\r\n", subject="Festival"),
        message("Stripes, cocktails and Essex.\r\n", subject="News"),
        message("Sex education: a new book.\r\n", subject="Books"),
        message("The garden.\r\n", subject="News"),
        encoded("The garden."),
    ],
)
def test_mail_that_only_sounds_like_it_passes(raw: bytes) -> None:
    assert reason(raw) == ""


@pytest.mark.parametrize("category", [Category.TRANSACTIONAL, Category.CONVERSATIONAL])
def test_other_mail_needs_no_label(category: Category) -> None:
    assert reason(message(EXPLICIT, subject="x"), category) == ""


def test_evidence_shows_the_phrases() -> None:
    raw = message(EXPLICIT, subject="x")
    (ann,) = judge(email(raw), facts(), (explicit_mail_is_not_wrapped,))
    assert 'text: "xxx videos"' in ann.findings[0].evidence
