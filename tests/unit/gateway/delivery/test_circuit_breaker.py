from __future__ import annotations

from gateway.delivery.circuit_breaker import CircuitBreaker


class Clock:
    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def failing(times: int) -> tuple[CircuitBreaker, Clock]:
    clock = Clock()
    breaker = CircuitBreaker(clock)
    for _ in range(times):
        breaker.failed()
    return breaker, clock


def test_two_failures_in_a_row_change_nothing() -> None:
    breaker, _ = failing(2)
    assert not breaker.is_open
    assert not breaker.is_half_open


def test_the_third_failure_opens_it_for_five_seconds() -> None:
    breaker, clock = failing(3)
    assert breaker.is_open
    clock.now_s += 5
    assert not breaker.is_open
    assert breaker.is_half_open


def test_a_failed_trial_doubles_the_pause_up_to_five_minutes() -> None:
    breaker, clock = failing(3)
    pauses = []
    for _ in range(8):
        began_s = clock.now_s
        while breaker.is_open:
            clock.now_s += 1
        pauses.append(clock.now_s - began_s)
        breaker.failed()
    assert pauses == [5, 10, 20, 40, 80, 160, 300, 300]


def test_failures_under_way_when_it_opens_count_once() -> None:
    breaker, clock = failing(13)
    clock.now_s += 5
    assert breaker.is_half_open


def test_a_success_closes_it_and_forgets_the_pauses() -> None:
    breaker, clock = failing(3)
    clock.now_s += 5
    breaker.worked()
    assert not breaker.is_half_open
    for _ in range(3):
        breaker.failed()
    clock.now_s += 5
    assert not breaker.is_open
