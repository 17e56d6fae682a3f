"""Reading a DKIM signature as its verifier does (RFC 6376 6.1), to try a key before it is used.

It shares no code with the signing, so that what one gets wrong the other finds.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from filters.email.dkim.signing import sign

if TYPE_CHECKING:
    from filters.email.dkim.signing import DkimKey

_SIGNATURE_DATA: Final = re.compile(rb"(;\s*b=)[^;]*\Z")
_PROBE: Final = (
    b"From: News <news@example.com>\r\nTo: ann@example.net,\r\n\tbob@example.net \r\n"
    b"Subject:  two   spaces\tand a tab\r\nList-Unsubscribe: <https://example.com/u/t>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nX-Other:unsigned\r\n\r\n"
    b" Hello  \t there \r\n\t\r\ncaf\xc3\xa9 \r\n\r\n \r\n"
)


def signs_well(key: DkimKey) -> bool:
    """Whether what this key signs verifies with its public half, and no longer once changed."""
    signed = sign(_PROBE, "example.com", (key,), 1) + _PROBE
    return (
        verifies(signed, key)
        and not verifies(signed.replace(b"Hello", b"Hallo"), key)
        and not verifies(b"List-Unsubscribe: <https://example.org>\r\n" + signed, key)
    )


def verifies(message: bytes, key: DkimKey) -> bool:
    """Whether the first DKIM-Signature field verifies, in relaxed/relaxed, with this key."""
    header, _, body = message.partition(b"\r\n\r\n")
    fields = [_relaxed(field) for field in re.split(rb"\r\n(?![ \t])", header)]
    signature = next((f for f in fields if f.startswith(b"dkim-signature:")), b"")
    pairs = (tag.partition(b"=") for tag in signature.partition(b":")[2].split(b";"))
    tags = {name.strip(): b"".join(value.split()) for name, _, value in pairs}
    if tags.get(b"bh") != base64.b64encode(hashlib.sha256(_relaxed_body(body)).digest()):
        return False
    lines = []
    for name in tags.get(b"h", b"").lower().split(b":"):
        index = max((i for i, f in enumerate(fields) if f.startswith(name + b":")), default=-1)
        if index >= 0:
            lines.append(fields.pop(index) + b"\r\n")
    lines.append(_SIGNATURE_DATA.sub(rb"\1", signature))
    return _is_signed(key, b"".join(lines), base64.b64decode(tags.get(b"b", b"")))


def _relaxed(field: bytes) -> bytes:
    name, _, value = field.partition(b":")
    return name.strip().lower() + b":" + b" ".join(value.split())


def _relaxed_body(body: bytes) -> bytes:
    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)


def _is_signed(key: DkimKey, data: bytes, signature: bytes) -> bool:
    public = key.private.public_key()
    try:
        if isinstance(public, RSAPublicKey):
            public.verify(signature, data, PKCS1v15(), SHA256())
        else:
            public.verify(signature, hashlib.sha256(data).digest())
    except InvalidSignature:
        return False
    return True
