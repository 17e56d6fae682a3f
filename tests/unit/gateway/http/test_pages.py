"""The public pages: languages, escaping, the words of every language."""

from __future__ import annotations

import re

import pytest

from gateway.http.pages import WORDS, Pages, Sender, language

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
        ("", "en;q=nonsense, *;q=0.1", "en"),
    ],
)
def test_language_is_the_one_asked_for_or_english(asked: str, accepted: str, answered: str) -> None:
    assert language(asked, accepted) == answered


def test_every_language_has_the_same_words_and_blanks() -> None:
    english = WORDS["en"]
    for words in WORDS.values():
        assert words.keys() == english.keys()
        for name, text in words.items():
            assert re.findall(r"\{\w+\}", text) == re.findall(r"\{\w+\}", english[name])


def test_what_others_wrote_is_text_and_never_markup() -> None:
    pages = Pages("en", SENDER)
    answers = [
        pages.choice(address=HOSTILE, stream="news"),
        pages.address_form(),
        pages.result("unsubscribed", "stopped_stream", address=HOSTILE, stream=HOSTILE, undo='"x'),
    ]
    for answer in answers:
        assert answer.text is not None
        assert "<img" not in answer.text
        assert "&lt;img" in answer.text
        assert len(answer.text.encode()) < 10 * 1024


def test_style_is_the_one_the_policy_allows() -> None:
    answer = Pages("en", SENDER).address_form()
    assert answer.text is not None
    assert answer.text.count("<style>") == 1
    assert "style=" not in answer.text
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
