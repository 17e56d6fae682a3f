"""Putting values into the shipped configuration: its comments and its order stay as they are."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

from gateway.config.lines import key_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gateway.config.lines import KeyPath

Value = str | int | bool | list[str] | list[dict[str, str]]


def filled(text: str, values: Mapping[KeyPath, Value]) -> str:
    r"""Return the text with these values in the place of those it has, each on one line.

    >>> filled('name = "a"  # whose\n', {("name",): "b"})
    'name = "b"  # whose\n'

    Raises:
        KeyError: the text has no such key.
    """
    places = key_lines(text)
    lines = text.split("\n")
    for path, value in values.items():
        at = places[path] - 1
        lines[at] = _with_value(lines[at], value)
    return "\n".join(lines)


def with_table(text: str, path: KeyPath, table: Sequence[str]) -> str:
    """Return the text with other lines in the place of one table, up to the empty line after."""
    lines = text.split("\n")
    start = key_lines(text)[path] - 1
    end = next((at for at in range(start, len(lines)) if not lines[at].strip()), len(lines))
    return "\n".join((*lines[:start], *table, *lines[end:]))


def toml(value: Value) -> str:
    """Write a value on one line of TOML.

    >>> toml([{"selector": "s1"}])
    '[{ selector = "s1" }]'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(_item, value))}]"
    if isinstance(value, str):
        # a JSON string is a TOML basic string, but for DEL, which TOML wants escaped
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)


def _item(item: str | dict[str, str]) -> str:
    if isinstance(item, str):
        return toml(item)
    return "{ " + ", ".join(f"{key} = {toml(value)}" for key, value in item.items()) + " }"


def _with_value(line: str, value: Value) -> str:
    """Return a line `key = value  # comment` with another value, its comment where it was."""
    key = line.partition("=")[0].rstrip()
    comment = _comment(line)
    assignment = f"{key} = {toml(value)}"
    if not comment:
        return assignment
    width = len(line) - len(comment) - 2
    return f"{assignment:{max(width, 0)}}  {comment}"


def _comment(line: str) -> str:
    """Return the comment at the end of an assignment: from the first `#` that is in no string."""
    for at, character in enumerate(line):
        if character == "#" and _is_assignment(line[:at]):
            return line[at:]
    return ""


def _is_assignment(text: str) -> bool:
    try:
        return bool(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return False
