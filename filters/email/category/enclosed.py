"""What the messages in a message say: a reader opens them as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.email.answering import ENCLOSED, HEADER_ALONE
from filters.email.category.content import Content
from filters.email.category.examined import is_cut
from filters.email.category.legible import are_understood
from filters.email.fields import addresses
from filters.email.mime import parse
from filters.email.transfer import decoded
from filters.errors import MalformedMessage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.email.part import Part

_UNSEEN: Final = frozenset({"message/partial", "message/external-body"})
_MAX_ENCLOSED: Final = 10


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
        if is_ours and _may_sell(each):
            return True
    return False


def encloses_nothing_that_sells(content: Content) -> bool:
    """Whether every message in it can be looked into, and none is advertising."""
    try:
        return all(map(_sells_nothing, _enclosed(content)))
    except MalformedMessage:  # what others may be shown is not known
        return False


def _sells_nothing(enclosed: Content) -> bool:
    return not _may_sell(enclosed) and are_understood(enclosed.whole)


def _may_sell(enclosed: Content) -> bool:
    """Whether it advertises, or not all of it can be read here."""
    if enclosed.is_unreadable or any(map(is_cut, enclosed.whole)):
        return True
    return enclosed.judgement_of_whole.is_commercial


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
