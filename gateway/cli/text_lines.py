"""Reading texts to judge: JSON lines of `{"id", "text"}`.

**Failures:** a file that cannot be read is a mistake of usage; a line that is no text is an answer
with its number, and the lines around it are read.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One text, or why the line is none."""

    name: str = ""
    text: str = ""
    mistake: str = ""


def text_lines(file: Path) -> list[Line]:
    """Return what every line says.

    Raises:
        UsageError: the file cannot be read.
    """
    try:
        content = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{file}: {error}"
        raise click.UsageError(message) from error
    return [
        _read(line, f"{file}:{number}")
        for number, line in enumerate(content.split("\n"), start=1)
        if line.strip()
    ]


def _read(line: str, place: str) -> Line:
    try:
        value = json.loads(line)
    except ValueError as error:
        return Line(mistake=f"{place}: not JSON: {error}")
    if not isinstance(value, dict) or not isinstance(value.get("text"), str) or "id" not in value:
        return Line(mistake=f'{place}: not an object with "id" and "text"')
    return Line(name=str(value["id"]), text=value["text"])
