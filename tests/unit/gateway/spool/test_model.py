from __future__ import annotations

from gateway.spool.model import State


def test_states_are_called_as_programs_and_files_know_them() -> None:
    assert [state.value for state in State] == [
        "queued", "sending", "delivered", "deferred", "failed", "cancelled", "suppressed",
        "expired", "unknown", "held", "refused",
    ]  # fmt: skip
