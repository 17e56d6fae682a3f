"""When the law lets nobody be called, in the country and in each state that is stricter.

The statutes are about solicitations. Our texts are none, so keeping these hours for all of them is
courtesy where the law may not ask for it, and safe where a court reads a text otherwise. Of every
row that may apply the strictest wins; the configuration can only be stricter still. Where a row is
not known from the statute, the section it cites says where to look, and was not read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from filters.sms.hours import OpenHours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from filters.sms.hours import Span

CHECKED: Final = date(2026, 11, 25)


class Confidence(StrEnum):
    """How well a row is known."""

    STATUTE = "statute"  # its text was read
    SECONDARY = "secondary"  # a table of others that names it; where two differ, the stricter
    MEMORY = "memory"  # neither was at hand: verify before relying on anything wider


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRule:
    """The hours one law leaves open, and how we know."""

    state: str  # "": everywhere
    hours: OpenHours
    cites: str
    source: str
    confidence: Confidence
    since: date = date(1991, 12, 20)  # the TCPA's day: older than this program
    checked: date = CHECKED


def _from_to(opens: int, closes: int) -> Span:
    return time(opens), time(closes)


def _daily(opens: int, closes: int, *, holidays_of: str = "") -> OpenHours:
    span = _from_to(opens, closes)
    return OpenHours(weekday=span, saturday=span, sunday=span, state=holidays_of)


def _never_on_sundays(opens: int, closes: int, *, holidays_of: str = "") -> OpenHours:
    span = _from_to(opens, closes)
    return OpenHours(weekday=span, saturday=span, sunday=None, state=holidays_of)


FEDERAL_DAY: Final = (time(8), time(21))
FEDERAL: Final = HoursRule(
    state="",
    hours=OpenHours(weekday=FEDERAL_DAY, saturday=FEDERAL_DAY, sunday=FEDERAL_DAY),
    cites="47 CFR 64.1200(c)(1)",
    source="47 CFR 64.1200(c)(1): 8 a.m. to 9 p.m., local time at the called party's location",
    confidence=Confidence.STATUTE,
)

_TABLE: Final = "dropcowboy.com/state-compliance, of 2025-11-01"
_DATES: Final = "dnc.com, restricted call dates"


def _row(
    state: str, hours: OpenHours, cites: str, source: str = _TABLE, since: date = FEDERAL.since
) -> HoursRule:
    return HoursRule(
        state=state, hours=hours, cites=cites, source=source, confidence=Confidence.SECONDARY,
        since=since,
    )  # fmt: skip


STATES: Final = (
    _row(
        "AL", _never_on_sundays(8, 20, holidays_of="AL"), "Ala. Code 8-19C", f"{_TABLE}; {_DATES}"
    ),
    _row("CT", _daily(9, 20), "Conn. Gen. Stat. 42-288a", since=date(2023, 10, 1)),
    _row("FL", _daily(8, 20), "Fla. Stat. 501.616(6)(a)", since=date(2021, 7, 1)),
    _row("IL", _daily(9, 21), "815 ILCS 305", "clickpointsoftware.com, of 2025-07: by machine"),
    _row("KY", _daily(10, 21), "Ky. Rev. Stat. 367.46955"),
    _row(
        "LA",
        _never_on_sundays(8, 20, holidays_of="LA"),
        "La. R.S. 45:811; La. PSC General Order R-29617 V(A)",
        f"{_TABLE}; {_DATES}, which quotes the order",
    ),
    _row("MA", _daily(8, 20), "Mass. Gen. Laws ch. 159C"),
    _row("MD", _daily(8, 20), "Md. Code, Com. Law 14-45", since=date(2024, 1, 1)),
    _row("MI", _daily(9, 21), "Mich. Comp. Laws 445.111-445.125"),
    _row("MN", _daily(9, 21), "Minn. Stat. 325E.30"),
    _row(
        "MS", _never_on_sundays(8, 20, holidays_of="MS"), "Miss. Code 77-3-7", f"{_TABLE}; {_DATES}"
    ),
    _row("NJ", _daily(8, 20), "N.J. Stat. 56:8-130", "referrizer.com, quiet hours by state"),
    _row("NM", _daily(9, 21), "N.M. Stat. 57-12-22"),
    _row("NV", _daily(9, 20), "Nev. Rev. Stat. 598.0918"),
    _row("OK", _daily(8, 20), "15 Okla. Stat. 775C.4", since=date(2022, 11, 1)),
    _row(
        "OR",
        _daily(8, 20),
        "Or. Rev. Stat. 646.563, 646A; HB 3865 of 2025",
        "postscript.io and jdsupra.com on HB 3865: texts, too",
        since=date(2026, 1, 1),
    ),
    _row("PA", _daily(8, 21, holidays_of="PA"), "73 Pa. Stat. 2241-2249", f"{_TABLE}; {_DATES}"),
    HoursRule(
        state="RI",
        hours=OpenHours(
            weekday=_from_to(9, 18), saturday=_from_to(10, 17), sunday=None, state="RI"
        ),
        cites="R.I. Gen. Laws 5-61-2, 5-61-3.6",
        source="the statute: weekdays but holidays 9 to 18, Saturdays 10 to 17, mobile numbers too",
        confidence=Confidence.STATUTE,
    ),
    HoursRule(
        state="SD",
        hours=_never_on_sundays(9, 21),
        cites="S.D. Codified Laws 37-30A",
        source="remembered",
        confidence=Confidence.MEMORY,
    ),
    _row(
        "TX",
        OpenHours(weekday=_from_to(9, 21), saturday=_from_to(9, 21), sunday=_from_to(12, 21)),
        "Tex. Bus. & Com. Code 301.051; SB 140 of 2025",
        "foster.com on SB 140",
        since=date(2025, 9, 1),
    ),
    _row("UT", _never_on_sundays(8, 21, holidays_of="UT"), "Utah Code 13-25a-103", _DATES),
    _row("WA", _daily(8, 20), "Wash. Rev. Code 80.36.390", since=date(2022, 6, 9)),
)
"""Every state that is stricter than the country, as far as we know."""

_OF_STATE: Final = {rule.state: rule for rule in STATES}


def rules_for(states: Iterable[str], day: date) -> Iterator[HoursRule]:
    """Yield the rules in force on a day for somebody who may be in any of these states."""
    yield FEDERAL
    for state in states:
        found = _OF_STATE.get(state)
        if found is not None and found.since <= day:
            yield found
