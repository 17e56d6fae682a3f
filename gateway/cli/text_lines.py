"""Reading texts to judge: JSON lines of `{"id", "text"}`."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path


def text_lines(file: Path) -> list[tuple[str, str]]:
    """Return id and text of every line.

    Raises:
        UsageError: the file cannot be read, or a line is no such object.
    """
    try:
        content = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{file}: {error}"
        raise click.UsageError(message) from error
    return [
        _text(line, f"{file}:{number}")
        for number, line in enumerate(content.split("\n"), start=1)
        if line.strip()
    ]


def _text(line: str, place: str) -> tuple[str, str]:
    try:
        value = json.loads(line)
    except ValueError as error:
        message = f"{place}: not JSON: {error}"
        raise click.UsageError(message) from error
    if not isinstance(value, dict) or not isinstance(value.get("text"), str) or "id" not in value:
        message = f'{place}: not an object with "id" and "text"'
        raise click.UsageError(message)
    return str(value["id"]), value["text"]
