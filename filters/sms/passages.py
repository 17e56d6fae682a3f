"""The passages of a long text: no padding before or after an offer makes it lighter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.sms.simplified import simplified
from filters.sms.text import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONG_WORDS: Final = 45  # from here on a text is more than one thought
_PASSAGE_WORDS: Final = 30
_SHORTEST_WORDS: Final = 5  # of a sentence that stands alone


def passages(text: str) -> tuple[str, ...]:
    """Return a text as the models read it, and if it is long each sentence and each run of a few.

    >>> passages("See you at 5.")
    ('see you at 0',)
    """
    whole = simplified(text)
    if len(whole.split()) < _LONG_WORDS:
        return (whole,)
    pieces = [piece for sentence in sentences(text) for piece in _cut(sentence)]
    spoken = (simplified(piece) for piece in pieces if piece.count(" ") >= _SHORTEST_WORDS - 1)
    return (whole, *dict.fromkeys((*_runs(pieces), *spoken)))


def _runs(pieces: list[str]) -> Iterator[str]:
    """Yield, from each piece on, as many as make a passage."""
    for start in range(len(pieces)):
        end, words = start + 1, len(pieces[start].split())
        while end < len(pieces) and (words := words + len(pieces[end].split())) <= _PASSAGE_WORDS:
            end += 1
        yield simplified(" ".join(pieces[start:end]))


def _cut(sentence: str) -> Iterator[str]:
    words = sentence.split()
    for start in range(0, max(1, len(words)), _PASSAGE_WORDS // 2):
        if start == 0 or len(words) - start > _PASSAGE_WORDS // 2:
            yield " ".join(words[start : start + _PASSAGE_WORDS])
