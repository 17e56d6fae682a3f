"""Queue ids: 64 bits, unique, in the order of their making, 13 characters for people."""

from __future__ import annotations

import random
import threading
import time
from functools import lru_cache
from typing import Final

_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford: no i, l, o, u
_PAIRS: Final = [a + b for a in _ALPHABET for b in _ALPHABET]
_LETTERS: Final = frozenset(_ALPHABET)
_DIGITS: Final = str.maketrans(_ALPHABET, "0123456789abcdefghijklmnopqrstuv")  # as `int` reads them
_COUNTER_BITS: Final = 20
_BITS: Final = 64  # 13 characters have room for 65
LENGTH: Final = 13


class QueueIds:
    """Gives out queue ids: milliseconds since 1970 above a counter with a random start."""

    def __init__(self) -> None:
        """Start with none given; two processes differ by their random starts."""
        self._last = 0
        self._lock = threading.Lock()

    def next(self) -> str:
        """Return a new id, greater than every earlier one of this process."""
        with self._lock:
            now_ms = int(time.time() * 1000)
            if now_ms > self._last >> _COUNTER_BITS:
                self._last = now_ms << _COUNTER_BITS | random.getrandbits(19)
            else:
                self._last += 1
            return encode(self._last)


def encode(number: int) -> str:
    """Write a 64-bit number as 13 characters."""
    head = _ALPHABET[number >> 60]
    return head + "".join([_PAIRS[(number >> shift) & 1023] for shift in range(50, -1, -10)])


@lru_cache(maxsize=256)  # each is asked for several times when it is stored and when it leaves
def decode(queue_id: str) -> int:
    """Read what `encode` wrote.

    Raises:
        ValueError: it is not a queue id.
    """
    message = f"{queue_id!r} is not a queue id"
    if len(queue_id) != LENGTH or not _LETTERS.issuperset(queue_id):
        raise ValueError(message)
    number = int(queue_id.translate(_DIGITS), 32)
    if number >> _BITS:
        raise ValueError(message)
    return number
