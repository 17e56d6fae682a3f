"""Reading texts to judge: JSON lines of `{"id", "text"}`, and `"channel"` where it is asked for.

**Failures:** a file that cannot be read is a mistake of usage; a line that is no text is an answer
with its number, and the lines around it are read.
"""

from __future__ import annotations

import json
import sys
from codecs import BOM_UTF8
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from suppression.channel import Channel

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One text, or why the line is none."""

    name: str = ""
    text: str = ""
    channel: str = ""
    mistake: str = ""


_CHANNELS = frozenset(Channel)


def text_lines(file: Path, *, of_channels: bool = False) -> list[Line]:
    """Return what every line says; `of_channels`: each names the channel it came by.

    Raises:
        UsageError: the file cannot be read.
    """
    try:
        content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        message = f"{file}: {error}"
        raise click.UsageError(message) from error
    return [
        _read(line, f"{file}:{number}", of_channels=of_channels)
        for number, line in enumerate(content.removeprefix(BOM_UTF8).splitlines(), start=1)
        if line.strip()
    ]


def _read(line: bytes, place: str, *, of_channels: bool) -> Line:
    try:
        value = json.loads(line.decode())
    except UnicodeDecodeError as error:
        return Line(mistake=f"{place}: not UTF-8: {error.reason} at byte {error.start + 1}")
    except RecursionError:
        return Line(mistake=f"{place}: not JSON: too many brackets in one another")
    except ValueError as error:
        return Line(mistake=f"{place}: not JSON: {error}")
    if not isinstance(value, dict) or not isinstance(value.get("text"), str) or "id" not in value:
        return Line(mistake=f'{place}: not an object with "id" and "text"')
    channel = value.get("channel") if of_channels else ""
    if of_channels and (not isinstance(channel, str) or channel not in _CHANNELS):
        return Line(mistake=f'{place}: "channel" is none of {", ".join(Channel)}')
    return Line(name=str(value["id"]), text=value["text"], channel=str(channel))
