"""What is read besides the edits, each with texts made to hold its reader up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.email.category.purpose import looks_commercial
from gateway.changes import Change
from gateway.unified_diff import unified_diff

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _purpose(text: bytes) -> object:
    return looks_commercial("x", text.decode())


def _difference(raw: bytes) -> object:
    """Show a change at either end of a message."""
    ends = [Change(start=at, end=at, added=b"x\r\n") for at in (0, len(raw))]
    return list(unified_diff(raw, ends))


def _of(pattern: str) -> Callable[[int], bytes]:
    return lambda size: pattern.encode() * (size // len(pattern.encode()))


READERS: Final[Mapping[str, tuple[Callable[[int], bytes], Callable[[bytes], object]]]] = {
    "purpose: offers": (_of("50% off shop now "), _purpose),
    "purpose: any alphabet": (_of("\u0436\u00adabc "), _purpose),
    "difference: short lines": (_of("line\r\n"), _difference),
    "difference: empty lines": (_of("\r\n"), _difference),
}
