"""Whether commercial email can say where its sender is to be found."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.decision import Objection
from filters.message import NOBODY
from filters.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Email, EmailFacts

_BLANK_LETTERS: Final = re.compile("[\u115f\u1160\u3164\uffa0]")  # letters to Unicode, not to eyes
_IDEOGRAPH: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_WORD: Final = re.compile(rf"{_IDEOGRAPH.pattern}|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
_FEWEST_WORDS: Final = 3  # number, street, town
_FEWEST_CHARACTERS: Final = 12


@rule("EMAIL_POSTAL_ADDRESS_MISSING", cites="15 U.S.C. 7704(a)(5)(A)(iii); 16 CFR 316.2(p)")
def postal_address_is_missing(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse commercial email of a sender identity that has no postal address to add."""
    if facts.identity == NOBODY:
        return  # whose address is missing is not known; the sender is refused for that
    if facts.verdict.is_commercial and not is_postal_address(facts.identity.postal_address):
        for recipient in email.recipients:
            yield Objection(
                recipient=recipient,
                reason="The sender identity has no postal address.",
                evidence=(f"sender identity: {facts.identity.name}",),
            )


@lru_cache(maxsize=64)
def is_postal_address(text: str) -> bool:
    """Whether a text can be a postal address: several words that can be seen, with a number.

    A street address has a number, a box has one (16 CFR 316.2(p)), and so has a postal code.

    >>> is_postal_address("PO Box 12, Springfield, IL 62701"), is_postal_address("your address")
    (True, False)
    """
    words = _WORD.findall(_BLANK_LETTERS.sub(" ", text))
    written = "".join(words)
    # an ideograph says as much as two letters
    length = len(written) + len(_IDEOGRAPH.findall(written))
    return (
        len(words) >= _FEWEST_WORDS
        and length >= _FEWEST_CHARACTERS
        and any(character.isnumeric() for character in written)
    )


def same_address(one: str, other: str) -> bool:
    """Whether two texts say the same address, however they are set.

    >>> same_address("1 Main St, Ely", " 1  MAIN st. ely")
    True
    """
    return _WORD.findall(one.casefold()) == _WORD.findall(other.casefold())
