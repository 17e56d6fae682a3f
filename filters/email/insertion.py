"""Putting a footer into one displayed part: in its charset, under its transfer encoding."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.email import footer_text, transfer
from filters.email.charset import ASCII_ESCAPE, ESCAPE, UTF_8, Charset, lookup
from filters.email.displayed import HTML
from filters.email.html import end_of_body, is_monstrous, leaves_link_open
from filters.plan import Base64Text, Piece, Plan, Splice, Token

if TYPE_CHECKING:
    from filters.email.footer_text import Halves, Wording
    from filters.email.mime import Field, Part

_CHARSET: Final = re.compile(rb';\s*charset\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;]*)', re.IGNORECASE)
_NOT_REWRITABLE: Final = re.compile(rb"charset\*|\(", re.IGNORECASE)
_footer_qp: Final = lru_cache(maxsize=128)(transfer.qp)  # footers repeat, bodies do not


@dataclass(frozen=True, slots=True)
class _Place:
    """A part that was read, and where in its content the footer goes."""

    raw: bytes
    part: Part
    content: bytes
    charset: Charset
    offset: int

    @property
    def is_html(self) -> bool:
        return self.part.content_type == HTML

    @property
    def encoding(self) -> str:
        return self.part.transfer_encoding


def insert(raw: bytes, part: Part, wording: Wording) -> Plan | None:
    """Return the edits that put the footer at the end of a displayed part.

    None: it could not be done so that every reader shows it and keeps the rest as it was.
    """
    place = _place(raw, part)
    if place is None:
        return None
    if place.is_html:
        return _spliced(place, _encoded(_closing(place, wording), place), ("F_FOOTER_HTML",))
    halves = _framed(place, wording)
    try:
        pieces = _encoded(halves, place)
    except UnicodeEncodeError:
        return _converted(place, halves, UTF_8)
    if place.encoding == "7bit" and place.content.isascii() and not _is_ascii(pieces):
        return _converted(place, halves, place.charset)
    return _spliced(place, pieces, ("F_FOOTER_TEXT",))


def _place(raw: bytes, part: Part) -> _Place | None:
    body = raw[part.body_start : part.body_end]
    if not transfer.is_sound(body, part.transfer_encoding):
        return None
    content = transfer.decoded(body, part.transfer_encoding)
    charset = lookup(part.charset, content)
    if charset is None:
        return None
    is_html = part.content_type == HTML
    offset = _offset(content, charset, is_html=is_html)
    if offset is None or (is_html and is_monstrous(content)):
        return None
    return _Place(raw, part, content, charset, offset)


def _offset(content: bytes, charset: Charset, *, is_html: bool) -> int | None:
    if charset.is_plain:
        return end_of_body(content) if is_html else len(content)
    try:
        text = content.decode(charset.reads)
    except UnicodeDecodeError:
        return None
    if not is_html:
        return len(content)
    index = end_of_body(text.encode("ascii", "replace"))
    if index is None:
        return None
    tail = text[index:].encode(charset.writes, "replace")
    return len(content) - len(tail) if content.endswith(tail) else None


def _closing(place: _Place, wording: Wording) -> Halves:
    """Return the HTML footer, kept out of a link that was left open before it."""
    halves = footer_text.html(wording)
    if place.charset.is_plain and leaves_link_open(place.content[: place.offset]):
        return footer_text.Halves("</a>" + halves.before, halves.after)
    return halves


def _framed(place: _Place, wording: Wording) -> Halves:
    """Set the footer off from the text before it, and end as that text ended."""
    is_flowed = place.part.parameters.get("format", "").lower() == "flowed"
    text = place.content if not place.charset.is_wide else place.content.replace(b"\0", b"")
    bare = place.encoding == transfer.BASE64 and b"\n" in text and b"\r\n" not in text
    newline = "\n" if bare else "\r\n"
    ends_message = not text and place.part.body_end == len(place.raw)
    ends_line = text.endswith(newline.encode())
    before, after = footer_text.plain(wording, newline, flowed=is_flowed)
    gap = "" if not text else newline if ends_line else newline * 2
    return footer_text.Halves(gap + before, after + (newline if ends_line or ends_message else ""))


def _encoded(halves: Halves, place: _Place) -> tuple[Piece, ...]:
    """Encode a footer in the charset of its part.

    Raises:
        UnicodeEncodeError: the charset cannot say it.
    """
    before, after = (half.encode(place.charset.writes) for half in halves)
    if place.charset.is_stateful:
        escape = place.content.rfind(ESCAPE, 0, place.offset)
        if escape >= 0 and not place.content.startswith(ASCII_ESCAPE, escape):
            before = ASCII_ESCAPE + before
    token = Token(place.charset.writes if place.charset.is_wide else "ascii")
    return (before, token, after)


def _is_ascii(pieces: tuple[Piece, ...]) -> bool:
    return all(piece.isascii() for piece in pieces if isinstance(piece, bytes))


def _spliced(place: _Place, pieces: tuple[Piece, ...], fixes: tuple[str, ...]) -> Plan | None:
    raw, part = place.raw, place.part
    if place.encoding == transfer.BASE64:
        return Plan(splices=(_base64(place, pieces),), fixes=fixes)
    position = part.body_start + place.offset
    gap = missing_empty_line(raw, part)
    if place.encoding == transfer.QUOTED_PRINTABLE:
        found = transfer.qp_position(raw, part.body_start, part.body_end, place.offset)
        if found is None:
            return None
        position = found
        pieces = (_soft_break(raw[part.body_start : position]), *_footer_qp(pieces))
    splice = Splice(start=position, end=position, template=(gap, *pieces))
    return Plan(splices=(splice,), fixes=fixes)


def _soft_break(before: bytes) -> bytes:
    """Return what keeps a space at the end of the text, once a line end follows (RFC 2045 6.7)."""
    return b"=\r\n" if before.endswith((b" ", b"\t")) else b""


def _base64(place: _Place, pieces: tuple[Piece, ...]) -> Splice:
    """Encode again what follows the last whole quantum before the footer, and nothing else."""
    raw, part = place.raw, place.part
    end = part.body_start + len(raw[part.body_start : part.body_end].rstrip())
    quanta = place.offset // 3
    start = transfer.base64_position(raw, part.body_start, quanta)
    while start < end and raw[start] in b" \t\r\n":
        start += 1
    text = Base64Text(
        (place.content[quanta * 3 : place.offset], *_texts(pieces), place.content[place.offset :])
    )
    starts_line = start == part.body_start or raw[start - 2 : start] == b"\r\n"
    gap = missing_empty_line(raw, part) + (b"" if starts_line else b"\r\n")
    last = b"\r\n" if end == len(raw) else b""  # RFC 5321 4.1.1.4: mail data ends a line
    return Splice(start=start, end=end, template=(gap, text, last))


def _texts(pieces: tuple[Piece, ...]) -> tuple[bytes | Token, ...]:
    return tuple(piece for piece in pieces if not isinstance(piece, Base64Text))


def _converted(place: _Place, halves: Halves, charset: Charset) -> Plan | None:
    """Write one text part anew, in another charset or encoding, so that it can hold the footer."""
    try:
        text = place.content.decode(place.charset.reads)
        before, after = (half.encode(charset.writes) for half in halves)
        content = text.encode(charset.writes)
    except UnicodeError:
        return None
    raw, part = place.raw, place.part
    is_base64 = place.encoding == transfer.BASE64
    label = b"utf-8" if charset is UTF_8 and place.charset is not UTF_8 else b""
    encoding = b"" if is_base64 else transfer.QUOTED_PRINTABLE.encode()
    header = _header(raw, part, label, encoding)
    if header is None:
        return None
    pieces: tuple[Piece, ...] = (content + before, Token(), after)
    body = (Base64Text(_texts(pieces)),) if is_base64 else transfer.qp(pieces)
    end = part.body_start + len(raw[part.body_start : part.body_end].rstrip()) if is_base64 else 0
    splice = Splice(start=part.body_start, end=end or part.body_end, template=body)
    fixes = ("F_FOOTER_TEXT", *(("F_CHARSET_CHANGED",) if label else ()))
    changed = () if is_base64 or place.encoding == transfer.QUOTED_PRINTABLE else ("F_CTE_CHANGED",)
    return Plan(splices=(*header, splice), fixes=(*fixes, *changed))


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
