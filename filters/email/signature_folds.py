"""Where the field of a signature may be folded: at more places than its white space."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURES: Final = frozenset(
    {"dkim-signature", "x-google-dkim-signature", "arc-seal", "arc-message-signature"}
)
"""Fields of tags in which white space says nothing (RFC 6376 3.2, 3.5; RFC 8617 4.1)."""
_BETWEEN: Final = re.compile(rb"(?<=[;:])(?=[^ \t\r\n])|(?<=[^ \t\r\n])(?=[ \t]++[^ \t\r\n])")
_BASE64: Final = re.compile(rb"(?:\A|;)[ \t\r\n]*bh?[ \t]*=[ \t]*([A-Za-z0-9+/=]{64,})")
_STEP: Final = 64


def places_to_fold(value: bytes) -> Iterator[int]:
    """Yield where a line may end: after a tag or a name, before white space, and in base64.

    >>> list(places_to_fold(b"d=a; h=from:to;b=x"))
    [4, 12, 15]
    """
    found = {match.start() for match in _BETWEEN.finditer(value)}
    for match in _BASE64.finditer(value):
        found.update(range(match.start(1) + _STEP, match.end(1), _STEP))
    yield from sorted(found)
