"""The list cannot be written: nobody is told they are unsubscribed, and everybody will be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.asked import ByAddress, written
from gateway.errors import StoreUnavailable
from suppression.actor import Actor
from suppression.channel import Channel
from suppression.deadlines import Alarm, deadlines
from suppression.keys import email_key, phone_key
from tests.contract.http.conftest import TOKENS

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway

ANN, BOB, CID = "ann@example.net", "bob@example.net", "cid@example.net"
NUMBER = "+19169668284"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


async def post(gateway: Gateway, path: str, form: dict[str, str]) -> tuple[int, str]:
    async with gateway.call("POST", path, key="", data=form) as answer:
        assert answer.status != 503 or int(answer.headers["Retry-After"]) > 0
        return answer.status, await answer.text()


async def test_what_is_asked_while_the_list_is_down_is_done_when_it_is_up(gateway: Gateway) -> None:
    clicked, pressed = await gateway.token(), await gateway.token(BOB)
    desk = Actor(name="desk", method="cli")
    await gateway.list.link(email_key(BOB), phone_key(NUMBER), evidence="form", by=desk)
    gateway.list.close()
    assert (await post(gateway, f"/u/{clicked}", ONE_CLICK))[0] == 503
    for path, form in (
        (f"/u/{pressed}", {"choice": "all", "other-1": TOKENS.mark(NUMBER)}),
        ("/u/", {"address": CID}),
    ):
        status, html = await post(gateway, path, form)
        assert status == 503
        assert "Your choice is noted" in html
    async with gateway.call("GET", "/readyz", key="") as answer:
        assert answer.status == 503
        ready = await answer.json()
        assert (ready["list"], ready["journalled"]) == (False, 3)
    with pytest.raises(StoreUnavailable):
        await gateway.services.opt_outs.replay()
    gateway.list.open()
    assert await gateway.services.opt_outs.replay() == 3
    assert gateway.services.opt_outs.waiting == 0
    assert await gateway.blocks(ANN, stream="news")
    assert not await gateway.blocks(ANN, stream="offers")
    assert await gateway.blocks(BOB, stream="offers")
    assert await gateway.blocks(CID)
    (event,) = await gateway.list.history(email_key(ANN), Channel.EMAIL)
    assert (event.method, event.address) == ("one-click", "127.0.0.1")
    (event,) = [
        e
        for e in await gateway.list.history(phone_key(NUMBER), Channel.SMS)
        if e.entry_id[0] == "S"
    ]
    assert event.method == "page"


async def test_what_was_asked_twice_is_one_entry(gateway: Gateway) -> None:
    token = await gateway.token()
    gateway.list.close()
    for _ in range(3):
        assert (await post(gateway, f"/u/{token}", ONE_CLICK))[0] == 503
    gateway.list.open()
    assert (await post(gateway, f"/u/{token}", ONE_CLICK))[0] == 200
    assert await gateway.services.opt_outs.replay() == 3
    assert len(await gateway.list.history(email_key(ANN), Channel.EMAIL)) == 1


async def test_looking_and_taking_back_leave_nothing_waiting(gateway: Gateway) -> None:
    token = await gateway.token()
    gateway.list.close()
    async with gateway.call("GET", f"/u/{token}", key="") as answer:
        assert answer.status == 503
    for form in (
        {"choice": "undo", "page": "a" * 26},
        {"choice": "nothing"},
        {"choice": "maybe"},
    ):
        status, _ = await post(gateway, f"/u/{token}", form)
        assert status in {503, 400}
    assert gateway.services.opt_outs.waiting == 0


async def test_a_link_that_nobody_made_is_answered_like_one_that_somebody_did(
    gateway: Gateway,
) -> None:
    token = await gateway.token()
    gateway.list.close()
    answers = [await post(gateway, f"/u/{each}", ONE_CLICK) for each in (token, "a" * 55)]
    assert answers[0] == answers[1]
    assert gateway.services.opt_outs.waiting == 1


async def test_a_link_of_nobody_is_dropped_when_the_list_is_up(gateway: Gateway) -> None:
    gateway.list.close()
    await post(gateway, f"/u/{TOKENS.mint(4711, 7)}", ONE_CLICK)
    gateway.list.open()
    assert await gateway.services.opt_outs.replay() == 1
    assert gateway.services.opt_outs.waiting == 0


async def test_where_nothing_keeps_it_the_person_is_told_that_it_is_lost(gateway: Gateway) -> None:
    token = await gateway.token()
    gateway.list.close()
    gateway.journal.close()
    assert (await post(gateway, f"/u/{token}", ONE_CLICK))[0] == 503
    for path, form in ((f"/u/{token}", {"choice": "all"}), ("/u/", {"address": ANN})):
        status, html = await post(gateway, path, form)
        assert status == 503
        assert "not saved" in html
    assert gateway.services.opt_outs.waiting == 0


@pytest.mark.parametrize("record", [{"link": {"grant": 1}}, {"address": {}}, {"number": {}}])
async def test_what_another_version_kept_is_not_thrown_away(
    gateway: Gateway, record: dict[str, object]
) -> None:
    await gateway.journal.append(record)
    with pytest.raises(StoreUnavailable, match="another version"):
        await gateway.services.opt_outs.replay()
    assert gateway.services.opt_outs.waiting == 1


async def test_the_clocks_of_what_waits_in_the_journal_are_told(gateway: Gateway) -> None:
    came = datetime.now(UTC) - timedelta(hours=49)
    for at in (came, came + timedelta(hours=40)):
        asked = ByAddress(key=email_key(CID), origin="192.0.2.7", at=at)
        await gateway.journal.append(written(asked))
    gateway.list.close()
    async with gateway.call("GET", "/readyz", key="") as answer:
        ready = await answer.json()
    (waiting,) = ready["opt_outs_waiting"]
    assert (waiting["kind"], waiting["count"], waiting["alarm"]) == ("journalled", 2, "due")
    assert datetime.fromisoformat(waiting["oldest_received_at"]) == came
    (told,) = gateway.services.opt_outs.backlog()
    assert told.oldest == deadlines(came)
    gateway.list.open()
    await gateway.services.opt_outs.replay()
    async with gateway.call("GET", "/readyz", key="") as answer:
        assert (await answer.json())["opt_outs_waiting"] == []


async def test_what_nobody_can_date_counts_as_late(gateway: Gateway) -> None:
    await gateway.journal.append({"number": {}})
    (told,) = gateway.services.opt_outs.backlog()
    assert told.oldest.alarm(datetime.now(UTC)) is Alarm.LATE
