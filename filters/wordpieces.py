"""Cuts a text into the pieces of words the model of meaning knows (WordPiece, as BERT has it)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.expression import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FIRST: Final = "[CLS]"
LAST: Final = "[SEP]"
UNKNOWN: Final = "[UNK]"
PADDING: Final = "[PAD]"
_WORD: Final = r"[\u3400-\u9fff]|(?:(?![\u3400-\u9fff])[^\W_])+|[^\w\s]|_"
_LONGEST_WORD: Final = 100


class WordPieces:
    """A vocabulary; pieces that go on with a word begin with `##`."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        """Take each piece with its number."""
        self._numbers = numbers

    @classmethod
    def read(cls, content: str) -> WordPieces:
        """Read a vocabulary: a piece a line, numbered from 0."""
        return cls({piece: number for number, piece in enumerate(content.splitlines())})

    def numbers(self, simple: str) -> list[int]:
        r"""Return the numbers of a simplified text's pieces, with a first and a last of all.

        >>> WordPieces.read("[PAD] [UNK] [CLS] [SEP] book ##ing !".replace(" ", "\n")).numbers(
        ...     "booking!"
        ... )
        [2, 4, 5, 6, 3]
        """
        found = [self._numbers[FIRST]]
        for word in compiled(_WORD).findall(simple):
            found.extend(self._pieces(word))
        return [*found, self._numbers[LAST]]

    def _pieces(self, word: str) -> Iterator[int]:
        """Yield the longest pieces from the left; a word not made of them is unknown."""
        pieces, start = [], 0
        while start < len(word) <= _LONGEST_WORD:
            prefix = "##" if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if prefix + word[start:end] in self._numbers), 0)
            if not end:
                break
            pieces.append(self._numbers[prefix + word[start:end]])
            start = end
        yield from pieces if start == len(word) else (self._numbers[UNKNOWN],)
