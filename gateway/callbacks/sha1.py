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


def _choice(b: int, c: int, d: int) -> int:
    return d ^ (b & (c ^ d))


def _majority(b: int, c: int, d: int) -> int:
    return (b & c) | (d & (b | c))


def _parity(b: int, c: int, d: int) -> int:
    return b ^ c ^ d


_ROUNDS: Final = (
    (_choice, 0x5A827999),
    (_parity, 0x6ED9EBA1),
    (_majority, 0x8F1BBCDC),
    (_parity, 0xCA62C1D6),
)
"""The functions and constants of twenty rounds each (FIPS 180-4 4.1.1, 4.2.1)."""


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
    """Return the state after one more block (FIPS 180-4 6.1.2)."""
    words = list(struct.unpack(">16I", block))
    for t in range(16, 80):
        word = words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16]
        words.append((word << 1 | word >> 31) & _MASK)
    a, b, c, d, e = state
    for start, (mixed, constant) in zip(range(0, 80, 20), _ROUNDS, strict=True):
        for word in words[start : start + 20]:
            turned = a << 5 | a >> 27
            a, b, c, d, e = (
                (turned + mixed(b, c, d) + e + constant + word) & _MASK,
                a,
                (b << 30 | b >> 2) & _MASK,
                c,
                d,
            )
    return tuple((x + y) & _MASK for x, y in zip(state, (a, b, c, d, e), strict=True))
