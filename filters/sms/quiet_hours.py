"""When a text may arrive: by the recipient's clock, wherever they may be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from filters.decision import Effect, Objection
from filters.rule import rule
from filters.sms.state_hours import FEDERAL, FEDERAL_DAY, rules_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from filters.message import Sms, SmsFacts
    from filters.sms.hours import QuietWindow, Window
    from filters.sms.places.place import Place

_DAYS_AHEAD: Final = 8  # what did not open for a week never will


def next_opening(place: Place, now: datetime, quiet: QuietWindow) -> datetime | None:
    """Return the first moment from `now` on that is quiet nowhere the person may be.

    That is `now` itself when a text may go at once, and None when the zones leave no common hour
    within a week. `quiet` are our own hours, and the law's hold beside them: an organisation can be
    stricter, or say that it has none because its texts solicit nothing. In UTC.

    47 CFR 64.1200(c)(1): the hours are those at the called party's location.
    """
    if quiet.is_never:
        return now.astimezone(UTC)
    minute = now.astimezone(UTC).replace(second=0, microsecond=0)
    opening = _opening_from(place, minute, quiet)
    return now.astimezone(UTC) if opening == minute else opening


@lru_cache(maxsize=4096)
def _opening_from(place: Place, minute: datetime, quiet: QuietWindow) -> datetime | None:
    """Do it once a minute for all who may be in the same places: every edge is a whole minute."""
    windows: list[Window] = [quiet]
    windows += [
        each.hours
        for each in rules_for(place.states, minute.date())
        if each is not FEDERAL or not quiet.keeps(*FEDERAL_DAY)
    ]
    return common_opening(place.zones, windows, minute)


def clocks_of(place: Place, now: datetime) -> tuple[str, ...]:
    """Return what the quiet hours of a place go by, in words."""
    by_state = (f"{each.state}: {each.cites}" for each in rules_for(place.states, now.date()))
    zones = ", ".join(place.zones)
    return (f"{zones}, by the {place.known_by}", *(s for s in by_state if not s.startswith(":")))


@rule("SMS_QUIET_HOURS", cites="47 CFR 64.1200(c)(1)")
def number_is_quiet(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse a text to a number whose quiet hours it would arrive in, where it may not wait."""
    if facts.policy.quiet_hours == "refuse" and _is_early(sms, facts):
        yield Objection(
            recipient=sms.recipient,
            reason="It may be quiet hours where the person is.",
            evidence=_evidence(facts),
        )


@rule("HELD_QUIET_HOURS", cites="47 CFR 64.1200(c)(1)", effect=Effect.PASS)
def text_waits(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Let a text wait until the quiet hours of its number are over."""
    if _waits(sms, facts) and facts.opens_at < sms.valid_until:
        yield Objection(
            recipient=sms.recipient,
            reason="It may be quiet hours where the person is: the text waits.",
            evidence=_evidence(facts),
        )


@rule("SMS_EXPIRED", cites="47 CFR 64.1200(c)(1); policy: no text arrives after its time")
def text_expires_in_quiet_hours(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse a text that could only wait for the morning beyond its time."""
    if _waits(sms, facts) and facts.opens_at >= sms.valid_until:
        yield Objection(
            recipient=sms.recipient,
            reason="The quiet hours of the number end after the text is of use.",
            evidence=(f"valid until {_written(sms.valid_until)}", *_evidence(facts)),
        )


def common_opening(
    zones: Iterable[str], windows: Sequence[Window], now: datetime
) -> datetime | None:
    """Return the first moment from `now` on that is quiet in none of the zones, or None."""
    clocks = [ZoneInfo(zone) for zone in zones]
    moment = now.astimezone(UTC)
    limit = moment + timedelta(days=_DAYS_AHEAD)
    while moment < limit:
        latest = moment
        for clock in clocks:
            for window in windows:
                opening = _opening(clock, latest, window)
                if opening is None:
                    return None
                latest = opening
        if latest == moment:
            return moment
        moment = latest
    return None


def _waits(sms: Sms, facts: SmsFacts) -> bool:
    return facts.policy.quiet_hours != "refuse" and _is_early(sms, facts)


def _is_early(sms: Sms, facts: SmsFacts) -> bool:
    return facts.opens_at > max(sms.send_at, facts.now)


def _evidence(facts: SmsFacts) -> tuple[str, ...]:
    return (_written(facts.opens_at), *facts.clocks)


def _written(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _opening(zone: ZoneInfo, moment: datetime, window: Window) -> datetime | None:
    local = moment.astimezone(zone)
    if not window.is_quiet(local):
        return moment
    ends = (end for end in _ends(zone, local, window) if end > moment)
    return next((end for end in ends if not window.is_quiet(end.astimezone(zone))), None)


def _ends(zone: ZoneInfo, local: datetime, window: Window) -> Iterator[datetime]:
    """Yield the ends of the quiet of each day in their order."""
    for days in range(_DAYS_AHEAD):
        day = local + timedelta(days=days)
        clock = window.end_on(day)
        if clock is not None:
            end = datetime.combine(day, clock, tzinfo=zone)
            # twice when clocks go back; in the hour that is skipped, either side of it
            yield from sorted({end.astimezone(UTC), end.replace(fold=1).astimezone(UTC)})
