"""Content-Transfer-Encoding: decoding a body, and finding a decoded place in the encoded bytes."""

from __future__ import annotations

import binascii
import re
from typing import Final

IDENTITY: Final = frozenset({"7bit", "8bit", "binary"})
QUOTED_PRINTABLE: Final = "quoted-printable"
BASE64: Final = "base64"
KNOWN: Final = IDENTITY | {QUOTED_PRINTABLE, BASE64}

_NOT_BASE64: Final = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
)
_QP_UNIT: Final = re.compile(rb"=(?:[ \t]*\r\n|[0-9A-Fa-f]{2})|[^=]", re.DOTALL)


def decoded(body: bytes, encoding: str) -> bytes:
    """Return the content of an encoded body, as much of it as can be read."""
    if encoding == QUOTED_PRINTABLE:
        return binascii.a2b_qp(body)
    if encoding == BASE64:
        return _base64(body.translate(None, _NOT_BASE64))
    return body


def _base64(digits: bytes) -> bytes:
    head = digits.partition(b"=")[0]
    usable = head[: len(head) - (len(head) % 4 == 1)]
    return binascii.a2b_base64(usable + b"=" * (-len(usable) % 4))
