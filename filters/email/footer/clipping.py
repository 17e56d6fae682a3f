"""HTML so long that mailbox providers cut its end off, and the footer with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from suppression.tokens import TOKEN_LENGTH

if TYPE_CHECKING:
    from filters.email.footer.text import Halves

CLIPPED_BYTES: Final = 100_000
"""Mailbox providers hide what follows about 102 kB of HTML behind a link."""


def is_clipped(html_bytes: int, footer: Halves) -> bool:
    """Whether HTML of this length is too long once it has its footer."""
    return html_bytes + len(footer.before) + len(footer.after) + TOKEN_LENGTH > CLIPPED_BYTES
