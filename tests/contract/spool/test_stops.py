"""Nothing leaves after a stop was answered, whatever happens in whatever order."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from gateway.spool import barring
from tests.contract.spool.stops import PEOPLE, Texting

_PLAN = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def test_nothing_leaves_after_a_stop_was_answered() -> None:
    run_state_machine_as_test(Texting, settings=_PLAN)


@pytest.mark.parametrize("looks", [True, False])
def test_the_property_fails_once_claims_do_not_look_at_the_list(
    monkeypatch: pytest.MonkeyPatch, looks: bool
) -> None:
    """What the property is worth: here a text was judged before the stop, and stored after it."""
    if not looks:
        monkeypatch.setattr(barring, "blocks", lambda *_: False)
    texting = Texting()
    try:
        texting.somebody_waits()
        texting.hears_a_stop(0, PEOPLE[0], "STOP")
        texting.accepts(1, PEOPLE[0])
        texting.sends(1)
        assert (texting.late == []) is looks
    finally:
        texting.teardown()
