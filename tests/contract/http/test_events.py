"""GET /v1/events: what happened, in order, each submitter its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gateway.spool import events as spool_events
from gateway.spool.model import Settlement, State
from suppression.channel import Channel
from tests.contract.http.calls import call
from tests.contract.http.test_messages import store

if TYPE_CHECKING:
    import pytest

    from tests.contract.http.conftest import Gateway


async def feed(gateway: Gateway, query: str = "", *, key: str = "all") -> tuple[list[Any], str]:
    status, body = await call(gateway, "GET", f"/v1/events{query}", key=key)
    assert status == 200
    return body["events"], body["next"]


async def test_events_are_read_on_from_where_one_left_off(gateway: Gateway) -> None:
    queue_id = await store(gateway, Channel.SMS)
    (accepted,), cursor = await feed(gateway)
    assert (accepted["type"], accepted["message_id"]) == ("sms.accepted", queue_id)
    assert accepted["to"] == "+19169668284"
    assert await feed(gateway, f"?after={cursor}") == ([], cursor)
    (claimed,) = await gateway.spool.claim({"outbox": 1}, limit=1, lease_s=60)
    await gateway.spool.settle(
        [
            Settlement(
                delivery_id=claimed.delivery_ids[0],
                state=State.FAILED,
                reply="no such number",
                attempt=1,
            )
        ]
    )
    (failed,), last = await feed(gateway, f"?after={cursor}")
    assert (failed["type"], failed["reply"], failed["attempt"]) == (
        "sms.failed", "no such number", 1,
    )  # fmt: skip
    assert int(last) == int(failed["id"]) > int(accepted["id"])


async def test_a_page_ends_where_the_next_begins(gateway: Gateway) -> None:
    ids = [await store(gateway, Channel.EMAIL) for _ in range(5)]
    seen, cursor = [], "0"
    while page := await feed(gateway, f"?after={cursor}&limit=2"):
        found, cursor = page
        seen += [event["message_id"] for event in found]
        if not found:
            break
    assert seen == ids


async def test_nobody_reads_what_happened_to_others(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool_events, "_CHUNK", 2)
    for _ in range(7):
        await store(gateway, Channel.SMS, submitter="other")
    mine = await store(gateway, Channel.SMS)
    found, _ = await feed(gateway)
    assert [event["message_id"] for event in found] == [mine]
    monkeypatch.setattr(spool_events, "_CHUNKS", 1)
    assert await feed(gateway) == ([], "2"), "a page of others' lines goes on behind them"


async def test_a_wrong_cursor_is_named(gateway: Gateway) -> None:
    for query in ("?after=x", "?after=-1", "?limit=0", "?limit=1001", "?colour=1"):
        status, body = await call(gateway, "GET", f"/v1/events{query}")
        assert (status, body["code"]) == (422, "HTTP_BAD_REQUEST")
