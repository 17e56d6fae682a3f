"""What would be changed on a message, as `diff -u` shows it; linear in the size of the message."""

from __future__ import annotations

import difflib
import re
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gateway.dry_run import Change

_CONTEXT: Final = 2  # lines shown around a change
_MARK: Final = re.compile(r"@@ -(\d+)")
_LONGEST_LINE: Final = 400
_LARGEST_HUNK: Final = 200_000  # bytes; a whole part written anew is told, not shown


def differences(before: bytes, changes: Sequence[Change]) -> Iterator[str]:
    """Yield the lines that differ, with some around them."""
    if changes:
        yield "--- as submitted"
        yield "+++ as it would leave"
    counted, line = 0, 1
    for start, end, inside in _windows(before, changes):
        line += before.count(b"\n", counted, start)
        counted = start
        old, new = before[start:end], _changed(before, start, end, inside)
        if len(old) + len(new) > _LARGEST_HUNK:
            yield f"@@ line {line} @@"
            yield f"-{len(old)} bytes"
            yield f"+{len(new)} bytes"
            continue
        hunks = difflib.unified_diff(_lines(old), _lines(new), lineterm="", n=_CONTEXT)
        yield from (_placed(each, line) for each in islice(hunks, 2, None))


def _placed(each: str, first: int) -> str:
    """Return a line of the difference; a mark says which line of the message comes next."""
    mark = _MARK.match(each)
    return f"@@ line {first + max(int(mark[1]), 1) - 1} @@" if mark else each


def _windows(
    before: bytes, changes: Sequence[Change]
) -> Iterator[tuple[int, int, Sequence[Change]]]:
    """Yield stretches of whole lines, each with the changes in it; those that touch are one."""
    start = end = -1
    inside: list[Change] = []
    for change in changes:
        first, last = _back(before, change.start), _forth(before, change.end)
        if inside and first > end:
            yield start, end, inside
            inside = []
        if not inside:
            start = first
        inside.append(change)
        end = max(end, last)
    if inside:
        yield start, end, inside


def _back(before: bytes, at: int) -> int:
    """Return where the line starts that is some lines before the one at `at`."""
    for _ in range(_CONTEXT + 1):
        at = before.rfind(b"\n", 0, at)
        if at < 0:
            return 0
    return at + 1


def _forth(before: bytes, at: int) -> int:
    """Return where the line ends that is some lines after the one at `at`."""
    for _ in range(_CONTEXT + 1):
        at = before.find(b"\n", at) + 1
        if at == 0:
            return len(before)
    return at


def _changed(before: bytes, start: int, end: int, changes: Sequence[Change]) -> bytes:
    pieces = []
    for change in changes:
        pieces += [before[start : change.start], change.added]
        start = change.end
    return b"".join((*pieces, before[start:end]))


def _lines(stretch: bytes) -> list[str]:
    text = stretch.decode(errors="replace").removesuffix("\r\n")
    return [line[:_LONGEST_LINE] for line in text.split("\r\n")]
