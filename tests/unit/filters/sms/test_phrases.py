from __future__ import annotations

import pytest

from filters.sms import lexicon, phrases, protections

LEXICON = phrases.read("""
[urgency]
2.5 act|hurry ~ now
1 today

[discount]
4 PERCENT off
""")


def found(sentence: str) -> list[tuple[str, str]]:
    cut = phrases.tokens(sentence)
    return [(m.phrase.group, m.words) for m in phrases.find(sentence, cut, LEXICON)]


@pytest.mark.parametrize(
    ("sentence", "matches"),
    [
        ("act now", [("urgency", "act now")]),
        ("hurry up and act now", [("urgency", "hurry up and act now"), ("urgency", "act now")]),
        ("act on one two three now", []),
        ("act", []),
        ("now act", []),
        ("20% off today", [("discount", "20% off"), ("urgency", "today")]),
        ("20 percent off", [("discount", "20 percent off")]),
        ("20% way off", []),
        ("", []),
    ],
)
def test_a_phrase_is_found_in_order_and_within_its_gap(
    sentence: str, matches: list[tuple[str, str]]
) -> None:
    assert found(sentence) == matches


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("https://example.com/x", ["LINK"]),
        ("see example.co.uk.", ["see", "LINK"]),
        ("shop.example.com/sale", ["OFFER_LINK"]),
        ("example.com/wholesale", ["LINK"]),
        ("mail buy.now@shop.example.", ["mail", "MAILBOX"]),
        ("12.5% of $1,200.50", ["PERCENT", "of", "MONEY"]),
        ("€5 or 30 percent", ["MONEY", "or", "PERCENT"]),
        ("save20 welcome-10off g-482913 a1b2", ["CODE", "CODE", "CODE", "CODE"]),
        ("at 10:30 on 5/3", ["at", "NUMBER", "on", "NUMBER"]),
        ("4th 10am don't one-time :gift:", ["4th", "10am", "don't", "one-time", ":gift:"]),
        ("¡señor! 日本", ["señor", "日本"]),
    ],
)
def test_words_and_kinds_of_words_are_told_apart(sentence: str, names: list[str]) -> None:
    assert [token.name for token in phrases.tokens(sentence)] == names


def test_every_line_of_the_lexicons_has_a_group_and_a_weight() -> None:
    every = {**lexicon.OFFERS, **protections.PROTECTIONS, **protections.SETTLED}
    for lines in every.values():
        for phrase in lines:
            assert phrase.group.isalpha()
            assert 0 < phrase.weight <= 4
            assert not phrase.slots[0].after_gap
            assert all(name for slot in phrase.slots for name in slot.names)


def test_every_kind_named_in_capitals_exists() -> None:
    kinds = {"LINK", "OFFER_LINK", "PERCENT", "MONEY", "CODE", "NUMBER"}
    for each in (lexicon.OFFERS, protections.PROTECTIONS, protections.SETTLED):
        slots = [slot for lines in each.values() for phrase in lines for slot in phrase.slots]
        assert {n for s in slots for n in s.names if n.isupper()} <= kinds


def test_every_word_of_the_lexicons_can_be_met_in_a_text() -> None:
    for each in (lexicon.OFFERS, protections.PROTECTIONS, protections.SETTLED):
        slots = [slot for lines in each.values() for phrase in lines for slot in phrase.slots]
        for name in sorted({n for s in slots for n in s.names if not n.isupper()}):
            assert [token.name for token in phrases.tokens(name)] == [name], name
