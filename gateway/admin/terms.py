"""What a search box says: words, and operators like `to:ann@example.com verdict:refused`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from filters.codes import CODES
from gateway.queue_id import decode
from gateway.spool.model import State
from gateway.spool.search import VERDICTS, Wanted
from suppression.channel import Channel
from suppression.errors import MalformedAddressError
from suppression.keys import RecipientKey, domain_key, read_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

OPERATORS: Final[Mapping[str, str]] = {
    "to": "an address or a number",
    "from": "an address, @domain or a number of yours",
    "verdict": ", ".join(VERDICTS),
    "reason": "a code, as SUPPRESSED_OPTOUT",
    "state": ", ".join(state.value for state in State),
    "route": "the name of a route",
    "channel": "email or sms",
    "after": "a day, as 2026-11-02, or a time of UTC, as 2026-11-02T15:00",
    "before": "the same",
}
"""What may stand before a colon, and what after it."""

_LONGEST: Final = 500
_MOST_TERMS: Final = 20
_TERM: Final = re.compile(r'(?:([a-z]+):)?(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_NUMBER: Final = re.compile(r"\+?[\d ().\-/]{6,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One term of a search, and the search without it."""

    says: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was asked for."""

    wanted: Wanted
    chips: tuple[Chip, ...]
    message: str = ""  # what may be a queue id, where that is all
    person: RecipientKey | None = None  # whom it names, where that is all
    mistakes: tuple[str, ...] = ()


def read_terms(text: str, region: str) -> Terms:
    """Read what was typed; what cannot be meant is told, all of it at once.

    >>> read_terms("verdict:refused spring", "US").wanted.subject
    ('spring',)
    """
    text = text.strip()[:_LONGEST]
    if _is_message(text):
        return Terms(wanted=Wanted(subject=(text,)), chips=(), message=text.lower())
    if (person := _person(text, region)) is not None:
        return Terms(wanted=Wanted(to=person), chips=(), person=person)
    found = list(_TERM.finditer(text))[:_MOST_TERMS]
    wanted, mistakes, words = Wanted(), [], []
    for match in found:
        name, said = (match[1] or "").lower(), match[2] if match[2] is not None else match[3]
        if not name and (person := _person(said, region)) is not None:
            name, said = "to", person
        if name not in OPERATORS:
            words.append(match[0].strip('"') if name else said)
            continue
        try:
            wanted = _READ[name](wanted, said, region)
        except ValueError:
            mistakes.append(f"{name}: takes {OPERATORS[name]}; {said!r} is none")
    return Terms(
        wanted=replace(wanted, subject=tuple(filter(None, words))),
        chips=tuple(_chip(text, match) for match in found),
        mistakes=tuple(mistakes),
    )


def _chip(text: str, match: re.Match[str]) -> Chip:
    without = f"{text[: match.start()].rstrip()} {text[match.end() :].lstrip()}"
    return Chip(says=match[0], without=without.strip())


def _is_message(text: str) -> bool:
    try:
        decode(text.lower())
    except ValueError:
        return False
    return True


def _person(text: str, region: str) -> RecipientKey | None:
    """Return whom a text names that is nothing but an address or a number."""
    try:
        if _NUMBER.fullmatch(text):
            return read_key(text, Channel.SMS, region)
        if "@" not in text or re.search(r"[\s:]", text):
            return None
        return read_key(text.strip("<>"), Channel.EMAIL)
    except MalformedAddressError:
        return None


def _to(wanted: Wanted, said: str, region: str) -> Wanted:
    key = read_key(said, Channel.EMAIL if "@" in said else Channel.SMS, region)
    if key.startswith("@"):
        raise ValueError(said)
    return replace(wanted, to=key)


def _from(wanted: Wanted, said: str, region: str) -> Wanted:
    if said.startswith("@"):
        return replace(wanted, sender=domain_key(said))
    sender = said if "@" in said else read_key(said, Channel.SMS, region)
    return replace(wanted, sender=sender)


def _verdict(wanted: Wanted, said: str, _region: str) -> Wanted:
    if said.lower() not in VERDICTS:
        raise ValueError(said)
    return replace(wanted, verdict=said.lower())


def _reason(wanted: Wanted, said: str, _region: str) -> Wanted:
    if said.upper() not in CODES:
        raise ValueError(said)
    return replace(wanted, reason=said.upper())


def _state(wanted: Wanted, said: str, _region: str) -> Wanted:
    return replace(wanted, state=State(said.lower()))


def _route(wanted: Wanted, said: str, _region: str) -> Wanted:
    return replace(wanted, routes=(said,))


def _channel(wanted: Wanted, said: str, _region: str) -> Wanted:
    said = {"text": "sms", "texts": "sms"}.get(said.lower(), said.lower())
    return replace(wanted, channel=Channel(said).value)


def _moment(said: str) -> datetime:
    found = datetime.fromisoformat(said)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _after(wanted: Wanted, said: str, _region: str) -> Wanted:
    return replace(wanted, after=_moment(said))


def _before(wanted: Wanted, said: str, _region: str) -> Wanted:
    return replace(wanted, before=_moment(said))


_READ: Final[Mapping[str, Callable[[Wanted, str, str], Wanted]]] = {
    "to": _to, "from": _from, "verdict": _verdict, "reason": _reason, "state": _state,
    "route": _route, "channel": _channel, "after": _after, "before": _before,
}  # fmt: skip
