"""Dates as services write them, to seconds since 1970."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final

_EPOCH: Final = re.compile(r"1[0-9]{9}(?:\.[0-9]{1,9})?")
_EPOCH_MS: Final = re.compile(r"1[0-9]{12}")
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MAIL_DATE: Final = re.compile(r"(?:[A-Za-z]{3}, *)?[0-9]{1,2} [A-Za-z]{3} [12][0-9]{3} [0-9]{2}:")
_ZONE: Final = re.compile(r" (?:UTC|GMT|Z)$| ?\(UTC\)$")
_OFFSET: Final = re.compile(r" (?=[+-][0-9]{2}:?[0-9]{2}$)")
_NANOSECONDS: Final = re.compile(r"(?<=\.[0-9]{6})[0-9]+")
_WEEKDAY: Final = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6} ", re.IGNORECASE)
_CLOCK: Final = re.compile(
    r"(?P<day>.+) (?P<clock>[0-9]{1,2}:[0-9]{2}(?P<second>:[0-9]{2})?)(?:\.[0-9]+)?"
    r"(?: ?(?P<half>[ap])\.? ?m\.?)?(?: (?:UTC|GMT)?(?P<zone>[+-][0-9]{2}:?[0-9]{2}))?",
    re.IGNORECASE,
)
_NAMED_ZONE: Final = re.compile(r"(?<=[+-][0-9]{4}) \([^()]*\)$")  # as browsers write dates
_LONGEST: Final = 80  # characters
_FORMS: Final = (
    "%m/%d/%Y", "%m/%d/%y", "%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y",
    "%d.%m.%Y", "%d.%m.%y", "%Y/%m/%d", "%Y.%m.%d", "%Y-%m-%d", "%m-%d-%Y", "%d %b %y",
    "%d/%m/%Y", "%d-%m-%Y",
)  # fmt: skip
"""Days, commas taken out. With slashes the month comes first, as in the United States; 13/1/2026 is
the other way round."""


@lru_cache(maxsize=4096)
def seconds(text: str) -> float | None:
    """Return the time a text names; without a zone it is UTC. None: it names none.

    >>> seconds("Thu, 13 Oct 2011 18:02:00 UTC") == seconds("2011-10-13T20:02:00+02:00")
    True
    """
    written = text.strip()
    if _EPOCH.fullmatch(written):
        return float(written)
    if _EPOCH_MS.fullmatch(written):
        return int(written) / 1000
    read = _iso(written) if _ISO.match(written) else _by_name(written)
    if read is None:
        read = _by_form(written)
    try:
        return None if read is None else _in_utc(read).timestamp()
    except (OverflowError, ValueError):
        return None


def _iso(text: str) -> datetime | None:
    plain = _NANOSECONDS.sub("", _OFFSET.sub("", _ZONE.sub("Z", text)))
    try:
        return datetime.fromisoformat(plain)
    except ValueError:
        return None


def _by_name(text: str) -> datetime | None:
    """Read RFC 5322 3.3, which begins with a day or its name."""
    if not _MAIL_DATE.match(text):
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def _by_form(text: str) -> datetime | None:
    """Read a day as spreadsheets and services write it, with or without a time of the day."""
    if len(text) > _LONGEST:
        return None
    written = " ".join(_ZONE.sub("", _NAMED_ZONE.sub("", text)).replace(",", " ").split())
    day, clock, form = _WEEKDAY.sub("", written, count=1), "", ""
    if timed := _CLOCK.fullmatch(day):
        day, half, zone = timed["day"], timed["half"] or "", timed["zone"] or ""
        clock = f" {timed['clock']}" + (f" {half}m" if half else "") + (f" {zone}" if zone else "")
        form = f" {'%I' if half else '%H'}:%M{':%S' if timed['second'] else ''}"
        form += (" %p" if half else "") + (" %z" if zone else "")
    for each in _FORMS:
        try:
            read = datetime.strptime(day + clock, each + form)  # noqa: DTZ007 - is in UTC below
        except ValueError:
            continue
        return _in_utc(read)
    return None


def _in_utc(at: datetime) -> datetime:
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
