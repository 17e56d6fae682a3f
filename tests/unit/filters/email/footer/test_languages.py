from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from filters.email.footer.languages import ENGLISH, LANGUAGES, spoken

if TYPE_CHECKING:
    from filters.email.footer.languages import Language

OF_WESTERN_EUROPE = "en es fr de it pt nl sv".split()


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_every_sentence_is_whole(language: Language) -> None:
    for sentence in (language.notice, language.dealings, language.stop_advertising):
        assert sentence.count("{company}") == 1
    assert language.reason.count("{company}") == 1
    for sentence in (language.stop, language.stop_advertising):
        assert re.fullmatch(r"[^\[\]]+\[[^\[\]]+\][.\u3002]", sentence)
    for sentence in (language.notice, language.reason, language.dealings):
        assert re.fullmatch(r"[^\[\]]+[.\u3002]", sentence)


def test_no_two_languages_say_the_same() -> None:
    for sentence in ("notice", "reason", "dealings", "stop", "stop_advertising", "link"):
        said = [getattr(language, sentence) for language in LANGUAGES.values()]
        assert len(set(said)) == len(LANGUAGES) >= 14


@pytest.mark.parametrize("tag", OF_WESTERN_EUROPE)
def test_western_languages_fit_the_old_western_charset(tag: str) -> None:
    language = LANGUAGES[tag]
    sentences = (language.notice, language.reason, language.dealings, language.stop)
    "".join((*sentences, language.stop_advertising, language.colon)).encode("iso-8859-1")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("de", "de"), ("de-AT", "de"), (" PT-br ", "pt"), ("zh-CN", "zh"), ("zh", "zh"),
        ("zh-Hans-HK", "zh"), ("zh-SG", "zh"), ("zh-Hant-TW", "zh-Hant"),
        ("zh-TW", "zh-Hant"), ("ZH-hk", "zh-Hant"), ("zh-Hant", "zh-Hant"), ("zh-MO", "zh-Hant"),
        ("ar-EG", "ar"), ("en", "en"),
    ],
)  # fmt: skip
def test_a_region_makes_no_other_language_but_another_writing(tag: str, expected: str) -> None:
    assert spoken(tag) is LANGUAGES[expected]


@pytest.mark.parametrize("tag", ["", "fi", "deutsch", "german", "x-klingon", "-", "d", "de_AT"])
def test_what_is_not_spoken_is_nothing(tag: str) -> None:
    assert spoken(tag) is None


def test_english_is_english() -> None:
    assert ENGLISH.tag == "en"
    assert {tag for tag in LANGUAGES if LANGUAGES[tag].is_right_to_left} == {"ar", "he"}
