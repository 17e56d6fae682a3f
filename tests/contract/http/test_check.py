"""Checking without sending: the same decision as a real message's, and nothing kept."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

import pytest

from gateway.spool.model import SpoolQuery
from suppression.tokens import SAMPLE_TOKEN
from tests.contract.http.schema import mistakes
from tests.contract.http.test_openapi import described
from tests.contract.http.test_sms import TEXT, TO

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway

NEWSLETTER = (
    b"From: News <news@example.com>\r\nTo: ann@example.net\r\nSubject: Our November news\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    b"New in our shop: 20% off all shoes until Sunday.\r\n"
)


async def check(gateway: Gateway, raw: bytes, query: str = "") -> tuple[int, Any]:
    headers = {"Content-Type": "message/rfc822"}
    path = f"/v1/check/email{query}"
    async with gateway.call("POST", path, data=io.BytesIO(raw), headers=headers) as answer:
        return answer.status, await answer.json(content_type=None)


async def test_newsletter_shows_what_would_be_added(gateway: Gateway) -> None:
    status, found = await check(gateway, NEWSLETTER)
    assert status == 200
    assert (found["verdict"], found["category"]) == ("changed", "commercial")
    after = base64.b64decode(found["message"])
    assert (found["size_before"], found["size_after"]) == (len(NEWSLETTER), len(after))
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in after
    assert SAMPLE_TOKEN.encode() in after
    assert found["diff"].startswith("--- as submitted\n+++ as it would leave\n@@ -1,")
    assert "\n+List-Unsubscribe-Post" in found["diff"]
    (part,) = found["parts"]
    assert (part["path"], part["type"], part["displayed"], part["edited"]) == (
        "1", "text/plain", True, True,
    )  # fmt: skip
    last = found["places"][-1]
    assert (last["part"], last["within"], last["start"]) == ("1", "body", len(NEWSLETTER))
    assert sum(p["added"] - (p["end"] - p["start"]) for p in found["places"]) == (
        len(after) - len(NEWSLETTER)
    )
    assert found["mode"] == "enforce"
    assert await gateway.spool.messages(SpoolQuery()) == ()


async def test_person_who_opted_out_is_refused_by_name(gateway: Gateway) -> None:
    async with gateway.call("PUT", "/v1/suppressions/email/ann@example.net", json={}):
        pass
    status, found = await check(gateway, NEWSLETTER, "?to=ann@example.net&to=bob@example.net")
    assert (status, found["verdict"]) == (200, "refused")
    assert [r["verdict"] for r in found["recipients"]] == ["refused", "changed"]
    assert found["findings"][0]["code"] == "SUPPRESSED_OPTOUT"


async def test_sender_of_somebody_else_is_refused(gateway: Gateway) -> None:
    raw = NEWSLETTER.replace(b"news@example.com", b"news@bank.example")
    _, found = await check(gateway, raw)
    assert "EMAIL_FROM_NOT_AUTHORIZED" in [finding["code"] for finding in found["findings"]]


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe", b"no header here", NEWSLETTER.replace(b"From:", b"Form:")]
)
async def test_any_bytes_get_an_answer(gateway: Gateway, raw: bytes) -> None:
    status, found = await check(gateway, raw)
    assert status in (200, 422)
    assert found.get("verdict", "refused") == "refused"


async def test_answers_fit_their_schemas(gateway: Gateway) -> None:
    document = await described(gateway)
    for path, value in (
        ("/v1/check/email", (await check(gateway, NEWSLETTER))[1]),
        ("/v1/sms/check", (await check_text(gateway, TEXT))[1]),
    ):
        content = document["paths"][path]["post"]["responses"]["200"]["content"]
        schema = content["application/json"]["schema"]
        assert list(mistakes(value, schema, document)) == []


async def check_text(gateway: Gateway, body: dict[str, Any]) -> tuple[int, Any]:
    async with gateway.call("POST", "/v1/sms/check", json=body) as answer:
        return answer.status, await answer.json(content_type=None)


async def test_text_without_consent_is_refused_and_with_it_shown_as_it_would_leave(
    gateway: Gateway,
) -> None:
    status, found = await check_text(gateway, TEXT)
    assert (status, found["verdict"]) == (200, "refused")
    assert "SMS_NO_CONSENT" in [finding["code"] for finding in found["findings"]]
    consent = {"to": TO, "source": "form", "evidence": "form 12"}
    async with gateway.call("POST", "/v1/consents", json=consent) as answer:
        assert answer.status == 201
    status, found = await check_text(gateway, TEXT)
    assert (status, found["verdict"]) == (200, "changed")
    assert found["text"].startswith("Example Co: ")
    assert "STOP" in found["text"]
    assert (found["segments"], found["encoding"]) == (1, "GSM-7")


async def test_promotional_text_is_refused_with_what_it_was_seen_by(gateway: Gateway) -> None:
    text = "Flash sale! 20% off today, shop now"
    _, found = await check_text(gateway, {**TEXT, "text": text})
    blocked = next(f for f in found["findings"] if f["code"] == "SMS_PROMOTIONAL_BLOCKED")
    assert blocked["evidence"]
