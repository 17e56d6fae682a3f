"""HTML so long that mailbox providers cut its end off, and the footer with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from suppression.tokens import TOKEN_LENGTH

if TYPE_CHECKING:
    from collections.abc import Sequence

CLIPPED_BYTES: Final = 100_000
"""Mailbox providers hide what follows about 102 kB of HTML behind a link."""


def length(texts: Sequence[str]) -> int:
    """Return how long texts are with the token between.

    >>> length(("<p>", "</p>")) - TOKEN_LENGTH, length(("<br>",)), length(())
    (7, 4, 0)
    """
    return sum(map(len, texts)) + TOKEN_LENGTH * max(len(texts) - 1, 0)
