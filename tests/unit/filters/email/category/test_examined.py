"""All that a mail program may show is judged, or what it is said to be is not believed."""

from __future__ import annotations

from time import process_time

import pytest

from filters.email.category.content import Content
from filters.email.category.guess import is_innocent
from filters.email.category.soliciting import solicits
from filters.email.mime import parse
from filters.message import Category
from tests.make import message
from tests.unit.filters.email.categories import (
    AD,
    TRANSACTIONAL,
    decision,
    judged,
    reporting,
    several,
)

KB = 1000
ADS = (
    "<p>Huge spring sale! Save 50% off all shoes.</p>"
    "<p>Buy now and get free shipping on every pair of boots.</p>"
    "<p>Use coupon SPRING50 at checkout for an extra discount.</p>"
)
INNOCENT = "Hi Jane, here is what you asked about. Best, Bob"
ANSWER = {
    "From": "Bob Miller <bob@example.com>", "To": "Jane <jane@example.net>",
    "subject": "Re: your question", "in_reply_to": "<1@x>",
}  # fmt: skip
SENTENCE = "The meeting of the board took place on Monday and everybody was there. "


def logo(size: int) -> str:
    return f'<img alt=Shop src="data:image/png;base64,{"A" * size}">'


BEFORE = {
    "small picture": logo(10 * KB),
    "picture": logo(220 * KB),
    "large picture": logo(3000 * KB),
    "pictures": logo(90 * KB) * 3,
    "comment": f"<!-- {'x ' * 110 * KB} -->",
    "attribute": f"<p title='{'x ' * 110 * KB}'>",
    "style": f"<style>{'p {margin:0} ' * 20 * KB}</style>",
    "blanks": "<p>" + " \r\n" * 110 * KB,
    "too much to read": "<p title='" + "x " * 300 * KB + "'>",
    "comments without end": "<!-- x -->" * 60 * KB,
    "more than is read": "<p>" + SENTENCE * 4 * KB,
}


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_advertising_behind_much_that_nobody_reads_is_judged(before: str) -> None:
    raw = message(f"<html><body>{before}{ADS}</body></html>", content_type="text/html")
    assert decision(raw, **TRANSACTIONAL) == (Category.COMMERCIAL, "content")
    html = f"<html><body><p>{INNOCENT}</p>{before}{ADS}</body></html>"
    answer = message(html, content_type="text/html", **ANSWER)
    assert decision(answer) == (Category.COMMERCIAL, "default")
    assert decision(answer, declared="conversational") == (Category.COMMERCIAL, "content")


def test_what_is_not_read_to_its_end_is_not_taken_at_its_word() -> None:
    verdict = judged(message(SENTENCE * 4 * KB), **TRANSACTIONAL)
    assert verdict.evidence[0] == (
        "said to be transactional by declared, and it is too long to be read as a whole"
    )


@pytest.mark.parametrize("word", ["the ", "\u4f1a"])
def test_more_words_than_are_looked_at_end_a_guess(word: str) -> None:
    fields = {"content_type": "text/plain; charset=utf-8", "content_transfer_encoding": "8bit"}
    raw = message(word * 21 * KB + AD, **fields, **ANSWER)
    content = Content(raw, parse(raw))
    assert content.is_cut
    assert not is_innocent(content)
    assert decision(raw, declared="conversational")[0] is Category.COMMERCIAL


def test_long_business_that_is_read_as_a_whole_is_taken_at_its_word() -> None:
    row = "<tr><td style='padding:4px;font-family:Arial,sans-serif'>Your order 7</td></tr>\r\n"
    page = f"<table>{row * 4 * KB}</table>"
    raw = message(logo(2000 * KB) + page, content_type="text/html")
    assert decision(raw, **TRANSACTIONAL) == (Category.TRANSACTIONAL, "declared")


def test_answer_above_a_very_long_letter_is_taken_at_its_word_where_somebody_says_so() -> None:
    quote = "-----Original Message-----\r\nFrom: x\r\n" + (SENTENCE + "\r\n") * 8 * KB
    answer = message("Fine.\r\n\r\n" + quote, **ANSWER)
    assert decision(answer, declared="conversational") == (Category.CONVERSATIONAL, "declared")
    assert decision(answer) == (Category.COMMERCIAL, "default")


def test_enclosed_message_that_is_not_read_to_its_end_excuses_nothing() -> None:
    inside = f"In-Reply-To: <1@x>\r\n\r\nFine.\r\n> {SENTENCE * 4 * KB}"
    part = f"Content-Type: message/rfc822\r\n\r\n{inside}"
    assert decision(several(f"\r\n{INNOCENT}\r\n", part, **ANSWER)) == (
        Category.COMMERCIAL,
        "default",
    )


def test_report_that_is_not_read_to_its_end_is_none() -> None:
    kind, status = "message/delivery-status", "Reporting-MTA: dns; mx.example.com\r\n"
    known = {"reverse_path": ""}
    assert decision(reporting("Mailbox full.", kind, status), **known)[0] is Category.SYSTEM
    report = reporting("Mailbox full." + " \r\n" * 300 * KB + AD, kind, status)
    assert decision(report, **known)[0] is Category.COMMERCIAL


@pytest.mark.parametrize("page", ["<p hidden>x ", "data:a;base64,", "\r\n"])
def test_a_page_of_10_mb_is_judged_at_once(page: str) -> None:
    raw = message(page * (10_000 * KB // len(page)), content_type="text/html", **ANSWER)
    began = process_time()
    assert decision(raw)[0] is Category.COMMERCIAL
    assert decision(raw, **TRANSACTIONAL)[0] is Category.COMMERCIAL
    assert process_time() - began < 10


def test_a_link_that_never_comes_is_not_looked_for_again_and_again() -> None:
    began = process_time()
    assert not solicits("", markup="<a href=" + " " * 500 * KB)
    assert process_time() - began < 1
