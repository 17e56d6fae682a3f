"""Messages over HTTP: each submitter sees its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from filters.decision import Effect, Finding, Ruling
from filters.message import Recipient
from filters.plan import NO_PLAN
from gateway.queue_id import QueueIds
from gateway.spool.model import NewDelivery, NewMessage, State
from suppression.channel import Channel
from suppression.keys import email_key, phone_key
from tests.contract.http.calls import call

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway

IDS = QueueIds()


async def store(
    gateway: Gateway, channel: Channel, *, submitter: str = "shop", state: State = State.QUEUED
) -> str:
    to = "+19169668284" if channel is Channel.SMS else "ann@example.net"
    key = phone_key(to) if channel is Channel.SMS else email_key(to)
    finding = Finding(
        code="W_DKIM_MISSING", cites="RFC 6376", effect=Effect.PASS, reason="unsigned"
    )
    ruling = Ruling(
        recipient=Recipient(address=to, key=key), effect=Effect.PASS, findings=(finding,)
    )
    at, queue_id = datetime.now(UTC), IDS.next()
    message = NewMessage(
        queue_id=queue_id, channel=channel, submitter=submitter, protocol="HTTP",
        identity="example", category="receipt", stream="", reverse_path="news@example.com",
        header_from="example.com", subject="Hello", raw=b"Hello\r\n", plan=NO_PLAN, accepted_at=at,
        not_before=at, expires_at=at + timedelta(hours=1), metadata='{"order":7}',
        deliveries=(NewDelivery(ruling=ruling, state=state, route="outbox"),),
    )  # fmt: skip
    await gateway.spool.accept(message)
    return queue_id


async def test_message_shows_state_verdict_and_history(gateway: Gateway) -> None:
    queue_id = await store(gateway, Channel.EMAIL)
    status, message = await call(gateway, "GET", f"/v1/messages/{queue_id}")
    assert status == 200
    assert (message["id"], message["status"], message["from"]) == (
        queue_id, "queued", "news@example.com",
    )  # fmt: skip
    assert message["metadata"] == {"order": 7}
    assert message["recipients"][0]["findings"][0]["code"] == "W_DKIM_MISSING"
    assert len(message["history"]) >= 1


async def test_messages_are_listed_newest_first_with_filters(gateway: Gateway) -> None:
    ids = [await store(gateway, channel) for channel in (Channel.EMAIL, Channel.SMS)]
    _, page = await call(gateway, "GET", "/v1/messages")
    assert [m["id"] for m in page["messages"]] == ids[::-1]
    for query in ("channel=email", "address=Ann@example.net", f"cursor={ids[1]}"):
        _, page = await call(gateway, "GET", f"/v1/messages?{query}")
        assert [m["id"] for m in page["messages"]] == [ids[0]]
    _, page = await call(gateway, "GET", "/v1/messages?state=delivered")
    assert page == {"messages": [], "next_cursor": None}


async def test_text_is_cancelled_only_while_it_waits(gateway: Gateway) -> None:
    queue_id = await store(gateway, Channel.SMS)
    status, text = await call(gateway, "DELETE", f"/v1/sms/{queue_id}")
    assert (status, text["status"]) == (200, "cancelled")
    status, problem = await call(gateway, "DELETE", f"/v1/sms/{queue_id}")
    assert (status, problem["code"]) == (409, "HTTP_STATE_CONFLICT")


async def test_nobody_sees_or_cancels_what_others_sent(gateway: Gateway) -> None:
    queue_id = await store(gateway, Channel.SMS, submitter="other")
    for method, path in (
        ("GET", f"/v1/sms/{queue_id}"),
        ("DELETE", f"/v1/sms/{queue_id}"),
        ("GET", f"/v1/messages/{queue_id}"),
    ):
        status, problem = await call(gateway, method, path)
        assert (status, problem["code"]) == (404, "HTTP_NOT_FOUND")
    assert (await call(gateway, "GET", "/v1/messages"))[1]["messages"] == []
    status, text = await call(gateway, "GET", f"/v1/sms/{queue_id}", key="other")
    assert (status, text["status"]) == (200, "queued")


@pytest.mark.parametrize(
    "name", ["nothing", "0000000000000", "zzzzzzzzzzzzz", "'%20OR%201=1", "%00"]
)
async def test_unknown_message_is_404(gateway: Gateway, name: str) -> None:
    assert (await call(gateway, "GET", f"/v1/messages/{name}"))[0] == 404


async def test_email_is_not_a_text(gateway: Gateway) -> None:
    queue_id = await store(gateway, Channel.EMAIL)
    assert (await call(gateway, "GET", f"/v1/sms/{queue_id}"))[0] == 404
