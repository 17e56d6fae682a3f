"""A stop by text is heard at once, cancels what waits, and is confirmed once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from filters.decision import Effect
from gateway.config.models import Company, Route, RouteMatch
from gateway.errors import StoreUnavailable
from gateway.spool.model import State
from suppression.actor import Actor
from suppression.channel import Channel
from suppression.entry import ALL, NewEntry, Origin, Reason
from tests.contract.door import CONFIRMED, THEM, Door
from tests.contract.spool.make import outcome
from tests.make_gateway import ADDRESS, NOW, OUTBOX, TEXTS

if TYPE_CHECKING:
    from tests.contract.spool.make import Desk


@pytest.fixture
async def door(desk: Desk) -> Door:
    return Door(desk)


async def test_a_stop_cancels_everything_that_waits_and_is_confirmed_once(door: Door) -> None:
    await door.gate.asks()
    queued = await door.gate.text()
    held = await door.gate.text("Your other appointment is at 4.")
    await door.desk.spool.hold([held.queue_id], by="ann", because="a look")
    later = await door.gate.text(send_at=NOW + timedelta(hours=2))
    deferred = await door.gate.text("And a third.")
    claimed = {each.queue_id: each for each in await door.desk.claim()}
    for queue_id in (queued.queue_id, deferred.queue_id):
        again = door.desk.clock.now + timedelta(minutes=1)
        await door.desk.spool.settle(outcome(claimed[queue_id], State.DEFERRED, next_at=again))
    found = await door.hears("Stop. Thank you")
    assert set(found.followed.cancelled) == {
        each.queue_id for each in (queued, held, later, deferred)
    }
    for view in (await door.stored())[State.CANCELLED]:
        assert view.deliveries[0].findings[-1]["code"] == "SUPPRESSED_OPTOUT"
        line = (await door.desk.spool.trace(queue_id=view.queue_id))[-1]
        (entry,) = found.taken.entries
        assert (line.kind, line.facts["text_id"], line.facts["entry_id"]) == (
            "cancelled", found.taken.text_id, entry.entry_id,
        )  # fmt: skip
    door.desk.clock.advance(minutes=2)
    assert await door.leaving() == [CONFIRMED]
    assert await door.leaving() == []
    assert len(door.wakes) == 1
    refused = await door.gate.text()
    assert "SUPPRESSED_OPTOUT" in {finding.code for finding in refused.rulings[0].findings}


async def test_repeated_stops_are_confirmed_once(door: Door) -> None:
    first = await door.hears("STOP")
    second = await door.hears("stop!!")
    assert first.followed.answer
    assert not second.followed.answer
    assert await door.leaving() == [CONFIRMED]
    assert not (await door.hears("STOP")).followed.answer
    assert await door.leaving() == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ALTO", "Example Co: Usted se ha dado de baja. Ya no le enviaremos mensajes."),
        ("Arrêt", "Example Co: C'est fait. Vous ne recevrez plus de messages de notre part."),
        ("Thanks but I don't want these messages any more", CONFIRMED),
    ],
)
async def test_a_stop_is_confirmed_in_its_language(door: Door, text: str, words: str) -> None:
    await door.hears(text)
    assert await door.leaving() == [words]


async def test_a_confirmation_leaves_within_five_minutes_or_not_at_all(door: Door) -> None:
    await door.hears("STOP", received_at=NOW)
    door.desk.clock.now = NOW + timedelta(minutes=4, seconds=30)
    assert await door.leaving() == []
    assert (await door.stored())[State.EXPIRED]


async def test_a_stop_that_came_late_is_heard_and_not_confirmed(door: Door) -> None:
    found = await door.hears("STOP", received_at=NOW - timedelta(minutes=5))
    assert found.taken.is_new
    assert not found.followed.answer
    assert await door.gate.stored() == ()


@pytest.mark.parametrize("by", ["provider", "none"])
async def test_where_somebody_else_confirms_the_gateway_does_not(desk: Desk, by: str) -> None:
    route = TEXTS.model_copy(update={"confirmation": by})
    door = Door(desk, route=(route,))
    assert not (await door.hears("STOP")).followed.answer
    assert (await door.hears("HELP")).followed.answer


async def test_a_confirmation_leaves_by_the_route_of_its_texts(desk: Desk) -> None:
    narrow = Route.model_validate(
        {"name": "texts", "channel": "sms", "kind": "outbox", "match": {"categories": ["account"]}}
    )
    door = Door(desk, route=(narrow,))
    assert (await door.hears("STOP")).followed.answer
    without = Door(desk, route=())
    await without.hears("START")
    assert not (await without.hears("STOP")).followed.answer


async def test_a_confirmation_that_would_advertise_is_left_out(desk: Desk) -> None:
    shout = Company(name="50% OFF SALE Shop now", postal_address=ADDRESS, contact="a@example.com")
    door = Door(desk, company=shout, sender=())
    found = await door.hears("STOP")
    assert found.taken.is_new
    assert not found.followed.answer


async def test_what_stopped_a_person_otherwise_stops_the_confirmation_too(door: Door) -> None:
    entry = NewEntry(
        channel=Channel.SMS, key=THEM, scope=ALL, reason=Reason.LEGAL, origin=Origin.ADMIN,
        requested_at=NOW,
    )  # fmt: skip
    await door.desk.listed.add(entry, Actor(name="ann", method="cli"))
    await door.hears("STOP")
    assert await door.leaving() == []
    (view,) = (await door.stored())[State.SUPPRESSED]
    assert view.category == "system"


async def test_start_takes_the_stop_back_and_its_confirmation(door: Door) -> None:
    await door.hears("STOP")
    found = await door.hears("START")
    assert [entry.reason for entry in found.taken.lifted] == [Reason.UNSUBSCRIBE]
    assert await door.leaving() == []
    assert (await door.gate.text(purpose="")).effect is Effect.PASS
    await door.hears("unstop")
    again = await door.hears("STOP")
    assert again.followed.answer
    assert await door.leaving() == [CONFIRMED]


async def test_a_stop_is_in_force_though_the_spool_cannot_be_written(door: Door) -> None:
    await door.gate.asks()
    await door.gate.text()
    door.desk.spool.close()
    found = await door.hears("STOP")
    assert found.taken.is_new
    door.desk.spool.open()
    assert await door.leaving() == []
    assert list(await door.stored()) == [State.SUPPRESSED]


async def test_a_stop_that_the_list_does_not_take_is_no_success(door: Door) -> None:
    door.desk.listed.close()
    door.desk.spool.close()
    with pytest.raises(StoreUnavailable):
        await door.hears("STOP")


async def test_a_clock_that_runs_ahead_lends_no_time(door: Door) -> None:
    await door.hears("STOP", received_at=NOW + timedelta(hours=1))
    door.desk.clock.now = NOW + timedelta(minutes=5)
    assert await door.leaving() == []


@pytest.mark.parametrize(
    ("source", "answered"),
    [
        ("hooks/signal", ["signal"]),
        ("hooks/twilio", []),  # which answers it itself
        ("shop", ["texts"]),
    ],
)
async def test_a_stop_is_confirmed_on_the_route_it_was_texted_over_and_nowhere_else(
    desk: Desk, source: str, answered: list[str]
) -> None:
    only = RouteMatch(categories=("receipt",))
    routes = (
        OUTBOX, TEXTS,
        TEXTS.model_copy(update={"name": "twilio", "confirmation": "provider"}),
        TEXTS.model_copy(update={"name": "signal", "match": only}),
    )  # fmt: skip
    await Door(desk, route=routes).hears("STOP", source=source)
    claimed = await desk.spool.claim({"texts": 5, "twilio": 5, "signal": 5}, limit=9, lease_s=60)
    assert [each.route for each in claimed] == answered
