"""A route, and each number on it, sends as many texts a minute as it may; the others wait."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from filters.message import Category, Recipient
from gateway.config.models import Route
from gateway.delivery.rates import Rates
from gateway.spool.model import Claimed, State
from suppression.entry import Channel
from suppression.keys import phone_key
from tests.contract.delivery.make import claimed
from tests.contract.spool.make import Clock

NOW = datetime(2026, 3, 2, 17, tzinfo=UTC)
OURS, OTHER = "+19165550100", "+19165550101"
PERSON = "+19169668284"


def route(**changes: Any) -> Route:  # noqa: ANN401 - any field
    return Route(**{"name": "texts", "channel": "sms", "kind": "outbox", **changes})


def text(number: int, **changes: Any) -> Claimed:  # noqa: ANN401 - any field
    fields: dict[str, Any] = {
        "channel": Channel.SMS, "category": "appointment", "reverse_path": OURS, "route": "texts",
        "recipients": (Recipient(address=PERSON, key=phone_key(PERSON)),),
        "delivery_ids": (number,), "expires_at": NOW + timedelta(hours=1),
    }  # fmt: skip
    return claimed(**{**fields, **changes})


class Queue:
    """What waits, and when it is due: as the spool does, in its place."""

    def __init__(self, rates: Rates, clock: Clock) -> None:
        self.rates, self.clock = rates, clock
        self.due: dict[int, tuple[datetime, Claimed]] = {}
        self.left: list[tuple[float, Claimed]] = []

    def put(self, *texts: Claimed) -> None:
        for each in texts:
            self.due[each.delivery_ids[0]] = (self.clock.now, each)

    def claim(self) -> None:
        for number, (at, each) in list(self.due.items()):
            if at > self.clock.now:
                continue
            del self.due[number]
            if each.expires_at <= self.clock.now:
                continue
            waits = self.rates.kept_waiting(each)
            if not waits:
                self.left.append(((self.clock.now - NOW).total_seconds(), each))
                continue
            (settled,) = waits
            assert settled.state is State.QUEUED
            assert settled.next_at is not None
            assert settled.next_at > self.clock.now
            self.due[number] = (settled.next_at, each)

    def run(self, seconds: float, step_s: float = 0.1) -> None:
        until = self.clock.now + timedelta(seconds=seconds)
        while self.clock.now < until:
            self.claim()
            self.clock.advance(seconds=step_s)

    @property
    def most_in_a_minute(self) -> int:
        times = [at for at, _ in self.left]
        return max(sum(1 for at in times if begin <= at < begin + 60) for begin in times)


def queue(*routes: Route) -> Queue:
    clock = Clock(NOW)
    return Queue(Rates(routes, clock), clock)


def test_a_number_of_ringcentral_never_sends_more_than_fifty_in_a_minute() -> None:
    number = route().model_copy(update={"kind": "ringcentral"})
    waiting = queue(number)
    waiting.put(*(text(each) for each in range(200)))
    waiting.run(240)
    assert waiting.most_in_a_minute <= 44
    assert 160 <= len(waiting.left) <= 164
    assert [each.delivery_ids[0] for _, each in waiting.left] == list(range(len(waiting.left)))


def test_a_number_waits_for_itself_and_for_no_other() -> None:
    waiting = queue(route(number_per_minute=20))
    waiting.put(*(text(each) for each in range(100)))
    waiting.put(*(text(each, reverse_path=OTHER) for each in range(100, 102)))
    waiting.claim()
    assert Counter(each.reverse_path for _, each in waiting.left) == {OURS: 2, OTHER: 2}


def test_a_text_that_names_no_number_counts_for_the_routes() -> None:
    waiting = queue(route(number_per_minute=10, number=OURS))
    waiting.put(text(1), text(2, reverse_path=""))
    waiting.claim()
    assert len(waiting.left) == 1


def test_all_numbers_of_a_route_share_what_the_route_may() -> None:
    waiting = queue(route(per_minute=10))
    waiting.put(text(1), text(2, reverse_path=OTHER), text(3, route="another"))
    waiting.claim()
    assert [each.delivery_ids[0] for _, each in waiting.left] == [1, 3]
    waiting.run(7)
    assert len(waiting.left) == 3


def test_what_cannot_leave_in_its_time_takes_nobodys_turn() -> None:
    waiting = queue(route(per_minute=10))
    waiting.put(*(text(each, expires_at=NOW + timedelta(seconds=30)) for each in range(1000)))
    waiting.run(31)
    assert len(waiting.left) == 5
    waiting.put(text(1000))
    waiting.run(12)
    assert waiting.left[-1][1].delivery_ids == (1000,)


def test_turns_that_nobody_could_take_do_not_pile_up() -> None:
    waiting = queue(route(number_per_minute=40))
    waiting.put(*(text(each) for each in range(100)))
    waiting.claim()
    waiting.clock.advance(minutes=2)  # the provider was down
    before = len(waiting.left)
    waiting.run(60)
    assert waiting.most_in_a_minute <= 48
    assert len(waiting.left) > before


def test_a_confirmation_of_a_stop_waits_for_nobody_and_counts() -> None:
    waiting = queue(route(number_per_minute=10))
    waiting.put(*(text(each) for each in range(5)))
    waiting.claim()
    waiting.put(text(9, category=Category.SYSTEM), text(10))
    waiting.run(30 - 0.1)
    assert [each.delivery_ids[0] for _, each in waiting.left] == [0, 9, 1, 2, 3, 4]


def test_a_route_without_a_limit_keeps_nothing_waiting() -> None:
    waiting = queue(route())
    waiting.put(*(text(each) for each in range(1000)))
    waiting.claim()
    assert len(waiting.left) == 1000
