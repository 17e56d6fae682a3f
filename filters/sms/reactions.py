"""What telephones write for a thumb up or down: a verb, and in quotes the text it is about."""

from __future__ import annotations

import re
from typing import Final

_EMOJI: Final = r"(?:[0-9#*]\ufe0f?\u20e3|[^\w\s!-~]){1,16}"
_VERBS: Final = (
    r"(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|removed an? [\w ]{1,20} from"
    rf"|(?:reacted )?{_EMOJI} to|le gustó|le encantó|a aimé|j.aime)"
)
_ABOUT: Final = r"image|photo|picture|video|movie|audio message|voice message|sticker|link|file"
_BLANK: Final = r"[\s\u200b]*"
_REACTION: Final = re.compile(rf"{_BLANK}{_VERBS}\s[\"“«]", re.IGNORECASE)
_UNQUOTED: Final = re.compile(
    rf"{_BLANK}{_VERBS}\s(?:[\"“«][^\"”»]*|an? (?:{_ABOUT})){_BLANK}", re.IGNORECASE
)
"""A reaction to a picture, or one whose quotation was cut off."""
_REPLY: Final = re.compile(r"\s*repl(?:ied|ying) to\s[\"“«]", re.IGNORECASE)
_MARKS: Final = {
    "“": re.compile(r"(?P<opens>“)|”"),
    "«": re.compile(r"(?P<opens>«)|»"),
    '"': re.compile(r"(?P<opens>(?<![^\s(])\"(?=\w))|\""),
}
"""Opening mark -> the marks of its kind, for what is quoted may quote, too."""
_WORD: Final = re.compile(r"\w")


def is_reaction(text: str) -> bool:
    """Whether a text is a reaction, with nothing said after what is quoted.

    >>> is_reaction("Disliked “Hi John, your visit is at 3.”"), is_reaction("Loved an image")
    (True, True)
    >>> is_reaction("Liked “Your visit is at 3.” May I come at 4?"), is_reaction("I liked it")
    (False, False)
    """
    start = _end_of_reactions(text)
    if start:
        return not _WORD.search(text, start)
    return _UNQUOTED.fullmatch(text) is not None


def own_words(text: str) -> str:
    """Return what stands after the reactions of a text, or after what it says it answers.

    >>> own_words("Replied to “Your order shipped” STOP")
    ' STOP'
    """
    return text[_end_of_reactions(text) or _end_of_replied_to(text) :]


def _end_of_reactions(text: str) -> int:
    """Return where the person's own words begin; 0 where a text is no reaction."""
    start = 0
    while (found := _REACTION.match(text, start)) and (end := _end_of_quotation(text, found.end())):
        start = end
    return start


def _end_of_replied_to(text: str) -> int:
    """Return where the reply begins that quotes what it answers; 0 where nothing follows."""
    found = _REPLY.match(text)
    end = _end_of_quotation(text, found.end()) if found else 0
    return end if _WORD.search(text, end) else 0


def _end_of_quotation(text: str, start: int) -> int:
    """Return where the quotation ends whose first mark is before `start`; 0 where it does not."""
    depth = 1
    for mark in _MARKS[text[start - 1]].finditer(text, start):
        depth += 1 if mark["opens"] else -1
        if not depth:
            return mark.end()
    return 0
