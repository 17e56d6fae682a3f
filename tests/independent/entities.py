"""A message as the standard library reads it, and its header as bytes."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

_FIELD: Final = re.compile(rb"([!-9;-~]+)[ \t]*:")
_FOLDED_BOUNDARY: Final = re.compile(rb"(?i)(boundary=\"[^\"\r\n]*)\r\n(?=[ \t])")
_COMMENT: Final = re.compile(
    rb"(?im)^(Content-(?:Type|Transfer-Encoding):[^\r\n\"()]*?)[ ]*\([^()\r\n]*\)"
)
_END_OF_HEADER: Final = b"\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One entity; `content` is a leaf's body as it came, transfer encoding and all."""

    message: Message
    path: tuple[int, ...]
    fields: tuple[tuple[str, str], ...]
    content: bytes
    children: tuple[Entity, ...]

    @property
    def content_type(self) -> str:
        return self.message.get_content_type()

    @property
    def is_multipart(self) -> bool:
        return self.message.get_content_maintype() == "multipart" and bool(self.children)

    @property
    def decoded(self) -> bytes:
        payload = self.message.get_payload(decode=True)
        return payload if isinstance(payload, bytes) else b""

    @property
    def charset(self) -> str:
        given = self.message.get_param("charset", "")
        named = given[2] if isinstance(given, tuple) else given
        return str(named or "us-ascii").strip().strip("'").lower()

    def walk(self) -> Iterator[Entity]:
        yield self
        for child in self.children:
            yield from child.walk()

    def leaves(self) -> Iterator[Entity]:
        return (each for each in self.walk() if not each.children)


def read(raw: bytes) -> Entity:
    """Return the structure the standard library sees, helped over what it does not read.

    That is a boundary folded inside its quotes, and comments in the fields that describe a body.
    """
    raw = _COMMENT.sub(rb"\1", _FOLDED_BOUNDARY.sub(rb"\1", raw))
    return _entity(email.message_from_bytes(raw, policy=email.policy.compat32), ())


def _entity(message: Message, path: tuple[int, ...]) -> Entity:
    payload = vars(message)["_payload"]  # get_payload() would decode 8bit text
    children = payload if isinstance(payload, list) else []
    return Entity(
        message=message,
        path=path,
        fields=tuple((name.lower(), _bytes(value).decode("latin-1"))
                     for name, value in message.raw_items()),
        content=_bytes(payload or "") if not children else _around(message),
        children=tuple(_entity(child, (*path, n)) for n, child in enumerate(children)),
    )  # fmt: skip


def _around(message: Message) -> bytes:
    """Return what stands before the first and after the last part."""
    return _bytes(message.preamble or "") + b"\0" + _bytes(message.epilogue or "")


def _bytes(text: object) -> bytes:
    return str(text).encode("utf-8", "surrogateescape")


def split(raw: bytes) -> tuple[list[bytes], bytes]:
    """Return the header's lines, folded ones together, and the body."""
    head, found, body = raw.partition(_END_OF_HEADER)
    if raw.startswith(b"\r\n"):
        head, found, body = b"", _END_OF_HEADER, raw[2:]
    if not found:
        head = head.removesuffix(b"\r\n")
    fields: list[bytes] = []
    for line in head.split(b"\r\n") if head else []:
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1] += line + b"\r\n"
        else:
            fields.append(line + b"\r\n")
    return fields, body if found else b""


def name_of(field: bytes) -> str:
    """Return a header field's name in lower case; "" where the line is none."""
    found = _FIELD.match(field)
    return found[1].decode("ascii").lower() if found else ""
