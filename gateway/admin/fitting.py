"""Cutting what is long, so that no page is: a page holds what a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from markupsafe import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Each = TypeVar("Each")

ROOM: Final = 16_000
"""Bytes of HTML that one text may take: a page has 100 kB, its style and scripts included."""

_OF_A_ROW: Final = 60  # bytes of markup


def size_bytes(text: str) -> int:
    """Return how much of a page a text takes, escaped."""
    return len(escape(text).encode("utf-8", "replace"))


def fitting(text: str, room: int = ROOM) -> str:
    """Return as much of the beginning of a text as so many bytes of HTML hold.

    >>> fitting("<<<<", 10)
    '<<'
    """
    piece = text[:room]
    while piece and (size := size_bytes(piece)) > room:
        piece = piece[: min(len(piece) - 1, len(piece) * room // size)]
    return piece


def fitting_rows(
    rows: Iterable[Each], words: Callable[[Each], str], room: int = ROOM
) -> tuple[tuple[Each, ...], bool]:
    """Return as many rows as so many bytes of HTML hold, and whether there are more.

    `words`: what of a row is written.
    """
    kept: list[Each] = []
    for row in rows:
        room -= size_bytes(words(row)) + _OF_A_ROW
        if room < 0:
            return tuple(kept), True
        kept.append(row)
    return tuple(kept), False
