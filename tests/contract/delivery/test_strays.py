"""A route is renamed or removed while mail waits for it: it goes by the one that takes it now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from structlog.testing import capture_logs

from filters.message import Category
from gateway.config.models import Config, Route
from gateway.delivery.outbox import OutboxCarrier
from gateway.delivery.strays import Strays
from gateway.spool.model import State
from tests.contract.delivery.make import eventually
from tests.contract.delivery.scheduling import running, scheduler
from tests.contract.spool.make import NOON, Desk, delivery, email, outcome, receipt, text

if TYPE_CHECKING:
    from gateway.spool.model import DeliveryView, NewMessage

RELAY = Route(name="relay", channel="email", kind="outbox")
TEXTS = Route(name="other", channel="sms", kind="outbox")


async def seen(desk: Desk, message: NewMessage) -> DeliveryView:
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    (only,) = view.deliveries
    return only


async def routed(desk: Desk, *routes: Route) -> Strays:
    strays = Strays(desk.spool, Config(route=routes))
    while await strays.route_again():
        continue
    return strays


def only_for(name: str, *categories: str, channel: str = "email") -> Route:
    match = {"categories": categories}
    return Route.model_validate(
        {"name": name, "channel": channel, "kind": "outbox", "match": match}
    )


async def test_mail_of_a_renamed_route_leaves_after_a_restart(desk: Desk) -> None:
    message = receipt()
    await desk.spool.accept(message)
    hop = OutboxCarrier(desk.folder / "outbox")
    runs = scheduler(desk.spool, {"relay": hop}, routes=[RELAY], clock=desk.clock)
    async with running(runs):
        await eventually(lambda: any((desk.folder / "outbox").glob("*.eml")))
    assert await desk.kinds(message) == ["accepted", "rerouted", "delivered"]
    (_, moved, _) = await desk.spool.trace(queue_id=message.queue_id)
    assert (moved.facts["route"], moved.facts["then"]) == ("out", "relay")


async def test_what_waits_for_a_route_there_is_stays(desk: Desk) -> None:
    message = receipt()
    await desk.spool.accept(message)
    await routed(desk, RELAY, Route(name="out", channel="email", kind="outbox"))
    assert (await seen(desk, message)).route == "out"


async def test_each_goes_by_the_route_that_takes_such_a_message(desk: Desk) -> None:
    newsletter, bill, reminder = email(), receipt(), text()
    for message in (newsletter, bill, reminder):
        await desk.spool.accept(message)
    await routed(desk, only_for("news", "commercial"), RELAY, TEXTS)
    went = [(await seen(desk, each)).route for each in (newsletter, bill, reminder)]
    assert went == ["news", "relay", "other"]


async def test_an_answer_goes_by_a_route_of_its_number_whatever_that_is_for(desk: Desk) -> None:
    answer = text(category=Category.SYSTEM)
    await desk.spool.accept(answer)
    await routed(desk, only_for("other", "appointment", channel="sms"))
    assert (await seen(desk, answer)).route == "other"


async def test_what_was_put_off_keeps_its_time_and_its_attempts(desk: Desk) -> None:
    message = receipt()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    later = NOON + timedelta(minutes=5)
    await desk.spool.settle(outcome(claimed, State.DEFERRED, "451 later", next_at=later))
    await routed(desk, RELAY)
    view = await seen(desk, message)
    assert (view.state, view.route, view.attempts, view.next_at, view.last_reply) == (
        State.DEFERRED, "relay", 1, later, "451 later",
    )  # fmt: skip


async def test_a_text_that_went_another_way_is_still_known_where_it_came_from(desk: Desk) -> None:
    message = text()
    await desk.spool.accept(message)
    await desk.spool.divert("texts", "second")
    await routed(desk, TEXTS)
    (claimed,) = await desk.claim(room={"other": 9})
    assert (claimed.route, claimed.diverted_from) == ("other", "texts")
    assert claimed.reverse_path == message.reverse_path


async def test_what_no_route_takes_says_so_and_goes_once_one_does(desk: Desk) -> None:
    message = receipt()
    await desk.spool.accept(message)
    with capture_logs() as lines:
        strays = await routed(desk, only_for("news", "commercial"))
        await strays.route_again()
    assert lines == [
        {"event": "no-route", "log_level": "error", "route": "out", "queue_id": message.queue_id}
    ]  # said once
    view = await seen(desk, message)
    assert (view.state, view.route) == (State.QUEUED, "out")
    assert view.last_reply == "no route of the configuration carries it"
    await routed(desk, RELAY)
    view = await seen(desk, message)
    assert (view.route, view.last_reply) == ("relay", "")


async def test_what_somebody_lets_go_later_is_routed_then(desk: Desk) -> None:
    message = receipt()
    await desk.spool.accept(message)
    await desk.spool.hold([message.queue_id], by="ann", because="a look")
    strays = await routed(desk, RELAY)
    assert (await seen(desk, message)).route == "out"
    await desk.spool.release([message.queue_id], by="ann", because="looked")
    assert await strays.route_again()
    assert (await seen(desk, message)).route == "relay"


async def test_what_the_next_configuration_accepted_is_left_to_it(desk: Desk) -> None:
    strays = await routed(desk, RELAY)
    message = receipt()
    await desk.spool.accept(message)
    assert not await strays.route_again()
    assert (await seen(desk, message)).route == "out"


async def test_much_is_moved_batch_by_batch_past_what_stays(desk: Desk) -> None:
    stays, goes = receipt(), email(*(delivery(f"u{n}@example.net") for n in range(7)))
    await desk.spool.accept(stays)
    await desk.spool.accept(goes)
    after, until = (float("-inf"), 0), (await desk.spool.waited_for()).last_id
    moved = 0
    for _ in range(4):
        found = await desk.spool.route_again(
            "out", lambda row: "news" if row.category == "commercial" else "",
            after=after, until=until, limit=3,
        )  # fmt: skip
        moved, after = moved + sum(found.by_route.values()), found.after
    assert moved == 7
    assert (await seen(desk, stays)).route == "out"


async def test_a_damaged_delivery_keeps_no_other_waiting(desk: Desk) -> None:
    broken, whole = receipt(), receipt()
    for message in (broken, whole):
        await desk.spool.accept(message)
    ((lost,),) = desk.spool._database.read("SELECT min(id) FROM deliveries")
    desk.spool._lost = frozenset({lost})
    await routed(desk, RELAY)
    assert (await seen(desk, whole)).route == "relay"
    assert (await seen(desk, broken)).route == "out"
