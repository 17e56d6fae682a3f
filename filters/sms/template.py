"""A text that a person approved once, with marks where it varies.

`{name}`, `{date}`, `{time}`, `{amount}` and `{number}` stand for words of their kind and nothing
else; `{link:shop.example}` for a link to that very host. All other words have to be there as they
are; blanks and line ends count as one blank.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.expression import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

LINK: Final = "link"
_DAYS: Final = """monday tuesday wednesday thursday friday saturday sunday today tomorrow tonight
    lunes martes miércoles jueves viernes sábado domingo hoy mañana"""
_MONTHS: Final = """january february march april may june july august september october november
    december enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre
    diciembre"""
_SHORT: Final = """mon tue tues wed thu thur thurs fri sat sun jan feb mar apr jun jul aug sep sept
    oct nov dec"""
_NAMES: Final = "|".join(sorted(f"{_DAYS} {_MONTHS} {_SHORT}".split(), key=len, reverse=True))
_DAY: Final = rf"(?:(?:{_NAMES})\.?|[0-9]{{1,4}}(?:st|nd|rd|th)?)"
_CLOCK: Final = r"[0-9]{1,2}(?:[:.h][0-9]{2})?(?: ?[ap]\.?m\.?)?"
_WORD: Final = r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*\.?"
_KINDS: Final = {
    "name": rf"(?=.{{1,40}}\Z){_WORD}(?: {_WORD}){{0,3}}",
    "date": rf"(?=.{{1,40}}\Z){_DAY}(?:(?:, ?| de |[ /.-]){_DAY}){{0,3}}",
    "time": rf"{_CLOCK}(?: ?[-\u2013] ?{_CLOCK})?",
    "amount": r"(?:[$\u20ac\u00a3] ?)?[0-9](?:[0-9.,]{0,10}[0-9])?",
    "number": r"#?(?=[A-Za-z-]*[0-9])[A-Za-z0-9-]{1,20}",
}
KINDS: Final = (*_KINDS, LINK)
"""What may vary in a template."""

MARK: Final = re.compile(r"\{([^{}]*)\}")
_LONGEST: Final = 40
_LONGEST_LINK: Final = 240
_PATH: Final = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*")  # RFC 3986 2
_BLANKS: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What was approved, of which texts: those of one sender identity, for one purpose."""

    template_id: str
    text: str
    identity: str
    purpose: str

    def fits(self, text: str) -> bool:
        """Whether a text reads like this.

        >>> hair = "Hi {name}, your cut with us is due. Call {number}."
        >>> Template(template_id="T-1", text=hair, identity="", purpose="").fits(
        ...     "Hi Ann Lee, your cut with us is due. Call 555-0143."
        ... )
        True
        """
        return self.filled_with(text) is not None

    def filled_with(self, text: str) -> tuple[str, ...] | None:
        """Return what stands for the marks in a text that reads like this; None in any other.

        >>> Template(template_id="A-1", text="See {name} at {time}", identity="", purpose=""
        ... ).filled_with("See Dr. Chen at 9 am")
        ('Dr. Chen', '9 am')
        """
        return _filled(_pieces(self.text), plain(text))


def plain(text: str) -> str:
    """Return a text as it is compared: composed characters, single blanks."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()


@lru_cache(maxsize=256)
def _pieces(text: str) -> tuple[str, ...]:
    """Return a template in turns: fixed words, a mark, fixed words …; fixed ones first and last."""
    return tuple(MARK.split(plain(text)))


def _filled(pieces: tuple[str, ...], text: str) -> tuple[str, ...] | None:
    """Follow every place where a mark may end at once: no text takes it longer than its length."""
    places: dict[int, tuple[str, ...]] = {len(pieces[0]): ()} if text.startswith(pieces[0]) else {}
    for mark, fixed in zip(pieces[1::2], pieces[2::2], strict=True):
        places = {
            end + len(fixed): (*filled, text[start:end])
            for start, filled in places.items()
            for end in _ends(text, start, mark, fixed)
        }
    return places.get(len(text))


def _ends(text: str, start: int, mark: str, fixed: str) -> Iterator[int]:
    """Yield where what stands for a mark may end: the fixed words follow it there."""
    kind, _, host = mark.partition(":")
    reach = start + (_LONGEST_LINK if kind == LINK else _LONGEST)
    at = text.find(fixed, start + 1, reach + len(fixed)) if fixed else min(len(text), reach)
    while at > start:
        if _is_of(kind, host, text[start:at]):
            yield at
        at = text.find(fixed, at + 1, reach + len(fixed)) if fixed else start


def _is_of(kind: str, host: str, value: str) -> bool:
    if kind == LINK:
        return _leads_to(host, value)
    expression = _KINDS.get(kind)
    return expression is not None and compiled(f"(?i){expression}").fullmatch(value) is not None


def _leads_to(host: str, value: str) -> bool:
    """Whether this is a link to that host, and to nothing beside it."""
    scheme, found, rest = value.rpartition("://")
    rest = rest if found and scheme.lower() in ("http", "https") else value
    name, path = rest[: len(host)], rest[len(host) :]
    return (
        name.lower() == host.lower()
        and (not path or path[0] in "/?#")
        and _PATH.fullmatch(path) is not None
    )
