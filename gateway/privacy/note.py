"""What the note of a request holds: the words of every letter, within bounds."""

from __future__ import annotations

from typing import Final

_LONGEST: Final = 64_000  # characters; a letter costs nothing
BETWEEN: Final = "\n(There is no more room: of what came since, this is the newest alone.)\n"
"""Stands behind what came first, in a note that is full."""


def with_words(note: str, words: str) -> tuple[str, bool]:
    r"""Return a note with the words of one more letter, and whether they stay there.

    What came first stays, whoever wrote it. In a note that is full only the newest words stand
    behind that, and newer ones take their place: somebody has to read them where they wait.

    >>> with_words("Delete my data.", "My order was A-7.")
    ('Delete my data.\nMy order was A-7.', True)
    """
    if words in note:
        return note, True
    if BETWEEN in words:  # nobody but this writes it: what is behind it would be taken for newest
        return note, False
    first, is_full, _ = note.partition(BETWEEN)
    if not is_full and len(note) + len(words) < _LONGEST:
        return f"{note}\n{words}", True
    return f"{first}{BETWEEN}{words}", False
