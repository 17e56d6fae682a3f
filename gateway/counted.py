"""Numbers with what they count, as people say it."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number and what there is of it; `many` where `one` takes more than an s.

    >>> counted(1, "entry", "entries"), counted(2000, "row")
    ('1 entry', '2,000 rows')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
