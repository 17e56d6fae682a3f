"""Lists of RingCentral's that are longer than the requests of a minute."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from gateway.providers import ringcentral_lists, ringcentral_pace, ringcentral_watch
from gateway.spool.model import State
from suppression.entry import Reason
from tests.contract.ringcentral.between import OURS, THEM, outbound
from tests.ringcentral.webhooks import error

if TYPE_CHECKING:
    from tests.contract.ringcentral.between import Between
    from tests.ringcentral.webhooks import Answer

Minutes = Counter[datetime]


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ringcentral_lists, "_A_PAGE", 5)  # in earnest all is fifty times as much


def limit(both: Between, a_minute: int, retry_after: str = "60") -> Minutes:
    """Let RingCentral answer so many requests for lists a minute; return how many came."""
    came: Minutes = Counter()
    listed = both.there._list

    def limited(query: Any, *, key: str) -> Answer:  # noqa: ANN401 - as there
        minute = both.now.replace(second=0, microsecond=0)
        came[minute] += 1
        if came[minute] > a_minute:
            status, said, _ = error(429, "CMN-301", "Request rate exceeded")
            return status, said, {"Retry-After": retry_after}
        return listed(query, key=key)

    both.there._list = limited  # type: ignore[method-assign]
    return came


def people_text(both: Between, many: int) -> None:
    """Fill the last three days with texts of people, the last of them a stop."""
    start = both.now - timedelta(hours=70)
    for number in range(many):
        at = start + timedelta(hours=69) / many * number
        both.there.receive(f"+1202555{number:04}", OURS, "ok", at=at.isoformat())
    both.there.receive(THEM, OURS, "STOP", at=(both.now - timedelta(minutes=5)).isoformat())
    for each in both.there.state.messages if both.route.high_volume else ():
        each |= {"from": each["from"]["phoneNumber"], "to": [OURS], "text": each.pop("subject")}


async def until_heard(both: Between, most: int) -> int:
    """Look every minute; return in which the stop was in force."""
    watch = both.watch("")
    for minute in range(most):
        await watch.look()
        if await both.reasons() == [Reason.UNSUBSCRIBE]:
            return minute
        both.now += timedelta(minutes=1)
    raise AssertionError("it never was")


async def test_a_missed_stop_behind_more_texts_than_a_minute_lets_read_is_heard(
    both: Between,
) -> None:
    came = limit(both, 40)
    people_text(both, 400)
    assert await until_heard(both, 10) > 1
    assert max(came.values()) <= 40  # it never was refused


async def test_a_missed_stop_of_a_high_volume_number_is_heard_as_well(volume: Between) -> None:
    came = limit(volume, 40)
    people_text(volume, 400)
    assert await until_heard(volume, 15) > 1
    assert max(came.values()) <= 40


@pytest.mark.parametrize("a_minute", [3, 10])
async def test_a_list_that_breaks_off_at_a_limit_is_read_on_behind_what_was_read(
    both: Between, a_minute: int
) -> None:
    limit(both, a_minute)
    people_text(both, 100)
    await until_heard(both, 60)


async def test_nothing_is_asked_for_while_ringcentral_asks_to_wait(both: Between) -> None:
    came = limit(both, 3, "180")
    people_text(both, 100)
    watch = both.watch("")
    assert await watch.look() == 180
    assert watch.trouble is not None
    assert "CMN-301" in watch.trouble.why
    both.now += timedelta(minutes=2)
    assert await watch.look() == 60
    assert watch.trouble is not None
    assert list(came.values()) == [4]
    both.now += timedelta(minutes=1)
    await watch.look()
    assert len(came) == 2


async def test_a_text_is_settled_where_more_left_than_a_minute_lets_read(both: Between) -> None:
    limit(both, 40)
    start = both.now
    for number in range(300):
        at = (start - timedelta(minutes=14) * (300 - number)).isoformat()
        both.there.state.messages.append({**outbound(), "id": number, "creationTime": at})
    claimed = await both.sent("", State.UNKNOWN)
    now = datetime.now(UTC).isoformat()
    both.there.state.messages.append({**outbound(), "id": 7777, "creationTime": now})
    both.there.receive(THEM, OURS, "STOP")
    watch = both.watch("")
    await watch.look()
    assert await both.reasons() == [Reason.UNSUBSCRIBE]  # what people text comes first
    for _ in range(10):
        both.now += timedelta(minutes=1)
        assert await watch.look() == 60
    assert watch.trouble is None
    assert (await both.state_of(claimed))[0] is State.DELIVERED


async def test_a_list_that_comes_to_no_end_for_an_hour_is_trouble(
    both: Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ringcentral_pace, "_A_MINUTE", {"Inbound": 1, "Outbound": 1})
    people_text(both, 400)
    watch = both.watch("")
    for _ in range(61):
        assert watch.trouble is None
        assert await watch.look() == 60
        both.now += timedelta(minutes=1)
    await watch.look()
    assert watch.trouble is not None
    assert watch.trouble.why == "it has more texts than can be read in time"


async def test_a_stop_is_heard_after_the_clock_was_set_ahead_and_back(both: Between) -> None:
    watch, real = both.watch(""), both.now
    await watch.look()
    both.now = real + timedelta(days=2)
    await watch.look()
    both.there.receive(THEM, OURS, "STOP", at=(real + timedelta(minutes=1)).isoformat())
    both.now = real + timedelta(hours=4)  # RingCentral was not there meanwhile
    await watch.look()
    assert await both.reasons() == [Reason.UNSUBSCRIBE]


def we_text(both: Between, many: int, hours: int) -> None:
    """Fill the last hours with texts of ours."""
    for number in range(many):
        at = (both.now - timedelta(hours=hours) / many * number).isoformat()
        message = {**outbound(), "id": number, "creationTime": at}
        both.there.state.messages.insert(0, message)


async def test_a_change_reads_what_we_sent_of_late_and_nothing_else(both: Between) -> None:
    claimed = await both.sent("0")
    we_text(both, 50, 20)
    watch = both.watch("")
    await watch.look()
    await watch.look()
    before = len(both.there.state.asked)
    newest = both.there.state.messages[-1]
    newest |= {"messageStatus": "DeliveryFailed", "deliveryErrorCode": "SMS-CAR-411"}
    await watch.look_at_changes()
    asked = [each.query["direction"] for each in both.there.state.asked[before:]]
    assert asked == [["Outbound"]]  # a page of ten
    assert await both.has_failed(claimed)


async def test_while_a_first_look_is_not_at_its_end_a_change_goes_on_with_it(both: Between) -> None:
    limit(both, 40)
    we_text(both, 300, 70)
    watch = both.watch("")
    await watch.look()
    for _ in range(5):
        both.now += timedelta(minutes=1)
        await watch.look_at_changes()
    before = len(both.there.state.asked)
    await watch.look_at_changes()
    assert len(both.there.state.asked) == before + 1  # of the last hour


async def test_the_more_a_look_at_changes_costs_the_later_is_the_next(
    both: Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ringcentral_watch, "_GATHER_S", 0.05)
    we_text(both, 100, 1)  # some twenty pages are five times as much as a look
    watch = both.watch("")
    await watch.look()
    for waits_s in (0.05, 0.2):
        both.now += timedelta(minutes=1)
        watch.wake()
        began = time.monotonic()
        assert await watch._is_changed_before(asyncio.get_running_loop().time() + 60)
        assert time.monotonic() - began >= waits_s - 0.01
        await watch.look_at_changes()
    watch.wake()
    assert not await watch._is_changed_before(asyncio.get_running_loop().time() + 0.1)


async def test_more_in_a_second_than_can_be_read_keeps_nothing_behind_it_from_being_read(
    both: Between,
) -> None:
    start = both.now - timedelta(hours=1)
    for number in range(101):
        at = start + timedelta(milliseconds=15 * number)
        both.there.receive(f"+1202555{number:04}", OURS, "ok", at=at.isoformat())
    both.there.receive(THEM, OURS, "STOP", at=(start + timedelta(minutes=5)).isoformat())
    await until_heard(both, 5)
