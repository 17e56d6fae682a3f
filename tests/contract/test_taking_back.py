"""A page takes back within a day what it made, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from suppression.channel import Channel
from suppression.entry import Origin, stream_scope
from suppression.lifting import NotLiftable
from tests.contract.listing import ANN, DESK, NOON, Clock
from tests.contract.pressing import BOB, ONE_CLICK, PAGE, clicked, in_force, kinds, pressed

if TYPE_CHECKING:
    from suppression.entry import NewEntry
    from suppression.keys import RecipientKey
    from suppression.store import SuppressionStore

UNDONE = "undone by the person"


async def test_a_page_takes_back_what_it_made_and_nothing_else(store: SuppressionStore) -> None:
    made, _ = await store.add(pressed(), PAGE)
    other, _ = await store.add(replace(pressed(act="other"), scope=stream_scope("offers")), PAGE)
    assert await store.made_by("act", [ANN]) == (made,)
    (undone,) = await store.undo("act", [ANN], because=UNDONE, by=PAGE)
    assert (undone.entry_id, undone.lifted_because) == (made.entry_id, UNDONE)
    assert await in_force(store) == (other,)
    assert await kinds(store) == ["added", "added", "lifted"]


async def test_taking_back_twice_says_the_same_and_happens_once(store: SuppressionStore) -> None:
    await store.add(pressed(), PAGE)
    first = await store.undo("act", [ANN], because=UNDONE, by=PAGE)
    assert await store.undo("act", [ANN], because=UNDONE, by=PAGE) == first
    assert await kinds(store) == ["added", "lifted"]
    assert await store.made_by("act", [ANN]) == ()


@pytest.mark.parametrize(("act", "key"), [("another", ANN), ("", ANN), ("act", BOB)])
async def test_another_page_or_person_takes_nothing_back(
    store: SuppressionStore, act: str, key: RecipientKey
) -> None:
    await store.add(pressed(), PAGE)
    await store.add(clicked(BOB), ONE_CLICK)
    assert await store.undo(act, [key], because=UNDONE, by=PAGE) == ()
    assert await in_force(store) != ()


async def test_a_page_takes_nothing_back_after_a_day(store: SuppressionStore, clock: Clock) -> None:
    await store.add(pressed(), PAGE)
    clock.now = NOON + timedelta(hours=24)
    assert await store.made_by("act", [ANN]) == ()
    assert await store.undo("act", [ANN], because=UNDONE, by=PAGE) == ()
    assert await in_force(store, at=clock.now) != ()


async def test_what_somebody_else_lifted_was_not_taken_back_by_the_page(
    store: SuppressionStore,
) -> None:
    await store.add(pressed(), PAGE)
    await store.lift(ANN, Channel.EMAIL, because="asked", by=DESK, evidence="phone call")
    assert await store.undo("act", [ANN], because=UNDONE, by=PAGE) == ()


@pytest.mark.parametrize(
    "again",
    [
        clicked(),
        pressed(act="later"),
        replace(clicked(), origin=Origin.ADMIN),
        pressed(act="later", is_hasty=True),
    ],
)
async def test_what_is_asked_for_again_is_not_taken_back(
    store: SuppressionStore, again: NewEntry
) -> None:
    made, _ = await store.add(pressed(), PAGE)
    assert await store.add(again, ONE_CLICK) == (made, False)
    assert await store.made_by("act", [ANN]) == ()
    assert await store.undo("act", [ANN], because=UNDONE, by=PAGE) == ()
    assert await store.undo(again.press.act, [ANN], because=UNDONE, by=PAGE) == ()
    assert await in_force(store) == (made,)
    assert await kinds(store) == ["added", "confirmed"]


async def test_a_second_press_of_the_same_page_changes_nothing(store: SuppressionStore) -> None:
    made, _ = await store.add(pressed(), PAGE)
    assert await store.add(pressed(), PAGE) == (made, False)
    assert await store.made_by("act", [ANN]) == (made,)
    assert await kinds(store) == ["added"]


async def test_what_stood_before_the_page_is_not_taken_back_by_it(store: SuppressionStore) -> None:
    await store.add(clicked(), ONE_CLICK)
    await store.add(pressed(), PAGE)
    assert await store.undo("act", [ANN], because=UNDONE, by=PAGE) == ()
    assert await kinds(store) == ["added"]


async def test_nobody_but_the_person_takes_a_press_back(store: SuppressionStore) -> None:
    made, _ = await store.add(pressed(), PAGE)
    with pytest.raises(NotLiftable, match="S-1 needs evidence"):
        await store.undo("act", [ANN], because=UNDONE, by=DESK)
    assert await in_force(store) == (made,)
