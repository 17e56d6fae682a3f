"""How long it takes to judge and edit an email, as the size of a message that is quickly read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.off_loop import ALONE_BYTES

if TYPE_CHECKING:
    from filters.message import Email

_FACTOR: Final = 6
_PART_BYTES: Final = 6 << 10
"""Measured: what `off_loop` takes for small is copied and searched in a millisecond or two. To
judge takes up to 0.4 ms a KiB of text, and 0.25 ms a text beside others, so that 43 KiB or 40 parts
hold nobody up for 20 ms. A newsletter of a few KiB in two texts stays far below that: a thread
costs it more than it saves."""


def effort(email: Email) -> int:
    """Return how large a message is that takes `off_loop` as long as this one takes to judge.

    Not so large that it would be worked on alone, which is about the memory that it needs.
    """
    parts = sum(1 for _ in email.tree.leaves())
    size = len(email.raw)
    return max(size, min(_FACTOR * size + _PART_BYTES * parts, ALONE_BYTES))
