from __future__ import annotations

from gateway.smtp.limits import Meter, Pace


def test_meter_looks_at_whole_windows() -> None:
    meter = Meter(Pace(min_rate=10, rate_window_s=5), now=100.0)
    assert not meter.is_too_slow(1, 104.9)
    assert not meter.is_too_slow(49, 105.0)
    assert meter.is_too_slow(49, 110.0)
    assert meter.is_too_slow(60, 120.0)  # a window that was late is as long as it was
