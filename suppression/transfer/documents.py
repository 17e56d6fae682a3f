"""JSON documents to the objects of their lists, piece by piece: answers of an API, one or several.

Every list of a document is read, and every document of a file: pages that were put one behind the
other. What can be read as none of these has its place, too.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from suppression.transfer.lines import LONGEST
from suppression.transfer.records import Broken, fields_of, read_fields, why_not

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from suppression.transfer.records import Fields

_SPACE: Final = " \t\n\r"
_GAP: Final = re.compile(r"[ \t\n\r,]*")
_INNER_LIST: Final = re.compile(r":[ \t\n\r]*\[(?=[ \t\n\r]*[\[{])")
_LINKS: Final = frozenset({"links", "_links"})  # to other pages: they name nobody
_DEEPEST: Final = 8
_SHOWN: Final = 200
_ENDS: Final = ("}", "]", '"')
_DECODER: Final = json.JSONDecoder()


class Listed(NamedTuple):
    """An object of a list, or why it cannot be taken apart."""

    number: int  # among those of the file
    record: Fields | Broken
    where: str = ""  # what the list is called in its document: "data.bounces"


def is_document(head: str, names_person: Callable[[str], bool]) -> bool:
    """Whether a file of JSON begins with a list, or an object of lists; else its lines are objects.

    An object that names a person by one of its fields is one line.
    """
    begun = head.lstrip(_SPACE)
    if begun.startswith("["):
        return True
    try:
        value, _ = _DECODER.raw_decode(begun)
    except (ValueError, RecursionError):
        value = {}  # it goes on behind what is looked at
    return _INNER_LIST.search(head) is not None and not any(map(names_person, fields_of(value)))


def listed_objects(texts: Iterable[str], names_person: Callable[[str], bool]) -> Iterator[Listed]:
    """Yield the objects of all lists, and what names a person beside them as broken."""
    document = _Document(texts, names_person)
    try:
        while document.peek():
            yield from document.value("", 0)
    except _BreaksOffError as error:
        why = f"the JSON breaks off here: {error}; what stands behind it is not read"
        yield document.next(Broken(why, document.rest()), "")


class _BreaksOffError(Exception):
    """What follows is not JSON."""


class _Document:
    """Text that is taken apart from its beginning, of which a piece is in memory."""

    def __init__(self, texts: Iterable[str], names_person: Callable[[str], bool]) -> None:
        self._pieces = iter(texts)
        self._names_person = names_person
        self._text, self._at = "", 0
        self._number = 0

    def value(self, where: str, depth: int) -> Iterator[Listed]:
        """Yield what the lists of the next value hold."""
        sign = self.peek()
        if sign == "[" and depth < _DEEPEST:
            yield from self._list(where, depth)
        elif sign == "{" and depth < _DEEPEST:
            yield from self._object(where, depth)
        else:
            raw = json.dumps(self._take())[:_SHOWN]
            yield self.next(Broken("stands in no list that is read", raw), where)

    def next(self, record: Fields | Broken, where: str) -> Listed:
        """Count a record."""
        self._number += 1
        return Listed(self._number, record, where)

    def peek(self) -> str:
        """Return the sign that the next value begins with; none at the end."""
        while True:
            gap = _GAP.match(self._text, self._at)
            self._at = gap.end() if gap else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def rest(self) -> str:
        """Return the beginning of what was not read."""
        return self._text[self._at : self._at + _SHOWN]

    def _list(self, where: str, depth: int) -> Iterator[Listed]:
        self._at += 1
        are_links = where.rpartition(".")[2] in _LINKS
        while (sign := self.peek()) != "]":
            if sign == "[":
                yield from self.value(where, depth + 1)
                continue
            value = self._take()
            if not are_links:
                raw = "" if isinstance(value, dict) else json.dumps(value)[:_SHOWN]
                yield self.next(read_fields(value, raw), where)
        self._at += 1

    def _object(self, where: str, depth: int) -> Iterator[Listed]:
        self._at += 1
        while self.peek() != "}":
            key = self._take()
            if not isinstance(key, str) or self.peek() != ":":
                message = "a name and a colon are missing"
                raise _BreaksOffError(message)
            self._at += 1
            if self.peek() in "[{":
                yield from self.value(f"{where}.{key}".lstrip("."), depth + 1)
                continue
            value = self._take()
            if value not in (None, "") and self._names_person(key):
                yield self.next(Broken("stands beside the lists of the document", key), where)
        self._at += 1

    def _take(self) -> Any:  # noqa: ANN401 - what JSON can hold
        """Return the next value.

        Raises:
            _BreaksOffError: there is none, or it is too long.
        """
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                if len(self._text) - self._at > LONGEST or not self._more():
                    raise _BreaksOffError(why_not(error)) from error
                continue
            if end == len(self._text) and self._text[-1] not in _ENDS and self._more():
                continue  # the rest of a number may follow
            self._at = end
            return value

    def _more(self) -> bool:
        piece = next(self._pieces, None)
        if piece is None:
            return False
        self._text, self._at = self._text[self._at :] + piece, 0
        return True
