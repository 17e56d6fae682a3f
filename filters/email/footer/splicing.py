"""Writing changes of a part's content over its bytes: in its charset, under its encoding."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.email import transfer
from filters.email.charset import UTF_8, Charset
from filters.email.footer.filling import pieces as content_pieces
from filters.plan import Base64Text, Piece, Plan, Splice, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filters.email.footer.filling import Change
    from filters.email.mime import Field, Part

_CHARSET: Final = re.compile(rb';\s*charset\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;]*)', re.IGNORECASE)
_NOT_REWRITABLE: Final = re.compile(rb"charset\*|\(", re.IGNORECASE)
_SOFT_BREAK: Final = b"=\r\n"
_qp: Final = lru_cache(maxsize=128)(transfer.qp)  # footers repeat, bodies do not


@dataclass(frozen=True, slots=True)
class Writing:
    """A part whose content is changed."""

    raw: bytes
    part: Part
    content: bytes  # decoded
    charset: Charset

    @property
    def encoding(self) -> str:
        """How its bytes stand for the content."""
        return self.part.transfer_encoding


def splices(writing: Writing, changes: Sequence[Change], fixes: tuple[str, ...]) -> Plan | None:
    """Return the plan of all changes of a part; its fixes name what is converted for them.

    None: the bytes are not read alike by everybody, or could not say it.
    """
    content = writing.content
    try:
        pieces = [change.pieces(writing.charset, content) for change in changes]
    except UnicodeEncodeError:
        return _converted(writing, changes, UTF_8, fixes)
    if writing.encoding == transfer.BASE64:
        return Plan(splices=(_base64(writing, changes, pieces),), fixes=fixes)
    if writing.encoding == transfer.QUOTED_PRINTABLE:
        found = _quoted_printable(writing, changes, pieces)
        return None if found is None else Plan(splices=found, fixes=fixes)
    if writing.encoding == "7bit" and content.isascii() and not all(map(_is_ascii, pieces)):
        return _converted(writing, changes, writing.charset, fixes)
    start, gap = writing.part.body_start, missing_empty_line(writing.raw, writing.part)
    return Plan(
        splices=tuple(
            Splice(start=start + each.start, end=start + each.end, template=(gap, *written))
            for each, written in zip(changes, pieces, strict=True)
        ),
        fixes=fixes,
    )


def _is_ascii(pieces: Sequence[Piece]) -> bool:
    return all(piece.isascii() for piece in pieces if isinstance(piece, bytes))


def _quoted_printable(
    writing: Writing, changes: Sequence[Change], pieces: Sequence[tuple[bytes | Token, ...]]
) -> tuple[Splice, ...] | None:
    """Return a splice a change, each on lines of its own, so that none gets too long."""
    raw, part = writing.raw, writing.part
    gap = missing_empty_line(raw, part)
    found: list[Splice] = []
    position, offset = part.body_start, 0
    for change, written in zip(changes, pieces, strict=True):
        start = transfer.qp_position(raw, position, part.body_end, change.start - offset)
        length = change.end - change.start
        end = start and transfer.qp_position(raw, start, part.body_end, length)
        if start is None or end is None:
            return None
        if not length:
            before = _kept_space(raw[part.body_start : start])
            position, offset = start, change.start
            found.append(Splice(start=start, end=start, template=(gap, before, *_qp(written))))
            continue
        while raw.startswith(_SOFT_BREAK, start):
            start += len(_SOFT_BREAK)
        starts_line = raw[start - 2 : start] == b"\r\n"
        ends_line = end == part.body_end or raw.startswith((b"\r\n", _SOFT_BREAK), end)
        template = (
            b"" if starts_line else _SOFT_BREAK, *_qp(written), b"" if ends_line else _SOFT_BREAK,
        )  # fmt: skip
        found.append(Splice(start=start, end=end, template=template))
        position, offset = end, change.end
    return tuple(found)


def _kept_space(before: bytes) -> bytes:
    """Return what keeps a space at the end of the text, once a line end follows (RFC 2045 6.7)."""
    return _SOFT_BREAK if before.endswith((b" ", b"\t")) else b""


def _base64(
    writing: Writing, changes: Sequence[Change], pieces: Sequence[tuple[bytes | Token, ...]]
) -> Splice:
    """Encode again what follows the last whole quantum before the first change, and no more."""
    raw, part, content = writing.raw, writing.part, writing.content
    end = part.body_start + len(raw[part.body_start : part.body_end].rstrip())
    quanta = changes[0].start // 3
    start = transfer.base64_position(raw, part.body_start, quanta)
    while start < end and raw[start] in b" \t\r\n":
        start += 1
    texts: list[bytes | Token] = []
    position = quanta * 3
    for change, written in zip(changes, pieces, strict=True):
        texts += [content[position : change.start], *written]
        position = change.end
    text = Base64Text((*texts, content[position:]))
    starts_line = start == part.body_start or raw[start - 2 : start] == b"\r\n"
    gap = missing_empty_line(raw, part) + (b"" if starts_line else b"\r\n")
    last = b"\r\n" if end == len(raw) else b""  # RFC 5321 4.1.1.4: mail data ends a line
    return Splice(start=start, end=end, template=(gap, text, last))


def _converted(
    writing: Writing, changes: Sequence[Change], charset: Charset, fixes: tuple[str, ...]
) -> Plan | None:
    """Write one text part anew, in another charset or encoding, so that it can hold the changes."""
    try:
        pieces = content_pieces(writing.content, changes, writing.charset, charset)
    except UnicodeError:
        return None
    raw, part = writing.raw, writing.part
    is_base64 = writing.encoding == transfer.BASE64
    label = b"utf-8" if charset is UTF_8 and writing.charset is not UTF_8 else b""
    encoding = b"" if is_base64 else transfer.QUOTED_PRINTABLE.encode()
    header = _header(raw, part, label, encoding)
    if header is None:
        return None
    body = (Base64Text(pieces),) if is_base64 else transfer.qp(pieces)
    end = part.body_start + len(raw[part.body_start : part.body_end].rstrip()) if is_base64 else 0
    splice = Splice(start=part.body_start, end=end or part.body_end, template=body)
    if label:
        fixes = (*fixes, "F_CHARSET_CHANGED")
    if not is_base64 and writing.encoding != transfer.QUOTED_PRINTABLE:
        fixes = (*fixes, "F_CTE_CHANGED")
    return Plan(splices=(*header, splice), fixes=fixes)


def _header(raw: bytes, part: Part, label: bytes, encoding: bytes) -> tuple[Splice, ...] | None:
    """Return the splices that declare another charset and transfer encoding; b"" keeps one."""
    if missing_empty_line(raw, part):
        return None
    splices: list[Splice] = []
    added = b""
    content_type = part.field("content-type")
    if label and content_type is None:
        added = b"Content-Type: text/plain; charset=" + label + b"\r\n"
    elif label and content_type is not None:
        splice = _charset_splice(raw, content_type, label)
        if splice is None:
            return None
        splices.append(splice)
    field = part.field("content-transfer-encoding")
    if encoding and field is None:
        added += b"Content-Transfer-Encoding: " + encoding + b"\r\n"
    elif encoding and field is not None:
        template = (b" " + encoding,)
        splices.append(Splice(start=field.value_start, end=field.value_end, template=template))
    if part.start == 0 and part.field("mime-version") is None:
        added += b"MIME-Version: 1.0\r\n"
    if added:
        splices.append(Splice(start=part.header_end, end=part.header_end, template=(added,)))
    return tuple(splices)


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


def missing_empty_line(raw: bytes, part: Part) -> bytes:
    """Return what has to come before the first byte of a body in a part that has none."""
    if part.body_start > part.header_end:
        return b""
    ends_line = not part.header_end or raw[part.header_end - 2 : part.header_end] == b"\r\n"
    return b"\r\n" if ends_line else b"\r\n\r\n"
