from __future__ import annotations

import pytest

from filters.decision import Effect
from filters.email.subject import subject_pretends_to_answer
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
    (ann,) = judge(email(raw), facts(category), (subject_pretends_to_answer,))
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


@pytest.mark.parametrize("named", ["", "none", "<>"])
def test_field_that_names_no_message_answers_none(named: str) -> None:
    assert is_refused("Re: your question", in_reply_to=named, references=named)


@pytest.mark.parametrize("category", [Category.TRANSACTIONAL, Category.CONVERSATIONAL])
def test_other_mail_may_begin_with_re(category: Category) -> None:
    assert not is_refused("Re: your order", category)


def test_evidence_shows_the_prefix_and_not_the_subject() -> None:
    raw = message(subject="Re: a secret")
    (ann,) = judge(email(raw), facts(), (subject_pretends_to_answer,))
    assert ann.findings[0].evidence == ("subject begins with 'Re:'",)
