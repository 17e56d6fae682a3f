from __future__ import annotations

import pytest

from filters.decision import Effect
from filters.email.subject import subject_deceives
from filters.judge import judge
from filters.message import Category
from tests.make import email, facts, message

PRETENDING = [
    "Re: your order", "RE:Hello", "Fwd: look", "FW: look", "re[2]: look", "Re (3): look",
    "Aw: Angebot", "WG: Angebot", "=?utf-8?q?Re=3A_?= look",
    "\u56de\u590d\uff1a\u4f60\u597d", "  Re : x", "R\u200be: x",
]  # fmt: skip
HONEST = [
    "Ref: contract 7",
    "Regarding your order",
    "Repair: done",
    "Forward together",
    "Results: 2025",
    "",
    "Rent",
]


def is_refused(subject: str, category: Category = Category.COMMERCIAL, **fields: str) -> bool:
    raw = message(subject=subject, **fields)
    (ann,) = judge(email(raw), facts(category), (subject_deceives,))
    return ann.effect is Effect.REFUSE


@pytest.mark.parametrize("subject", PRETENDING)
def test_commercial_mail_that_pretends_to_answer_is_refused(subject: str) -> None:
    assert is_refused(subject)


@pytest.mark.parametrize("subject", HONEST)
def test_honest_subject_passes(subject: str) -> None:
    assert not is_refused(subject)


def test_commercial_mail_that_does_answer_passes() -> None:
    assert not is_refused("Re: your question", in_reply_to="<1@example.net>")
    assert not is_refused("Re: your question", references="<1@example.net>")


@pytest.mark.parametrize(
    "subject",
    [
        "Re: [Ticket #991] Printer",
        "RE: [#991] Printer",
        "Re: [Example Helpdesk #A-12] x",
        "AW: [case 7712] x",
        "Fwd: [Request ID 4471] x",
    ],
)
def test_answer_of_a_helpdesk_to_a_web_form_passes(subject: str) -> None:
    solved = "Hello Ann, please update the app to version 3.2 and try again.\r\n"
    assert not is_refused(subject, body=solved)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Re: [Ticket #991] Flash sale: 50% off", "Hello.\r\n"),
        ("Re: [Ticket #991] Hello", "Clearance: 50% off everything, shop now!\r\n"),
        ("Re: [hello] you", "Hello.\r\n"),
        ("Re: ticket 991", "Hello.\r\n"),
    ],
)
def test_number_of_a_ticket_covers_no_advertising(subject: str, body: str) -> None:
    assert is_refused(subject, body=body)


SHOWING = [
    "Yes.\r\n\r\nOn Mon, 2 Mar 2026 Ann wrote:\r\n> Is it there?\r\n",
    "Yes.\r\n\r\n> Is it there?\r\n> Ann\r\n",
    "Yes.\r\n\r\n-----Original Message-----\r\nFrom: Ann\r\n",
    "FYI\r\n\r\nFrom: Ann\r\nSent: Monday\r\n",
    "---------- Forwarded message ----------\r\nIs it there?\r\n",
]
SHOWING_NONE = ["Yes.\r\n", "> Shop now\r\n", "On sale. They wrote: great!\r\n", "From: us\r\n"]


@pytest.mark.parametrize("body", SHOWING)
def test_subject_that_the_message_below_bears_out_passes(body: str) -> None:
    assert not is_refused("Re: your question", body=body)


@pytest.mark.parametrize("body", SHOWING_NONE)
def test_text_that_only_looks_like_an_answer_does_not_help(body: str) -> None:
    assert is_refused("Re: your question", body=body)


def test_html_quotation_and_enclosed_message_bear_a_subject_out() -> None:
    quoted = '<p>Yes.</p><div class="gmail_quote"><blockquote>Is it there?</blockquote></div>'
    assert not is_refused("Re: your question", body=quoted, content_type="text/html")
    assert is_refused(
        "Re: your question", body="<blockquote>Shop</blockquote>", content_type="text/html"
    )
    enclosed = (
        "--b\r\n\r\nFYI\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\n--b--\r\n"
    )
    for kind in ("message/rfc822", "message/global"):
        body = enclosed.replace("message/rfc822", kind)
        assert not is_refused("Fwd: look", body=body, content_type="multipart/mixed; boundary=b")


def test_a_report_that_returns_a_header_bears_a_subject_out() -> None:
    text = "--b\r\n\r\nNot delivered.\r\n"
    status = "--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n"
    header = "--b\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: look\r\n--b--\r\n"
    kind = "multipart/report; boundary=b"
    assert not is_refused("FW: look", body=text + status + header, content_type=kind)
    assert is_refused("FW: look", body=text + header, content_type=kind)
    assert is_refused("FW: look", body=text + status + "--b--\r\n", content_type=kind)


def test_older_mail_names_the_message_in_words() -> None:
    named = "Joanna Farley's message as of Nov 13,  9:56am."
    assert not is_refused("Re: your question", in_reply_to=named)


@pytest.mark.parametrize("named", ["", "none", "<>"])
def test_field_that_names_no_message_answers_none(named: str) -> None:
    assert is_refused("Re: your question", in_reply_to=named, references=named)


@pytest.mark.parametrize("category", [Category.TRANSACTIONAL, Category.CONVERSATIONAL])
def test_other_mail_may_begin_with_re(category: Category) -> None:
    assert not is_refused("Re: your order", category)


def test_evidence_shows_the_prefix_and_not_the_subject() -> None:
    raw = message(subject="Re: a secret")
    (ann,) = judge(email(raw), facts(), (subject_deceives,))
    assert ann.findings[0].evidence == ("subject begins with 'Re:'",)
