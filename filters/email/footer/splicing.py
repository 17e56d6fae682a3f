"""Writing changes of a part's content over its bytes: in its charset, under its encoding."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.email import transfer
from filters.email.charset import UTF_8, Charset
from filters.email.footer.filling import pieces as content_pieces
from filters.email.newlines import has_long_line
from filters.email.part_header import declaring, missing_empty_line
from filters.plan import Base64Text, Piece, Plan, Splice, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filters.email.footer.filling import Change
    from filters.email.part import Part

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
    if has_long_line(writing.raw, writing.part.body_start, writing.part.body_end):
        return _converted(writing, changes, writing.charset, fixes)
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
    raw, part, was = writing.raw, writing.part, writing.encoding
    label = b"utf-8" if charset is UTF_8 and writing.charset is not UTF_8 else b""
    encoding = _encoding_for(writing, pieces)
    header = declaring(
        raw, part, charset=label, encoding=b"" if encoding == was else encoding.encode()
    )
    if header is None:
        return None
    end = part.body_end
    if encoding == transfer.BASE64:
        if was == encoding:
            end = part.body_start + len(raw[part.body_start : end].rstrip())
        body: tuple[Piece, ...] = (Base64Text(pieces), b"\r\n" if end == len(raw) else b"")
    else:
        body = transfer.qp(pieces)
    splice = Splice(start=part.body_start, end=end, template=body)
    if label:
        fixes = (*fixes, "F_CHARSET_CHANGED")
    if encoding != was:
        fixes = (*fixes, "F_CTE_CHANGED")
    return Plan(splices=(*header, splice), fixes=fixes)


def _encoding_for(writing: Writing, pieces: Sequence[bytes | Token]) -> str:
    """Return the transfer encoding to write a part anew in; it keeps one that has short lines."""
    if writing.encoding not in transfer.IDENTITY:
        return writing.encoding
    if not has_long_line(writing.content):
        return transfer.QUOTED_PRINTABLE
    return transfer.shorter_encoding(b"".join(p for p in pieces if isinstance(p, bytes)))
