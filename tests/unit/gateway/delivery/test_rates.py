"""A route, and each number on it, sends as many texts a minute as it may; the others wait."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from filters.message import Category, Recipient
from gateway.config.models import Route
from gateway.delivery.rates import Rates
from gateway.spool.model import Claimed, Settlement, State
from suppression.channel import Channel
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

    def call(self) -> None:
        room = {"texts": 10_000}
        while (turn := self.rates.next_turn(room)) is not None:
            there = [each for each in turn.delivery_ids if each in self.due][: turn.count]
            gone = [each for each in turn.delivery_ids if each not in self.due]
            self.rates.called(turn, there, gone)
            for each in there:
                self.due[each] = (NOW, self.due[each][1])

    def claim(self) -> None:
        self.call()
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
    return Queue(Rates(routes, clock, monotonic=lambda: clock().timestamp()), clock)


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
    assert [each.delivery_ids[0] for _, each in waiting.left] == [0, 9, 1, 2, 3]


def numbers_of(waiting: Queue) -> list[int]:
    return [each.delivery_ids[0] for _, each in waiting.left]


def test_what_is_taken_back_leaves_its_turn_to_the_next() -> None:
    waiting = queue(route(number_per_minute=40))
    waiting.put(*(text(each) for each in range(5000)))
    waiting.claim()
    waiting.due.clear()  # cancelled, suppressed, or sent another way
    waiting.run(60)
    waiting.put(text(5000))
    waiting.run(1)
    assert numbers_of(waiting)[-1] == 5000


def test_what_waits_behind_much_that_is_taken_back_moves_up() -> None:
    waiting = queue(route(per_minute=40))
    waiting.put(*(text(each) for each in range(5000)))
    waiting.claim()
    waiting.put(text(5000, accepted_at=NOW + timedelta(seconds=1)))
    waiting.claim()
    waiting.due = {each: due for each, due in waiting.due.items() if each == 5000}
    waiting.run(2)
    assert numbers_of(waiting)[-1] == 5000


def test_what_was_called_and_did_not_leave_is_the_first_again_and_costs_no_token() -> None:
    waiting = queue(route(number_per_minute=10))
    waiting.put(*(text(each, accepted_at=NOW + timedelta(seconds=each)) for each in range(100)))
    waiting.claim()
    waiting.clock.advance(seconds=6)
    waiting.claim()
    assert numbers_of(waiting) == [0, 1]
    _, handed_back = waiting.left.pop()
    waiting.rates.ended(handed_back, (), has_left=False)
    waiting.put(handed_back)
    waiting.run(0.3)
    assert numbers_of(waiting) == [0, 2]  # who was there took its turn
    waiting.clock.advance(seconds=6)
    waiting.call()  # the next is its own, and nothing claims it for long
    waiting.clock.advance(seconds=60)
    waiting.run(0.3)
    assert numbers_of(waiting) == [0, 2, 1]
    waiting.run(12)
    assert numbers_of(waiting) == [0, 2, 1, 3, 4]


def test_a_turn_on_one_route_is_none_on_another() -> None:
    ways = (route(per_minute=10), route(name="another", per_minute=10))
    waiting = queue(*ways)
    waiting.put(text(0), text(1), text(2, route="another"))
    waiting.claim()
    waiting.clock.advance(seconds=5.9)
    waiting.put(text(3, route="another"))
    waiting.clock.advance(seconds=0.1)
    waiting.call()
    del waiting.due[3]
    waiting.rates.kept_waiting(text(4, route="another"))
    assert waiting.rates.kept_waiting(text(1, route="another", diverted_from="texts"))


def test_what_has_little_time_left_gets_a_share_of_the_turns() -> None:
    waiting = queue(route(per_minute=10))
    waiting.put(*(text(each) for each in range(100)))
    waiting.claim()
    soon = NOW + timedelta(minutes=5)
    waiting.put(*(text(each, expires_at=soon) for each in range(100, 130)))
    waiting.run(300)
    urgent = [each for each in numbers_of(waiting) if each >= 100]
    others = [each for each in numbers_of(waiting) if each < 100]
    assert 11 <= len(urgent) <= 13
    assert len(others) >= 36
    assert others == sorted(others)


def test_numbers_of_a_route_share_its_turns_by_who_waits_the_longest() -> None:
    waiting = queue(route(per_minute=10))
    for each in range(20):
        whose = OTHER if each % 2 else OURS
        accepted_at = NOW + timedelta(milliseconds=each)
        waiting.put(text(each, reverse_path=whose, accepted_at=accepted_at))
    waiting.run(60)
    assert numbers_of(waiting) == list(range(10))


def test_a_route_without_room_calls_nobody() -> None:
    waiting = queue(route(per_minute=10))
    waiting.put(*(text(each) for each in range(3)))
    waiting.claim()
    waiting.clock.advance(minutes=1)
    assert waiting.rates.next_turn({"texts": 0, "another": 9}) is None
    assert waiting.rates.wait_s({"another": 9}) == float("inf")
    assert waiting.rates.wait_s({"texts": 1}) == 0


def test_a_route_without_a_limit_keeps_nothing_waiting() -> None:
    waiting = queue(route())
    waiting.put(*(text(each) for each in range(1000)))
    waiting.claim()
    assert len(waiting.left) == 1000


def mail(number: int) -> Claimed:
    return claimed(route="out", delivery_ids=(number,))


def test_mail_without_a_limit_of_its_domain_waits_for_nobody() -> None:
    one = Route(name="out", channel="email", kind="smtp", host="mx.test", max_connections=2)
    rates = Rates([one], Clock(NOW), lambda: 0.0)
    assert [rates.kept_waiting(mail(number)) for number in range(50)] == [()] * 50


def test_not_everybody_is_claimed_who_waits_for_a_domain_that_rests() -> None:
    """One tries when the rest is over; a claim of each by then would keep the other domains up."""
    one = Route(name="out", channel="email", kind="smtp", host="mx.test", max_connections=2)
    rates = Rates([one], Clock(NOW), lambda: 0.0)
    for number in range(3):
        refused = Settlement(
            delivery_id=number, attempt=1, state=State.DEFERRED, reply="450", rests_domain=True
        )
        assert rates.kept_waiting(mail(number)) == ()
        rates.ended(mail(number), [refused], has_left=True)
    waits = [rates.kept_waiting(mail(number))[0].next_at for number in range(10, 10_010)]
    first, *others = [(each - NOW).total_seconds() for each in waits if each is not None]
    assert 0 < first < 6
    assert min(others) >= 30
    assert max(others) > 150


def test_mail_that_waits_for_its_domain_is_soon_looked_at_after_a_restart() -> None:
    one = Route(
        name="out", channel="email", kind="smtp", host="mx.test", max_connections_per_domain=1
    )
    rates = Rates([one], Clock(NOW), lambda: 0.0)
    assert rates.kept_waiting(mail(1)) == ()
    (waits,) = rates.kept_waiting(mail(2))
    assert waits.next_at is not None
    assert NOW < waits.next_at <= NOW + timedelta(seconds=31)
