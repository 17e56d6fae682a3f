"""The description of the API is true: every route is in it, every answer fits it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from filters.decision import Effect
from gateway.http.openapi import path_of
from gateway.http.table import every_route
from suppression.channel import Channel
from tests.contract.http.calls import ANN
from tests.contract.http.schema import mistakes, resolve
from tests.contract.http.test_email import ENVELOPE, ORDER, RAW
from tests.contract.http.test_messages import store
from tests.contract.http.test_sms import TEXT, TO

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway

NUMBER = "/v1/consents/+19169668284"
CONSENT = {"to": TO, "source": "form", "evidence": "form 12"}
REVOKE = {"because": "asked again"}
LIFT = {"because": "asked again", "evidence": "ticket 7"}


async def described(gateway: Gateway) -> dict[str, Any]:
    async with gateway.call("GET", "/openapi.json", key="") as answer:
        assert answer.status == 200
        document: dict[str, Any] = await answer.json()
        return document


async def test_every_route_is_described_and_nothing_else(gateway: Gateway) -> None:
    document = await described(gateway)
    assert document["openapi"].startswith("3.1")
    served = {(route.method.lower(), path_of(route)) for route in every_route()}
    told = {(method, path) for path, item in document["paths"].items() for method in item}
    assert told == served
    names = [op["operationId"] for item in document["paths"].values() for op in item.values()]
    assert len(names) == len(set(names))
    assert all(op["summary"] for item in document["paths"].values() for op in item.values())


async def test_every_reference_leads_somewhere(gateway: Gateway) -> None:
    document = await described(gateway)
    references = set(re.findall(r"'\$ref': '([^']+)'", str(document)))
    assert len(references) > 20
    for reference in references:
        assert isinstance(resolve(reference, document), dict)


CALLS: list[tuple[str, str, str, Any, int]] = [
    ("POST", "/v1/sms", "/v1/sms", TEXT, 202),
    ("POST", "/v1/sms", "/v1/sms", {}, 422),
    ("POST", "/v1/sms", "/v1/sms", [], 422),
    ("GET", "/v1/sms/nothing", "/v1/sms/{id}", None, 404),
    ("POST", "/v1/email", "/v1/email", ORDER, 202),
    ("POST", "/v1/email", "/v1/email", {**ORDER, "to": ["bad@example.net"]}, 403),
    ("POST", f"/v1/email/raw{ENVELOPE}", "/v1/email/raw", RAW, 202),
    ("GET", "/v1/messages", "/v1/messages", None, 200),
    ("GET", "/v1/messages/nothing", "/v1/messages/{id}", None, 404),
    ("PUT", ANN, "/v1/suppressions/{channel}/{address}", {}, 201),
    (
        "POST",
        "/v1/suppressions:batch",
        "/v1/suppressions:batch",
        {"suppressions": [{"channel": "email", "address": a} for a in ("c@example.net", "c")]},
        200,
    ),
    ("PUT", ANN, "/v1/suppressions/{channel}/{address}", {}, 200),
    ("GET", ANN, "/v1/suppressions/{channel}/{address}", None, 200),
    ("GET", f"{ANN}/history", "/v1/suppressions/{channel}/{address}/history", None, 200),
    ("GET", "/v1/suppressions", "/v1/suppressions", None, 200),
    ("POST", "/v1/suppressions:lookup", "/v1/suppressions:lookup",
     {"channel": "email", "addresses": ["ann@example.net"]}, 200),
    ("POST", f"{ANN}/lift", "/v1/suppressions/{channel}/{address}/lift", LIFT, 200),
    ("POST", f"{ANN}/lift", "/v1/suppressions/{channel}/{address}/lift", LIFT, 404),
    ("POST", "/v1/consents", "/v1/consents", CONSENT, 201),
    ("GET", NUMBER, "/v1/consents/{address}", None, 200),
    ("POST", f"{NUMBER}/revoke", "/v1/consents/{address}/revoke", REVOKE, 200),
    ("GET", "/healthz", "/healthz", None, 200),
    ("GET", "/readyz", "/readyz", None, 200),
]  # fmt: skip


async def test_every_answer_fits_its_schema(gateway: Gateway) -> None:
    document = await described(gateway)
    gateway.inlet.rule("bad@example.net", "SUPPRESSED_OPTOUT", Effect.REFUSE)
    await store(gateway, Channel.EMAIL)
    for method, url, path, body, status in CALLS:
        await check(gateway, document, (method, url, path), body, status)


@pytest.mark.parametrize("channel", list(Channel))
async def test_stored_messages_fit_their_schema(gateway: Gateway, channel: Channel) -> None:
    document = await described(gateway)
    queue_id = await store(gateway, channel)
    where = ("GET", f"/v1/messages/{queue_id}", "/v1/messages/{id}")
    await check(gateway, document, where, None, 200)
    where = ("DELETE", f"/v1/sms/{queue_id}", "/v1/sms/{id}")
    await check(gateway, document, where, None, 200 if channel is Channel.SMS else 404)


async def check(
    gateway: Gateway,
    document: dict[str, Any],
    where: tuple[str, str, str],
    body: object,
    status: int,
) -> None:
    method, url, path = where
    options: dict[str, Any] = {}
    if isinstance(body, bytes):
        options = {"data": body, "headers": {"Content-Type": "message/rfc822"}}
    elif body is not None:
        options = {"json": body}
    async with gateway.call(method, url, **options) as answer:
        assert answer.status == status, (where, await answer.text())
        value = await answer.json(content_type=None)
        content = document["paths"][path][method.lower()]["responses"][str(status)]["content"]
        assert answer.content_type in content
        schema = content[answer.content_type]["schema"]
        assert list(mistakes(value, schema, document)) == [], where


async def test_request_schema_refuses_what_the_program_refuses(gateway: Gateway) -> None:
    document = await described(gateway)
    schema = document["paths"]["/v1/sms"]["post"]["requestBody"]["content"]["application/json"][
        "schema"
    ]
    assert list(mistakes(TEXT, schema, document)) == []
    wrongs: list[object] = [{**TEXT, "colour": 1}, {"text": "x"}, {**TEXT, "to": 5}, []]
    for wrong in wrongs:
        assert list(mistakes(wrong, schema, document))
        async with gateway.call("POST", "/v1/sms", json=wrong) as answer:
            assert answer.status == 422
