"""How often one address may do something: a bucket for each, in bounded memory."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

_REMEMBERED: Final = 10_000


class Limit:
    """Lets each address do something `burst` times at once and `per_minute` times a minute."""

    def __init__(self, *, burst: int, per_minute: float) -> None:
        """Start with every bucket full."""
        self._burst = float(burst)
        self._per_s = per_minute / 60
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    @property
    def every_s(self) -> float:
        """After how many seconds an empty bucket has one more."""
        return 1 / self._per_s

    def has_left(self, address: str, now_s: float) -> bool:
        """Whether the address's bucket has one; it stays there."""
        left, since_s = self._buckets.get(address, (self._burst, now_s))
        return left + (now_s - since_s) * self._per_s >= 1

    def allows(self, address: str, now_s: float) -> bool:
        """Take one from the address's bucket; False when it is empty."""
        left, since_s = self._buckets.pop(address, (self._burst, now_s))
        left = min(self._burst, left + (now_s - since_s) * self._per_s)
        allowed = left >= 1
        self._buckets[address] = (left - 1 if allowed else left, now_s)
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)  # the one that was quiet longest is full again first
        return allowed

    def give_back(self, address: str) -> None:
        """Put one that was taken back into the address's bucket."""
        if address in self._buckets:
            left, since_s = self._buckets[address]
            self._buckets[address] = (min(self._burst, left + 1), since_s)
