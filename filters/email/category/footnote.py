"""Advertising in a message whose business leads: one sentence of it that sells."""

from __future__ import annotations

import re
from typing import Final

from filters.email.category.lexicon import may_sell, plain, read, seen, sold
from filters.email.category.likeness import NO_TITLE, likeness, told
from filters.email.category.wording.ads import CALL_TO_BUY, INVITATION, LURE, REDUCTION
from filters.email.category.words import EXAMINED_CHARACTERS, EXAMINED_WORDS, Words, written

_END: Final = re.compile(r"(?<=[.!?])\s+")
_DEDUCTED: Final = re.compile(
    r"(?<!\S)[-\u2212] ?(?:[$\u20ac\u00a3]|R\$|EUR)? ?[0-9][0-9.,]*(?![0-9.,]| ?%)"
)
"""An amount with a minus: a line of a receipt."""
_LABEL: Final = 2  # words: "Free shipping" in a receipt
_OFFERS: Final = frozenset({CALL_TO_BUY, INVITATION, LURE, REDUCTION})
_FEW_WORDS: Final = 8
_EXAMINED_SENTENCES: Final = 300


def footnote(text: str) -> tuple[str, ...]:
    """Return what sells in sentences of a text that tell of no business; it is sought once.

    >>> footnote("Your code is 482913. Premium is half price until Sunday.")
    ('also: "half price" (a price reduction)',)
    >>> footnote("Your order has shipped. The discount of 20% is in the total.")
    ()
    """
    if _is_whole(text, read(text)) and not may_sell(read(text), _OFFERS):
        return ()
    paragraphs = [line for line in text.splitlines() if line.strip()]
    sentences = [(each, paragraph) for paragraph in paragraphs for each in _END.split(paragraph)]
    for sentence, paragraph in sentences[:_EXAMINED_SENTENCES]:
        words = read(sentence)
        found = seen(words)
        is_item = len(words.keys) <= _LABEL or _DEDUCTED.search(sentence)
        if is_item or plain(found.agreed):
            continue
        offers = {p: at for p, at in sold(found.selling).items() if p.means in _OFFERS}
        if offers and not _is_like_business(paragraph):
            return tuple(
                f'also: "{written(words.spelled[at : at + len(phrase.words)])}" ({phrase.means})'
                for phrase, at in offers.items()
            )
    return ()


def _is_whole(text: str, words: Words) -> bool:
    """Whether all of a text was read."""
    return len(text) <= EXAMINED_CHARACTERS and len(words.keys) < EXAMINED_WORDS


def _is_like_business(paragraph: str) -> bool:
    words = read(paragraph)
    return likeness(NO_TITLE, told(paragraph, words, seen(words)), few=_FEW_WORDS).score < 0
