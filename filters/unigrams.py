"""Cuts a text into the pieces of words the model of meaning knows (unigrams, Kudo 2018).

Of all ways to make a word of pieces the likeliest is taken, as SentencePiece does. Signs that are
in no piece count once however many follow each other, so that nobody fills a text with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

PADDING: Final = "<pad>"
UNKNOWN: Final = "<unk>"
FIRST: Final = "<s>"
LAST: Final = "</s>"
SPECIAL: Final = (PADDING, UNKNOWN, FIRST, LAST)
"""What stands first in a vocabulary, in this order; no piece of a text is one of them."""
_NO_PIECE: Final = SPECIAL.index(UNKNOWN)
_SPACE_AND_SIGN: Final = 2  # pieces of a word that is one unknown sign
SPACE: Final = "\u2581"
"""What a word begins with."""
_RARER: Final = 10.0  # so much less likely than the rarest piece is a sign that none has
_LONGEST_WORD: Final = 100  # signs; a longer one is no word


class Unigrams:
    """A vocabulary: pieces of words, and how likely each is."""

    def __init__(self, pieces: Iterable[tuple[str, float]]) -> None:
        """Take the pieces with their log-probabilities, numbered from 0."""
        numbered = enumerate(pieces)
        self._pieces = {
            piece: (number, likely)
            for number, (piece, likely) in numbered
            if number >= len(SPECIAL)
        }
        self._longest = max(map(len, self._pieces))
        self._unheard = min(likely for _, likely in self._pieces.values()) - _RARER

    @classmethod
    def read(cls, content: str) -> Unigrams:
        """Read a vocabulary: a piece a line, a tab, its log-probability."""
        rows = (line.split("\t") for line in content.split("\n"))
        return cls((piece, float(likely)) for piece, likely in rows)

    def numbers(self, simple: str) -> list[int]:
        r"""Return the numbers of a simplified text's pieces, with a first and a last of all.

        >>> Unigrams([(name, 0) for name in SPECIAL] + [("\u2581book", -9), ("ing", -4)]).numbers(
        ...     "booking"
        ... )
        [2, 4, 5, 3]
        """
        found = [SPECIAL.index(FIRST)]
        for word in simple.split():
            unknown = found[-1] == _NO_PIECE
            said = self._of_word(SPACE + word)
            if not (unknown and said[-1] == _NO_PIECE and len(said) <= _SPACE_AND_SIGN):
                found.extend(said)
        return [*found, SPECIAL.index(LAST)]

    def _of_word(self, word: str) -> list[int]:
        """Return the likeliest pieces; signs that are in none of them are unknown together."""
        if len(word) > _LONGEST_WORD:
            return [_NO_PIECE]
        # Up to each sign: how likely, where its last piece begins, which piece that is.
        best = [(0.0, 0, 0)]
        for end in range(1, len(word) + 1):
            found = (best[end - 1][0] + self._unheard, end - 1, _NO_PIECE)
            for start in range(max(0, end - self._longest), end):
                piece = self._pieces.get(word[start:end])
                if piece and best[start][0] + piece[1] > found[0]:
                    found = (best[start][0] + piece[1], start, piece[0])
            best.append(found)
        numbers, end = list[int](), len(word)
        while end:
            _, end, number = best[end]
            if number != _NO_PIECE or numbers[-1:] != [_NO_PIECE]:
                numbers.append(number)
        return numbers[::-1]
