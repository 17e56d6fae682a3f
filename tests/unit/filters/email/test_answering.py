from __future__ import annotations

import time

import pytest

from filters.email.answering import begins_as_answer
from filters.message import Category
from tests.make import message
from tests.unit.filters.email.categories import (
    AD,
    AD_HTML_PART,
    MACHINE_PARTS,
    PICTURE,
    REPORT,
    decision,
    reporting,
)


@pytest.mark.parametrize("field", ["in_reply_to", "references"])
def test_plain_reply_of_a_person_is_conversational(field: str) -> None:
    raw = message(subject="Re: Friday", **{field: "<1@example.net>"})
    assert decision(raw) == (Category.CONVERSATIONAL, "reply")


def test_no_subject_takes_long_to_be_told_from_an_answer() -> None:
    begun = time.process_time()
    assert not begins_as_answer(f"Re{' ' * 30_000}x")
    assert begins_as_answer(f"Re{' ' * 30_000}: x")
    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize("field", ["in_reply_to", "references"])
@pytest.mark.parametrize("named", ["", "none", "<>", "<x>", "a@b"])
def test_a_field_that_names_no_message_makes_no_reply(field: str, named: str) -> None:
    raw = message(subject="Re: Spring", **{field: named})
    assert decision(raw) == (Category.COMMERCIAL, "default")


def test_newsletter_that_names_a_message_is_no_reply() -> None:
    raw = message("Our garden in spring.\r\n", in_reply_to="<1@x>", subject="Spring")
    assert decision(raw) == (Category.COMMERCIAL, "default")


@pytest.mark.parametrize(
    ("more", "recipients"),
    [
        ({}, 2),
        ({"list_id": "<news.example.com>"}, 1),
        ({"precedence": "Bulk"}, 1),
        ({"feedback_id": "1:2:x"}, 1),
        ({"auto_submitted": "auto-generated"}, 1),
        ({"x_campaign_id": "7"}, 1),
        ({"x_csa_complaints": "x@example.com"}, 1),
    ],
)
def test_reply_that_goes_to_many_is_not_conversational(
    more: dict[str, str], recipients: int
) -> None:
    raw = message(subject="Re: Friday", in_reply_to="<1@x>", **more)
    assert decision(raw, recipients=recipients)[0] is Category.COMMERCIAL
    assert decision(message(AD, subject="Re: x", in_reply_to="<1@x>"))[0] is Category.COMMERCIAL


@pytest.mark.parametrize("kind", sorted(MACHINE_PARTS))
def test_report_to_one_person_is_system_mail(kind: str) -> None:
    report = reporting("Could not deliver.", kind, MACHINE_PARTS[kind])
    assert decision(report, reverse_path="") == (Category.SYSTEM, "system")
    assert decision(report)[0] is Category.COMMERCIAL
    assert decision(report, reverse_path="", recipients=2)[0] is Category.COMMERCIAL


@pytest.mark.parametrize(
    "report",
    [
        reporting(AD, "message/delivery-status", MACHINE_PARTS["message/delivery-status"]),
        reporting("Hello.", "message/delivery-status", "x"),
        reporting("Hello.", "message/foo", MACHINE_PARTS["message/delivery-status"]),
        message("--b\r\n\r\nHello.\r\n--b--\r\n", content_type=REPORT),
        message("Hello.\r\n", content_type="text/plain"),
        reporting("", "message/delivery-status", MACHINE_PARTS["message/delivery-status"], PICTURE),
        reporting("Hello.", "message/delivery-status", "Reporting-MTA: dns; x", AD_HTML_PART),
    ],
)
def test_advertisement_dressed_as_a_report_is_commercial(report: bytes) -> None:
    assert decision(report, reverse_path="")[0] is Category.COMMERCIAL


DELIVERY = ("message/delivery-status", MACHINE_PARTS["message/delivery-status"])


def returning(sender: str, body: str = AD, kind: str = "message/rfc822") -> bytes:
    returned = f"Content-Type: {kind}\r\n\r\nFrom: {sender}\r\nSubject: Hello\r\n\r\n{body}"
    return reporting("Could not deliver.", *DELIVERY, returned)


def test_report_is_not_judged_by_the_message_of_others_that_it_returns() -> None:
    report = returning("news@example.net")
    assert decision(report, reverse_path="") == (Category.SYSTEM, "system")


@pytest.mark.parametrize(
    "report",
    [
        returning("news@example.com"),
        returning("news@mail.example.com"),
        returning("news@example.com\r\nContent-Type: image/png", "AAAA"),
        reporting("Sorry.", *DELIVERY, "Content-Type: message/rfc822\r\n\r\nX: x\r\n\r\n" + AD),
        reporting("Sorry.", *DELIVERY, "Content-Type: message/rfc822\r\n\r\n: x\r\n y\r\nz"),
        reporting("Sorry.", *DELIVERY, "Content-Type: text/rfc822-headers\r\n\r\n"
                  "From: news@example.com\r\nSubject: Flash sale: 50% off\r\n"),
    ],
)  # fmt: skip
def test_report_that_returns_advertising_of_its_own_sender_is_no_report(report: bytes) -> None:
    assert decision(report, reverse_path="")[0] is Category.COMMERCIAL


