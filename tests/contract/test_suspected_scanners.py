"""A burst of hasty presses is suspected and stays in force until compliance lifts it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from suppression.actor import Actor, Authority
from suppression.keys import email_key
from suppression.lifting import NotLiftable
from suppression.press import is_hasty
from tests.contract.listing import ANN, DESK, NOON, Clock
from tests.contract.pressing import BOB, ONE_CLICK, PAGE, clicked, in_force, kinds, pressed

if TYPE_CHECKING:
    from suppression.keys import RecipientKey
    from suppression.store import SuppressionStore

COUNSEL = Actor(name="counsel", method="cli", authority=Authority.COMPLIANCE)


async def suspected(store: SuppressionStore) -> list[str]:
    day = timedelta(days=1)
    return [entry.key for entry in await store.suspected(NOON - day, NOON + day)]


def crowd(count: int, domain: str = "example.com") -> list[RecipientKey]:
    return [email_key(f"p{number}@{domain}") for number in range(count)]


async def test_a_burst_of_hasty_presses_is_tagged_and_stays_in_force(
    store: SuppressionStore,
) -> None:
    people = crowd(7)
    for number, key in enumerate(people):
        assert await suspected(store) == ([] if number < 5 else people[:number])
        await store.add(pressed(key, act=key, is_hasty=True), PAGE)
    assert await suspected(store) == people
    for key in people:
        (entry,) = await in_force(store, key)
        assert entry.evidence == "page; suspected_scanner"
        assert await kinds(store, key) == ["added", "suspected"]


@pytest.mark.parametrize(
    ("domains", "origins", "tagged"),
    [
        (["a.example"] * 6, [f"192.0.2.{n}" for n in range(6)], 6),  # one company is guarded
        ([f"{n}.example" for n in range(6)], ["192.0.2.1"] * 6, 6),  # one machine looks
        ([f"{n}.example" for n in range(6)], [f"192.0.2.{n}" for n in range(6)], 0),
        ([f"{n}.example" for n in range(6)], [""] * 6, 0),
    ],
)
async def test_a_burst_has_something_in_common(
    store: SuppressionStore, domains: list[str], origins: list[str], tagged: int
) -> None:
    for number, (domain, origin) in enumerate(zip(domains, origins, strict=True)):
        key = email_key(f"p{number}@{domain}")
        await store.add(pressed(key, act=key, origin=origin, is_hasty=True), PAGE)
    assert len(await suspected(store)) == tagged


@pytest.mark.parametrize(
    "change", [{"is_hasty": False}, {"send": "example/{number}"}, {"act": ""}, {"person": ANN}]
)
async def test_people_who_press_are_not_suspected(
    store: SuppressionStore, change: dict[str, object]
) -> None:
    for number, key in enumerate(crowd(12)):
        given = {name: str(v).format(number=number) for name, v in change.items()}
        if "is_hasty" in change:
            given = dict(change)  # type: ignore[arg-type]
        new = pressed(key, act=key, is_hasty=True)
        await store.add(replace(new, press=replace(new.press, **given)), PAGE)  # type: ignore[arg-type]
    assert await suspected(store) == []


async def test_hasty_presses_far_apart_are_not_suspected(
    store: SuppressionStore, clock: Clock
) -> None:
    for number, key in enumerate(crowd(12)):
        clock.now = NOON + timedelta(minutes=4) * number
        await store.add(pressed(key, act=key, is_hasty=True), PAGE)
    assert await suspected(store) == []


async def test_one_click_is_never_suspected_however_many_come_at_once(
    store: SuppressionStore,
) -> None:
    for key in crowd(50):
        await store.add(clicked(key), ONE_CLICK)
    assert await suspected(store) == []


async def test_a_scanner_that_presses_twice_confirms_nothing(store: SuppressionStore) -> None:
    for key in crowd(6):
        for act in ("first", "second"):
            await store.add(pressed(key, act=key + act, is_hasty=True), PAGE)
    assert await suspected(store) == crowd(6)


async def test_bulk_undo_lifts_what_is_tagged_and_nothing_a_person_asked_for(
    store: SuppressionStore,
) -> None:
    people = crowd(6)
    for key in people:
        await store.add(pressed(key, act=key, is_hasty=True), PAGE)
    await store.add(clicked(people[0]), ONE_CLICK)
    await store.add(pressed(people[1], act="own", origin="198.51.100.7", is_hasty=True), PAGE)
    await store.add(pressed(BOB, act="own"), PAGE)
    span = (NOON - timedelta(hours=1), NOON + timedelta(hours=1))
    with pytest.raises(NotLiftable, match="compliance"):
        await store.lift_suspected(*span, because="a scanner pressed", by=DESK)
    lifted = await store.lift_suspected(*span, because="a scanner pressed", by=COUNSEL)
    assert [entry.key for entry in lifted] == people[2:]
    for key in (*people[:2], BOB):
        (entry,) = await in_force(store, key)
        assert "suspected" not in entry.evidence
    for key in people[2:]:
        assert await in_force(store, key) == ()
        assert await kinds(store, key) == ["added", "suspected", "lifted"]
    assert await store.lift_suspected(*span, because="again", by=DESK) == ()


async def test_bulk_undo_keeps_to_its_span_of_time(store: SuppressionStore) -> None:
    for key in crowd(6):
        await store.add(pressed(key, act=key, is_hasty=True), PAGE)
    before = (NOON - timedelta(hours=2), NOON - timedelta(hours=1))
    assert await store.lift_suspected(*before, because="a scanner pressed", by=DESK) == ()
    assert await suspected(store) == crowd(6)


def test_nobody_reads_and_presses_within_half_a_minute() -> None:
    for seconds, hasty in ((-3, True), (0, True), (30, True), (31, False), (3600, False)):
        at = NOON + timedelta(seconds=seconds)
        assert is_hasty(delivered_at=NOON, pressed_at=at) is hasty
