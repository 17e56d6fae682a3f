"""Writing a copy in 7 bits for a next hop that takes no more (RFC 6152 3), before it is signed."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from filters.email.mime import parse
from filters.email.transfer import BASE64, IDENTITY, QUOTED_PRINTABLE, qp
from filters.errors import MalformedMessage
from filters.plan import Plan, Splice, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.email.part import Part

_SIGNED: Final = frozenset({"multipart/signed", "multipart/encrypted"})


def in_seven_bits(message: bytes) -> bytes:
    """Return the message with every 8-bit part in quoted-printable or base64, the rest as it is.

    What cannot be converted is returned as it came: 8-bit header fields, and what is enclosed
    (RFC 2045 6.4) or signed (RFC 1847 2.1).
    """
    if message.isascii():
        return message
    try:
        tree = parse(message)
    except MalformedMessage:
        return message
    if any(part.content_type in _SIGNED for part in tree.walk()):
        return message
    splices = [splice for part in tree.walk() for splice in _splices(message, tree, part)]
    splices.sort(key=lambda splice: (splice.start, splice.end))
    converted = render(message, Plan(splices=tuple(splices)), "")
    return converted if converted.isascii() else message


def has_dkim_signature(message: bytes) -> bool:
    """Whether somebody signed the bytes of the body as they are (RFC 6376 5.3)."""
    try:
        return parse(message).field("dkim-signature") is not None
    except MalformedMessage:
        return False


def has_ascii_header(message: bytes) -> bool:
    """Whether no header field of the message or its parts needs SMTPUTF8 (RFC 6532 3.7)."""
    if message.isascii():
        return True
    try:
        tree = parse(message)
    except MalformedMessage:
        return False
    return all(
        message[part.start : part.header_end].isascii() and part.content_type != "message/global"
        for part in tree.walk()
    )


def _splices(message: bytes, tree: Part, part: Part) -> Iterator[Splice]:
    """Yield what writes one part in 7 bits."""
    if part.is_multipart:
        if part.transfer_encoding in IDENTITY:
            yield from _declared(part, b"7bit")
        return
    body = message[part.body_start : part.body_end]
    is_enclosed = part.content_type.startswith("message/")
    if body.isascii() or is_enclosed or part.transfer_encoding not in IDENTITY:
        return
    is_text = part.content_type.startswith("text/")
    yield from _declared(part, (QUOTED_PRINTABLE if is_text else BASE64).encode())
    if part is tree and part.field("mime-version") is None:
        yield _added(part, b"MIME-Version: 1.0\r\n")
    template = qp((body,)) if is_text else (base64.encodebytes(body).replace(b"\n", b"\r\n"),)
    yield Splice(start=part.body_start, end=part.body_end, template=template)


def _declared(part: Part, encoding: bytes) -> Iterator[Splice]:
    """Name the transfer encoding of a part; a multipart that names none has 7 bits already."""
    fields = [field for field in part.fields if field.name == "content-transfer-encoding"]
    for field in fields:
        yield Splice(start=field.value_start, end=field.value_end, template=(b" " + encoding,))
    if not fields and not part.is_multipart:
        yield _added(part, b"Content-Transfer-Encoding: " + encoding + b"\r\n")


def _added(part: Part, line: bytes) -> Splice:
    return Splice(start=part.header_end, end=part.header_end, template=(line,))
