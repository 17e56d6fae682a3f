"""A writer waits for company while the process works, and as soon as it does not, no longer."""

from __future__ import annotations

import pytest

from suppression.company import Company

LONGEST_S = 0.02
AWAITED_S = 0.008
LOOK_S = 0.004


class Process:
    """A process that works for some share of the time, until it has done so much."""

    def __init__(self, share: float, left_s: float = 1000.0) -> None:
        self.share = share
        self.left_s = left_s
        self.now_s = self.worked_s = 0.0

    def go_on(self, seconds: float) -> None:
        """Let time pass."""
        worked_s = min(self.share * seconds, self.left_s)
        self.now_s += seconds
        self.worked_s += worked_s
        self.left_s -= worked_s

    def company(self) -> Company:
        """Return who looks at it."""
        return Company(sleep=self.go_on, now_s=lambda: self.now_s, worked_s=lambda: self.worked_s)


def waited_s(process: Process, *, before_s: float = 0.01, is_awaited: bool = False) -> float:
    """Return how long a job waits that comes so long after a commit."""
    company = process.company()
    process.go_on(before_s)
    came_s = process.now_s
    company.wait(is_awaited=is_awaited)
    return process.now_s - came_s


@pytest.mark.parametrize("share", [0.0, 0.4])
def test_nobody_waits_where_the_process_has_time(share: float) -> None:
    assert waited_s(Process(share)) == 0


@pytest.mark.parametrize("share", [0.6, 1.0, 2.0])
def test_a_process_that_has_its_hands_full_is_given_time_and_never_long(share: float) -> None:
    assert waited_s(Process(share)) == pytest.approx(LONGEST_S, abs=LOOK_S)


@pytest.mark.parametrize("share", [0.6, 1.0, 2.0])
def test_a_job_that_somebody_waits_for_waits_less(share: float) -> None:
    waited = waited_s(Process(share), is_awaited=True)
    assert waited == pytest.approx(AWAITED_S, abs=LOOK_S / 2)


def test_the_wait_ends_as_soon_as_the_work_is_done() -> None:
    process = Process(1.0, left_s=0.01 + 0.0035)
    assert waited_s(process) == pytest.approx(0.0035, abs=2 * LOOK_S)


def test_what_a_commit_takes_is_no_sign_of_work() -> None:
    process = Process(1.0, left_s=0.01)
    company = process.company()
    process.go_on(0.01)  # the commit
    company.look()
    process.go_on(0.001)
    company.wait()
    assert process.now_s == pytest.approx(0.011)
