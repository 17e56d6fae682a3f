"""Text in pieces to lines with their numbers, none longer than a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST: Final = 1 << 18  # characters: a record of a list, with room
_SHOWN: Final = 200


class TooLong(str):
    """The beginning of a line that was not kept whole."""

    __slots__ = ()


def lines_of(texts: Iterable[str]) -> Iterator[str]:
    r"""Yield the lines, whether they end in LF, CRLF or CR, without their ends.

    >>> list(lines_of(["a\r", "\nb\rc"]))
    ['a', 'b', 'c']
    """
    held = ""
    skipping = False  # the rest of a line that was too long
    for text in _line_feeds(texts):
        first, *others = text.split("\n")
        if not skipping:
            held += first
        if len(held) > LONGEST:
            yield TooLong(held[:_SHOWN])
            held, skipping = "", True
        if not others:
            continue
        if not skipping:
            yield held
        skipping = False
        held = others.pop()
        for line in others:
            yield line if len(line) <= LONGEST else TooLong(line[:_SHOWN])
    if held and not skipping:
        yield held


def _line_feeds(texts: Iterable[str]) -> Iterator[str]:
    """Yield the text with LF alone at the end of every line."""
    carried = False  # a CR that may be half of a CRLF
    for text in filter(None, texts):
        if carried and not text.startswith("\n"):
            text = "\n" + text  # noqa: PLW2901 - the piece with what was held back
        carried = text.endswith("\r")
        if "\r" in text:
            text = text.removesuffix("\r").replace("\r\n", "\n").replace("\r", "\n")  # noqa: PLW2901 - as above
        yield text
    if carried:
        yield "\n"
