"""Reading what a form or a mailbox provider posts, whatever it calls its encoding."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FIELDS: Final = 4096  # of 64 KiB: what is beyond is no field of ours
_NAME: Final = re.compile(rb'(?i);\s*name="?([^";\r\n]*)"?')
_BOUNDARY: Final = re.compile(r'(?i);\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))')


def read_form(content_type: str, body: bytes) -> Mapping[str, str]:
    r"""Return the fields of a posted form by lower-case name; of a name given twice the first.

    RFC 8058 3.2 lets a provider post multipart or urlencoded, and some say neither.

    >>> read_form("", b"List-Unsubscribe=One-Click\r\n")
    {'list-unsubscribe': 'One-Click'}
    """
    boundary = _boundary(content_type, body)
    pairs = _parts(body, boundary) if boundary else _pairs(body)
    fields: dict[str, str] = {}
    for name, value in pairs:
        fields.setdefault(name.lower(), value.strip())
    return fields


def _boundary(content_type: str, body: bytes) -> bytes:
    """Return the boundary of a multipart body, also of one that does not say it is one."""
    if content_type.lower().startswith("multipart/"):
        match = _BOUNDARY.search(content_type)
        if match:
            return (match[1] or match[2]).encode(errors="surrogateescape")
    first = body.lstrip().split(b"\n", 1)[0].rstrip()
    return first[2:] if first.startswith(b"--") else b""


def _parts(body: bytes, boundary: bytes) -> Iterator[tuple[str, str]]:
    for part in body.split(b"--" + boundary)[1 : _FIELDS + 1]:
        head, blank, value = part.replace(b"\r\n", b"\n").partition(b"\n\n")
        match = _NAME.search(head)
        if match and blank:
            yield match[1].decode("utf-8", "replace"), value.decode("utf-8", "replace")


def _pairs(body: bytes) -> list[tuple[str, str]]:
    fields = body.decode("utf-8", "replace").split("&", _FIELDS)[:_FIELDS]
    return parse_qsl("&".join(fields), keep_blank_values=True)
