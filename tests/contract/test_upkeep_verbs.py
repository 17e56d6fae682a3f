"""Bounces that are counted, opt-outs that wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from suppression import propagating
from suppression.channel import Channel
from suppression.covering import Matching
from suppression.deadlines import Alarm
from suppression.entry import ALL, NEVER, Origin, Reason, stream_scope
from suppression.keys import email_key, phone_key
from suppression.sqlite import SqliteSuppressionStore
from suppression.terms import Terms
from suppression.waiting import Wait, Waiting
from tests.contract.listing import ANN, DESK, NOON, PEPPER, PHONE, UNSUBSCRIBE, blocking

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    import pytest

    from suppression.store import SuppressionStore
    from tests.contract.listing import Clock

BOB = email_key("bob@example.com")
HOURS = (0, 18, 36, 54, 72)


async def bounce(store: SuppressionStore, *hours: float) -> list[str]:
    found = [
        await store.count_soft_bounce(ANN, Channel.EMAIL, at=NOON + timedelta(hours=hour), by=DESK)
        for hour in hours
    ]
    return [entry.entry_id for entry in found if entry is not None]


async def test_five_temporary_failures_over_three_days_give_an_address_a_rest(
    store: SuppressionStore, clock: Clock
) -> None:
    assert await bounce(store, *HOURS[:4]) == []
    clock.now = NOON + timedelta(hours=72)
    assert await bounce(store, HOURS[4]) == ["S-1"]
    entry = await store.entry("S-1")
    assert entry is not None
    assert (entry.reason, entry.scope, entry.origin) == (Reason.SOFT_BOUNCE, ALL, Origin.SYSTEM)
    assert entry.expires_at == clock.now + timedelta(days=14)
    assert await blocking(store, ANN, at=clock.now + timedelta(days=13)) == ("S-1",)
    assert await blocking(store, ANN, at=clock.now + timedelta(days=14)) == ()
    assert [event.kind for event in await store.history(ANN, Channel.EMAIL)] == ["added"]


async def test_failures_in_an_hour_are_no_reason_to_rest(store: SuppressionStore) -> None:
    assert await bounce(store, *(number / 10 for number in range(40))) == []
    assert await bounce(store, 71.9) == []
    assert await bounce(store, 72) == ["S-1"]


async def test_a_delivery_begins_the_count_anew(store: SuppressionStore) -> None:
    await bounce(store, *HOURS[:4])
    await store.note_deliveries([BOB], Channel.EMAIL)
    await store.note_deliveries([ANN], Channel.SMS)
    await store.note_deliveries([ANN, BOB], Channel.EMAIL)
    assert await bounce(store, 72, 90, 108, 126) == []
    assert await bounce(store, 144) == ["S-1"]


async def test_after_a_rest_the_count_begins_anew(store: SuppressionStore) -> None:
    assert await bounce(store, *HOURS) == ["S-1"]
    assert await bounce(store, 500, 518, 536, 554) == []
    assert await bounce(store, 572) == ["S-2"]


async def test_a_hard_bounce_stops_an_address_for_as_long_as_configured(
    store: SuppressionStore, path: Path, clock: Clock
) -> None:
    new = replace(UNSUBSCRIBE, reason=Reason.HARD_BOUNCE, origin=Origin.SYSTEM, requested_at=NOON)
    entry, _ = await store.add(new, DESK)
    assert entry.expires_at == NOON + timedelta(days=180)
    assert await store.add(new, DESK) == (entry, False)
    said, _ = await store.add(replace(new, key=BOB, expires_at=NOON + timedelta(days=2)), DESK)
    assert said.expires_at == NOON + timedelta(days=2)
    forever = SqliteSuppressionStore(
        path, pepper=PEPPER, matching=Matching(), clock=clock,
        terms=Terms(hard_bounce=timedelta(0)),
    )  # fmt: skip
    forever.open()
    try:
        assert (await forever.add(replace(new, key=BOB), DESK))[0].expires_at == NEVER
    finally:
        forever.close()


def review(reference: str, received_at: datetime) -> Waiting:
    return Waiting(kind=Wait.REVIEW, reference=reference, received_at=received_at)


async def test_an_opt_out_that_waits_shows_with_its_clocks(
    store: SuppressionStore, clock: Clock
) -> None:
    assert await store.backlog() == ()
    await store.opt_out_waits(review("m2", NOON))
    await store.opt_out_waits(review("m1", NOON - timedelta(hours=50)))
    await store.opt_out_waits(review("m1", NOON))
    pushed = Waiting(kind=Wait.PROPAGATION, reference="S-1", target="twilio", received_at=NOON)
    await store.opt_out_waits(pushed)
    propagation, reviews = await store.backlog()
    assert (propagation.kind, propagation.target, propagation.count) == (
        Wait.PROPAGATION, "twilio", 1,
    )  # fmt: skip
    assert (reviews.kind, reviews.target, reviews.count) == (Wait.REVIEW, "", 2)
    assert reviews.oldest.received_at == NOON - timedelta(hours=50)
    assert reviews.oldest.alarm(NOON) is Alarm.DUE
    assert propagation.oldest.alarm(NOON) is Alarm.NONE
    clock.now = NOON + timedelta(hours=1)
    assert await store.opt_out_settled(Wait.PROPAGATION, "S-1", "twilio")
    assert not await store.opt_out_settled(Wait.PROPAGATION, "S-1", "twilio")
    assert not await store.opt_out_settled(Wait.PROPAGATION, "S-1", "ringcentral")
    assert await store.waits_of("S-1") == (replace(pushed, settled_at=clock.now),)
    assert [each.kind for each in await store.backlog()] == [Wait.REVIEW]


async def test_what_people_asked_for_is_to_be_told_and_nothing_else(
    store: SuppressionStore, clock: Clock
) -> None:
    stop = replace(UNSUBSCRIBE, channel=Channel.SMS, key=PHONE)
    told = [
        stop,
        replace(stop, reason=Reason.LEGAL, scope=ALL),
        replace(stop, reason=Reason.WRONG_NUMBER, scope=ALL),
    ]
    untold = [
        UNSUBSCRIBE,
        replace(stop, reason=Reason.INVALID, scope=ALL),
        replace(stop, reason=Reason.HARD_BOUNCE, scope=ALL),
        replace(stop, reason=Reason.MANUAL, scope=stream_scope("news")),
        replace(stop, reason=Reason.MANUAL, sender="shop"),
    ]
    for new in (*told, *untold):
        await store.add(new, DESK)
    assert await store.note_propagation("rc", 0) == 8
    assert await store.note_propagation("rc", 8) == 8
    assert await store.note_propagation("rc", 0) == 8  # after a restart
    waiting = await store.to_propagate("rc")
    assert [each.entry_id for each in waiting] == ["S-1", "S-2", "S-3"]
    assert await store.to_propagate("twilio") == ()
    await store.propagated("rc", ["S-1", "S-3"])
    await store.propagated("rc", ["S-1"])
    assert [each.entry_id for each in await store.to_propagate("rc")] == ["S-2"]
    (wait,) = await store.waits_of("S-1")
    assert (wait.target, wait.received_at) == ("rc", stop.requested_at)
    assert wait.settled_at == clock.now


async def test_a_long_list_is_noted_step_by_step(
    store: SuppressionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(propagating, "_A_STEP", 2)
    for number in range(5):
        person = phone_key(f"+1916966828{number}")
        await store.add(replace(UNSUBSCRIBE, channel=Channel.SMS, key=person), DESK)
    steps = [0]
    while (seen := await store.note_propagation("rc", steps[-1])) > steps[-1]:
        steps.append(seen)
    assert steps == [0, 2, 4, 5]
    pages, after = [], ""
    while page := await store.to_propagate("rc", after):
        after = page[-1].entry_id
        pages.append([entry.entry_id for entry in page])
    assert pages == [["S-1", "S-2"], ["S-3", "S-4"], ["S-5"]]


async def test_what_was_lifted_before_it_was_told_is_shown_as_that(store: SuppressionStore) -> None:
    stop = replace(UNSUBSCRIBE, channel=Channel.SMS, key=PHONE, origin=Origin.ADMIN)
    await store.add(replace(stop, reason=Reason.MANUAL), DESK)
    await store.note_propagation("rc", 0)
    await store.lift(PHONE, Channel.SMS, by=DESK, because="a mistake of ours")
    (waiting,) = await store.to_propagate("rc")
    assert not waiting.is_active(NOON)
    await store.note_propagation("twilio", 0)
    assert await store.to_propagate("twilio") == ()
    await store.end_propagation("rc", [waiting.entry_id])
    await store.note_propagation("rc", 0)
    assert await store.waits_of(waiting.entry_id) == ()  # nobody said that it was told


async def test_what_nobody_is_told_any_more_ends_and_what_was_told_stays(
    store: SuppressionStore, clock: Clock
) -> None:
    stop = replace(UNSUBSCRIBE, channel=Channel.SMS, key=PHONE)
    for reason in (Reason.UNSUBSCRIBE, Reason.MANUAL):
        await store.add(replace(stop, reason=reason), DESK)
    await store.note_propagation("rc", 0)
    await store.note_propagation("twilio", 0)
    await store.propagated("rc", ["S-1"])
    await store.end_propagation("rc")
    assert [each.target for each in await store.backlog()] == ["twilio"]
    assert {w.target: w.settled_at for w in await store.waits_of("S-1")} == {
        "rc": clock.now, "twilio": NEVER,
    }  # fmt: skip
