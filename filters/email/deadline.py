"""Whether a subject that presses with a deadline tells the truth about it."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Objection
from filters.email.content import Content
from filters.email.fields import value
from filters.lookalikes import as_seen
from filters.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_WRITTEN: Final = re.compile(rf"{_DAY} {_MONTH} {_YEAR}", re.IGNORECASE)
_SLACK_DAYS: Final = 1  # the same moment has two dates on two sides of the earth
_EXAMINED_CHARACTERS: Final = 100_000


@rule("W_SUBJECT_URGENCY", cites="RCW 19.190.020(1)(b)", effect=Effect.PASS)
def subject_presses(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Warn about commercial email whose subject presses with a deadline, which has to be true."""
    if not facts.verdict.is_commercial:
        return
    _, claim = _claims(email)
    if claim:
        for recipient in email.recipients:
            yield Objection(
                recipient=recipient,
                reason="The subject presses with a deadline or a shortage, which has to be true.",
                evidence=(f"subject: {claim!r}",),
            )


def contradicted_deadline(email: Email, facts: EmailFacts) -> tuple[str, ...]:
    """Return how the text contradicts a subject that says today is the last day; empty if not.

    Only what is certain counts: the text dates the end of an offer, year and all, and every such
    date is another day than the message's.
    """
    claim, _ = _claims(email)
    if not claim:
        return ()
    today = _day_of(email, facts)
    ends = _ends(email)
    if not ends or any(abs((end - today).days) <= _SLACK_DAYS for end in ends):
        return ()
    found = ", ".join(end.isoformat() for end in sorted(ends))
    return (f"subject: {claim!r}", f"text: {found}", f"sent: {today.isoformat()}")


def _claims(email: Email) -> tuple[str, str]:
    """Return the words of the subject that say today is the last day, and any that press."""
    return _claims_of(value(email.raw, email.tree, "subject"))


@lru_cache(maxsize=128)  # mailings repeat their subject
def _claims_of(subject: str) -> tuple[str, str]:
    seen = as_seen(subject).replace("\u2019", "'")
    last_day, pressing = _TODAY.search(seen), _PRESSING.search(seen)
    claim = last_day[0] if last_day else ""
    return claim, claim or (pressing[0] if pressing else "")


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
        for phrase in _OFFER_ENDS.finditer(text):
            matches = (pattern.match(text, phrase.end()) for pattern in _DATES)
            found.update(filter(None, (_date(match) for match in matches if match)))
    return frozenset(found)


def _date(match: re.Match[str]) -> date | None:
    month = match["month"].lower()
    number = int(month) if month.isdigit() else 1 + _MONTHS.index(month[:3])
    try:
        return date(int(match["year"]), number, int(match["day"]))
    except ValueError:  # no such day
        return None
