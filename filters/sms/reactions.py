"""What telephones write for a thumb up or down: a verb, and in quotes the text it is about."""

from __future__ import annotations

import re
from typing import Final

_VERBS: Final = (
    r"liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|removed an? [\w ]{1,20} from"
    r"|reacted \S{1,12} to|le gustó|le encantó|a aimé|j.aime"
)
_ABOUT: Final = r"image|photo|picture|video|movie|audio message|voice message|sticker|link|file"
_BLANK: Final = r"[\s\u200b]*"
_BEGINNING: Final = re.compile(rf"\s*(?:{_VERBS}|\S{{1,12}} to)\s[\"“«]", re.IGNORECASE)
_WHOLE: Final = re.compile(
    rf"{_BLANK}(?:(?:{_VERBS}|[^\w\s]{{1,12}} to)\s[\"“«](?:[^\"”»]*|.*[\"”»])"
    rf"|(?:{_VERBS}) an? (?:{_ABOUT})){_BLANK}",
    re.IGNORECASE | re.DOTALL,
)


def begins_like_a_reaction(text: str) -> bool:
    """Whether a text begins as a reaction does."""
    return _BEGINNING.match(text) is not None


def is_reaction(text: str) -> bool:
    """Whether a text is a reaction, with nothing said after what is quoted.

    >>> is_reaction("Disliked “Hi John, your visit is at 3.”"), is_reaction("Loved an image")
    (True, True)
    >>> is_reaction("Liked “Your visit is at 3.” May I come at 4?"), is_reaction("I liked it")
    (False, False)
    """
    return _WHOLE.fullmatch(text) is not None
