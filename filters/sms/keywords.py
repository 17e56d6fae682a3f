"""Whether a text asks for a stop word as an answer to something else, or says that only one counts.

Whoever replies with a stop word has opted out (47 CFR 64.1200(a)(10)), whatever they were told it
would do; and no text may make one word the only way out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filters.decision import Objection
from filters.expression import compiled
from filters.rule import rule
from filters.sms.keyword_phrases import (
    ANY_WORD,
    ASKED_FOR,
    ASKED_FOR_ALONE,
    BUSINESS,
    CLAIMING,
    ENDS_SERVICE,
    ENDS_TEXTS,
    LEAVING,
    MESSAGES,
    ONE_WAY,
    STOP_WORDS,
)
from filters.sms.text import normalised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Sms, SmsFacts

_SENTENCE: Final = re.compile(r"[^.!?;\n]+")


@rule("SMS_KEYWORD_TRAP", cites="47 CFR 64.1200(a)(10)")
def stop_word_means_something_else(sms: Sms, _facts: SmsFacts) -> Iterator[Objection]:
    """Refuse a text that asks for a stop word as an answer to something else."""
    trap = _trap(normalised(sms.text))
    if trap:
        yield Objection(
            recipient=sms.recipient,
            reason="The text asks for a word that ends all texts, for something else.",
            evidence=(trap,),
        )


@rule("SMS_OPTOUT_EXCLUSIVE", cites="47 CFR 64.1200(a)(10)")
def only_one_word_is_said_to_stop(sms: Sms, _facts: SmsFacts) -> Iterator[Objection]:
    """Refuse a text that says there is only one way to make the texts stop."""
    claim = _claim(normalised(sms.text))
    if claim:
        yield Objection(
            recipient=sms.recipient,
            reason="The text says that there is only one way to make the texts stop.",
            evidence=(claim,),
        )


def _trap(text: str) -> str:
    """Return the words that ask for a stop word and promise something else for it."""
    if not compiled(ANY_WORD).search(text):
        return ""
    for sentence in _SENTENCE.findall(text):
        if compiled(ANY_WORD).search(sentence):
            for asking in ASKED_FOR:
                for asked in compiled(asking).finditer(sentence):
                    if not _is_about_texts(asked["rest"], asked["word"], text):
                        return asked[0].strip()
            alone = compiled(ASKED_FOR_ALONE).search(sentence)
            if alone and not _is_known(alone["word"], "", text):
                return alone[0]
    return ""


def _is_about_texts(rest: str, word: str, text: str) -> bool:
    """Whether what a stop word is to do is what it does."""
    if compiled(ENDS_TEXTS).match(rest):
        return _is_known(word, rest, text)
    return word in STOP_WORDS and compiled(ENDS_SERVICE).match(rest) is not None


def _is_known(word: str, rest: str, text: str) -> bool:
    """Whether nobody takes a word for the answer to what else the text is about.

    "YES to confirm, CANCEL to cancel": what is cancelled is what is not confirmed.
    """
    return (
        word in STOP_WORDS
        or compiled(MESSAGES).search(rest) is not None
        or compiled(BUSINESS).search(text) is None
    )


def _claim(text: str) -> str:
    """Return the words that leave only one way out."""
    if not compiled(LEAVING).search(text):
        return ""
    for sentence in _SENTENCE.findall(text):
        if compiled(CLAIMING).search(sentence) and compiled(LEAVING).search(sentence):
            for pattern in ONE_WAY:
                if claim := compiled(pattern).search(sentence):
                    return claim[0].strip()
    return ""
