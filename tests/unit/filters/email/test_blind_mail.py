"""Mail that the judgement has never seen: what it is right about there, it is elsewhere."""

from __future__ import annotations

from typing import Any, Final

import pytest

from filters.message import Category
from tests.unit.filters.email.categories import TRANSACTIONAL, judged
from tests.unit.filters.email.sittings import Mail, raw, sittings

BLIND: Final = sittings()
HARDEST: Final = sittings("hardest")  # written to be taken for the other
ADS: Final = [mail for mail in BLIND if mail["label"] in ("advertising", "cold letter")]
OTHERS: Final = [mail for mail in BLIND if mail["label"] in ("business", "letter")]
BUSINESS: Final = [mail for mail in BLIND if mail["label"] == "business"]
UNDECLARED: Final = {"default": Category.TRANSACTIONAL}


def taken_for_advertising(mails: list[Mail], known: dict[str, Any]) -> list[str]:
    verdicts = ((mail["subject"], judged(raw(mail), **known)) for mail in mails)
    return [name for name, verdict in verdicts if verdict.category is Category.COMMERCIAL]


@pytest.mark.parametrize("known", [TRANSACTIONAL, UNDECLARED], ids=["declared", "undeclared"])
def test_advertising_nobody_has_seen_is_mostly_seen(known: dict[str, Any]) -> None:
    assert len(taken_for_advertising(ADS, known)) >= 0.9 * len(ADS)


@pytest.mark.parametrize(
    ("known", "most"),
    [(TRANSACTIONAL, 0.08), (UNDECLARED, 0.13)],
    ids=["declared", "undeclared"],
)
def test_other_mail_nobody_has_seen_is_rarely_taken_for_it(
    known: dict[str, Any], most: float
) -> None:
    wrong = taken_for_advertising(OTHERS, known)
    assert len(wrong) <= most * len(OTHERS), wrong


@pytest.mark.parametrize("known", [TRANSACTIONAL, UNDECLARED], ids=["declared", "undeclared"])
def test_of_mail_that_is_written_to_mislead_most_is_told_apart(known: dict[str, Any]) -> None:
    ads = [mail for mail in HARDEST if mail["label"] in ("advertising", "cold letter")]
    others = [mail for mail in HARDEST if mail not in ads]
    assert len(taken_for_advertising(ads, known)) >= 0.8 * len(ads)
    assert len(taken_for_advertising(others, known)) <= 0.35 * len(others)


def test_business_nobody_has_seen_is_rarely_warned_about() -> None:
    verdicts = [judged(raw(mail), **TRANSACTIONAL) for mail in BUSINESS]
    assert sum(verdict.is_unfounded for verdict in verdicts) <= 0.16 * len(BUSINESS)
    assert sum(verdict.also_sells for verdict in verdicts) <= 0.08 * len(BUSINESS)


def test_advertising_that_is_not_seen_is_mostly_warned_about() -> None:
    verdicts = [judged(raw(mail), **TRANSACTIONAL) for mail in ADS]
    silent = [v for v in verdicts if not (v.looks_commercial or v.is_unfounded or v.also_sells)]
    assert len(silent) <= 0.06 * len(ADS)


def test_advertising_nobody_has_seen_is_never_guessed_to_be_business() -> None:
    assert [mail["subject"] for mail in ADS if judged(raw(mail)).decided_by == "business"] == []
    to_opted_out = [judged(raw(mail), somebody_opted_out=True) for mail in ADS]
    assert sum(v.is_commercial for v in to_opted_out) >= 0.97 * len(ADS)


def test_business_nobody_has_seen_is_mostly_known_where_nobody_declared_it() -> None:
    wrong = taken_for_advertising(BUSINESS, {})
    assert len(wrong) <= 0.25 * len(BUSINESS), wrong


def test_business_nobody_has_seen_is_rarely_refused_to_who_opted_out() -> None:
    verdicts = [judged(raw(mail), somebody_opted_out=True) for mail in BUSINESS]
    assert sum(verdict.is_commercial for verdict in verdicts) <= 0.16 * len(BUSINESS)


def test_letter_of_a_stranger_who_sells_is_mostly_not_guessed_to_be_personal() -> None:
    letters = [mail for mail in BLIND if mail["label"] == "cold letter"]
    guessed = [mail["subject"] for mail in letters if not judged(raw(mail)).is_commercial]
    assert len(guessed) <= 0.4 * len(letters), guessed
