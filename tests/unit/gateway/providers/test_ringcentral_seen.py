"""From where a list of RingCentral's is read on, so that what comes late into it is not missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from gateway.providers.ringcentral_pace import Pace
from gateway.providers.ringcentral_seen import Seen

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def read(seen: Seen, now: datetime, to: datetime) -> datetime:
    """Read to a time in one look; return from when on."""
    reading = seen.goes_on(HOUR, now)
    since, reading.since = reading.since, to
    seen.reached(HOUR, now)
    return since


def test_what_was_read_is_not_read_again_before_the_end() -> None:
    seen = Seen("Inbound")
    assert read(seen, NOON, NOON - 40 * HOUR) == NOON - 72 * HOUR
    assert not seen.is_settled
    assert read(seen, NOON + MINUTE, NOON - 20 * HOUR) == NOON - 40 * HOUR
    assert read(seen, NOON + 2 * MINUTE, NOON + 2 * MINUTE) == NOON - 20 * HOUR
    assert seen.is_settled


def test_what_comes_late_into_what_was_read_is_read_once_more() -> None:
    seen = Seen("Inbound")
    read(seen, NOON, NOON - 10 * MINUTE)  # a text of 11:30 may come after this
    away = NOON + 5 * HOUR
    assert read(seen, away, away) == NOON - 10 * MINUTE
    assert read(seen, away + MINUTE, away + MINUTE) == NOON - HOUR
    assert read(seen, away + 2 * MINUTE, away + 2 * MINUTE) == away + MINUTE - HOUR


def test_a_list_that_is_not_read_to_its_end_for_an_hour_is_behind() -> None:
    seen = Seen("Inbound")
    read(seen, NOON, NOON - 40 * HOUR)
    assert not seen.is_behind(NOON + HOUR)
    assert seen.is_behind(NOON + HOUR + MINUTE)


def test_a_clock_that_was_set_back_reads_all_again() -> None:
    seen = Seen("Inbound")
    read(seen, NOON, NOON)
    assert read(seen, NOON - MINUTE, NOON - MINUTE) == NOON - MINUTE - 72 * HOUR
    read(seen, NOON, NOON - MINUTE)
    earlier = NOON - 2 * HOUR
    assert read(seen, earlier, earlier) == earlier - 72 * HOUR


def test_what_is_not_done_stays_open_until_the_list_tells_of_it_no_more() -> None:
    seen = Seen("Outbound")
    seen.goes_on(HOUR, NOON)
    seen.note("1", "Sent", is_done=True)
    seen.note("2", "Sent", is_done=False)
    read(seen, NOON, NOON)
    assert seen.knows("1", "Sent")
    assert not seen.is_settled
    assert not seen.knows("2", "Sent")
    read(seen, NOON + MINUTE, NOON + MINUTE)
    assert seen.is_settled
    assert not seen.knows("1", "Sent")


def test_a_minute_allows_so_many_requests_and_most_for_what_people_text() -> None:
    now = NOON
    pace = Pace(lambda: now)
    for _ in range(24):
        pace.asked()
    assert (pace.left("Inbound"), pace.left("Outbound")) == (8, 0)
    now -= 24 * HOUR  # somebody sets the clock
    assert (pace.left("Inbound"), pace.left("Outbound")) == (32, 24)


def test_whoever_asks_us_to_wait_is_asked_nothing_until_then() -> None:
    now = NOON
    pace = Pace(lambda: now)
    for pause_s, waits_s in ((90, 90), (0, 60)):
        pace.refused(pause_s)
        assert (pace.rests_s, pace.left("Inbound")) == (waits_s, 0)
        now += timedelta(seconds=waits_s)
        assert pace.rests_s == 0
        assert pace.left("Inbound") == 32
    pace.refused(600)
    now -= 24 * HOUR
    assert pace.rests_s == 0
