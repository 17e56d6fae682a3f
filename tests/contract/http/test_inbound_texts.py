"""POST /v1/sms/inbound: texts that people sent to a number of ours."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from suppression.channel import Channel
from suppression.keys import phone_key

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway

THEM, OURS = "+19169668284", "+14155550123"
STOP = {"from": "(916) 966-8284", "to": OURS, "text": "STOP"}
PATH = "/v1/sms/inbound"


async def post(gateway: Gateway, body: Any, *, key: str = "all") -> tuple[int, Any]:  # noqa: ANN401 - JSON
    headers = {"Content-Type": "application/json"}
    async with gateway.call(
        "POST", PATH, key=key, data=json.dumps(body), headers=headers
    ) as answer:
        return answer.status, await answer.json(content_type=None)


async def stopped(gateway: Gateway) -> list[str]:
    found = await gateway.list.blocking([phone_key(THEM)], Channel.SMS, datetime.now(UTC))
    return [entry.entry_id for entry in found[phone_key(THEM)]]


async def test_a_stop_is_in_force_when_it_is_answered(gateway: Gateway) -> None:
    status, body = await post(gateway, STOP)
    assert status == 200
    assert body == {
        "id": "T-1", "asked": "stop", "grade": "definite", "matched": "stop", "entries": ["S-1"],
        "lifted": [], "offered": [], "cancelled": [], "held": [], "review": "", "answer": "",
        "repeated": False,
    }  # fmt: skip
    assert await stopped(gateway) == ["S-1"]


async def test_a_text_with_an_id_counts_once_for_each_submitter(gateway: Gateway) -> None:
    first = {**STOP, "id": "SM1"}
    assert (await post(gateway, first))[1]["repeated"] is False
    assert (await post(gateway, {**first, "text": "START"}))[1]["repeated"] is True
    assert await stopped(gateway) == ["S-1"]
    assert (await post(gateway, first, key="other"))[1]["repeated"] is False


async def test_start_lifts_the_stop(gateway: Gateway) -> None:
    early = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    await post(gateway, {**STOP, "received_at": early})
    _, body = await post(gateway, {**STOP, "text": "START"})
    assert (body["asked"], body["lifted"]) == ("start", ["S-1"])
    assert await stopped(gateway) == []


async def test_what_may_be_a_stop_names_its_review(gateway: Gateway) -> None:
    _, body = await post(gateway, {**STOP, "text": "Enough, see you at 5"})
    assert (body["asked"], body["grade"], body["review"]) == ("doubt", "ambiguous", "R-1")
    assert await stopped(gateway) == []


async def test_only_a_key_of_that_role_brings_texts(gateway: Gateway) -> None:
    status, problem = await post(gateway, STOP, key="read")
    assert (status, problem["code"]) == (403, "AUTH_SCOPE_MISSING")
    secret = (await gateway.keys.add("shop", ["inbound"])).secret
    assert (await post(gateway, STOP, key=secret))[0] == 200


@pytest.mark.parametrize("field", ["from", "to"])
async def test_what_is_no_number_is_named(gateway: Gateway, field: str) -> None:
    status, problem = await post(gateway, {**STOP, field: "911"})
    assert (status, problem["code"]) == (422, "SMS_NUMBER_INVALID")
    assert problem["errors"][0]["loc"] == field
    assert await stopped(gateway) == []


async def test_a_stop_that_cannot_be_written_is_to_be_brought_again(gateway: Gateway) -> None:
    gateway.spool.close()
    gateway.list.close()
    status, problem = await post(gateway, STOP)
    assert (status, problem["code"]) == (503, "STORE_UNAVAILABLE")


async def test_a_text_of_lone_surrogates_breaks_nothing(gateway: Gateway) -> None:
    status, _ = await post(gateway, {**STOP, "text": "stop \ud83d"})
    assert status in {200, 400, 422}


async def test_a_key_says_what_its_texts_are_for(gateway: Gateway) -> None:
    secret = (await gateway.keys.add("shop", ["send"], purpose="appointment")).secret
    for said, expected in (({}, "appointment"), ({"purpose": "receipt"}, "receipt")):
        body = json.dumps({"to": THEM, "text": "At 3 pm.", **said})
        headers = {"Content-Type": "application/json"}
        async with gateway.call(
            "POST", "/v1/sms", key=secret, data=body, headers=headers
        ) as answer:
            assert answer.status == 202
        assert gateway.inlet.texts[-1].purpose == expected


async def test_what_a_key_is_for_is_part_of_what_was_asked(gateway: Gateway) -> None:
    body = json.dumps({"to": THEM, "text": "At 3 pm."})
    for purpose in ("appointment", "receipt"):
        key = (await gateway.keys.add("shop", ["send"], purpose=purpose)).secret
        headers = {"Content-Type": "application/json", "Idempotency-Key": "1"}
        async with gateway.call("POST", "/v1/sms", key=key, data=body, headers=headers) as answer:
            assert answer.status == 202
    first, second = (each.retried for each in gateway.inlet.texts[-2:])
    assert (first.key, first.digest != second.digest) == (second.key, True)
