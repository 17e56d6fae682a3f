"""Whether a text is what it was, with one addition."""

from __future__ import annotations


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
    cut = _common_start(before, after)
    return after[cut + added :] == before[cut:]


def _common_start(one: bytes, other: bytes) -> int:
    """Return how many bytes two texts have in common at their start, by halving."""
    if other.startswith(one):
        return len(one)
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
