"""Lines to records: rows of cells, or objects of JSON; what can be read as neither has its place.

A quote that is never closed spoils one row: reading goes on with the line after it.
"""

from __future__ import annotations

import csv
import json
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from suppression.transfer.lines import LONGEST, TooLong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_DEEPEST: Final = 8
_MOST_LINES: Final = 1000  # of one record


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that cannot be taken apart."""

    reason: str
    raw: str


Cells: TypeAlias = "list[str]"
Fields: TypeAlias = "Mapping[str, str]"


def rows(lines: Iterator[str], delimiter: str, first: int) -> Iterator[tuple[int, Cells | Broken]]:
    """Yield the rows of a file with separated cells, each with the number of its first line.

    RFC 4180, strictly: quotes stand around a whole cell. `first` is the number of the first line.
    """
    feed = _Feed(lines, first)
    for line in feed.lines():
        if '"' not in line and type(line) is str and "\0" not in line:
            if line:
                yield feed.number, line.split(delimiter)
            continue
        begun, found = feed.number, _row(line, feed, delimiter)
        yield begun, found


def _row(line: str, feed: _Feed, delimiter: str) -> Cells | Broken:
    """Read a row that has quotes, or something else that needs a look."""
    taken = [line]
    try:
        cells = next(csv.reader(_taking(line, feed, taken), delimiter=delimiter, strict=True))
    except csv.Error as error:
        feed.give_back(taken[1:])
        why = "a quote is opened here that is never closed" if len(taken) > 1 else str(error)
        return Broken(why, line)
    if any("\0" in each for each in taken):
        return Broken("holds a NUL character", "\n".join(taken))
    return cells


def _taking(line: str, feed: _Feed, taken: list[str]) -> Iterator[str]:
    """Yield the line and those after it, as long as they may belong to one row."""
    characters = 0
    while True:
        if type(line) is TooLong:
            message = f"the line is longer than {LONGEST} characters"
            raise csv.Error(message)
        characters += len(line)
        if characters > LONGEST or len(taken) > _MOST_LINES:
            message = "the row is too long"
            raise csv.Error(message)
        yield line + "\n"
        more = feed.next()
        if more is None:
            return
        line = more
        taken.append(line)


class _Feed:
    """Hands out lines, and takes back those that were taken for a part of a broken row."""

    def __init__(self, lines: Iterator[str], first: int) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self.number = first - 1  # of the line handed out last

    def lines(self) -> Iterator[str]:
        """Yield the lines; between two of them others may be asked for and given back."""
        while (line := self.next()) is not None:
            yield line

    def next(self) -> str | None:
        """Return the next line; None at the end of the file."""
        line = self._again.popleft() if self._again else next(self._lines, None)
        self.number += line is not None
        return line

    def give_back(self, lines: Sequence[str]) -> None:
        """Hand these out again."""
        self._again.extendleft(reversed(lines))
        self.number -= len(lines)


def objects(lines: Iterator[str]) -> Iterator[tuple[int, Fields | Broken]]:
    """Yield the objects of JSON lines, each with the number of its line."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, _object(line)


def _object(text: str) -> Fields | Broken:
    if isinstance(text, TooLong):
        return Broken(f"the line is longer than {LONGEST} characters", text)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Broken(f"not JSON: {why_not(error)}", text)
    return read_fields(value, text)


def read_fields(value: object, raw: str) -> Fields | Broken:
    """Return the fields of a record; a text alone is an address, a number or a hash."""
    if isinstance(value, str):
        return {"address": value}
    return fields_of(value) if isinstance(value, dict) else Broken("not a JSON object", raw)


def why_not(error: Exception) -> str:
    """Say why a text is no JSON."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, column {error.colno}"
    return "a number is too long, or it is nested too deeply"


def fields_of(value: Mapping[str, Any], prefix: str = "", depth: int = 0) -> dict[str, str]:
    """Return the fields of an object as texts; those of objects in it with their path."""
    found: dict[str, str] = {}
    for name, each in value.items():
        if isinstance(each, dict) and depth < _DEEPEST:
            found |= fields_of(each, f"{prefix}{name}.", depth + 1)
        else:
            found[prefix + name] = _text(each)
    return found


def _text(value: object) -> str:
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return ", ".join(map(_text, value))
        case _:
            return str(value)


def delimiter_of(lines: Sequence[str]) -> str:
    """Return what separates the cells of these lines: the sign they all hold most often."""
    counts = {sign: [_outside_quotes(line).count(sign) for line in lines] for sign in "\t;,|"}
    best = max(counts, key=lambda sign: (min(counts[sign], default=0), sum(counts[sign])))
    return best if any(counts[best]) else ","


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])
