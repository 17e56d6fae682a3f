"""What is changed on a message, as `diff -u` shows it; linear in the size of the message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.counted import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gateway.diff.changes import Change

_CONTEXT: Final = 3  # lines shown around a change
_LARGEST: Final = 200_000  # bytes; a whole part written anew is told, not shown


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that differ: whole lines from `start` to `end`, and what stands there instead."""

    start: int
    end: int
    new: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Veil:
    """Bytes that nobody can read, and what they are: "base64"; their lines are counted only."""

    start: int
    end: int
    what: str


def unified_diff(
    before: bytes, changes: Sequence[Change], veils: Sequence[Veil] = ()
) -> Iterator[str]:
    """Yield the lines that differ with three around them; `before` ends its lines with CRLF."""
    blocks = [_trimmed(before, block) for block in _blocks(before, changes)]
    blocks = [block for block in blocks if before[block.start : block.end] != block.new]
    if blocks:
        yield "--- as submitted"
        yield "+++ as it would leave"
    counted, line, grown = 0, 1, 0
    for hunk in _hunks(before, blocks):
        first = _back(before, hunk[0].start)
        line += before.count(b"\n", counted, first)
        counted = first
        lines = list(_lines_of(before, hunk, first, veils))
        taken = _counted(before[first : _forth(before, hunk[-1].end)])
        given = taken + sum(_counted(b.new) - _counted(before[b.start : b.end]) for b in hunk)
        yield f"@@ -{_range(line, taken)} +{_range(line + grown, given)} @@"
        yield from lines
        grown += given - taken


def _range(first: int, count: int) -> str:
    """Return lines as the head of a hunk names them; of none, the line before."""
    return f"{first}" if count == 1 else f"{first if count else first - 1},{count}"


def _blocks(before: bytes, changes: Sequence[Change]) -> Iterator[_Block]:
    """Yield stretches of whole lines with the changes in them; those that overlap are one."""
    start = end = 0
    inside: list[Change] = []
    for change in changes:
        first = before.rfind(b"\n", 0, change.start) + 1
        if inside and first >= end:
            block = _block(before, start, end, inside)
            if first >= block.end:
                yield block
                inside = []
        if not inside:
            start = end = first
        inside.append(change)
        end = max(end, _end_of_lines(before, change, first))
    if inside:
        yield _block(before, start, end, inside)


def _end_of_lines(before: bytes, change: Change, first: int) -> int:
    """Return the end of the last line a change touches; whole lines touch none after them."""
    begins_line = change.end == 0 or before[change.end - 1 : change.end] == b"\n"
    is_whole = change.added.endswith(b"\n") if change.added else change.start == first
    if begins_line and is_whole:
        return change.end
    return before.find(b"\n", change.end) + 1 or len(before)


def _block(before: bytes, start: int, end: int, changes: Iterable[Change]) -> _Block:
    """Return a stretch with its changes made; one that ends within a line takes the rest of it."""
    pieces, at = [], start
    for change in changes:
        pieces += [before[at : change.start], change.added]
        at = change.end
    new = b"".join((*pieces, before[at:end]))
    if new and not new.endswith(b"\n"):
        line_end = before.find(b"\n", end) + 1 or len(before)
        return _Block(start, line_end, new + before[end:line_end])
    return _Block(start, end, new)


def _trimmed(before: bytes, block: _Block) -> _Block:
    """Leave out the lines at both ends of a block that stay."""
    old, new = _split(before[block.start : block.end]), _split(block.new)
    room = min(len(old), len(new))
    head = next((n for n in range(room) if old[n] != new[n]), room)
    room -= head
    tail = next((n for n in range(room) if old[-1 - n] != new[-1 - n]), room)
    return _Block(
        block.start + sum(map(len, old[:head])),
        block.end - sum(map(len, old[len(old) - tail :])),
        b"".join(new[head : len(new) - tail]),
    )


def _hunks(before: bytes, blocks: Iterable[_Block]) -> Iterator[list[_Block]]:
    """Yield blocks that are shown together: those whose surroundings meet."""
    hunk: list[_Block] = []
    for block in blocks:
        if hunk and _forth(before, hunk[-1].end) < _back(before, block.start):
            yield hunk
            hunk = []
        hunk.append(block)
    if hunk:
        yield hunk


def _lines_of(
    before: bytes, hunk: Sequence[_Block], first: int, veils: Sequence[Veil]
) -> Iterator[str]:
    at = first
    for block in hunk:
        yield from _around(before, at, block.start, veils)
        what = next((v.what for v in veils if v.start <= block.start and block.end <= v.end), "")
        yield from _marked("-", before[block.start : block.end], what)
        yield from _marked("+", block.new, what)
        at = block.end
    yield from _around(before, at, _forth(before, at), veils)


def _around(before: bytes, start: int, end: int, veils: Sequence[Veil]) -> Iterator[str]:
    """Yield lines that stay, those under a veil by their number."""
    at = start
    for veil in veils:
        low, high = max(veil.start, at), min(veil.end, end)
        if low < high:
            yield from _marked(" ", before[at:low])
            yield from _marked(" ", before[low:high], veil.what)
            at = high
    yield from _marked(" ", before[at:end])


def _marked(mark: str, stretch: bytes, veiled: str = "") -> Iterator[str]:
    if veiled and stretch:
        count = _counted(stretch)
        yield f"{mark}({counted(count, 'line')}: {veiled})"
        return
    if len(stretch) > _LARGEST:
        yield f"{mark}({counted(len(stretch), 'byte')})"
        return
    for line in _split(stretch):
        yield mark + line.removesuffix(b"\n").removesuffix(b"\r").decode(errors="replace")


def _split(stretch: bytes) -> list[bytes]:
    """Return lines with their ends; other than `splitlines`, at LF alone."""
    lines = stretch.split(b"\n")
    last = lines.pop()
    return [line + b"\n" for line in lines] + ([last] if last else [])


def _counted(stretch: bytes) -> int:
    return stretch.count(b"\n") + bool(stretch and not stretch.endswith(b"\n"))


def _back(before: bytes, at: int) -> int:
    """Return where the line starts that is some lines before the one that begins at `at`."""
    for _ in range(_CONTEXT):
        at = before.rfind(b"\n", 0, max(at - 1, 0)) + 1
    return at


def _forth(before: bytes, at: int) -> int:
    """Return where the line ends that is some lines after the one that ends at `at`."""
    for _ in range(_CONTEXT):
        at = before.find(b"\n", at) + 1 or len(before)
    return at
