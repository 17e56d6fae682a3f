"""Unsubscribe tokens: opaque, signed, never expiring, short enough for one header line."""

from __future__ import annotations

import base64
import hmac
import re
import struct
from dataclasses import dataclass, field
from functools import lru_cache
from secrets import token_bytes
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TOKEN_LENGTH: Final = 55
"""Characters of a token: 34 bytes in base32 without padding."""

SAMPLE_TOKEN: Final = ("sample" * 10)[:TOKEN_LENGTH]
"""Looks like a token and opens nothing: its version was never given out."""

PROOF_TOKEN: Final = base64.b32encode(token_bytes(34)).decode().rstrip("=").lower()
"""Stands for a token while an edit is planned and proven: nobody can have written it before."""

KEY_IDS: Final = range(256)
"""What a token has room for."""

_VERSION: Final = 1
_CLAIMS: Final = struct.Struct(">BBQQ")  # version, key id, grant, message
_MAC_BYTES: Final = 16  # RFC 8058 3.1: hard to forge; 128 bits of HMAC-SHA-256
_WRITTEN: Final = re.compile(rf"[a-z2-7]{{{TOKEN_LENGTH}}}")
_DIGITS: Final = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz234567", "0123456789abcdefghijklmnopqrstuv"
)
_SPARE_BITS: Final = 5 * TOKEN_LENGTH - 8 * (_CLAIMS.size + _MAC_BYTES)  # of the last character
_PURPOSE: Final = b"optwarden unsubscribe token\0"  # the secret signs nothing else by accident
_MARKS: Final = b"optwarden mark\0"
_MIN_SECRET_BYTES: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenClaims:
    """What a verified token says: whose grant it is, and which message carried it."""

    grant_id: int  # unsigned 64 bits
    message: int  # unsigned 64 bits, the number of a queue id
    key_id: int


@dataclass(frozen=True, slots=True)
class TokenKeys:
    """The secrets tokens are signed with: one signs, all verify.

    A token holds no address (RFC 8058 3.1) and has no expiry: 15 U.S.C. 7704(a)(3)(A)(ii) asks for
    30 days after the last send, and old mail is opened years later. So a retired key stays in
    `secrets`.
    """

    current: int
    secrets: Mapping[int, bytes] = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse keys that could not sign."""
        if self.current not in self.secrets:
            message = f"token key {self.current} signs, but is not among the keys"
            raise ValueError(message)
        for key_id, secret in self.secrets.items():
            if key_id not in KEY_IDS or len(secret) < _MIN_SECRET_BYTES:
                message = f"token key {key_id}: ids are 0 to 255, secrets at least 16 bytes"
                raise ValueError(message)

    def mint(self, grant_id: int, message: int) -> str:
        """Return the token of a grant in one message, written with a-z and 2-7."""
        claims = _CLAIMS.pack(_VERSION, self.current, grant_id, message)
        return _write(claims + _mac(self.secrets[self.current], claims))

    def read(self, token: str) -> TokenClaims | None:
        """Return what a token says, or None when none of the keys made it.

        Upper case is accepted, because mail servers fold the case of a local part.
        """
        raw = _decode(token)
        if raw is None:
            return None
        claims, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
        version, key_id, grant_id, message = _CLAIMS.unpack(claims)
        # a key that nobody has takes as long to say no as one that somebody does
        secret = self.secrets.get(key_id, self.secrets[self.current])
        is_genuine = hmac.compare_digest(mac, _mac(secret, claims))
        if not is_genuine or version != _VERSION or key_id not in self.secrets:
            return None
        return TokenClaims(grant_id=grant_id, message=message, key_id=key_id)

    def mark(self, text: str) -> str:
        """Return what stands for a text where nobody may read it: keyed, so not to be guessed."""
        return _mark(self.secrets[self.current], text)

    def means(self, mark: str, text: str) -> bool:
        """Whether one of the keys made this mark of this text."""
        marks = [_mark(secret, text) for secret in self.secrets.values()]
        return any(hmac.compare_digest(each.encode(), mark.encode()) for each in marks)


def _mark(secret: bytes, text: str) -> str:
    return _mac(secret, text.encode(), _MARKS).hex()


def _mac(secret: bytes, text: bytes, purpose: bytes = _PURPOSE) -> bytes:
    mac = _keyed(secret, purpose).copy()
    mac.update(text)
    return mac.digest()[:_MAC_BYTES]


@lru_cache(maxsize=512)
def _keyed(secret: bytes, purpose: bytes) -> hmac.HMAC:
    """Return a MAC that has taken key and purpose in.

    Not `hmac.digest`: that gives up the interpreter, and beside a busy writer it is long in coming
    back.
    """
    return hmac.new(secret, purpose, "sha256")


def _write(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()


def _decode(token: str) -> bytes | None:
    """Return the bytes of a token; None unless it is the one way of writing them."""
    folded = token.lower() if token.isascii() else ""
    if not _WRITTEN.fullmatch(folded):
        return None
    number = int(folded.translate(_DIGITS), 32)
    if number % (1 << _SPARE_BITS):
        return None
    return (number >> _SPARE_BITS).to_bytes(_CLAIMS.size + _MAC_BYTES, "big")