def test_report_returns_a_letter_of_its_own_sender_or_to_him_what_he_sent() -> None:
    letter = returning("ann@example.com", "See you on Thursday.")
    assert decision(letter, reverse_path="") == (Category.SYSTEM, "system")
    to_ourselves = returning("news@example.com").replace(
        b"To: ann@example.net", b"To: b@example.com"
    )
    assert decision(to_ourselves, reverse_path="") == (Category.SYSTEM, "system")


def test_report_about_a_mailing_list_is_system_mail() -> None:
    report = reporting(
        "Your message to the mailing list could not be delivered.",
        "message/delivery-status",
        MACHINE_PARTS["message/delivery-status"],
    )
    assert decision(report, reverse_path="") == (Category.SYSTEM, "system")


def test_vacation_answer_is_system_mail_and_a_newsletter_that_says_so_is_not() -> None:
    away = message("I am away.\r\n", auto_submitted="auto-replied; x=y")
    answer = message("I am away.\r\n", auto_submitted="auto-replied", in_reply_to="<1@x>")
    assert decision(away, reverse_path="") == (Category.SYSTEM, "reply")
    assert decision(answer) == (Category.SYSTEM, "reply")
    assert decision(away)[0] is Category.COMMERCIAL
    assert decision(away, reverse_path="", recipients=2)[0] is Category.COMMERCIAL
    ad = message(AD, auto_submitted="auto-replied", in_reply_to="<1@x>")
    assert decision(ad)[0] is Category.COMMERCIAL
    listed = message(auto_submitted="auto-replied", in_reply_to="<1@x>", list_id="<x.y>")
    assert decision(listed)[0] is Category.COMMERCIAL
    assert decision(message(auto_submitted="auto-generated"))[0] is Category.COMMERCIAL


AWAY = (
    "Thank you for your message. I am out of the office until Monday, 9 March. In urgent cases"
    " please write to my\r\ncolleague Bob Ray.\r\n\r\nBest regards\r\nJohn Doe\r\n"
)
VACATION = {"subject": "Out of office Re: Friday", "in_reply_to": "<1@example.net>"}


@pytest.mark.parametrize(
    ("submitted", "precedence"),
    [
        ("auto-replied", "bulk"),  # Gmail
        ("auto-replied (vacation)", "bulk"),  # Pigeonhole
        ("auto-replied (zimbra; vacation)", "bulk"),
        ("auto-replied", "junk"),  # vacation(1)
    ],
)
def test_vacation_answer_that_says_bulk_so_that_nobody_answers_it_is_system_mail(
    submitted: str, precedence: str
) -> None:
    note = message(AWAY, auto_submitted=submitted, precedence=precedence, **VACATION)
    assert decision(note, reverse_path="") == (Category.SYSTEM, "reply")


@pytest.mark.parametrize(
    ("fields", "reverse_path"),
    [
        ({"precedence": "bulk"}, "list-bounces@example.com"),
        ({"precedence": "list"}, ""),
        ({"precedence": "bulk", "Precedence": "list"}, ""),
        ({"precedence": "bulk", "list_id": "<friends.example.com>"}, ""),
        ({"precedence": "bulk", "list_post": "<mailto:friends@example.com>"}, ""),
        ({"precedence": "bulk", "in_reply_to": ""}, ""),
        ({"precedence": "bulk", "auto_submitted": "auto-generated"}, ""),
        ({"precedence": "bulk", "auto_submitted": "no"}, ""),
    ],
)
def test_post_of_a_mailing_list_is_no_vacation_answer(
    fields: dict[str, str], reverse_path: str
) -> None:
    post = message(AWAY, **{"auto_submitted": "auto-replied", **VACATION, **fields})
    assert decision(post, reverse_path=reverse_path)[0] is Category.COMMERCIAL


def test_newsletter_that_says_it_is_a_vacation_answer_is_none() -> None:
    for body in (AD, "In this issue: our greenhouse.\r\nUnsubscribe: https://x.example/u\r\n"):
        ad = message(body, auto_submitted="auto-replied", precedence="bulk", **VACATION)
        assert decision(ad, reverse_path="")[0] is Category.COMMERCIAL


def test_absence_that_exchange_tells_of_is_system_mail() -> None:
    text = "I am on vacation until March 9 with no access to email.\r\n"
    fields = {
        "auto_submitted": "auto-generated",
        "x_ms_exchange_generated_message_source": "Mailbox Rules Agent",
        "in_reply_to": "<1@example.net>",
        "subject": "Automatic reply: Friday",
    }
    assert decision(message(text, **fields), reverse_path="") == (Category.SYSTEM, "reply")
    assert decision(message(text, **fields))[0] is Category.COMMERCIAL
    for name, other in (
        ("subject", "Friday"),  # a letter that a rule sent on
        ("in_reply_to", ""),
        ("x_ms_exchange_generated_message_source", "Journal Agent"),
        ("auto_submitted", "no"),
    ):
        letter = message(text, **{**fields, name: other})
        assert decision(letter, reverse_path="")[0] is Category.COMMERCIAL
    assert decision(message(AD, **fields), reverse_path="")[0] is Category.COMMERCIAL
