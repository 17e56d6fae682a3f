"""Whether what nobody declared is what it has the form of, and sells nothing.

A form can be forged, so here the content answers for itself: all of it is judged, what it quotes
and encloses too; nothing is excused for being unreadable or in a language nobody here knows; and
who writes to a stranger names no price, leads nowhere and offers nothing. What fails keeps the
configured default, so a letter too many gets a footer, and no advertisement goes without.

Where the one written to asked, and that is seen by his question quoted below, prices and links
answer him: in an answer that takes up what he asked about. What he sent, a newsletter he
complains of or passes on, is then not held against an answer of substance: at least twenty words,
in a language known here, that sell nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filters.email.answering import INTRODUCTION
from filters.email.category.enclosed import encloses_nothing_that_sells
from filters.email.category.legible import SUBSTANCE, are_understood, is_long, is_read, length
from filters.email.category.purpose import looks_commercial
from filters.email.category.soliciting import LINK, solicits
from filters.email.category.tongue import is_understood
from filters.email.category.words import FIRST_SIGN, is_spelled_out, words
from filters.email.displayed import PLAIN, decoded_text, readable_parts
from filters.email.fields import addresses, value

if TYPE_CHECKING:
    from filters.email.category.content import Content
    from filters.email.reading import Reading

_INTRODUCED: Final = re.compile(rf"(?im:^[ \t>]*(?:{INTRODUCTION}))")
_NAME: Final = re.compile(r"[^\W\d_]{2,}")
_ASKED: Final = 2  # of a price, a link and an offer
_QUESTION: Final = re.compile(
    r"[?\uff1f]|\b(?:please|bitte|send me|s'il vous|por favor)\b", re.IGNORECASE
)
_A_QUESTION: Final = 4  # words
_TELLING: Final = 4  # letters; what shorter words have in common says nothing


def is_innocent(content: Content, *, by_program: bool = False) -> bool:
    """Whether all that an undeclared answer or letter shows, quotes and encloses sells nothing.

    A program's answer (`by_program`) may lead to a page of help, and names no price and no offer.
    """
    if content.is_in_unknown_charset or is_long(content):
        return False
    if not encloses_nothing_that_sells(content):
        return False
    whole = content.whole
    is_asked = any(_names_reader(content, reading.shown) for reading in whole)
    if is_asked and all(_is_substantial(reading) for reading in content.readings):
        return True
    if content.judgement_of_whole.is_commercial or not _may_say(content, by_program=by_program):
        return False
    # encrypted to one person's key: no mailing is
    return content.is_encrypted or (is_read(content) and are_understood(whole))


def _is_substantial(own: Reading) -> bool:
    """Whether a text that answers says something of its own, and sells nothing with it."""
    return (
        length(own.shown) >= SUBSTANCE
        and is_understood(own.shown)
        and not is_spelled_out(own.shown)
        and not solicits(own.everything)
        and not looks_commercial("", own.shown, own.everything).is_commercial
    )


def _may_say(content: Content, *, by_program: bool) -> bool:
    """Whether what asks for business in it is what its reader asked for, or leads to help."""
    ways = _solicits(content)
    if by_program:
        return ways <= {LINK}
    return not ways or (len(ways) <= _ASKED and _is_asked_about(content))


def _is_asked_about(content: Content) -> bool:
    """Whether the reader asks in what is quoted of him, and the answer takes that up."""
    told = " ".join(reading.shown for reading in content.readings)
    own = {line.strip() for reading in content.readings for line in reading.shown.splitlines()}
    for reading in content.whole:
        if not _names_reader(content, reading.shown):
            continue
        quoted = " ".join(
            line
            for line in reading.shown.splitlines()
            if line.strip() not in own and not _INTRODUCED.match(line)
        )
        common = set(words(quoted).keys) & set(words(told).keys)
        if (
            _QUESTION.search(quoted)
            and length(quoted) >= _A_QUESTION
            and any(len(word) >= _TELLING or word >= FIRST_SIGN for word in common)
        ):
            return True
    return False


def _solicits(content: Content) -> frozenset[str]:
    """Return which ways of asking for business it shows."""
    markup = "".join(
        decoded_text(content.raw, part)
        for part in readable_parts(content.tree)
        if part.content_type != PLAIN
    )
    ways = (solicits(each.everything, markup=markup) for each in content.whole)
    return frozenset().union(*ways)


def _names_reader(content: Content, text: str) -> bool:
    """Whether a letter of the one it goes to is quoted: the introduction of the quote says so."""
    (reader, *others) = addresses(content.raw, content.tree, "to") or ("",)
    if others or not reader:
        return False
    name, angle, _ = value(content.raw, content.tree, "to").partition("<")
    known = set(_NAME.findall(name.lower())) if angle else set()
    return any(
        reader.lower() in match[0].lower() or known.intersection(_NAME.findall(match[0].lower()))
        for match in _INTRODUCED.finditer(text)
    )
