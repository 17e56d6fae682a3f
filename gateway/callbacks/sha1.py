"""HMAC-SHA-1 that goes on from a stored state (FIPS 180-4, RFC 2104 4).

Twilio's validators check a signature that is made with the API key itself. The gateway keeps no
key, and from the two states that are kept here instead nobody can get one, or log in.
"""

from __future__ import annotations

import hashlib
import struct
from typing import Final

_START: Final = (0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0)
_BLOCK: Final = 64
_WORDS: Final = struct.Struct(">5I")
_MASK: Final = 0xFFFFFFFF


def keyed_state(key: bytes) -> bytes:
    """Return what signs as this key does: the states after its inner and its outer pad."""
    block = (hashlib.sha1(key, usedforsecurity=False).digest() if len(key) > _BLOCK else key).ljust(
        _BLOCK, b"\0"
    )
    pads = (bytes(byte ^ pad for byte in block) for pad in (0x36, 0x5C))
    return b"".join(_WORDS.pack(*_compress(_START, pad)) for pad in pads)


def sign(state: bytes, message: bytes) -> bytes:
    """Return the HMAC of a message under the key of a state."""
    inner, outer = _WORDS.unpack(state[:20]), _WORDS.unpack(state[20:])
    return _finish(outer, _finish(inner, message))


def _finish(state: tuple[int, ...], message: bytes) -> bytes:
    """Return the digest of one block that the state stands for, and the message after it."""
    bits = (_BLOCK + len(message)) * 8
    padded = message + b"\x80" + bytes(-(len(message) + 9) % _BLOCK) + bits.to_bytes(8, "big")
    for start in range(0, len(padded), _BLOCK):
        state = _compress(state, padded[start : start + _BLOCK])
    return _WORDS.pack(*state)


def _compress(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    words = list(struct.unpack(">16I", block))
    for t in range(16, 80):
        words.append(_rotate(words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16], 1))
    a, b, c, d, e = state
    for t, word in enumerate(words):
        mixed, constant = _round(t, b, c, d)
        a, b, c, d, e = (
            (_rotate(a, 5) + mixed + e + constant + word) & _MASK, a, _rotate(b, 30), c, d,
        )  # fmt: skip
    return tuple((x + y) & _MASK for x, y in zip(state, (a, b, c, d, e), strict=True))


def _round(t: int, b: int, c: int, d: int) -> tuple[int, int]:
    """Return the function and the constant of a round (FIPS 180-4 4.1.1, 4.2.1)."""
    if t < 20:  # noqa: PLR2004 - of the standard
        return (b & c) | (~b & d & _MASK), 0x5A827999
    if t < 40:  # noqa: PLR2004 - of the standard
        return b ^ c ^ d, 0x6ED9EBA1
    if t < 60:  # noqa: PLR2004 - of the standard
        return (b & c) | (b & d) | (c & d), 0x8F1BBCDC
    return b ^ c ^ d, 0xCA62C1D6


def _rotate(word: int, by: int) -> int:
    return ((word << by) | (word >> (32 - by))) & _MASK
