"""Calls of a receiver of one's own: proven, durable before 2xx, repeated in vain."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr
from standardwebhooks.webhooks import Webhook as Library

from gateway.config.models import HttpListener, Route
from gateway.spool.model import State
from gateway.standard_webhooks import secret_of
from suppression.channel import Channel
from suppression.entry import Reason
from suppression.keys import phone_key
from tests.contract.http.conftest import CONFIG, serving
from tests.contract.spool.make import outcome
from tests.contract.spool.make import text as new_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from gateway.credentials import Credentials
    from gateway.spool.model import Claimed
    from gateway.spool.sqlite import SqliteSpool
    from suppression.sqlite import SqliteSuppressionStore
    from tests.contract.http.conftest import Gateway

THEM, OURS = "+19169668284", "+14155550123"
SECRET = secret_of(b"a key of 32 bytes for the tests!")
STOP = {"from": THEM, "to": OURS, "text": "Please stop texting me"}


@pytest.fixture
async def gateway(
    stores: tuple[SqliteSuppressionStore, SqliteSpool, Credentials], tmp_path: Path
) -> AsyncIterator[Gateway]:
    own = Route(
        name="texts", channel="sms", kind="webhook", url="https://own.example/texts",
        password=SecretStr(SECRET),
    )  # fmt: skip
    config = CONFIG.model_copy(update={"route": (own,)})
    listener = HttpListener(listen="127.0.0.1:0", serves=("public", "api", "hooks"))
    async with serving(stores, tmp_path, listener, config_of_hooks=config) as gateway_:
        yield gateway_


async def tell(
    gateway: Gateway,
    path: str,
    data: dict[str, Any],
    *,
    webhook_id: str = "msg_1",
    secret: str = SECRET,
    off_by: timedelta = timedelta(),
) -> tuple[int, str]:
    kind = "text.received" if path == "inbound" else "text.status"
    body, at = json.dumps({"type": kind, "data": data}), datetime.now(UTC) + off_by
    headers = {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Library(secret).sign(webhook_id, at, body),
        "Content-Type": "application/json",
    }
    path = f"/hooks/texts/{path}"
    async with gateway.call("POST", path, key="", data=body.encode(), headers=headers) as answer:
        return answer.status, await answer.text()


async def reasons(gateway: Gateway) -> list[Reason]:
    found = await gateway.list.blocking([phone_key(THEM)], Channel.SMS, datetime.now(UTC))
    return [entry.reason for entry in found.get(phone_key(THEM), ())]


async def sent(gateway: Gateway, state: State) -> Claimed:
    now = datetime.now(UTC)
    message = new_text(THEM, accepted_at=now, not_before=now, expires_at=now + timedelta(hours=1))
    await gateway.spool.accept(message)
    (claimed,) = await gateway.spool.claim({"texts": 5}, limit=5, lease_s=60)
    await gateway.spool.settle(outcome(claimed, state, "202"))
    return claimed


async def state_of(gateway: Gateway, claimed: Claimed) -> State:
    view = await gateway.spool.message(claimed.queue_id)
    assert view is not None
    return view.deliveries[0].state


async def test_a_stop_is_in_force_when_it_is_answered(gateway: Gateway) -> None:
    assert await tell(gateway, "inbound", STOP) == (200, "{}")
    assert await reasons(gateway) == [Reason.UNSUBSCRIBE]


async def test_a_stop_is_in_force_that_says_nothing_but_who_wrote_it(gateway: Gateway) -> None:
    bare = {"from": THEM, "text": "STOP", "received_at": "25 Nov 2026"}
    assert await tell(gateway, "inbound", bare) == (200, "{}")
    assert await reasons(gateway) == [Reason.UNSUBSCRIBE]


async def test_a_stop_that_comes_again_by_its_id_changes_nothing(gateway: Gateway) -> None:
    await tell(gateway, "inbound", STOP)
    await tell(gateway, "inbound", {**STOP, "text": "START"}, webhook_id="msg_2")
    assert await reasons(gateway) == []
    assert (await tell(gateway, "inbound", STOP))[0] == 200
    assert await reasons(gateway) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": secret_of(b"the key of somebody else, 32 byt")},
        {"off_by": timedelta(minutes=-10)},
        {"off_by": timedelta(minutes=10)},
    ],
)
async def test_a_forged_or_old_call_does_nothing(gateway: Gateway, wrong: Any) -> None:  # noqa: ANN401 - any argument
    status, body = await tell(gateway, "inbound", STOP, **wrong)
    assert (status, "HOOK_NOT_GENUINE" in body) == (403, True)
    assert await reasons(gateway) == []


async def test_who_writes_such_calls_is_told_what_is_wrong_with_one(gateway: Gateway) -> None:
    status, body = await tell(gateway, "inbound", {"from": THEM, "to": OURS})
    assert status == 400
    assert "data.text: a text is required" in body


async def test_a_stop_that_the_list_cannot_take_is_503(gateway: Gateway) -> None:
    gateway.spool.close()
    gateway.list.close()
    status, _ = await tell(gateway, "inbound", STOP)
    gateway.list.open()
    gateway.spool.open()
    assert status == 503
    assert (await tell(gateway, "inbound", STOP))[0] == 200
    assert await reasons(gateway) == [Reason.UNSUBSCRIBE]


async def test_a_status_settles_what_was_unknown_and_proves_an_opt_out(gateway: Gateway) -> None:
    claimed = await sent(gateway, State.UNKNOWN)
    status = {"id": claimed.queue_id, "attempt": 1, "status": "failed", "code": "opted_out"}
    assert (await tell(gateway, "status", status))[0] == 200
    assert await state_of(gateway, claimed) is State.FAILED
    assert await reasons(gateway) == [Reason.UNSUBSCRIBE]
    late = {**status, "status": "delivered", "code": ""}
    assert (await tell(gateway, "status", late, webhook_id="msg_2"))[0] == 200
    assert await state_of(gateway, claimed) is State.FAILED


async def test_a_status_of_nothing_of_ours_is_not_asked_for_again(gateway: Gateway) -> None:
    status = {"id": "no such id", "attempt": 1, "status": "failed", "code": "opted_out"}
    assert (await tell(gateway, "status", status))[0] == 200
    assert await reasons(gateway) == []
