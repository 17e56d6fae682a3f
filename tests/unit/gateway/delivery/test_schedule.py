from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gateway.delivery.schedule import retry_at
from suppression.channel import Channel
from suppression.entry import NEVER

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
FAR = NOW + timedelta(days=2)


def minutes(attempt: int, channel: Channel = Channel.EMAIL, random: float = 0.5) -> float:
    at = retry_at(channel, attempt=attempt, expires_at=FAR, now=NOW, random=random)
    return (at - NOW).total_seconds() / 60


def test_email_is_retried_after_1_5_15_30_60_minutes_and_then_every_two_hours() -> None:
    assert [minutes(n) for n in range(1, 9)] == [1, 5, 15, 30, 60, 120, 120, 120]


def test_a_text_is_retried_after_1_5_15_minutes_and_then_every_half_hour() -> None:
    assert [minutes(n, Channel.SMS) for n in range(1, 8)] == [1, 5, 15, 30, 30, 30, 30]


@pytest.mark.parametrize("hours", [1, 12])
def test_a_text_is_tried_until_a_minute_before_its_time_is_over(hours: int) -> None:
    now, expires_at, tried_at = NOW, NOW + timedelta(hours=hours), []
    while now != NEVER:
        tried_at.append(now)
        now = retry_at(
            Channel.SMS, attempt=len(tried_at), expires_at=expires_at, now=now, random=0.5
        )
    assert tried_at[-1] == expires_at - timedelta(minutes=1)


@pytest.mark.parametrize(("random", "expected"), [(0.0, 24), (0.5, 30), (1.0, 36)])
def test_delays_are_spread_by_twenty_percent_either_way(random: float, expected: float) -> None:
    assert minutes(4, random=random) == pytest.approx(expected)


def test_the_last_try_comes_a_minute_before_the_expiry() -> None:
    soon = NOW + timedelta(minutes=10)
    at = retry_at(Channel.EMAIL, attempt=4, expires_at=soon, now=NOW, random=0.5)
    assert at == soon - timedelta(minutes=1)


def test_nothing_is_tried_again_in_the_last_minute() -> None:
    soon = NOW + timedelta(minutes=1)
    at = retry_at(Channel.EMAIL, attempt=1, expires_at=soon, now=NOW, random=0.5)
    assert at == NEVER
