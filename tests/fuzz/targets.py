"""What must hold for any bytes whatever: one function a reader, for the fuzzers and the corpus."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filters.email.html import end_of_body
from filters.email.mime import parse
from filters.email.monstrous import is_deep, is_monstrous
from filters.errors import MalformedMessage

if TYPE_CHECKING:
    from collections.abc import Callable

    from filters.email.part import Part

_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_ELEMENT: Final = b"<i>x</i>"


def tree(data: bytes) -> None:
    """Read a structure; a first byte of 0 hands the rest on as it is, else lines end in CRLF."""
    raw = data[1:] if data[:1] == b"\0" else _LINE_END.sub(b"\r\n", data.replace(b"\0", b""))
    try:
        root = parse(raw)
    except MalformedMessage:
        return
    assert (root.start, root.body_end) == (0, len(raw))
    for part in root.walk():
        _is_in_order(part)


def _is_in_order(part: Part) -> None:
    assert part.start <= part.header_end <= part.body_start <= part.body_end
    at = part.body_start
    for child in part.children:
        assert at <= child.start
        at = child.body_end
    assert at <= part.body_end
    for field in part.fields:
        assert part.start <= field.start < field.value_start <= field.value_end <= field.end
        assert field.value_end <= part.header_end  # its line end may be the delimiter's


def html(data: bytes) -> None:
    """Find the end of a body; what is put there moves it by its own length, no more, no less."""
    is_deep(data)
    is_monstrous(data)
    at = end_of_body(data)
    if at is None:
        return
    assert 0 <= at <= len(data)
    assert end_of_body(data[:at] + _ELEMENT + data[at:]) == at + len(_ELEMENT)


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {"tree": tree, "html": html}
