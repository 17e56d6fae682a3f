"""Where each key of a TOML text stands, so that a mistake can be pointed at."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from typing import Any, Final

KeyPath = tuple[str | int, ...]

_HEADER: Final = re.compile(r"\s*(\[\[?)\s*([^\[\]#]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY: Final = re.compile(
    r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_PART: Final = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")


def key_lines(text: str) -> dict[KeyPath, int]:
    """Return the line (1 is the first) of every table and key of a valid TOML text.

    >>> key_lines('[company]\\nname = "Example"\\n')[("company", "name")]
    2
    """
    lines: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = defaultdict(int)
    table: KeyPath = ()
    pending = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if pending:
            pending = _continue(pending, line)
            continue
        if header := _HEADER.match(line):
            names = _names(header[2])
            table = _resolve(names, counts)
            if header[1] == "[[":
                counts[table] += 1
                table = (*table, counts[table] - 1)
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, *_names(key[1])), number)
            pending = _continue("", line)
    return lines


def line_of(path: KeyPath, lines: dict[KeyPath, int]) -> int:
    """Return the line of a key, or of the nearest table around it; 0 if there is none."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 0


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _resolve(names: tuple[str, ...], counts: dict[KeyPath, int]) -> KeyPath:
    """Put the index of the last element behind each array of tables on the way."""
    path: KeyPath = ()
    for name in names[:-1]:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path] - 1)
    return (*path, names[-1])


def _continue(pending: str, line: str) -> str:
    """Return the value collected so far while it goes on on the next line, else nothing."""
    collected = f"{pending}\n{line}" if pending else line
    return "" if _is_whole(collected) else collected


def _is_whole(assignment: str) -> bool:
    try:
        parsed: dict[str, Any] = tomllib.loads(assignment)
    except tomllib.TOMLDecodeError:
        return False
    return bool(parsed)
