"""What changes in a text whose bytes nobody can read: the difference of what the bytes say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from filters.email.charset import decode
from filters.email.mime import parse
from filters.email.outline import outline
from filters.email.transfer import decoded
from filters.errors import MalformedMessage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from filters.email.part import Part
    from gateway.diff.changes import PartOutline

_ENCODED: Final = frozenset({"base64", "quoted-printable"})
_LONG_LINE: Final = re.compile(rb"[^\n]{400}")
_BETWEEN_TAGS: Final = re.compile(r"(?<=>)(?=<)")
_LONGEST_LINE: Final = 200  # characters; longer ones are broken between tags
_LONGEST: Final = 2_000_000  # characters of a text that is compared
_MOST_LINES: Final = 2_000  # compared line by line; between the first and the last that differ
_CONTEXT: Final = 3
_AROUND: Final = 60  # characters shown around a change in a line that stays long


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedDiff:
    """The difference of one part's text; `start` and `end` are its body in the submitted bytes."""

    path: str
    start: int
    end: int
    what: str  # why its bytes are not to be read: "base64", "windows-1251", "long lines"
    lines: tuple[str, ...]  # as `diff -u` has them


def decoded_diffs(
    before: bytes, after: bytes, parts: Sequence[PartOutline]
) -> tuple[DecodedDiff, ...]:
    """Return the differences of the edited texts that their bytes do not show.

    A part that is not where it was, or is too long, has none: its bytes are all there is to see.
    """
    edited = [part for part in parts if part.edited and part.type.startswith("text/")]
    veiled = [(part, what) for part in edited if (what := _unreadable(before, part))]
    found = _parts_of(after) if veiled else {}
    diffs = []
    for part, what in veiled:
        now = found.get(part.path)
        start = part.end - part.size
        if now is None or now.content_type != part.type or part.size > _LONGEST:
            continue
        old = decode(decoded(before[start : part.end], part.encoding), part.charset)
        new = decode(
            decoded(after[now.body_start : now.body_end], now.transfer_encoding), now.charset
        )
        lines = tuple(_unified(_lines(old), _lines(new)))
        diffs.append(DecodedDiff(path=part.path, start=start, end=part.end, what=what, lines=lines))
    return tuple(diffs)


def _unreadable(before: bytes, part: PartOutline) -> str:
    """Return why the bytes of a text are not to be read; "" where they are."""
    if part.encoding in _ENCODED:
        return part.encoding
    body = before[part.end - part.size : part.end]
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return part.charset or "8bit"
    if b"\x1b" in body or b"\0" in body:  # ISO-2022 charsets switch by ESC, wide ones hold NUL
        return part.charset
    return "long lines" if _LONG_LINE.search(body) else ""


def _parts_of(raw: bytes) -> dict[str, Part]:
    try:
        return {each.path: each.part for each in outline(parse(raw))}
    except MalformedMessage:
        return {}


def _lines(text: str) -> list[str]:
    """Return the lines of a text; a long one is broken between its tags."""
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").removesuffix("\n").split("\n"):
        lines += _BETWEEN_TAGS.split(line) if len(line) > _LONGEST_LINE else [line]
    return lines


def _unified(old: list[str], new: list[str]) -> Iterator[str]:
    """Yield the lines that differ with three around them."""
    head, tail = _shared(old, new)
    first = max(head - _CONTEXT, 0)
    last = max(tail - _CONTEXT, 0)
    old_part, new_part = old[first : len(old) - last], new[first : len(new) - last]
    if old_part == new_part:
        return
    if len(old_part) + len(new_part) > _MOST_LINES:
        groups = [[("replace", 0, len(old_part), 0, len(new_part))]]
    else:
        matcher = SequenceMatcher(None, old_part, new_part)
        groups = [list(group) for group in matcher.get_grouped_opcodes(_CONTEXT)]
    for group in groups:
        olds, news = (group[0][1], group[-1][2]), (group[0][3], group[-1][4])
        yield f"@@ -{_range(first, *olds)} +{_range(first, *news)} @@"
        for tag, i, j, k, m in group:
            if tag == "equal":
                yield from (
                    f" {_cut(line, 0, len(line) - _LONGEST_LINE)}" for line in old_part[i:j]
                )
                continue
            removed, added = _narrowed("\n".join(old_part[i:j]), "\n".join(new_part[k:m]))
            yield from (f"-{line}" for line in removed.split("\n") if j > i)
            yield from (f"+{line}" for line in added.split("\n") if m > k)


def _range(first: int, start: int, end: int) -> str:
    count = end - start
    line = first + start + (1 if count else 0)
    return str(line) if count == 1 else f"{line},{count}"


def _narrowed(old: str, new: str) -> tuple[str, str]:
    """Return two texts without the ends that they share, where these are long."""
    if not old or not new or max(map(len, (*old.split("\n"), *new.split("\n")))) <= _LONGEST_LINE:
        return old, new
    head, tail = _shared(old, new)
    front, back = head - _AROUND, tail - _AROUND
    return _cut(old, front, back), _cut(new, front, back)


def _shared(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return how much two sequences share at their beginnings and, behind that, at their ends."""
    room = min(len(old), len(new))
    head = next((n for n in range(room) if old[n] != new[n]), room)
    room -= head
    return head, next((n for n in range(room) if old[-1 - n] != new[-1 - n]), room)


def _cut(text: str, front: int, back: int) -> str:
    """Leave out so many characters at both ends, and say so."""
    front, back = max(front, 0), max(back, 0)
    begin, end = "…" if front else "", "…" if back else ""
    return f"{begin}{text[front : len(text) - back]}{end}"
