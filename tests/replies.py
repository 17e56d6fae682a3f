"""Labelled replies: what people write back, and what they mean by it."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

_FOLDER: Final = Path(__file__).parent / "data" / "replies"
OPTOUT: Final = "optout"


class Reply(NamedTuple):
    place: str
    intent: str
    channel: str
    text: str


def replies(name: str = "*") -> list[Reply]:
    """Return the replies of one sitting, or of all."""
    return [
        Reply(f"{file.stem}:{number}", *_fields(line))
        for file in sorted(_FOLDER.glob(f"{name}.tsv"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
    ]


def _fields(line: str) -> tuple[str, str, str]:
    intent, channel, text = line.split("\t")
    return intent, channel, text.replace("\\n", "\n")
