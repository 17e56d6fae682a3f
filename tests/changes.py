"""What a message is after its changes, put together without the product."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gateway.diff.changes import Change


def applied(raw: bytes, changes: Sequence[Change]) -> bytes:
    """Return the message with the changes made."""
    pieces, at = [], 0
    for change in changes:
        pieces += [raw[at : change.start], change.added]
        at = change.end
    return b"".join((*pieces, raw[at:]))
