"""Rate limits by address."""

from __future__ import annotations

from gateway.http import limit
from gateway.http.limit import Limit


def test_burst_is_allowed_then_the_rate() -> None:
    bucket = Limit(burst=3, per_minute=60)
    assert [bucket.allows("a", 0.0) for _ in range(4)] == [True, True, True, False]
    assert bucket.allows("b", 0.0)
    assert not bucket.allows("a", 0.5)
    assert bucket.allows("a", 1.1)
    assert not bucket.allows("a", 1.2)


def test_full_bucket_holds_no_more_than_the_burst() -> None:
    bucket = Limit(burst=2, per_minute=60)
    assert bucket.allows("a", 0.0)
    assert [bucket.allows("a", 1000.0) for _ in range(3)] == [True, True, False]


def test_memory_is_bounded_and_the_quiet_are_forgotten_first() -> None:
    bucket = Limit(burst=1, per_minute=1)
    assert bucket.allows("noisy", 0.0)
    for number in range(limit._REMEMBERED * 2):
        bucket.allows(str(number), 1.0)
        if not number % 100:
            assert not bucket.allows("noisy", 1.0)
    assert len(bucket._buckets) <= limit._REMEMBERED
