"""When a text may arrive: by the recipient's clock, wherever the number may be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import timezone

from filters.decision import Effect, Objection
from filters.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Sms, SmsFacts

_SUNDAY: Final = 6
_DAYS_AHEAD: Final = 8  # a window that did not open for a week never will

US_ZONES: Final = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix",
    "America/Los_Angeles", "America/Anchorage", "America/Adak", "Pacific/Honolulu",
    "America/Puerto_Rico", "Pacific/Guam", "Pacific/Pago_Pago",
)  # fmt: skip
"""Every clock of the United States and its territories, for a number that says nothing."""

_SPLIT: Final = {
    # 49 CFR part 71, read 2026-11-22, and places that keep the neighbour's time by custom: a zone
    # boundary runs through these area codes, while the number data may know one side only.
    ("America/New_York", "America/Chicago"): "219 270 334 364 423 448 574 606 812 850 906 930",
    ("America/Chicago", "America/Denver"): "308 432 580 605 620 701 785",
    ("America/Denver", "America/Los_Angeles"): "208 458 541 775 986",
    ("America/Phoenix", "America/Denver"): "928",  # the Navajo Nation keeps daylight saving time
    ("America/Anchorage", "America/Adak"): "907",
}
SPLIT_AREA_CODES: Final = {
    area_code: zones for zones, area_codes in _SPLIT.items() for area_code in area_codes.split()
}
_UNKNOWN: Final = timezone.UNKNOWN_TIMEZONE
_US_CALLING_CODE: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietWindow:
    """The hours without texts by local time: from `start` until `end`, on Sundays `sunday_end`.

    It goes over midnight when `start` is later than `end`. The minute of `start` is quiet, the
    minute of an end is not.
    """

    start: time
    end: time
    sunday_end: time

    def is_quiet(self, local: datetime) -> bool:
        """Whether this local time lies within the window."""
        clock, end = local.time(), self.end_on(local)
        if self.start > self.end:
            return clock >= self.start or clock < end
        return self.start <= clock < end

    def end_on(self, day: datetime) -> time:
        """Return when the window ends on the day of `day`."""
        return self.sunday_end if day.weekday() == _SUNDAY else self.end


def candidate_zones(number: str) -> tuple[str, ...]:
    """Return every time zone the owner of an E.164 number may be in, by the number alone.

    An area code is where a number was given out, not where its owner is; a
    toll-free number could be anywhere that shares the calling code.
    """
    parsed = phonenumbers.parse(number)
    found = timezone.time_zones_for_number(parsed)
    zones = US_ZONES if _UNKNOWN in found else found
    if parsed.country_code == _US_CALLING_CODE:
        area_code = phonenumbers.national_significant_number(parsed)[:3]
        zones = (*zones, *SPLIT_AREA_CODES.get(area_code, ()))
    return tuple(dict.fromkeys(zones))


def next_opening(number: str, now: datetime, quiet: QuietWindow) -> datetime | None:
    """Return the first moment from `now` on that is quiet in no candidate zone of the number.

    That is `now` itself when a text may go at once, and None when the zones leave no common hour
    within a week. The answer is in UTC.

    47 CFR 64.1200(c)(1): the hours are those at the called party's location.
    """
    return common_opening(candidate_zones(number), now, quiet)


@rule("SMS_QUIET_HOURS", cites="47 CFR 64.1200(c)(1)")
def number_is_quiet(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse a text to a number whose quiet hours it would arrive in, where it may not wait."""
    if facts.policy.quiet_hours == "refuse" and _is_early(sms, facts):
        yield Objection(
            recipient=sms.recipient,
            reason="It may be quiet hours where the person is.",
            evidence=(facts.opens_at.isoformat(timespec="seconds"),),
        )


@rule("HELD_QUIET_HOURS", cites="47 CFR 64.1200(c)(1)", effect=Effect.PASS)
def text_waits(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Let a text wait until the quiet hours of its number are over."""
    if facts.policy.quiet_hours != "refuse" and _is_early(sms, facts):
        yield Objection(
            recipient=sms.recipient,
            reason="It may be quiet hours where the person is: the text waits.",
            evidence=(facts.opens_at.isoformat(timespec="seconds"),),
        )


def common_opening(zones: tuple[str, ...], now: datetime, quiet: QuietWindow) -> datetime | None:
    """Return the first moment from `now` on that is quiet in none of the zones, or None."""
    clocks = [ZoneInfo(zone) for zone in zones]
    moment = now.astimezone(UTC)
    limit = moment + timedelta(days=_DAYS_AHEAD)
    while moment < limit:
        latest = max(_opening(clock, moment, quiet) for clock in clocks)
        if latest == moment:
            return moment
        moment = latest
    return None


def _is_early(sms: Sms, facts: SmsFacts) -> bool:
    return facts.opens_at > max(sms.send_at, facts.now)


def _opening(zone: ZoneInfo, moment: datetime, quiet: QuietWindow) -> datetime:
    if not quiet.is_quiet(moment.astimezone(zone)):
        return moment
    ends = (end for end in _ends(zone, moment, quiet) if end > moment)
    return min(end for end in ends if not quiet.is_quiet(end.astimezone(zone)))


def _ends(zone: ZoneInfo, moment: datetime, quiet: QuietWindow) -> Iterator[datetime]:
    today = moment.astimezone(zone)
    for days in range(3):  # a Sunday may be quiet all day, a weekday has always an hour that is not
        day = today + timedelta(days=days)
        end = datetime.combine(day, quiet.end_on(day), tzinfo=zone)
        yield end.astimezone(UTC)
        yield end.replace(fold=1).astimezone(UTC)  # the same hour again when clocks go back
