"""Events of RingCentral: proven, done before they are answered, once."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.providers import hooks, ringcentral_watch
from gateway.spool.model import State
from suppression.channel import Channel
from suppression.entry import ALL, NewEntry, Origin, Reason
from suppression.keys import phone_key
from tests.contract.listing import DESK
from tests.contract.ringcentral.between import (
    CONSENTS,
    INSTANT,
    OPT_OUTS,
    OURS,
    SENT,
    STORE,
    THEM,
    outbound,
)
from tests.ringcentral.webhooks import now

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.contract.ringcentral.between import Between

OUR_WORD = {"from": "*", "to": THEM, "optStatus": "OptOut", "source": "Api"}


@pytest.mark.parametrize("header", ["Verification-Token", "Validation-Token"])
async def test_a_stop_is_in_force_when_it_is_answered(both: Between, header: str) -> None:
    await both.look()
    message = both.there.receive(THEM, OURS, "Please stop texting me")
    assert await both.tell(INSTANT, message, header=header) == [200]
    assert await both.reasons() == [Reason.UNSUBSCRIBE]
    await both.tell(INSTANT, message)  # again
    await both.look()  # and in the list
    with closing(sqlite3.connect(both.gateway.list_path)) as connection:
        assert connection.execute("SELECT count(*) FROM texts").fetchone() == (1,)


async def test_an_event_without_our_token_does_nothing(both: Between) -> None:
    body = {"event": INSTANT.replace("~", "1"), "body": both.there.receive(THEM, OURS, "stop")}
    path = "/hooks/rc/events"
    for headers in ({}, {"Verification-Token": "x" * 20}):
        async with both.gateway.call("POST", path, key="", json=body, headers=headers) as answer:
            assert answer.status == 403
            assert "HOOK_NOT_GENUINE" in await answer.text()
    question = {"Validation-Token": "what-ringcentral-asks"}
    async with both.gateway.call("POST", path, key="", json=body, headers=question) as answer:
        assert answer.status == 403
    async with both.gateway.call("POST", path, key="", headers=question) as answer:
        assert (answer.status, await answer.read()) == (200, b"")
        assert answer.headers["Validation-Token"] == "what-ringcentral-asks"
    assert await both.reasons() == []
    for elsewhere in ("/hooks/other/events", "/hooks/rc/inbound", "/hooks/rc/status"):
        async with both.gateway.call("POST", elsewhere, key="", json=body) as answer:
            assert answer.status == 404


async def test_an_older_start_lifts_no_newer_stop(both: Between) -> None:
    watch = both.watch()
    await watch.look()
    await both.tell(INSTANT, both.there.receive(THEM, OURS, "STOP"))
    at = (both.now - timedelta(hours=1)).isoformat()
    await both.tell(INSTANT, both.there.receive(THEM, OURS, "START", at=at))  # out of order
    assert await both.reasons() == [Reason.UNSUBSCRIBE]


async def test_an_opt_out_there_is_one_here_and_the_person_s_start_ends_it(both: Between) -> None:
    await both.look()
    record = {
        "from": OURS, "to": THEM, "optStatus": "OptOut", "source": "Recipient",
        "lastModifiedTime": now(),
    }  # fmt: skip
    assert await both.tell(CONSENTS, {"records": [record]}) == [200]
    (entry,) = await both.entries()
    assert (entry.reason, entry.origin) == (Reason.UNSUBSCRIBE, Origin.RECIPIENT)
    await both.tell(INSTANT, both.there.receive(THEM, OURS, "STOP"))  # which it was about
    assert await both.reasons() == [Reason.UNSUBSCRIBE]
    await both.tell(CONSENTS, {"records": [{**record, "optStatus": "OptIn"}]})
    assert await both.reasons() == [Reason.UNSUBSCRIBE]  # nobody is let in by a provider
    await asyncio.sleep(1.1)
    await both.tell(INSTANT, both.there.receive(THEM, OURS, "START"))
    assert await both.reasons() == []
    await both.tell(CONSENTS, {"records": [record]})  # again
    assert await both.reasons() == []


async def test_an_opt_out_of_a_high_volume_number_is_one_here(volume: Between) -> None:
    await volume.look()
    told = {"from": OURS, "to": THEM, "active": True}
    assert await volume.tell(OPT_OUTS, {**told, "active": False}) == [200]
    assert await volume.reasons() == []
    assert await volume.tell(OPT_OUTS, told) == [200]
    assert await volume.reasons() == [Reason.UNSUBSCRIBE]


async def test_an_opt_out_by_the_account_ends_by_no_text(both: Between) -> None:
    await both.look()
    record = {"from": "*", "to": THEM, "optStatus": "OptOut", "source": "Account"}
    records = [record, {**record, "to": "nobody"}, {**record, "to": "?", "source": "Recipient"}]
    assert await both.tell(CONSENTS, {"records": records}) == [200]
    (entry,) = await both.entries()
    assert (entry.origin, entry.evidence) == (Origin.PROVIDER, "rc: opted out of * by Account")


async def listed(both: Between, reason: Reason, told: str) -> None:
    """Put a person on the list, and tell one route of it."""
    new = NewEntry(
        channel=Channel.SMS, key=phone_key(THEM), scope=ALL, reason=reason, origin=Origin.ADMIN,
        evidence="said on the phone", requested_at=both.now,
    )  # fmt: skip
    entry, _ = await both.gateway.list.add(new, DESK)
    for route in ("rc", "other"):
        await both.gateway.list.note_propagation(route, 0)
    await both.gateway.list.propagated(told, [entry.entry_id])


async def test_our_own_word_that_ringcentral_repeats_outlasts_no_start(both: Between) -> None:
    await both.look()
    await listed(both, Reason.WRONG_NUMBER, told="rc")
    assert await both.tell(CONSENTS, {"records": [OUR_WORD]}) == [200]
    assert await both.reasons() == [Reason.WRONG_NUMBER]
    await both.tell(INSTANT, both.there.receive(THEM, OURS, "START"))
    assert await both.reasons() == []


@pytest.mark.parametrize(
    "whose", ["nobody's", "untold", "of one number", "by the account", "of long ago", "lifted"]
)
async def test_a_word_that_may_be_somebody_else_s_is_an_opt_out(
    both: Between, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    await both.look()
    more = {"of one number": {"from": OURS}, "by the account": {"source": "Account"}}
    if whose != "nobody's":
        await listed(both, Reason.MANUAL, told="other" if whose == "untold" else "rc")
    if whose == "lifted":
        await both.gateway.list.lift(phone_key(THEM), Channel.SMS, by=DESK, because="asked again")
    if whose == "of long ago":
        monkeypatch.setattr(hooks, "_ECHOES", timedelta(0))
    assert await both.tell(CONSENTS, {"records": [OUR_WORD | more.get(whose, {})]}) == [200]
    assert Origin.PROVIDER in {entry.origin for entry in await both.entries()}


async def test_a_report_moves_a_high_volume_text_on(volume: Between) -> None:
    await volume.look()
    claimed = await volume.sent("3157ac7d")
    report = {
        "id": "7086", "batchId": "3157ac7d", "from": OURS, "to": [THEM], "direction": "Outbound",
        "creationTime": now(), "messageStatus": "DeliveryFailed", "errorCode": "SMS-CAR-413",
    }  # fmt: skip
    assert await volume.tell(SENT, {**report, "batchId": "another"}) == [200]
    assert await volume.tell(SENT, {**report, "to": ["nobody"]}) == [200]
    assert (await volume.state_of(claimed))[0] is State.DELIVERED
    assert await volume.tell(SENT, report) == [200]
    assert await volume.state_of(claimed) == (State.FAILED, "DeliveryFailed SMS-CAR-413")
    assert await volume.reasons() == [Reason.UNSUBSCRIBE]
    assert await volume.tell(SENT, {**report, "messageStatus": "Sent"}) == [200]  # late
    assert (await volume.state_of(claimed))[0] is State.FAILED


async def test_what_changed_of_a_person_s_text_is_looked_up(
    both: Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ringcentral_watch, "_GATHER_S", 0.05)
    claimed = await both.sent("77")
    message = {**outbound(), "id": 77, "messageStatus": "Sent"}
    both.there.state.messages.append(message)
    watch = both.watch()
    async with asyncio.TaskGroup() as group:
        run = group.create_task(watch.run())
        await until(both.is_subscribed)
        message |= {"messageStatus": "DeliveryFailed", "deliveryErrorCode": "SMS-CAR-411"}
        assert await both.tell(STORE, {"changes": [{"type": "SMS", "updatedCount": 1}]}) == [200]
        await until(lambda: both.has_failed(claimed))
        run.cancel()
    assert await both.state_of(claimed) == (State.FAILED, "DeliveryFailed SMS-CAR-411")
    assert await both.reasons() == [Reason.INVALID]


async def until(seen: Callable[[], Awaitable[object]]) -> None:
    for _ in range(500):
        if await seen():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came")
