"""What a check found: fine, worth a look, or a fault, with how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"  # mail leaves; some of it will not be welcome
    FAULT = "fault"  # a promise is not kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One line of the examination."""

    check: str  # which one; the word stays
    level: Level
    where: str
    what: str
    mend: str = ""  # of what is not fine


def fine(check: str, where: str, what: str) -> Answer:
    """Return that nothing is wrong."""
    return Answer(check=check, level=Level.OK, where=where, what=what)


def warning(check: str, where: str, what: str, mend: str) -> Answer:
    """Return what is worth a look."""
    return Answer(check=check, level=Level.WARNING, where=where, what=what, mend=mend)


def fault(check: str, where: str, what: str, mend: str) -> Answer:
    """Return what has to be mended."""
    return Answer(check=check, level=Level.FAULT, where=where, what=what, mend=mend)
