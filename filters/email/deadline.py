"""Whether a subject that presses with a deadline tells the truth about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Objection
from filters.email.category.content import Content
from filters.email.fields import value
from filters.lookalikes import as_seen
from filters.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from filters.message import Email, EmailFacts

_TODAY: Final = re.compile(
    r"\b(?:today only|only today|one day only|tonight only|(?:ends?|ending|expires?|over|gone)"
    r" (?:today|tonight|at midnight)|last day|final day|(?:final|last) hours|last chance today"
    r"|(?:\d+|few) hours (?:left|only))\b",
    re.IGNORECASE,
)
"""What says that the day of the message is the last."""
_PRESSING: Final = re.compile(
    r"\b(?:last (?:chance|call)|final (?:call|days)|(?:ends?|ending|expires?) (?:soon|tomorrow)"
    r"|hurry|act (?:now|fast)|don't (?:wait|delay)|limited[- ]time|while supplies last|almost gone"
    r"|selling (?:fast|out)|(?:only )?\d+ (?:days?|left|remaining)|time is running out)\b",
    re.IGNORECASE,
)
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_MONTH: Final = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY: Final = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>20\d\d)"
_DATES: Final = (
    re.compile(rf"{_MONTH}\.?,? {_DAY},? {_YEAR}\b", re.IGNORECASE),
    re.compile(rf"{_DAY}\.? (?:of )?{_MONTH}\.?,? {_YEAR}\b", re.IGNORECASE),
    re.compile(rf"{_YEAR}-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b"),
)
_OFFER_ENDS: Final = re.compile(
    r"\b(?:offer|sale|promotion|promo|discount|deal|coupon|code|savings)s? (?:is |are )?"
    r"(?:only )?(?:ends?|expires?|valid|good|runs?) (?:(?:on|at|until|till|through|thru|to|up to)"
    r" )?(?:[\d:]+ ?(?:[ap]m )?(?:[a-z]{2,4} )?on )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?"
    r" )?(?=[a-z0-9])",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(
    r"\b(?:ends?|ending|expires?|until|till|through|thru)(?: on| at midnight on)? (?=[a-z0-9])",
    re.IGNORECASE,
)
_WRITTEN: Final = re.compile(rf"{_DAY} {_MONTH} {_YEAR}", re.IGNORECASE)
_SLACK_DAYS: Final = 1  # the same moment has two dates on two sides of the earth
_EXAMINED_CHARACTERS: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claims:
    """What a subject says about its offer's time."""

    last_day: str  # the words that say today is the last day
    pressing: str  # those, or others that press
    dates: frozenset[date]  # on which it ends


@rule("W_SUBJECT_URGENCY", cites="RCW 19.190.020(1)(b)", effect=Effect.PASS)
def subject_presses(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Warn about commercial email whose subject presses with a deadline, which has to be true."""
    if not facts.verdict.is_commercial:
        return
    claim = _claims(email).pressing
    if claim:
        for recipient in email.recipients:
            yield Objection(
                recipient=recipient,
                reason="The subject presses with a deadline or a shortage, which has to be true.",
                evidence=(f"subject: {claim!r}",),
            )


def contradicted_deadline(email: Email, facts: EmailFacts) -> tuple[str, ...]:
    """Return how a message contradicts the last day that its subject names; empty if it does not.

    Only what is certain counts, by dates with day, month and year: the subject names a day that is
    over, or says today, and every end of an offer that the text dates is another day.
    """
    claims = _claims(email)
    if not claims.last_day and not claims.dates:
        return ()
    today = _day_of(email, facts)
    sent = f"sent: {today.isoformat()}"
    over = [day for day in claims.dates if (today - day).days > _SLACK_DAYS]
    if over:
        return (f"subject: {_listed(over)}", sent)
    ends = _ends(email) if claims.last_day else frozenset[date]()
    if not ends or any(abs((end - today).days) <= _SLACK_DAYS for end in ends):
        return ()
    return (f"subject: {claims.last_day!r}", f"text: {_listed(ends)}", sent)


def _claims(email: Email) -> _Claims:
    return _claims_of(value(email.raw, email.tree, "subject"))


@lru_cache(maxsize=128)  # mailings repeat their subject
def _claims_of(subject: str) -> _Claims:
    seen = " ".join(as_seen(subject).replace("\u2019", "'").split())
    last_day, pressing = _TODAY.search(seen), _PRESSING.search(seen)
    claim = last_day[0] if last_day else ""
    return _Claims(
        last_day=claim,
        pressing=claim or (pressing[0] if pressing else ""),
        dates=_dates_after(_ENDS, seen),
    )


def _day_of(email: Email, facts: EmailFacts) -> date:
    """Return the day of the Date field, else that of the arrival."""
    match = _WRITTEN.search(value(email.raw, email.tree, "date"))
    written = _date(match) if match else None
    return written or facts.arrival.at.date()


def _ends(email: Email) -> frozenset[date]:
    """Return the dates on which the text says that an offer ends."""
    found: set[date] = set()
    for reading in Content(email.raw, email.tree).readings:
        text = " ".join(reading.everything[:_EXAMINED_CHARACTERS].split())
        found |= _dates_after(_OFFER_ENDS, text)
    return frozenset(found)


def _dates_after(words: re.Pattern[str], text: str) -> frozenset[date]:
    """Return the dates that follow these words at once."""
    found: set[date] = set()
    for phrase in words.finditer(text):
        matches = (pattern.match(text, phrase.end()) for pattern in _DATES)
        found.update(filter(None, (_date(match) for match in matches if match)))
    return frozenset(found)


def _listed(days: Iterable[date]) -> str:
    return ", ".join(day.isoformat() for day in sorted(days))


def _date(match: re.Match[str]) -> date | None:
    month = match["month"].lower()
    number = int(month) if month.isdigit() else 1 + _MONTHS.index(month[:3])
    try:
        return date(int(match["year"]), number, int(match["day"]))
    except ValueError:  # no such day
        return None
