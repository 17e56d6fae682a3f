"""The languages that a request is recognised in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.revocation.languages.dutch import DUTCH
from filters.revocation.languages.english import ENGLISH
from filters.revocation.languages.french import FRENCH
from filters.revocation.languages.german import GERMAN
from filters.revocation.languages.italian import ITALIAN
from filters.revocation.languages.portuguese import PORTUGUESE
from filters.revocation.languages.spanish import SPANISH

if TYPE_CHECKING:
    from filters.revocation.grammar import Grammar

LANGUAGES: Final[tuple[Grammar, ...]] = (
    ENGLISH,
    SPANISH,
    FRENCH,
    GERMAN,
    PORTUGUESE,
    ITALIAN,
    DUTCH,
)
