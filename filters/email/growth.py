"""Whether a text is what it was, with one addition."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def has_grown(before: bytes, after: bytes, *, only_at_end: bool) -> bool:
    """Whether something was added in one place, and nothing else was done.

    >>> has_grown(b"<p>Hello</p>", b"<p>Hello you</p>", only_at_end=False)
    True
    >>> has_grown(b"Hello you", b"Hello", only_at_end=True)
    False
    """
    added = len(after) - len(before)
    if added <= 0:
        return False
    if only_at_end:
        return after.startswith(before)
    cut = common_start(before, after)
    return after[cut + added :] == before[cut:]


def common_start(one: bytes | str | Sequence[str], other: bytes | str | Sequence[str]) -> int:
    """Return how much two texts, or two rows of lines, have in common at their start, by halving.

    >>> common_start("carpet", "cargo"), common_start(["one", "two"], ["one"])
    (3, 1)
    """
    if other[: len(one)] == one:
        return len(one)
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
