"""The phone numbers that a letter is about: those it names, and whether it is about texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from phonenumbers import PhoneNumberFormat, PhoneNumberMatcher, format_number

from suppression.keys import phone_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from suppression.keys import RecipientKey

_MAX_CHARACTERS: Final = 4000
_MOST: Final = 5  # numbers; a longer list is no person's own
_ABOUT_TEXTS: Final = re.compile(
    r"\b(?:te?xt(?:s|ing|ed|ear|earme)?|te?xt messag\w{1,4}|sms|mms|textos?|textear|whatsapp"
    r"|(?:my|this|our) (?:cell|phone|mobile|number)|(?:mi|este) (?:tel[eé]fono|celular|n[uú]mero)"
    r"|(?:mon|ce) (?:t[eé]l[eé]phone|portable|num[eé]ro))\b",
    re.IGNORECASE,
)


def numbers_named(text: str, region: str) -> tuple[RecipientKey, ...]:
    """Return the phone numbers that stand in a text, once each, the first few.

    >>> numbers_named("Stop texting (916) 555-0143, will you? 916-555-0143!", "US")
    ('+19165550143',)
    """
    return tuple(dict.fromkeys(_found(text[:_MAX_CHARACTERS], region)))[:_MOST]


def is_about_texts(text: str) -> bool:
    """Whether a letter speaks of texts or of the writer's phone.

    >>> is_about_texts("Please stop texting me"), is_about_texts("Stop these emails")
    (True, False)
    """
    return _ABOUT_TEXTS.search(text[:_MAX_CHARACTERS]) is not None


def _found(text: str, region: str) -> Iterator[RecipientKey]:
    for match in PhoneNumberMatcher(text, region):
        if not match.number.extension:  # no telephone that takes texts has one
            yield phone_key(format_number(match.number, PhoneNumberFormat.E164))
