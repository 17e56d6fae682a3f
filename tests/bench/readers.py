"""What is read besides the edits, each with texts made to hold its reader up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.email.category.content import Content
from filters.email.category.guess import is_innocent
from filters.email.category.purpose import looks_commercial
from filters.email.mime import parse
from gateway.diff.changes import Change
from gateway.diff.unified import unified_diff

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _purpose(text: bytes) -> object:
    return looks_commercial("x", text.decode())


def _guess(raw: bytes) -> object:
    """Ask whether an answer that nobody declared sells nothing."""
    return is_innocent(Content(raw, parse(raw)))


def _answer(pattern: str, kind: str = "plain") -> Callable[[int], bytes]:
    head = f"In-Reply-To: <1@x>\r\nTo: bob@example.net\r\nContent-Type: text/{kind}\r\n\r\n"
    return lambda size: head.encode() + _of(f"{pattern}\r\n")(size)


def _difference(raw: bytes) -> object:
    """Show a change at either end of a message."""
    ends = [Change(start=at, end=at, added=b"x\r\n") for at in (0, len(raw))]
    return list(unified_diff(raw, ends))


def _of(pattern: str) -> Callable[[int], bytes]:
    return lambda size: pattern.encode() * (size // len(pattern.encode()))


READERS: Final[Mapping[str, tuple[Callable[[int], bytes], Callable[[bytes], object]]]] = {
    "purpose: offers": (_of("50% off shop now "), _purpose),
    "purpose: any alphabet": (_of("\u0436\u00adabc "), _purpose),
    "purpose: letter by letter": (_of("S A "), _purpose),
    "purpose: in signs": (_of("a1!"), _purpose),
    "guess: letter by letter": (_answer("s.a l "), _guess),
    "guess: ends of addresses": (_answer("a.com@"), _guess),
    "guess: who does what": (_answer("we our i x y "), _guess),
    "guess: links": (_answer("<a ", "html"), _guess),
    "guess: introductions": (_answer("> On Mon bob@example.net "), _guess),
    "difference: short lines": (_of("line\r\n"), _difference),
    "difference: empty lines": (_of("\r\n"), _difference),
}
