from __future__ import annotations

import json
from email.header import Header
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from filters.message import Category
from tests.make import message
from tests.unit.filters.email.categories import TRANSACTIONAL, judged

if TYPE_CHECKING:
    from collections.abc import Callable

DATA: Final = Path(__file__).parents[3] / "data" / "purpose" / "fresh.jsonl"
FRESH: Final = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
"""Mail of many trades and languages, written with the wanted judgement before any was judged."""
ADS: Final = [mail for mail in FRESH if mail["label"] == "advertising"]
PEOPLE: Final = {"From": "Ann Lee <ann.lee@example.com>", "To": "Bob Roe <bob@example.net>"}

Mail = dict[str, str]


def named(mail: Mail) -> str:
    return mail["subject"]


def labelled(*labels: str) -> list[Mail]:
    return [mail for mail in FRESH if mail["label"] in labels]


def raw(mail: Mail, text: str = "{}", **fields: str) -> bytes:
    subject = Header(mail["subject"], "utf-8").encode(maxlinelen=900)
    written = text.format(mail["text"]).replace("\n", "\r\n") + "\r\n"
    kind = "text/plain; charset=utf-8"
    return message(written, **{"content_type": kind, "subject": subject, **fields})


def answer(mail: Mail) -> bytes:
    subject = mail["subject"].removeprefix("Re: ")
    encoded = Header("Re: " + subject, "utf-8").encode(maxlinelen=900)
    return raw(mail, in_reply_to="<1@x>", **{**PEOPLE, "subject": encoded})


def category(raw: bytes, **known: Any) -> Category:  # noqa: ANN401 - any circumstance
    return judged(raw, **known).category


BUSINESS: Final = labelled("business")


@pytest.mark.parametrize("mail", BUSINESS, ids=named)
def test_declared_business_is_left_alone_as_mail_of_a_list_too(mail: Mail) -> None:
    assert category(raw(mail), **TRANSACTIONAL) is Category.TRANSACTIONAL
    listed = raw(mail, list_id="<x.example.com>")
    assert category(listed, **TRANSACTIONAL) is Category.TRANSACTIONAL


def test_undeclared_business_is_hardly_ever_taken_for_advertising() -> None:
    known = {"default": Category.TRANSACTIONAL}
    wrong = [mail for mail in BUSINESS if category(raw(mail), **known) is Category.COMMERCIAL]
    assert len(wrong) <= 0.04 * len(BUSINESS), [named(mail) for mail in wrong]


def test_business_that_nobody_declared_is_mostly_known_and_hardly_ever_refused() -> None:
    footed = [mail for mail in BUSINESS if category(raw(mail)) is Category.COMMERCIAL]
    assert len(footed) <= 0.4 * len(BUSINESS)
    known = {"somebody_opted_out": True}
    refused = [mail for mail in BUSINESS if category(raw(mail), **known) is Category.COMMERCIAL]
    assert len(refused) <= 0.08 * len(BUSINESS), [named(mail) for mail in refused]


@pytest.mark.parametrize("mail", [*ADS, *labelled("newsletter", "cold letter")], ids=named)
def test_advertising_that_nobody_declared_is_refused_to_who_opted_out(mail: Mail) -> None:
    assert category(raw(mail), somebody_opted_out=True) is Category.COMMERCIAL


@pytest.mark.parametrize("mail", labelled("newsletter", "padded"), ids=named)
def test_newsletter_and_a_page_of_advertising_below_one_sentence_are_commercial(mail: Mail) -> None:
    assert category(raw(mail), **TRANSACTIONAL) is Category.COMMERCIAL
    assert category(raw(mail), default=Category.TRANSACTIONAL) is Category.COMMERCIAL
    assert category(raw(mail)) is Category.COMMERCIAL
    assert category(raw(mail, x_mailgun_tag="receipt")) is Category.COMMERCIAL
    by_itself = raw(mail, auto_submitted="auto-replied", in_reply_to="<1@x>")
    assert category(by_itself) is Category.COMMERCIAL


@pytest.mark.parametrize("mail", labelled("cold letter"), ids=named)
def test_cold_letter_of_a_salesman_is_not_guessed_to_be_personal(mail: Mail) -> None:
    assert category(raw(mail, **PEOPLE)) is Category.COMMERCIAL
    assert category(raw(mail, in_reply_to="<1@x>", **PEOPLE)) is Category.COMMERCIAL
    assert category(answer(mail)) is Category.COMMERCIAL


@pytest.mark.parametrize("mail", labelled("forged reply"), ids=named)
def test_forged_answer_is_not_guessed_to_be_personal(mail: Mail) -> None:
    assert category(answer(mail)) is Category.COMMERCIAL


@pytest.mark.parametrize("mail", labelled("letter"), ids=named)
def test_letter_of_a_person_is_conversational(mail: Mail) -> None:
    assert category(raw(mail, **PEOPLE)) is Category.CONVERSATIONAL
    assert category(raw(mail, in_reply_to="<1@x>", **PEOPLE)) is Category.CONVERSATIONAL


@pytest.mark.parametrize("mail", labelled("letter", "reply"), ids=named)
def test_answer_of_a_person_is_conversational(mail: Mail) -> None:
    assert category(answer(mail)) is Category.CONVERSATIONAL


@pytest.mark.parametrize(
    ("known", "recall"),
    [
        ({"declared": "transactional", "declared_basis": "account"}, 0.9),
        ({"declared": "conversational"}, 0.8),
        ({"default": Category.TRANSACTIONAL}, 0.9),
    ],
)
def test_short_advertising_is_seen_whatever_is_said_of_it(
    known: dict[str, Any], recall: float
) -> None:
    seen = [category(raw(mail), **known) is Category.COMMERCIAL for mail in ADS]
    assert sum(seen) >= recall * len(ADS)


def test_declared_advertising_that_is_not_seen_is_warned_about() -> None:
    verdicts = [judged(raw(mail), **TRANSACTIONAL) for mail in ADS]
    warned = [v for v in verdicts if v.is_unfounded or v.also_sells or v.is_commercial]
    assert len(warned) >= 0.98 * len(ADS)


@pytest.mark.parametrize("mail", labelled("footnote"), ids=named)
def test_business_with_an_advertisement_below_is_not_passed_in_silence(mail: Mail) -> None:
    verdict = judged(raw(mail), **TRANSACTIONAL)
    assert verdict.category is Category.COMMERCIAL or verdict.also_sells


def test_business_alone_is_hardly_ever_said_to_advertise() -> None:
    wrong = [mail for mail in BUSINESS if judged(raw(mail), **TRANSACTIONAL).also_sells]
    assert len(wrong) <= 0.06 * len(BUSINESS), [named(mail) for mail in wrong]


def greeted(mail: Mail) -> bytes:
    return raw(mail, "Hi Bob,\n\n{}\n\nAnn", **PEOPLE)


def greeted_in_answer(mail: Mail) -> bytes:
    return raw(mail, "Hi Bob,\n\n{}\n\nAnn", in_reply_to="<1@x>", **PEOPLE)


def tagged(mail: Mail) -> bytes:
    return raw(mail, x_mailgun_tag="receipt")


@pytest.mark.parametrize("dressed", [raw, answer, greeted, greeted_in_answer, tagged])
def test_short_advertising_is_hardly_ever_guessed_to_be_something_else(
    dressed: Callable[[Mail], bytes],
) -> None:
    wrong = [mail for mail in ADS if category(dressed(mail)) is not Category.COMMERCIAL]
    assert len(wrong) <= 0.05 * len(ADS), [named(mail) for mail in wrong]
