from __future__ import annotations

import pytest

from filters.decision import Effect
from filters.email.deadline import subject_presses
from filters.email.subject import subject_deceives
from filters.judge import judge
from filters.message import Category
from tests.make import email, facts, message

SENT = "Mon, 2 Mar 2026 12:00:00 +0000"
CHECKS = (subject_deceives, subject_presses)


def codes(
    subject: str, text: str, category: Category = Category.COMMERCIAL, date: str = SENT
) -> dict[str, Effect]:
    raw = message(f"{text}\r\n", subject=subject, date=date)
    (ann,) = judge(email(raw), facts(category), CHECKS)
    return {finding.code: finding.effect for finding in ann.findings}


CONTRADICTED = [
    "Offer ends March 31, 2026.",
    "Sale ends Mar. 31st 2026, see the shop.",
    "The discount is valid until 31 March 2026.",
    "Promotion valid through 2026-03-31",
    "Code expires on Tuesday, March 31, 2026",
    "Offer valid until 11:59 pm EST on March 31, 2026",
    "Offer ended? No: offers expire February 20, 2026.",
]


@pytest.mark.parametrize("text", CONTRADICTED)
def test_last_day_that_the_text_contradicts_is_refused(text: str) -> None:
    found = codes("Ends tonight: 20% off", text)
    assert found["EMAIL_SUBJECT_DECEPTIVE"] is Effect.REFUSE


@pytest.mark.parametrize(
    "subject",
    [
        "Today only!",
        "LAST DAY",
        "Sale ends today",
        "Final hours",
        "3 hours left",
        "ENDS AT MIDNIGHT",
    ],
)
def test_every_way_to_say_last_day_is_held_to_it(subject: str) -> None:
    assert "EMAIL_SUBJECT_DECEPTIVE" in codes(subject, "Offer ends March 31, 2026.")


@pytest.mark.parametrize(
    "text",
    [
        "Shop now.",
        "Offer ends March 2, 2026.",
        "Offer ends March 3, 2026, 11:59 pm in Honolulu.",
        "Offer ends March 31.",
        "Offer ends soon.",
        "Offer ends February 31, 2026.",
        "Your points expire on March 31, 2026.",
        "Copyright 2026. Sale ends March 2, 2026. Coupon valid until March 31, 2026.",
    ],
)
def test_last_day_that_may_be_true_is_only_noted(text: str) -> None:
    assert codes("Ends tonight", text) == {"W_SUBJECT_URGENCY": Effect.PASS}


@pytest.mark.parametrize(
    "subject", ["Last chance", "Only 3 left", "Don\u2019t wait", "Ends tomorrow"]
)
def test_pressing_subject_is_noted(subject: str) -> None:
    found = codes(subject, "Offer ends March 31, 2026.")
    assert found == {"W_SUBJECT_URGENCY": Effect.PASS}


@pytest.mark.parametrize("subject", ["News", "Today in Springfield", "Our last newsletter", ""])
def test_subject_that_does_not_press_is_not_noted(subject: str) -> None:
    assert codes(subject, "Offer ends March 31, 2026.") == {}


@pytest.mark.parametrize("subject", ["Sale ends February 20, 2026", "20% off until 2026-02-20"])
def test_last_day_that_is_over_is_refused(subject: str) -> None:
    assert codes(subject, "Shop now.") == {"EMAIL_SUBJECT_DECEPTIVE": Effect.REFUSE}


@pytest.mark.parametrize(
    "subject",
    ["Sale ends March 2, 2026", "Until March 31, 2026", "Ends February 20", "Since 2026-02-20"],
)
def test_last_day_that_is_to_come_or_uncertain_passes(subject: str) -> None:
    assert "EMAIL_SUBJECT_DECEPTIVE" not in codes(subject, "Shop now.")


@pytest.mark.parametrize("category", [Category.TRANSACTIONAL, Category.CONVERSATIONAL])
def test_deadline_of_other_mail_is_its_own(category: Category) -> None:
    assert codes("Last day to pay", "Offer ends March 31, 2026.", category) == {}


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 31 Feb 2026 12:00:00 +0000"])
def test_message_without_a_readable_date_is_of_the_day_it_arrived(date: str) -> None:
    assert "EMAIL_SUBJECT_DECEPTIVE" in codes("Today only", "Offer ends March 31, 2026.", date=date)
    assert "EMAIL_SUBJECT_DECEPTIVE" not in codes("Today only", "Offer ends 2026-03-02", date=date)


def test_date_that_is_hidden_in_html_is_found() -> None:
    html = "<p>Shop now.</p><p style='font-size:1px'>Offer valid until March 31, 2026</p>"
    raw = message(html, subject="Today only", date=SENT, content_type="text/html")
    (ann,) = judge(email(raw), facts(), (subject_deceives,))
    assert ann.findings[0].evidence == (
        "subject: 'Today only'", "text: 2026-03-31", "sent: 2026-03-02",
    )  # fmt: skip
