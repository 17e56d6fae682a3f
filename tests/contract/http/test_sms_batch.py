"""POST /v1/sms:batch: a verdict for each text, and repeated it sends nothing twice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from gateway.config.texting import SmsConfig, SmsLimits
from gateway.http import sms_batch
from gateway.http.problems import RETRY_AFTER_S
from gateway.http.sms import SmsAccepted, SmsRequest, send
from tests.contract.http.schema import mistakes
from tests.contract.http.twilio_clients import ALWAYS, ASKED, BODY, STRANGER, Served, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from gateway.http.call import Call
    from gateway.submission import Retried

PATH = "/v1/sms:batch"


@pytest.fixture
async def gateway(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path) as found:
        yield found


async def post(gateway: Served, *texts: dict[str, Any], key: str = "") -> tuple[int, Any, bool]:
    headers = {"Authorization": f"Bearer {gateway.keys['app']}"}
    if key:
        headers["Idempotency-Key"] = key
    body = {"messages": list(texts)}
    async with gateway.session.post(gateway.url + PATH, json=body, headers=headers) as answer:
        return answer.status, await answer.json(), "Idempotency-Replayed" in answer.headers


def text(to: str = ASKED, words: str = BODY, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    return {"to": to, "text": words, **more}


async def sent(gateway: Served) -> list[str]:
    found = await gateway.api("GET", "/v1/messages")
    return [m["id"] for m in found["messages"] if m["status"] != "refused"]


async def test_each_text_of_a_batch_gets_its_own_verdict(gateway: Served) -> None:
    status, body, _ = await post(
        gateway, text(), text(STRANGER), text("12"), text(words="50% off everything, buy now!"),
        text(valid_until="2020-01-01T00:00:00Z"),
    )  # fmt: skip
    assert status == 200
    first, *others = body["results"]
    assert (first["accepted"]["to"], first["problem"]) == (ASKED, None)
    assert [(each["problem"]["code"], each["problem"]["status"]) for each in others] == [
        ("SMS_NO_CONSENT", 403), ("SMS_NUMBER_INVALID", 422), ("SMS_PROMOTIONAL_BLOCKED", 422),
        ("HTTP_BAD_REQUEST", 422),
    ]  # fmt: skip
    assert await sent(gateway) == [first["accepted"]["id"]]
    document = await gateway.api("GET", "/openapi.json")
    schema = document["paths"][PATH]["post"]["responses"]["200"]["content"]["application/json"]
    assert list(mistakes(body, schema["schema"], document)) == []


async def test_a_batch_is_bounded_and_a_mistyped_field_sends_nothing(gateway: Served) -> None:
    for texts in ([], [text()] * 101, [text(), text(colour=1)], [text(), text(words="")]):
        status, body, _ = await post(gateway, *texts)
        assert (status, body["code"]) == (422, "HTTP_BAD_REQUEST")
        assert body["errors"][0]["loc"].startswith("messages")
    assert await sent(gateway) == []


async def test_a_repeated_batch_sends_once_also_when_all_come_at_once(gateway: Served) -> None:
    texts = (text(), text(words="Your appointment is at 4 pm."), text(STRANGER))
    answers = await asyncio.gather(*(post(gateway, *texts, key="b-1") for _ in range(8)))
    ids = {
        tuple((r["accepted"] or {}).get("id") for r in body["results"]) for _, body, _ in answers
    }
    assert len(ids) == 1
    assert len(await sent(gateway)) == 2
    _, _, replayed = await post(gateway, *texts, key="b-1")
    assert replayed  # though a text of it was refused
    _, _, replayed = await post(gateway, *texts[:2], key="b-2")
    assert not replayed
    _, _, replayed = await post(gateway, *texts[:2], key="b-2")
    assert replayed


async def test_a_batch_says_of_each_text_when_it_may_be_accepted(tmp_path: Path) -> None:
    sms = SmsConfig(quiet_hours=ALWAYS, limits=SmsLimits(person_in_10_minutes=1))
    async with served(tmp_path, sms=sms) as gateway:
        _, body, _ = await post(gateway, text())
        assert body["results"][0]["retry_after_s"] is None
        headers = {"Authorization": f"Bearer {gateway.keys['app']}"}
        async with gateway.session.post(
            f"{gateway.url}/v1/sms", json=text(), headers=headers
        ) as answer:
            alone_s = int(answer.headers["Retry-After"])
        _, body, _ = await post(gateway, text(), text("12"))
    many, wrong = body["results"]
    assert many["problem"]["code"] == "SMS_FREQUENCY_CAP"
    assert alone_s - 5 <= many["retry_after_s"] <= alone_s
    assert alone_s > 500
    assert (wrong["problem"]["code"], wrong["retry_after_s"]) == ("SMS_NUMBER_INVALID", None)


async def test_a_key_is_good_for_one_batch_only(gateway: Served) -> None:
    await post(gateway, text(), key="b-1")
    for texts in ([text(words="Your appointment is at 5 pm.")], [text(), text()]):
        status, body, _ = await post(gateway, *texts, key="b-1")
        assert (status, body["code"]) == (409, "HTTP_IDEMPOTENCY_CONFLICT")
    assert len(await sent(gateway)) == 1


async def test_a_batch_while_the_list_cannot_be_read_is_answered_as_one_text_is(
    gateway: Served,
) -> None:
    await post(gateway, text())
    for file in (gateway.folder / "data").glob("suppression.db*"):
        file.write_bytes(b"not a database any more" * 1000)
    status, body, _ = await post(gateway, text(), text())
    assert (status, body["code"]) == (503, "STORE_UNAVAILABLE")


async def test_a_mistake_of_ours_about_one_text_is_not_the_others(
    gateway: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(call: Call, text: SmsRequest, retried: Retried) -> tuple[SmsAccepted, bool]:
        if text.to == STRANGER:
            raise ZeroDivisionError
        return await send(call, text, retried)

    monkeypatch.setattr(sms_batch, "send", broken)
    status, body, _ = await post(gateway, text(), text(STRANGER))
    first, second = body["results"]
    assert (status, second["problem"]["code"]) == (200, "INTERNAL_ERROR")
    assert second["retry_after_s"] == RETRY_AFTER_S
    assert await sent(gateway) == [first["accepted"]["id"]]
