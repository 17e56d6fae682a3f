"""Whether what nobody declared is what it has the form of, or reads as, and sells nothing.

A form can be forged, so here the content answers for itself: all of it is judged, what it quotes
and encloses too; nothing is excused for being unreadable or in a language nobody here knows; and
who writes to a stranger names no price, leads nowhere and offers nothing. What fails keeps the
configured default, so a letter too many gets a footer, and no advertisement goes without.

Where the one written to asked, and that is seen by his question quoted below, prices and links
answer him: in an answer that takes up what he asked about. What he sent, a newsletter he
complains of or passes on, is then not held against an answer of substance: at least twenty words,
in a language known here, that sell nothing.

Business with its reader has no form, so it is known by its words alone: what every text of it
begins with was agreed on, and nothing sells. Advertising that only begins so would get through;
what is less sure is asked of a person, and only where the reader would get nothing at all.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from filters.email.answering import ENCLOSED, HEADER_ALONE, INTRODUCTION
from filters.email.category.content import Content
from filters.email.category.purpose import looks_commercial, names_business
from filters.email.category.soliciting import LINK, solicits
from filters.email.category.tongue import is_understood
from filters.email.category.words import FIRST_SIGN, is_spelled_out, words
from filters.email.displayed import PLAIN, decoded_text, readable_parts
from filters.email.fields import addresses, value
from filters.email.mime import parse
from filters.email.transfer import decoded
from filters.errors import MalformedMessage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.email.category.judgement import Judgement
    from filters.email.part import Part
    from filters.email.reading import Reading

_INTRODUCED: Final = re.compile(rf"(?im:^[ \t>]*(?:{INTRODUCTION}))")
_NAME: Final = re.compile(r"[^\W\d_]{2,}")
_UNSEEN: Final = frozenset({"message/partial", "message/external-body"})
_MAX_ENCLOSED: Final = 10
_EXAMINED_CHARACTERS: Final = 200_000
_MAX_CHARACTERS: Final = 50_000  # nobody writes or quotes so much
_SUBSTANCE: Final = 20  # words
_ASKED: Final = 2  # of a price, a link and an offer
_QUESTION: Final = re.compile(
    r"[?\uff1f]|\b(?:please|bitte|send me|s'il vous|por favor)\b", re.IGNORECASE
)
_A_QUESTION: Final = 4  # words
_TELLING: Final = 4  # letters; what shorter words have in common says nothing
_WORD_OR_TWO: Final = 2
_FIRST_LINES: Final = 1500  # characters


def is_innocent(content: Content, *, by_program: bool = False) -> bool:
    """Whether all that an undeclared answer or letter shows, quotes and encloses sells nothing.

    A program's answer (`by_program`) may lead to a page of help, and names no price and no offer.
    """
    if not _encloses_nothing_that_sells(content) or _is_long(content):
        return False
    whole = content.whole
    is_asked = any(_names_reader(content, reading.shown) for reading in whole)
    if is_asked and all(_is_substantial(reading) for reading in content.readings):
        return True
    if content.judgement_of_whole.is_commercial or not _may_say(content, by_program=by_program):
        return False
    # encrypted to one person's key: no mailing is
    return content.is_encrypted or (_is_read(content) and _is_understood(whole))


def mentions_business(content: Content) -> bool:
    """Whether its subject names business, or the first lines of it: what has a basis does."""
    return names_business(content.subject) or names_business(content.beginning[:_FIRST_LINES])


def basis_of_business(content: Content) -> str:
    """Return the basis of mail that is plainly business with its reader and sells nothing."""
    judgements = [*takewhile(_is_business, _judgements(content))]
    if (
        len(judgements) == max(len(content.whole), 1)
        and _encloses_nothing_that_sells(content)
        and not _is_long(content)
        and _is_read(content)
        and _is_understood(content.whole)
    ):
        return judgements[0].basis
    return ""


def may_be_business(content: Content) -> bool:
    """Whether every text of it begins with business or is like it, and none is advertising."""
    return all(
        not each.is_commercial and (each.basis or each.is_like_business)
        for each in _judgements(content)
    )


def _judgements(content: Content) -> Iterator[Judgement]:
    """Judge each text by itself: a reader may see any."""
    if len(content.whole) <= 1:
        yield content.judgement_of_whole
    else:
        yield from (content.judged((each,)) for each in content.whole)


def _is_business(judgement: Judgement) -> bool:
    return bool(judgement.basis) and not (judgement.is_commercial or judgement.sells)


def returns_own_advertising(content: Content) -> bool:
    """Whether a report returns a message of its own sender that advertises, or hides what it is.

    What a report returns came from whom it goes to, and may say what it likes (RFC 3464 2); an
    advertisement of those who send the report was never sent by its reader.
    """
    ours, theirs = _domains(content, "from"), _domains(content, "to")
    try:
        returned = [
            each for part in content.tree.children[2:] for each in _opened(content.raw, part)
        ]
    except MalformedMessage:
        return True
    for each in returned:
        senders = _domains(each, "from")
        is_ours = not senders or (_are_related(senders, ours) and not _are_related(senders, theirs))
        if is_ours and (each.is_unreadable or each.judgement_of_whole.is_commercial):
            return True
    return False


def _encloses_nothing_that_sells(content: Content) -> bool:
    try:
        return all(map(_sells_nothing, _enclosed(content)))
    except MalformedMessage:  # what others may be shown is not known
        return False


def _is_long(content: Content) -> bool:
    """Whether it is longer than anybody writes."""
    return sum(len(reading.everything) for reading in content.whole) > _MAX_CHARACTERS


def _sells_nothing(enclosed: Content) -> bool:
    if enclosed.is_unreadable or enclosed.judgement_of_whole.is_commercial:
        return False
    return _is_understood(enclosed.whole)


def _enclosed(content: Content) -> Iterator[Content]:
    """Yield the messages in a message, and in those.

    Raises:
        MalformedMessage: one cannot be looked into, or there are too many.
    """
    waiting, opened = [content], 0
    while waiting:
        outer = waiting.pop()
        for part in outer.tree.leaves():
            if part.content_type in _UNSEEN or opened > _MAX_ENCLOSED:
                raise MalformedMessage("a message in it that cannot be looked into")
            found = tuple(_opened(outer.raw, part))
            opened += len(found)
            waiting += found
            yield from found


def _opened(raw: bytes, part: Part) -> Iterator[Content]:
    """Yield the message that a part is.

    Raises:
        MalformedMessage: it cannot be read.
    """
    if part.content_type in ENCLOSED or part.content_type == HEADER_ALONE:
        inside = decoded(raw[part.body_start : part.body_end], part.transfer_encoding)
        yield Content(inside, parse(inside))


def _is_read(content: Content) -> bool:
    """Whether what it shows can be read here: more than a picture with a word or two."""
    whole = content.whole
    if any(is_spelled_out(reading.everything) for reading in whole):
        return False
    length = max((_length(reading.shown) for reading in whole), default=0)
    return length >= (_SUBSTANCE if content.has_pictures else 1)


def _length(text: str) -> int:
    """Return how many words a text has."""
    return len(text.split()) if text.isascii() else len(words(text).keys)


def _is_understood(readings: tuple[Reading, ...]) -> bool:
    """Whether each of these texts is in a language known here; a word or two tell nothing."""
    texts = [reading.shown for reading in readings]
    told = [text for text in texts if _length(text) > _WORD_OR_TWO]
    return all(map(is_understood, told or texts))


def _is_substantial(own: Reading) -> bool:
    """Whether a text that answers says something of its own, and sells nothing with it."""
    return (
        _length(own.shown) >= _SUBSTANCE
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
            and _length(quoted) >= _A_QUESTION
            and any(len(word) >= _TELLING or word >= FIRST_SIGN for word in common)
        ):
            return True
    return False


def _solicits(content: Content) -> frozenset[str]:
    """Return which ways of asking for business it shows."""
    markup = "".join(
        decoded_text(content.raw, part)[:_EXAMINED_CHARACTERS]
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


def _domains(content: Content, field: str) -> list[str]:
    found = addresses(content.raw, content.tree, field)
    return [address.rpartition("@")[2].lower() for address in found]


def _are_related(ones: list[str], others: list[str]) -> bool:
    """Whether a domain is among others, or in one of them, or they in it."""
    return any(
        f".{one}".endswith(f".{other}") or f".{other}".endswith(f".{one}")
        for one in ones
        for other in others
    )
