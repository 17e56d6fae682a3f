"""What signal-cli tells of: texts that people wrote, and that ours arrived."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from gateway.providers.hook import ReceivedText
from gateway.providers.said import inner, whole, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_JSON: Final = json.JSONDecoder()
_BETWEEN: Final = frozenset(",] \t\r\n")
_LAST_MS: Final = 10**13  # of a time in milliseconds, until 2286


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """Texts of ours that a person's telephone has."""

    person: str
    sent_at: tuple[str, ...]  # the times of sending, by which Signal knows texts
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Something came in that signal-cli could not decrypt, or that is none of its events."""

    why: str
    reference: str = ""  # as of a text: who wrote, and when


Heard = ReceivedText | Arrived | Unreadable


def events_of(raw: str) -> tuple[str, ...]:
    """Cut a list of events into them; of half a list, into those that are whole and the rest.

    >>> events_of('[{"a": 1}, {"b"')
    ('{"a": 1}', '{"b"')
    """
    if not raw.startswith("["):
        return (raw,)
    events = []
    at = 1
    while at < len(raw):
        if raw[at] in _BETWEEN:
            at += 1
            continue
        try:
            _, end = _JSON.raw_decode(raw, at)
        except (ValueError, RecursionError):
            end = len(raw)
        events.append(raw[at:end])
        at = end
    return tuple(events)


def heard(raw: str, account: str) -> tuple[Heard, ...]:
    """Return what an event says to this account of ours, or a list of events.

    A text to a group is none to us. The same text in two events has one reference.
    """
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return (Unreadable(why="no JSON"),)
    events = found if isinstance(found, list) else [found]
    return tuple(each for event in events for each in _of_event(event, account))


def _of_event(event: object, account: str) -> Iterator[Heard]:
    if not isinstance(event, dict):
        yield Unreadable(why="no event")
        return
    params = inner(event, "params")  # of a JSON-RPC notification, around what SSE has alone
    event = inner(params, "result") or params or event
    whose = words(event, "account")
    if whose.startswith("+") and whose != account:
        return
    envelope = inner(event, "envelope")
    exception = inner(event, "exception")
    if exception:
        yield Unreadable(
            why=words(exception, "type") or "an exception",
            reference=_reference(envelope, whole(envelope, "timestamp")),
        )
    yield from _of_envelope(envelope, account)


def _of_envelope(envelope: Mapping[str, Any], account: str) -> Iterator[Heard]:
    person = _number(envelope)
    data = inner(envelope, "dataMessage") or inner(inner(envelope, "editMessage"), "dataMessage")
    text = words(data, "message")
    if text and not inner(data, "groupInfo"):
        sent_at = whole(data, "timestamp") or whole(envelope, "timestamp")
        yield ReceivedText(
            sender=person,
            to=account,
            words=text,
            reference=_reference(envelope, sent_at),
            received_at=_moment(envelope),
        )
    receipt = inner(envelope, "receiptMessage")
    times = receipt.get("timestamps")
    if person and isinstance(times, list):
        kind = "read" if receipt.get("isRead") or receipt.get("isViewed") else "delivered"
        sent = tuple(str(each) for each in times if isinstance(each, int))
        yield Arrived(person=person, sent_at=sent, said=kind)


def _number(envelope: Mapping[str, Any]) -> str:
    source = words(envelope, "source")
    return words(envelope, "sourceNumber") or (source if source.startswith("+") else "")


def _reference(envelope: Mapping[str, Any], sent_at: int) -> str:
    who = words(envelope, "sourceUuid") or _number(envelope)
    return f"{who}/{sent_at}" if sent_at else ""


def _moment(envelope: Mapping[str, Any]) -> datetime | None:
    """Return when Signal took a text, or else when it was written by the person's clock."""
    at_ms = whole(envelope, "serverReceivedTimestamp") or whole(envelope, "timestamp")
    if not 0 < at_ms < _LAST_MS:
        return None
    return datetime.fromtimestamp(at_ms / 1000, UTC)
