"""Who waits for a token: the longest first, and in between whoever's time ends next."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHARE: Final = 4  # one of so many turns is of whoever's time ends next

_Heap = list[tuple[float, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One delivery that waits."""

    delivery_id: int
    accepted_s: float
    expires_s: float


class Line:
    """Those who wait; some of them may be gone, for nobody says so when a text is taken back."""

    def __init__(self) -> None:
        """Begin empty."""
        self._waiting: dict[int, Waiting] = {}
        self._by_age: _Heap = []
        self._by_end: _Heap = []
        self._turns = 0  # that were given

    def __len__(self) -> int:
        """Return how many wait, at most."""
        return len(self._waiting)

    def join(self, one: Waiting) -> None:
        """Let one wait, at the place that its age gives it."""
        if one.delivery_id in self._waiting:
            return
        self._waiting[one.delivery_id] = one
        heapq.heappush(self._by_age, (one.accepted_s, one.delivery_id))
        heapq.heappush(self._by_end, (one.expires_s, one.delivery_id))

    def leave(self, delivery_ids: Iterable[int]) -> None:
        """Forget those who are gone."""
        for each in delivery_ids:
            self._waiting.pop(each, None)

    def called(self, delivery_ids: Iterable[int]) -> tuple[Waiting, ...]:
        """Take out those who have their turns; one that came of itself meanwhile has had it."""
        called = tuple(filter(None, (self._waiting.pop(each, None) for each in delivery_ids)))
        self._turns += len(called)
        return called

    def front(self, count: int, now_s: float) -> tuple[int, ...]:
        """Return those whose turns are the next, in order; whoever's time is over is forgotten."""
        picked: dict[int, None] = {}
        seen: tuple[_Heap, _Heap] = ([], [])
        for turn in range(self._turns + 1, self._turns + 1 + count):
            is_by_end = turn % _SHARE == 0
            heap = self._by_end if is_by_end else self._by_age
            if not self._pick(heap, seen[is_by_end], picked, now_s):
                break
        for heap, entries in zip((self._by_age, self._by_end), seen, strict=True):
            for entry in entries:
                heapq.heappush(heap, entry)
        return tuple(picked)

    def oldest(self, now_s: float) -> float:
        """Return when the one was accepted that waits the longest; there is one."""
        picked: dict[int, None] = {}
        seen: _Heap = []
        self._pick(self._by_age, seen, picked, now_s)
        for entry in seen:
            heapq.heappush(self._by_age, entry)
        return seen[0][0] if seen else now_s

    def _pick(self, heap: _Heap, seen: _Heap, picked: dict[int, None], now_s: float) -> bool:
        while heap:
            entry = heapq.heappop(heap)
            one = self._waiting.get(entry[1])
            if one is None:
                continue
            if one.expires_s <= now_s:
                del self._waiting[one.delivery_id]
                continue
            seen.append(entry)
            if one.delivery_id not in picked:
                picked[one.delivery_id] = None
                return True
        return False
