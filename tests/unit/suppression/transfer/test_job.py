"""What an import says of itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from suppression.transfer.job import Counts, Import, State

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DONE = Import(
    import_id="I-1", name="list.csv", digest="d", by="desk", state="done", started_at=NOON,
    ended_at=NOON, counts=Counts(new=2, stronger=1),
)  # fmt: skip


def test_an_import_can_be_undone_for_a_day_and_once() -> None:
    assert DONE.can_be_undone(NOON + timedelta(hours=23, minutes=59))
    assert not DONE.can_be_undone(NOON + timedelta(hours=24))
    states: tuple[State, ...] = ("reading", "adding", "failed", "undoing", "undone")
    can = [
        Import(import_id="I-1", name="", digest="", by="", state=s, started_at=NOON).can_be_undone(
            NOON + timedelta(days=9)
        )
        for s in states
    ]
    assert can == [True, True, True, True, False]


def test_what_it_made_is_what_was_new_and_what_was_stronger() -> None:
    assert DONE.made == 3
    assert (DONE.counts + Counts(known=4, skipped=1, invalid=2, duplicate=5)) == Counts(
        new=2, stronger=1, known=4, skipped=1, invalid=2, duplicate=5
    )
