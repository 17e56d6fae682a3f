"""A footer beside a body that may not be touched: one outer multipart, the original as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.email import transfer
from filters.email.editability import Editability, editability
from filters.email.footer import text as footer_text
from filters.email.footer.passage import APPENDED
from filters.email.long_lines import body_broken
from filters.email.newlines import has_long_line
from filters.email.part_header import missing_empty_line
from filters.plan import Piece, Plan, Splice, Token

if TYPE_CHECKING:
    from filters.email.footer.text import Wording
    from filters.email.part import Part
    from filters.message import Email

_LINE: Final = b"\r\n"
_ENCODING: Final = "Content-Transfer-Encoding"
_EIGHT_BITS: Final = frozenset({"8bit", "binary"})


def append(email: Email, wording: Wording) -> Plan:
    """Return the edits that make the message a multipart of itself and the footer.

    The fields that describe the content move inside with it, byte for byte, so a signature over it
    stays valid (RFC 1847 2.1). A body whose lines SMTP does not carry is encoded, if none is over
    it.
    """
    raw, tree = email.raw, email.tree
    moved = [field for field in tree.fields if field.name.startswith("content-")]
    encoding, broken = _broken(raw, tree)
    fields = b"".join(
        _whole_line(raw[field.start : field.end])
        for field in moved
        if not encoding or field.name != _ENCODING.lower()
    )
    if encoding:
        fields += f"{_ENCODING}: {encoding}\r\n".encode()
    boundary = _boundary(email)
    top = [] if tree.field("mime-version") else [b"MIME-Version: 1.0"]
    top += [
        b'Content-Type: multipart/mixed;\r\n boundary="' + boundary + b'"',
        *_outer_encoding(raw, tree, encoding),
        b"",
        b"--" + boundary,
    ]
    gap = missing_empty_line(raw, tree)
    is_cut_off = len(gap) > len(_LINE) and tree.fields[-1] not in moved
    opening = (
        (_LINE if is_cut_off else b"") + _LINE.join(top) + _LINE + fields + (_LINE if gap else b"")
    )
    opened = Splice(start=tree.header_end, end=tree.header_end, template=(opening,))
    removed = (Splice(start=field.start, end=field.end, template=()) for field in moved)
    closed = Splice(start=len(raw), end=len(raw), template=_closing(boundary, wording))
    return Plan(splices=(*removed, opened, *broken, closed), fixes=("F_FOOTER_TEXT",))


def _outer_encoding(raw: bytes, tree: Part, encoding: str) -> tuple[bytes, ...]:
    """Return the field that the outer multipart needs: what it holds is 7bit without one."""
    inner = encoding or tree.transfer_encoding
    if inner in _EIGHT_BITS:
        return (f"{_ENCODING}: {inner}".encode(),)
    is_ascii = bool(encoding) or raw.isascii() or raw[tree.body_start : tree.body_end].isascii()
    return () if is_ascii else (f"{_ENCODING}: 8bit".encode(),)  # RFC 2045 6.4


def _broken(raw: bytes, tree: Part) -> tuple[str, tuple[Splice, ...]]:
    """Return what breaks the lines of the body, and its new encoding; "" where it keeps its own.

    Parts inside have their own header to say so in: they are no concern of this edit.
    """
    is_long = not tree.is_multipart and has_long_line(raw, tree.body_start, tree.body_end)
    is_enclosed = tree.content_type.startswith("message/")  # RFC 2046 5.2.1
    if not is_long or is_enclosed or editability(raw, tree) is Editability.SIGNED:
        return "", ()
    encoding, splices = body_broken(raw, tree)
    return encoding if encoding != tree.transfer_encoding else "", splices


def _closing(boundary: bytes, wording: Wording) -> tuple[Piece, ...]:
    before, after = footer_text.plain(wording, "\r\n", flowed=False)
    is_ascii = (before + after).isascii()
    encoding = b"7bit" if is_ascii else transfer.QUOTED_PRINTABLE.encode()
    header = _LINE.join(
        [
            b"",
            b"--" + boundary,
            b"Content-Type: text/plain; charset=" + (b"us-ascii" if is_ascii else b"utf-8"),
            b"Content-Transfer-Encoding: " + encoding,
            b"Content-Disposition: inline",
            b"",
            b"",
        ]
    )
    pieces: tuple[Piece, ...] = (before.encode(), Token(), after.encode())
    body = pieces if is_ascii else transfer.qp(pieces)
    return (header, *body, _LINE + b"--" + boundary + b"--" + _LINE)


def _boundary(email: Email) -> bytes:
    """Return a boundary that stands nowhere in the message; "=_" keeps it out of encoded text."""
    number = 0
    while (boundary := APPENDED + f"{email.queue_id}_{number}".encode()) in email.raw:
        number += 1
    return boundary


def _whole_line(field: bytes) -> bytes:
    return field if field.endswith(_LINE) else field + _LINE
