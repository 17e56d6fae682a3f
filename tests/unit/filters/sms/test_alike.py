"""Which texts differ in nothing that a reader of words goes by."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from random import Random

import pytest

from filters.sms.alike import with_noughts
from filters.sms.offers import read_offers
from gateway.reading.texts import Models

_CORPUS = Path(__file__).parents[4] / "training" / "texts" / "corpus"
_TEXTS = 1500
_DIGIT = re.compile(r"[0-9]")


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("Order #4821 is ready", "Order #0000 is ready"),
        ("Due: $120.50, at 12:30.", "Due: $000.00, at 00:00."),
        ("On 03/11/2026 (1024)!", "On 00/00/0000 (0000)!"),
        ("Code\n482913\nis yours", "Code\n000000\nis yours"),
        ("7 seats", "7 seats"),  # a digit alone may be a letter of f r 3 3
        ("20% off", "20% off"),
        ("B00K 2day", "B00K 2day"),
        ("see acme.example/4821", "see acme.example/4821"),
        ("call +12025550123", "call +12025550123"),
        ("1-800-555-0100", "1-800-555-0100"),
        ("a12 b", "a12 b"),
        ("fr\x1f33\x1f today", "fr\x1f33\x1f today"),  # which is read as "free"
        ("&\x85#97;\x85", "&\x85#97;\x85"),
        ("sh\t09\tes", "sh\t09\tes"),
        ("\u0661\u0662\u0663", "\u0661\u0662\u0663"),
    ],
)
def test_numbers_that_stand_alone_are_noughts(text: str, alike: str) -> None:
    assert with_noughts(text) == alike


def test_texts_that_differ_in_their_numbers_are_read_alike() -> None:
    """The reading of one may stand for the other wherever nothing was disguised."""
    chance = Random(20261127)  # noqa: S311 - the same texts in every run
    files = sorted(_CORPUS.glob("*.jsonl"))
    lines = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    numbered = [each["text"] for each in lines if _DIGIT.search(with_noughts(each["text"]))]
    texts = [text for text in numbered if _other(text, chance) != text]
    compared = asyncio.run(_compared(chance.sample(texts, _TEXTS), chance))
    assert compared > _TEXTS * 0.6


async def test_a_text_is_its_own_reading_with_the_numbers_of_another() -> None:
    models = Models()
    first = await models.read("Your order #4821 is ready for pickup today.")
    second = await models.read("Your order #1937 is ready for pickup today.")
    assert second.meant == "Your order #1937 is ready for pickup today."
    assert (second.simple, second.linear) == (first.simple, first.linear)


async def test_a_disguised_text_is_read_for_itself() -> None:
    models = Models()
    first = await models.read("F R E E gift for order 4821, claim now")
    second = await models.read("F R E E gift for order 1937, claim now")
    assert "1937" in second.meant
    assert "4821" in first.meant


async def _compared(texts: list[str], chance: Random) -> int:
    models, compared = _WithoutMeaning(), 0
    for text in texts:
        other = _other(text, chance)
        assert with_noughts(other) == with_noughts(text)
        first, second = await models._read_anew(text), await models._read_anew(other)
        offers, others = read_offers(text), read_offers(other)
        assert (offers.score, offers.names) == (others.score, others.names), text
        if first.meant == text:
            assert second.meant == other
            for what in ("linear", "meaning", "is_open", "simple", "unread"):
                assert getattr(first, what) == getattr(second, what), text
            compared += 1
    return compared


def _other(text: str, chance: Random) -> str:
    """Return a text with other digits wherever they are said to make no difference."""
    alike = with_noughts(text)
    return "".join(
        chance.choice("0123456789") if now == "0" and _is_free(alike, at) else was
        for at, (was, now) in enumerate(zip(text, alike, strict=True))
    )


def _is_free(alike: str, at: int) -> bool:
    """Whether a nought stands for a digit: another digit there would have become one, too."""
    return with_noughts(f"{alike[:at]}7{alike[at + 1 :]}") == alike


class _WithoutMeaning(Models):
    async def _meaning(self, simple: str) -> float | None:
        return float(len(simple))
