"""Reading DKIM signatures as their verifier does (RFC 6376 6.1), in the bytes that are to leave.

It shares no code with the signing, so that what one gets wrong the other finds.
"""

from __future__ import annotations

import hashlib
from binascii import Error, a2b_base64, b2a_base64
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from filters.email.dkim.signing import sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from filters.email.dkim.signing import DkimKey

_Fields = dict[bytes, list[bytes]]

_HASHED: Final = SHA256()
_PADDED: Final = PKCS1v15()
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
        verifies(signed, (key,))
        and not verifies(signed.replace(b"Hello", b"Hallo"), (key,))
        and not verifies(b"List-Unsubscribe: <https://example.org>\r\n" + signed, (key,))
    )


def verifies(message: bytes, keys: Sequence[DkimKey]) -> bool:
    """Whether a message has a DKIM-Signature of each key, in their order, before all others.

    Each is read out of the bytes, and everything it vouches for is put into its canonical form and
    hashed anew. Quick, for every message that leaves is read so: most of its time goes to RSA.
    """
    header, _, body = message.partition(b"\r\n\r\n")
    body_hash = b2a_base64(hashlib.sha256(_relaxed_body(body)).digest(), newline=False)
    fields = _fields(header)
    signatures = fields.pop(b"dkim-signature", [])
    return len(signatures) >= len(keys) and all(
        _is_good(key, signature, fields, body_hash)
        for key, signature in zip(keys, signatures, strict=False)
    )


def _is_good(
    key: DkimKey, signature: bytes, fields: Mapping[bytes, Sequence[bytes]], body_hash: bytes
) -> bool:
    unsigned, mark, digits = signature.rpartition(b"; b=")
    pairs = (tag.strip(b" ").partition(b"=") for tag in unsigned.split(b";"))
    tags = {name: text for name, _, text in pairs}
    if (
        tags.get(b"bh") != body_hash
        or tags.get(b"a") != key.algorithm.encode()
        or tags.get(b"c") != b"relaxed/relaxed"
    ):
        return False
    names = tags.get(b"h", b"").replace(b" ", b"").split(b":")
    signed = b"".join((*_chosen(names, fields), b"dkim-signature:", unsigned, mark))
    try:
        return _is_signed(key, signed, a2b_base64(digits))
    except Error:
        return False


def _chosen(names: Iterable[bytes], fields: Mapping[bytes, Sequence[bytes]]) -> Iterable[bytes]:
    """Yield a field for each name, the last of its name first; nothing for one more than there are.

    RFC 6376 5.4.2.
    """
    taken: dict[bytes, int] = {}
    for name in names:
        if name in fields:
            values = fields[name]
            taken[name] = number = taken.get(name, 0) + 1
            if number <= len(values):
                yield b"%b:%b\r\n" % (name, values[-number])


def _fields(header: bytes) -> _Fields:
    """Return the fields in relaxed form by their names, in the order of the header (3.4.2)."""
    fields: _Fields = {}
    unfolded = header.replace(b"\r\n\t", b" ").replace(b"\r\n ", b" ")
    for line in _single_spaced(unfolded).split(b"\r\n"):
        name, _, value = line.partition(b":")
        fields.setdefault(name.rstrip(b" ").lower(), []).append(value.strip(b" "))
    return fields


def _relaxed_body(body: bytes) -> bytes:
    """RFC 6376 3.4.4; what ends without a line end gets one from SMTP."""
    text = _single_spaced(body).replace(b" \r\n", b"\r\n").rstrip(b" \r\n")
    return text + b"\r\n" if text else b""


def _single_spaced(text: bytes) -> bytes:
    text = text.replace(b"\t", b" ")
    while b"  " in text:
        text = text.replace(b"  ", b" ")
    return text


def _is_signed(key: DkimKey, data: bytes, signature: bytes) -> bool:
    public = key.private.public_key()
    try:
        if isinstance(public, RSAPublicKey):
            public.verify(signature, data, _PADDED, _HASHED)
        else:
            public.verify(signature, hashlib.sha256(data).digest())
    except InvalidSignature:
        return False
    return True
