"""A property that is worked out once, and holds nobody up meanwhile."""

from __future__ import annotations

import threading

from filters.cached import Cached

_PATIENCE_S = 10.0


class Counting:
    """Counts how often it is asked, and waits where it is told to."""

    def __init__(self, until: threading.Event | None = None) -> None:
        self.asked = 0
        self.begun = threading.Event()
        self._until = until

    @Cached
    def answer(self) -> int:
        """What it is about."""
        self.asked += 1
        self.begun.set()
        if self._until is not None:
            assert self._until.wait(_PATIENCE_S)
        return self.asked


def test_it_is_worked_out_once_for_each() -> None:
    first, second = Counting(), Counting()
    assert (first.answer, first.answer, second.answer) == (1, 1, 1)
    assert (first.asked, second.asked) == (1, 1)
    assert vars(Counting)["answer"].__doc__ == "What it is about."


def test_who_works_one_out_keeps_nobody_waiting_for_another() -> None:
    done = threading.Event()
    slow, quick = Counting(done), Counting()
    thread = threading.Thread(target=lambda: slow.answer)
    thread.start()
    assert slow.begun.wait(_PATIENCE_S)
    found: list[int] = []
    other = threading.Thread(target=lambda: found.append(quick.answer))
    other.start()
    other.join(_PATIENCE_S)
    was_waiting = other.is_alive()
    done.set()
    thread.join()
    other.join()
    assert (was_waiting, found) == (False, [1])
