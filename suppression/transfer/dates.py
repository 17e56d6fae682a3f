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
_FORMS: Final = (
    "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p",
    "%m/%d/%Y", "%m/%d/%y %H:%M", "%m/%d/%y", "%b %d, %Y %I:%M %p", "%b %d, %Y", "%B %d, %Y",
    "%d %b %Y %H:%M:%S", "%d %b %Y", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y",
    "%Y/%m/%d %H:%M:%S", "%Y/%m/%d", "%Y-%m-%d %I:%M:%S %p", "%Y-%m-%d %I:%M %p",
)  # fmt: skip
"""With slashes the month comes first, as in the United States; 13/1/2026 is the other way round."""
_OTHER_WAY: Final = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y")


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
    plain = _ZONE.sub("", text)
    for form in (*_FORMS, *_OTHER_WAY):
        try:
            return datetime.strptime(plain, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def _in_utc(at: datetime) -> datetime:
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
