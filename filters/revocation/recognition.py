"""What a reply was understood to ask for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Intent(StrEnum):
    """What a reply asks for."""

    OPTOUT = "optout"
    OPTIN = "optin"
    HELP = "help"
    NONE = "none"
    REVIEW = "review"  # it may be an opt-out: a person has to read it


class Grade(StrEnum):
    """How sure the reading is."""

    DEFINITE = "definite"  # the words of the law, or a request in so many words
    PROBABLE = "probable"  # a reasonable person understands a request
    AMBIGUOUS = "ambiguous"
    NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """What a reply asks for, and the words that say so."""

    intent: Intent
    grade: Grade
    matched: str


NOTHING_ASKED: Final = Recognition(intent=Intent.NONE, grade=Grade.NONE, matched="")
