"""Signing with DKIM (RFC 6376, RFC 8463): relaxed/relaxed, RSA and Ed25519, keys loaded once."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from filters.email.mime import HEADER_FIELD

if TYPE_CHECKING:
    from collections.abc import Sequence

MIN_RSA_BITS: Final = 2048  # RFC 8301 3.2: signers SHOULD use at least that

_OVERSIGNED: Final = (
    "from", "to", "cc", "subject", "date", "reply-to", "sender", "message-id", "in-reply-to",
    "references", "mime-version", "content-type", "content-transfer-encoding",
    "content-disposition", "list-unsubscribe", "list-unsubscribe-post",
)  # fmt: skip
"""Signed once more than they are there: adding one breaks the signature (RFC 6376 8.15).

It would change what a reader is shown or can do (a Content-Disposition makes a file of the text),
and no next hop adds one; mailing lists do, and sign anew. What follows next hops add as well, like
the Feedback-ID of Amazon SES, or it changes nothing that is shown.
"""
_SIGNED: Final = ("list-id", "list-help", "list-subscribe", "list-post", "list-owner",
                  "list-archive", "feedback-id", "auto-submitted", "precedence")  # fmt: skip
_WANTED: Final = tuple(name.encode() for name in (*_OVERSIGNED, *_SIGNED))
_IS_WANTED: Final = frozenset(_WANTED)

_SPACES: Final = re.compile(rb"[ \t\r\n]+")
_RUN: Final = re.compile(rb"[ \t]{2,}|\t")
_WIDTH: Final = 72
_FOLD: Final = "\r\n\t "


@dataclass(frozen=True, slots=True)
class DkimKey:
    """A private key that was loaded, under the selector its public half is found by."""

    selector: str
    private: RSAPrivateKey | Ed25519PrivateKey

    @classmethod
    def load(cls, selector: str, pem: bytes) -> DkimKey:
        """Read a private key in PEM.

        Raises:
            ValueError: it is none, or too weak; the text says what to do.
        """
        mend = "make one with `optwarden dkim keygen`"
        try:
            private = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise ValueError(
                f"the DKIM key {selector!r} is no unencrypted private key in PEM: {mend}"
            ) from error
        if isinstance(private, RSAPrivateKey):
            if private.key_size < MIN_RSA_BITS:
                raise ValueError(
                    f"the DKIM key {selector!r} has {private.key_size} bits, "
                    f"at least {MIN_RSA_BITS} are needed (RFC 8301): {mend}"
                )
            return cls(selector, private)
        if isinstance(private, Ed25519PrivateKey):
            return cls(selector, private)
        raise ValueError(f"the DKIM key {selector!r} is neither RSA nor Ed25519: {mend}")

    @property
    def algorithm(self) -> str:
        """The name of the signature algorithm, as the a= tag has it."""
        return "rsa-sha256" if isinstance(self.private, RSAPrivateKey) else "ed25519-sha256"

    def sign(self, data: bytes) -> bytes:
        """Return the signature over data."""
        if isinstance(self.private, RSAPrivateKey):
            return self.private.sign(data, PKCS1v15(), SHA256())
        return self.private.sign(hashlib.sha256(data).digest())  # RFC 8463 3


def sign(message: bytes, domain: str, keys: Sequence[DkimKey], at: int) -> bytes:
    """Return one DKIM-Signature field a key, to be put in front of the message.

    `message` is what will leave, byte for byte, CRLF line ends; `at` seconds since 1970. Never l=.
    """
    header, body = _split(message)
    body_hash = base64.b64encode(hashlib.sha256(relaxed_body(body)).digest()).decode()
    names, signed = _selected(header)
    return b"".join(
        _signature(
            key, f"d={domain}; s={key.selector};\r\n\tt={at}; bh={body_hash};", names, signed
        )
        for key in keys
    )


def _signature(key: DkimKey, tags: str, names: str, signed: bytes) -> bytes:
    value = f" v=1; a={key.algorithm}; c=relaxed/relaxed; {tags}\r\n\th={names};\r\n\tb="
    unsigned = b"dkim-signature:" + _relaxed_value(value.encode())
    digits = base64.b64encode(key.sign(signed + unsigned)).decode()
    lines = (digits[i : i + _WIDTH] for i in range(0, len(digits), _WIDTH))
    return f"DKIM-Signature:{value}{_FOLD.join(lines)}\r\n".encode()


def _split(message: bytes) -> tuple[bytes, bytes]:
    if message.startswith(b"\r\n"):
        return b"", message[2:]
    header, _, body = message.partition(b"\r\n\r\n")
    return header, body


def _selected(header: bytes) -> tuple[str, bytes]:
    """Return the h= tag and the fields it names in canonical form, the last of a name first."""
    found: dict[bytes, list[bytes]] = {}
    for field, value in HEADER_FIELD.findall(header):
        name = field.lower()
        if name in _IS_WANTED:
            found.setdefault(name, []).append(value)
    present = [name for name in _WANTED if name in found]
    lines = [
        name + b":" + _relaxed_value(value) + b"\r\n"
        for name in present
        for value in reversed(found[name])
    ]
    return _names(tuple((name, len(found[name])) for name in present)), b"".join(lines)


@lru_cache(maxsize=256)
def _names(present: tuple[tuple[bytes, int], ...]) -> str:
    """Return the h= tag of a message with so many fields of each name; few shapes are common."""
    counts = {name.decode(): count for name, count in present}
    oversigned = [name for name in _OVERSIGNED for _ in range(counts.get(name, 0) + 1)]
    signed = [name for name in _SIGNED for _ in range(counts.get(name, 0))]
    return _folded([*oversigned, *signed])


def _folded(names: list[str]) -> str:
    lines, line = [], ""
    for name in names:
        if len(line) + len(name) > _WIDTH:
            lines.append(line)
            line = ""
        line += name + ":"
    return _FOLD.join([*lines, line])[:-1]


def _relaxed_value(value: bytes) -> bytes:
    """RFC 6376 3.4.2: unfolded, runs of white space one space, none at the ends."""
    if b"\r" in value or b"\t" in value or b"  " in value:
        value = _SPACES.sub(b" ", value)
    return value.strip(b" ")


def relaxed_body(body: bytes) -> bytes:
    """Return a body in the canonical form "relaxed" (RFC 6376 3.4.4)."""
    if b"\t" in body or b"  " in body:
        body = _RUN.sub(b" ", body)
    if b" \r\n" in body:
        body = body.replace(b" \r\n", b"\r\n")
    body = body.rstrip(b" \r\n")
    return body + b"\r\n" if body else b""
