"""The public pages: languages, escaping, the words of every language."""

from __future__ import annotations

import re
import unicodedata

import pytest

from filters.email.footer.languages import LANGUAGES
from gateway.http.pages import WORDS, Pages, Person, Result, Sender, Sentence, language

HOSTILE = "<img src=x onerror=alert(1)>"
SENDER = Sender(company=HOSTILE, postal_address='1 "Main" St', contact="help@example.com")


@pytest.mark.parametrize(
    ("asked", "accepted", "answered"),
    [
        ("", "", "en"),
        ("", "en-GB,en;q=0.9", "en"),
        ("en", "xx", "en"),
        ("xx", "yy;q=0.5, en-US;q=0.4", "en"),
        ("../../etc", "en;q=0", "en"),
        ("pt-BR", "de", "pt"),
        ("", "zh-Hant-TW, en;q=0.1", "zh-Hant"),
        ("zh-TW", "", "zh-Hant"),
        ("zh-Hant", "de", "zh-Hant"),
        ("", "zh-CN", "zh"),
        ("", "fi, ar;q=0.9, de;q=0.8", "ar"),
        ("", "en;q=nonsense, *;q=0.1", "en"),
    ],
)
def test_language_is_the_one_asked_for_or_english(asked: str, accepted: str, answered: str) -> None:
    assert language(asked, accepted) == answered


def test_there_are_as_many_languages_as_the_footer_speaks() -> None:
    assert set(WORDS) == set(LANGUAGES)
    for code, words in WORDS.items():
        assert words["tag"] == LANGUAGES[code].tag
        assert words["direction"] == LANGUAGES[code].direction


@pytest.mark.parametrize("code", WORDS)
def test_every_language_has_the_same_words_and_blanks(code: str) -> None:
    words, english = WORDS[code], WORDS["en"]
    assert list(words) == list(english)
    for name, text in words.items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", english[name]))
        assert text == text.strip() == unicodedata.normalize("NFC", text)
        assert not set(text) & set("<>&\"'"), text
        if code != "en" and name != "direction":
            assert text != english[name]


def test_what_others_wrote_is_text_and_never_markup() -> None:
    pages = Pages("en", SENDER)
    person = Person(kind="emails", address=HOSTILE, mark='"x')
    answers = [
        pages.choice(person, [person], stream=HOSTILE, act='"x'),
        pages.address_form(),
        pages.result(
            Result(
                heading="unsubscribed",
                sentences=(
                    Sentence("stopped_stream", {"address": HOSTILE, "stream": "{words.title}"}),
                ),
                undo='"x',
            ),
            mark='"x',
        ),
    ]
    for answer in answers:
        assert answer.text is not None
        assert "<img" not in answer.text
        assert "&lt;img" in answer.text
        assert 'value=""x' not in answer.text
        assert len(answer.text.encode()) < 10 * 1024


@pytest.mark.parametrize("code", WORDS)
def test_every_page_is_small_in_every_language(code: str) -> None:
    pages = Pages(code, Sender(company="K" * 80, postal_address="S" * 120, contact="c" * 60))
    person = Person(kind="texts", address="+1•••8284", mark="0" * 32)
    answers = [
        pages.choice(person, [person] * 3, stream="s" * 64, act="a" * 26),
        pages.address_form(complaint="too_often"),
        pages.result(
            Result(
                heading="unsubscribed",
                sentences=(Sentence("stopped_all", {"address": "a" * 90}),) * 6,
                undo="a" * 26,
            ),
            mark="0" * 32,
        ),
    ]
    assert all(len((answer.text or "").encode()) <= 10 * 1024 for answer in answers)


def test_style_is_the_one_the_policy_allows() -> None:
    answer = Pages("en", SENDER).address_form()
    assert answer.text is not None
    assert answer.text.count("<style>") == 1
    assert "style=" not in answer.text
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
