"""What was put into a text, found by comparing it before and after."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

_T = TypeVar("_T", bytes, str)
PLACEHOLDER: Final = re.compile(
    r"(?i)\{{2,3}.{0,60}?\}{2,3}|%[a-z0-9_]{3,40}%|<%.{0,60}?%>|\*\|.{0,40}?\|\*|%7B%7B.{0,60}?%7D%7D"
    r"|\[[a-z_ ]{3,40}\]"
)
_META: Final = re.compile(r"(?i)charset")
_TOKEN: Final = re.compile(r"(?<=/u/)[a-z2-7]{20,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inserted:
    """`text` stands in the later one at `start`; the earlier one has nothing there."""

    start: int
    text: str


def single(before: _T, after: _T) -> tuple[int, _T] | None:
    """Return the one insertion that makes `after` of `before`; None where it takes more."""
    start = common(before, after)
    left = len(before) - start
    if left and not after.endswith(before[start:]):
        return None
    if len(after) < len(before):
        return None
    return start, after[start : len(after) - left]


def double(before: str, after: str) -> list[Inserted] | None:
    """Return the two insertions that make `after` of `before`; None where it takes more."""
    start, alike = common(before, after), common(before[::-1], after[::-1])
    if start + alike > len(before):
        return None
    kept = before[start : len(before) - alike]
    at = after.find(kept, start, len(after) - alike)
    if at < 0:
        return None
    rest = at + len(kept)
    return [
        Inserted(start=start, text=after[start:at]),
        Inserted(start=rest, text=after[rest : len(after) - alike]),
    ]


def common(before: Sequence[object], after: Sequence[object]) -> int:
    """Return how many items both begin with."""
    low, high = 0, min(len(before), len(after))
    while low < high:
        middle = (low + high + 1) // 2
        if before[low:middle] == after[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def insertions(before: str, after: str, *, recoded: bool) -> list[Inserted] | None:
    """Return what was put in; None where anything was lost but a placeholder that was filled.

    `recoded`: the charset changed, so the page's own word about it may have changed, too.
    """
    once = single(before, after)
    if once is not None:
        return [Inserted(start=once[0], text=once[1])]
    twice = double(before, after)
    if twice is not None:
        return twice
    lines = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found: list[Inserted] = []
    at = [0]
    for line in lines[1]:
        at.append(at[-1] + len(line))
    matcher = difflib.SequenceMatcher(None, *lines, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        old, new = "".join(lines[0][i1:i2]), "".join(lines[1][j1:j2])
        if tag == "equal":
            continue
        inner = single(old, new)
        if inner is None and not _was_filled(old, new) and not (recoded and _META.search(old)):
            return None
        found.append(Inserted(start=at[j1] + (inner[0] if inner else 0),
                              text=inner[1] if inner else new))  # fmt: skip
    return found


def is_renewed(before: str, after: str) -> bool:
    """Whether links were made out anew and nothing else was changed."""
    return before != after and _TOKEN.sub("", before) == _TOKEN.sub("", after)


def _was_filled(old: str, new: str) -> bool:
    """Whether `new` is `old` with text in the place of placeholders, and one addition at most."""
    *pieces, last = PLACEHOLDER.split(old)
    if not pieces:
        return False
    at = 0
    for piece in pieces:
        at = new.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    rest = new[at:]
    return any(
        rest.endswith(last[cut:]) and last[:cut] in rest[: len(rest) - len(last) + cut]
        for cut in range(len(last) + 1)
    )


def place(after: str, inserted: Inserted) -> int:
    """Return the last place it can be said to stand where it begins with a line or a tag.

    `a[ba]b` and `[ab]ab` are the same insertion: the letters it shares with what stands around it.
    """
    first, length = inserted.start, len(inserted.text)
    while first and after[first - 1] == after[first - 1 + length]:
        first -= 1
    places = range(inserted.start, first - 1, -1)
    return next((at for at in places if after.startswith(("\r\n", "<"), at)), first)
