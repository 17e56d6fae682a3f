"""Declaring another charset or transfer encoding in the header of a part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filters.plan import Splice

if TYPE_CHECKING:
    from filters.email.part import Field, Part

_CHARSET: Final = re.compile(rb';\s*charset\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;]*)', re.IGNORECASE)
_NOT_REWRITABLE: Final = re.compile(rb"charset\*|\(", re.IGNORECASE)


def declaring(
    raw: bytes, part: Part, *, charset: bytes = b"", encoding: bytes = b""
) -> tuple[Splice, ...] | None:
    """Return the splices that declare another charset and transfer encoding; b"" keeps one.

    None: the header is not one that this can be said in.
    """
    if missing_empty_line(raw, part):
        return None
    splices: list[Splice] = []
    added = b""
    content_types = _all(part, "content-type") if charset else ()
    for field in content_types:
        splice = _charset_splice(raw, field, charset)
        if splice is None:
            return None
        splices.append(splice)
    if charset and not content_types:
        added = b"Content-Type: text/plain; charset=" + charset + b"\r\n"
    encodings = _all(part, "content-transfer-encoding") if encoding else ()
    for field in encodings:
        template = (b" " + encoding,)
        splices.append(Splice(start=field.value_start, end=field.value_end, template=template))
    if encoding and not encodings:
        added += b"Content-Transfer-Encoding: " + encoding + b"\r\n"
    if (splices or added) and part.start == 0 and part.field("mime-version") is None:
        added += b"MIME-Version: 1.0\r\n"
    if added:
        splices.append(Splice(start=part.header_end, end=part.header_end, template=(added,)))
    return tuple(splices)


def _all(part: Part, name: str) -> tuple[Field, ...]:
    """Return every field of a name: two that say the same must go on doing so."""
    return tuple(field for field in part.fields if field.name == name)


def missing_empty_line(raw: bytes, part: Part) -> bytes:
    """Return what has to come before the first byte of a body in a part that has none."""
    if part.body_start > part.header_end:
        return b""
    ends_line = not part.header_end or raw[part.header_end - 2 : part.header_end] == b"\r\n"
    return b"\r\n" if ends_line else b"\r\n\r\n"


def _charset_splice(raw: bytes, field: Field, label: bytes) -> Splice | None:
    value = raw[field.value_start : field.value_end]
    if _NOT_REWRITABLE.search(value):
        return None
    match = _CHARSET.search(value)
    if match:
        start, end = (field.value_start + at for at in match.span(1))
        return Splice(start=start, end=end, template=(label,))
    end = field.value_start + len(value.rstrip(b" \t\r\n;"))
    return Splice(start=end, end=field.value_end, template=(b"; charset=" + label,))
