"""Where each key of a TOML text stands, so that a mistake can be pointed at."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

KeyPath = tuple[str | int, ...]

_PART: Final = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*'""")
_HEADER: Final = re.compile(
    rf"\s*(\[\[?)\s*((?:{_PART.pattern})(?:\s*\.\s*(?:{_PART.pattern}))*)\s*\]\]?\s*(?:#.*)?$"
)
_KEY: Final = re.compile(rf"\s*((?:{_PART.pattern})(?:\s*\.\s*(?:{_PART.pattern}))*)\s*=")
_STRING: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL
)
_TOKEN: Final = re.compile(rf"{_STRING.pattern}|[\[\]{{}}\n]", re.DOTALL)
_SCALAR: Final = re.compile(r"[^\s\[\]{},=]+")


def key_lines(text: str) -> dict[KeyPath, int]:
    r"""Return the line (1 is the first) of every table and key of a valid TOML text.

    >>> key_lines('[company]\nname = "Example"\n')[("company", "name")]
    2
    """
    lines: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = defaultdict(int)
    table: KeyPath = ()
    text = text.replace("\r\n", "\n")
    number, start = 1, 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end]
        if header := _HEADER.match(line):
            table = _resolve(_names(header[2]), counts)
            if header[1] == "[[":
                lines.setdefault(table, number)
                counts[table] += 1
                table = (*table, counts[table] - 1)
            lines.setdefault(table, number)
        elif _KEY.match(line):
            end = _end(text, start)
            assignment = text[start:end]
            lines |= _assigned(tomllib.loads(assignment), assignment, table, number)
        number += text.count("\n", start, end) + 1
        start = end + 1
    return lines


def line_of(path: KeyPath, lines: dict[KeyPath, int]) -> int:
    """Return the line of a key, or of the nearest table around it; 0 if there is none."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 0


def dotted(path: KeyPath) -> str:
    """Write a path as people do: `route[0].host`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _names(dotted: str) -> tuple[str, ...]:
    """Return the parts of a dotted key, as TOML itself reads them."""
    return tuple(next(iter(tomllib.loads(f"{part} = 0"))) for part in _PART.findall(dotted))


def _resolve(names: tuple[str, ...], counts: dict[KeyPath, int]) -> KeyPath:
    """Put the index of the last element behind each array of tables on the way."""
    path: KeyPath = ()
    for name in names[:-1]:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path] - 1)
    return (*path, names[-1])


def _end(text: str, start: int) -> int:
    """Return where an assignment ends: at the line end that stands in no list and no string."""
    depth = 0
    for found in _TOKEN.finditer(text, start):
        match found[0]:
            case "[" | "{":
                depth += 1
            case "]" | "}":
                depth -= 1
            case "\n" if not depth:
                return found.start()
    return len(text)


def _assigned(
    value: dict[str, Any], assignment: str, table: KeyPath, first: int
) -> dict[KeyPath, int]:
    """Return the line of an assigned key, of every key of inline tables and item of lists in it."""
    code = _STRING.sub(_veiled, assignment)
    lines: dict[KeyPath, int] = {}
    line, counted, position = first, 0, 0
    for path in _paths(value):
        kind = _SCALAR
        if isinstance(path[-1], str):
            kind = re.compile(rf"(?<![\w-]){re.escape(path[-1])}\s*[.=]")
        found = kind.search(code, position)
        here = found.start() if found else position
        line += code.count("\n", counted, here)
        counted, position = here, found.end() if found else position
        lines[(*table, *path)] = line
    return lines


def _paths(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield the path of everything in a value, in the order in which it is written."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from _paths(inner, (*path, key))
    elif isinstance(value, list):
        has_tables = any(isinstance(item, (dict, list)) for item in value)
        for index, item in enumerate(value):
            if not has_tables:
                yield (*path, index)
            yield from _paths(item, (*path, index))


def _veiled(found: re.Match[str]) -> str:
    """Put a digit and blanks in the place of a string, and blanks in that of a comment."""
    blank = re.sub(r"[^\n]", " ", found[0])
    return blank if found[0].startswith("#") else f"0{blank[1:]}"
