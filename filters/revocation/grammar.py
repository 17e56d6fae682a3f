"""How one language asks to be left alone: tables of phrases over plain words, and their reading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_TABLE: Final = re.compile(r"^\[(\w+)\]$", re.MULTILINE)
_MACRO: Final = re.compile(r"\{([a-z_]+)\}")
NOTHING: Final = r"(?!)"  # the expression that is nowhere
GONE: Final = " _ "
"""What stands in a sentence where a phrase was that asks for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """The phrases of one language, each table one expression for `compiled`."""

    elsewhere: str = NOTHING  # may be a request about something else: a person has to read it
    core: str = NOTHING  # a request, unless what follows limits it
    keyword: str  # is a whole request, if nothing else is said
    filler: str  # says nothing beside a keyword
    insistent: str  # a request, though words in it look as if it were none
    innocent: str  # has the words of a request, and is none
    doubtful: str  # may be a request: a person has to read it
    definite: str  # a request beyond doubt
    probable: str  # a reasonable person understands a request
    loose: str  # words of a request that are left over
    optin: str
    help: str
    away: str  # what automatic replies say


def grammar(macros: Mapping[str, str], text: str) -> Grammar:
    """Read a language: `[table]` lines, and below them one phrase a line.

    Every table of a grammar stands there. A phrase is an expression over words parted by single
    spaces; `{name}` is a macro, which may name macros that stand before it.
    """
    read: dict[str, str] = {}
    for name, phrase in macros.items():
        read[name] = _filled(phrase, read)
    _, *pieces = _TABLE.split(text)
    tables = dict(zip(pieces[::2], pieces[1::2], strict=True))
    return Grammar(**{name: expression(table, read) for name, table in tables.items()})


def expression(table: str, macros: Mapping[str, str]) -> str:
    """Return one expression for a table with a phrase a line, each of whole words."""
    phrases = [_filled(line.strip(), macros) for line in table.splitlines() if line.strip()]
    return rf"(?<!\S)(?:{'|'.join(phrases)})(?!\S)"


def _filled(phrase: str, macros: Mapping[str, str]) -> str:
    return _MACRO.sub(lambda found: f"(?:{macros[found[1]]})", phrase)
