"""Twilio is told of opt-outs as its own client tells it, and each item is answered by itself."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
from pydantic import SecretStr
from twilio.rest import Client

from gateway.config.models import Delivery, Route
from gateway.providers.http_carrier import make_asker
from gateway.providers.propagation import Propagation
from gateway.providers.pushing import TwilioPusher
from tests.contract.providers.make import Seconds
from tests.contract.providers.propagating import OPEN, now, stop, waiting
from tests.contract.providers.service import CLOSE, Service, says, serving

if TYPE_CHECKING:
    from suppression.sqlite import SqliteSuppressionStore

pytestmark = pytest.mark.usefixtures("closed")

ACCOUNT, SERVICE = "AC" + "a" * 32, "MG" + "b" * 32


def twilio(people: SqliteSuppressionStore, url: str, **changes: Any) -> Propagation:  # noqa: ANN401 - any field
    route = Route(
        name="twilio", channel="sms", kind="twilio", url=url, account=ACCOUNT,
        password=SecretStr("the token"), **{"messaging_service": SERVICE, **changes},
    )  # fmt: skip
    asker = make_asker(route, Delivery(), now)
    push = Propagation(
        route, TwilioPusher(route), asker, waits=people, clock=now, monotonic=Seconds()
    )
    OPEN.append(push)
    return push


def theirs(service: Service, items: list[dict[str, Any]]) -> None:
    client = Client(ACCOUNT, "the token")
    client.accounts.base_url = service.url
    client.accounts.v1.bulk_consents.create(items=items)


async def test_twilio_is_told_as_its_own_client_tells_it(people: SqliteSuppressionStore) -> None:
    for number in range(2):
        await stop(people, number)
    codes = [{"correlation_id": "x", "error_code": 0, "error_messages": []}]
    async with serving(says(201, {"items": codes}, Connection="close")) as service:
        await twilio(people, service.url).push()
        ours = service.requests[0]
        items = [json.loads(v) for n, v in parse_qsl(ours.body.decode()) if n == "Items"]
        assert await waiting(people, "twilio") == ["S-1", "S-2"]  # neither was answered for
        await asyncio.to_thread(theirs, service, items)
    its = service.requests[1]
    assert (ours.method, ours.target, ours.login) == (its.method, its.target, its.login)
    told = [(n, json.loads(v)) for n, v in parse_qsl(its.body.decode())]
    assert [(n, json.loads(v)) for n, v in parse_qsl(ours.body.decode())] == told
    assert {item["status"] for item in items} == {"opt-out"}
    assert {item["sender_id"] for item in items} == {SERVICE}
    assert {len(item["correlation_id"]) for item in items} == {32}


async def test_an_error_an_item_inside_a_success_is_one(people: SqliteSuppressionStore) -> None:
    entries = [await stop(people, number) for number in range(4)]
    items = [json.loads(value) for _, value in TwilioPusher(
        Route(name="t", channel="sms", kind="twilio", number="+15005550006")
    ).order(entries, "").form]  # fmt: skip
    said = [
        {"correlation_id": items[0]["correlation_id"], "error_code": 0, "error_messages": []},
        {"correlation_id": items[1]["correlation_id"], "error_code": 30646,
         "error_messages": ["Invalid contact_id"]},
        {"correlation_id": items[2]["correlation_id"], "error_code": False},
        "?",
    ]  # fmt: skip
    async with serving(says(201, {"items": said})) as service:
        await twilio(people, service.url, messaging_service="", number="+15005550006").push()
    assert await waiting(people, "twilio") == ["S-2", "S-3", "S-4"]
    assert [item["sender_id"] for item in items] == ["+15005550006"] * 4


@pytest.mark.parametrize(
    "answer",
    [says(401, {"code": 20003, "message": "Authenticate"}), says(201, {}), says(200, b"x"), CLOSE],
)
async def test_whatever_twilio_answers_nothing_is_taken_for_a_yes(
    people: SqliteSuppressionStore, answer: bytes
) -> None:
    await stop(people)
    async with serving(answer) as service:
        await twilio(people, service.url).push()
    assert await waiting(people, "twilio") == ["S-1"]
