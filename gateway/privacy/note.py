"""What the note of a request holds: the words of every letter, within bounds."""

from __future__ import annotations

from typing import Final

_LONGEST: Final = 64_000  # characters; a letter costs nothing


def with_words(note: str, words: str) -> tuple[str, bool]:
    r"""Return a note with the words of one more letter, and whether they stand there.

    What came first stays, whoever wrote it. What has no room has to be read where it waits.

    >>> with_words("Delete my data.", "My order was A-7.")
    ('Delete my data.\nMy order was A-7.', True)
    """
    if words in note:
        return note, True
    if len(note) + len(words) >= _LONGEST:
        return note, False
    return f"{note}\n{words}", True
