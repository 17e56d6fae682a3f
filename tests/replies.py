"""Labelled replies: what people write back, and what they mean by it.

A line has a label, a channel and a text. `definite` and `probable` are opt-outs by the grade that
a reader gave them, `optout` those of the first sittings, which nobody graded. The sittings in
`unseen` taught no model, and no rule was made for them: they say how replies are understood that
nobody has seen. Whoever makes a rule for one moves its sitting out of there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

_FOLDER: Final = Path(__file__).parent / "data" / "replies"
OPTOUT: Final = "optout"
DEFINITE: Final = "definite"
_GRADES: Final = (DEFINITE, "probable")


class Reply(NamedTuple):
    place: str
    intent: str
    grade: str
    channel: str
    text: str


def replies(name: str = "*") -> list[Reply]:
    """Return the replies of one sitting, or of all."""
    return [
        _reply(f"{file.stem}:{number}", line)
        for file in sorted(_FOLDER.glob(f"{name}.tsv"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
    ]


def _reply(place: str, line: str) -> Reply:
    label, channel, text = line.split("\t")
    is_graded = label in _GRADES
    return Reply(
        place=place,
        intent=OPTOUT if is_graded else label,
        grade=label if is_graded else "",
        channel=channel,
        text=text.replace("\\n", "\n"),
    )
