"""What RingCentral lists: whatever no event brought."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.providers import ringcentral_lists
from gateway.spool.model import State
from suppression.covering import Matching
from suppression.entry import Reason
from suppression.hashes import ErasureSecrets
from suppression.keys import phone_key
from tests.contract.listing import DESK
from tests.contract.providers.service import says, serving
from tests.contract.ringcentral.between import INSTANT, OURS, THEM, outbound
from tests.ringcentral.webhooks import now

if TYPE_CHECKING:
    from tests.contract.ringcentral.between import Between


async def test_a_stop_that_the_list_cannot_take_is_503_and_read_from_the_list_later(
    both: Between,
) -> None:
    watch = both.watch()
    await watch.look()
    message = both.there.receive(THEM, OURS, "stop")
    both.gateway.spool.close()
    both.gateway.list.close()
    assert await both.tell(INSTANT, message) == [503]
    await watch.look()
    assert watch.trouble is not None
    assert "cannot be written" in watch.trouble.why
    both.gateway.list.open()
    both.gateway.spool.open()
    await watch.look()
    assert watch.trouble is None
    assert await both.reasons() == [Reason.UNSUBSCRIBE]


async def test_without_a_webhook_a_stop_is_heard_a_minute_later(both: Between) -> None:
    both.there.receive(THEM, OURS, "hello")
    both.there.receive(THEM, OURS, "STOP")
    assert await both.look("") == 60
    assert both.there.webhooks.known == {}
    assert await both.reasons() == [Reason.UNSUBSCRIBE]


async def test_who_was_erased_is_not_known_again_from_the_list(both: Between) -> None:
    both.gateway.list._matching = Matching(erasure=ErasureSecrets(((1, b"s" * 32),)))
    both.there.receive(THEM, OURS, "STOP")
    await both.look()
    await both.gateway.list.erase(phone_key(THEM), by=DESK)
    await both.look()  # after a restart
    read = both.gateway.list._database.read
    assert [row["person"] for row in read("SELECT person FROM texts")] == [""]
    assert [row["key"][:7] for row in read("SELECT key FROM entries")] == ["hmac:1:"]
    assert await both.reasons() == [Reason.UNSUBSCRIBE]


async def test_what_came_while_we_were_away_is_done_in_its_order(both: Between) -> None:
    before = (both.now - timedelta(hours=30)).isoformat()
    after = (both.now - timedelta(hours=20)).isoformat()
    both.there.receive(THEM, OURS, "STOP", at=before)
    both.there.receive(THEM, OURS, "START", at=after)
    await both.look()
    assert await both.reasons() == []


async def test_more_texts_than_a_page_holds_are_all_read(both: Between) -> None:
    both.there.receive(THEM, OURS, "stop")
    for number in range(250):
        both.there.receive(f"+1202555{number:04}", OURS, "ok")
    await both.look("")
    assert await both.reasons() == [Reason.UNSUBSCRIBE]
    pages = [
        each.query for each in both.there.state.asked if each.query.get("direction") == ["Inbound"]
    ]
    assert [page.get("page") for page in pages] == [None, ["2"]]


@pytest.mark.parametrize("is_told_how_many", [True, False])
async def test_a_stop_behind_more_texts_than_are_read_at_once_is_heard(
    both: Between, monkeypatch: pytest.MonkeyPatch, *, is_told_how_many: bool
) -> None:
    monkeypatch.setattr(ringcentral_lists, "_A_PAGE", 2)
    monkeypatch.setattr(ringcentral_lists, "_MOST_PAGES", 3)
    if not is_told_how_many:
        monkeypatch.setattr(ringcentral_lists, "whole", lambda *_: 0)
    at = both.now - timedelta(hours=60)
    both.there.receive(THEM, OURS, "START", at=at.isoformat())
    both.there.receive(THEM, OURS, "STOP", at=(at + timedelta(minutes=1)).isoformat())
    for number in range(20):
        later = (at + timedelta(minutes=number * 100)).isoformat()
        both.there.receive(f"+1202555{number:04}", OURS, "ok", at=later)
        both.there.state.messages.append({**outbound(), "id": number, "creationTime": later})
    watch = both.watch()
    await watch.look()
    assert watch.trouble is None
    assert await both.reasons() == [Reason.UNSUBSCRIBE]


async def test_more_texts_of_a_second_than_can_be_read_are_trouble(
    both: Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ringcentral_lists, "_A_PAGE", 2)
    monkeypatch.setattr(ringcentral_lists, "_MOST_PAGES", 3)
    at = (both.now - timedelta(hours=60)).isoformat()
    for number in range(20):
        both.there.receive(f"+1202555{number:04}", OURS, "ok", at=at)
    watch = both.watch()
    await watch.look()
    assert watch.trouble is not None
    assert "more texts of a second" in watch.trouble.why


async def test_high_volume_texts_are_read_page_by_page(volume: Between) -> None:
    at = now()
    for number in range(251):
        words = "stop" if number == 0 else "ok"
        volume.there.state.messages.append(
            {"id": str(number), "from": THEM, "to": [OURS], "text": words, "creationTime": at,
             "direction": "Inbound", "messageStatus": "Delivered"}
        )  # fmt: skip
    await volume.look("")
    assert await volume.reasons() == [Reason.UNSUBSCRIBE]
    pages = [
        each.query
        for each in volume.there.state.asked
        if each.query.get("direction") == ["Inbound"]
    ]
    assert [page.get("pageToken") for page in pages] == [None, ["t2"]]


async def test_a_text_whose_outcome_is_unknown_is_settled_by_the_list(both: Between) -> None:
    claimed = await both.sent("", State.UNKNOWN)
    other = await both.sent("", State.UNKNOWN, words="Your appointment is at 4.")
    both.there.state.messages.append({**outbound(), "id": 78, "messageStatus": "Sent"})
    await both.look("")
    assert (await both.state_of(claimed))[0] is State.DELIVERED
    assert (await both.state_of(other))[0] is State.UNKNOWN
    trace = await both.gateway.spool.trace(queue_id=claimed.queue_id)
    assert trace[-1].detail["next_hop_id"] == "78"


async def test_a_text_that_was_still_on_its_way_is_settled_by_a_later_look(both: Between) -> None:
    claimed = await both.sent("", State.SENDING)
    both.there.state.messages.append({**outbound(), "id": 78, "messageStatus": "Sent"})
    watch = both.watch()
    assert await watch.look() == 60
    assert (await both.state_of(claimed))[0] is State.SENDING
    await both.settle(claimed, State.UNKNOWN)
    assert await watch.look() == 600
    assert (await both.state_of(claimed))[0] is State.DELIVERED


async def test_of_two_that_may_be_the_one_neither_is_settled(both: Between) -> None:
    claimed = [await both.sent("", State.UNKNOWN) for _ in range(2)]
    both.there.state.messages.append({**outbound(), "id": 78, "messageStatus": "Sent"})
    await both.look("")
    assert [(await both.state_of(each))[0] for each in claimed] == [State.UNKNOWN] * 2


async def test_a_text_of_another_time_settles_nothing(both: Between) -> None:
    claimed = await both.sent("", State.UNKNOWN)
    earlier = (both.now - timedelta(hours=3)).isoformat()
    both.there.state.messages.append({**outbound(), "id": 78, "creationTime": earlier})
    await both.look("")
    assert (await both.state_of(claimed))[0] is State.UNKNOWN


async def test_records_that_are_none_are_passed_over(both: Between) -> None:
    login = says(200, {"access_token": "t", "expires_in": 3600}, Connection="close")
    strange = ["?", {}, {"direction": "Inbound"}, {"direction": "Outbound", "to": [], "id": {}}]
    listed = says(200, {"records": strange, "paging": "?"}, Connection="close")
    async with serving(login, listed) as service:
        both.route = both.route.model_copy(update={"url": service.url})
        watch = both.watch("")
        await watch.look()
        assert watch.trouble is None
