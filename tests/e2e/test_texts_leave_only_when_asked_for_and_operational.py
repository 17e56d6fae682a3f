"""An application sends texts: who did not ask gets none, and nobody gets advertising."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.e2e.settings import COMPANY, DAY_AND_NIGHT, settings
from tests.e2e.waiting import wait_for
from tests.e2e.web import Answer, call

if TYPE_CHECKING:
    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway

ANN = "+12025550143"
BOB = "+12025550144"
ASKED = ("--source", "form", "--evidence", "booking form of 2 March")
NOT_NOW = "Your order 4411 has shipped and arrives on Tuesday."


def _send(gateway: Gateway, key: str, text: str, *, idempotent: str = "", **fields: Any) -> Answer:  # noqa: ANN401 - JSON
    order = {"to": ANN, "text": text, "purpose": "shipping", **fields}
    return call(gateway, "POST", "/v1/sms", order, key=key, idempotency_key=idempotent)


def _outbox(gateway: Gateway) -> list[dict[str, Any]]:
    files = sorted((gateway.data / "outbox" / "texts").glob("*.json"))
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def test_a_text_needs_a_recorded_request(start_gateway: StartGateway) -> None:
    gateway = start_gateway(settings(more=DAY_AND_NIGHT))
    key = gateway.key("send", "read")
    refused = _send(gateway, key, NOT_NOW)
    assert (refused.status, refused.json["code"]) == (403, "SMS_NO_CONSENT")

    gateway.command("consent", "add", ANN, *ASKED)
    taken = _send(gateway, key, NOT_NOW)
    assert (taken.status, taken.json["status"]) == (202, "queued")
    (text,) = wait_for(lambda: _outbox(gateway), "the text in the outbox")
    assert text["to"] == ANN
    assert text["text"] == f"{COMPANY}: {NOT_NOW} Reply STOP to opt out."
    shown = wait_for(lambda: _if_delivered(gateway, key, taken.json["id"]), "it to be delivered")
    assert shown["id"] == taken.json["id"]

    assert _send(gateway, key, NOT_NOW, to=BOB).json["code"] == "SMS_NO_CONSENT"
    gateway.command("suppress", "add", ANN, "--scope", "all")
    stopped = _send(gateway, key, NOT_NOW)
    assert (stopped.status, stopped.json["code"]) == (403, "SUPPRESSED_ALL")
    assert len(_outbox(gateway)) == 1


def test_a_promotional_text_is_refused_with_what_gave_it_away(start_gateway: StartGateway) -> None:
    gateway = start_gateway(settings(more=DAY_AND_NIGHT))
    key = gateway.key("send")
    gateway.command("consent", "add", ANN, *ASKED)
    refused = _send(gateway, key, "Flash sale! 20% off today, shop now")
    problem = refused.json
    assert (refused.status, problem["code"]) == (422, "SMS_PROMOTIONAL_BLOCKED")
    assert refused.fields["content-type"].startswith("application/problem+json")
    told = json.dumps(problem).lower()
    for words in ("flash sale", "% off", "shop now"):
        assert words in told, problem
    assert problem["cites"]
    assert problem["remedy"]
    assert _outbox(gateway) == []


def test_the_same_request_twice_sends_once(start_gateway: StartGateway) -> None:
    gateway = start_gateway(settings(more=DAY_AND_NIGHT))
    key = gateway.key("send")
    gateway.command("consent", "add", ANN, *ASKED)
    first = _send(gateway, key, NOT_NOW, idempotent="order-4411")
    second = _send(gateway, key, NOT_NOW, idempotent="order-4411")
    assert (first.status, second.status) == (202, 202)
    assert second.json == first.json
    other = _send(gateway, key, "Your order 4412 has shipped.", idempotent="order-4411")
    assert (other.status, other.json["code"]) == (409, "HTTP_IDEMPOTENCY_CONFLICT")
    third = _send(gateway, key, "Your order 4412 has shipped.", idempotent="order-4412")
    assert third.status == 202
    wait_for(lambda: len(_outbox(gateway)) == 2, "two texts in the outbox")
    gateway.stop()
    assert len(_outbox(gateway)) == 2


def test_a_text_at_night_waits_for_the_morning(start_gateway: StartGateway) -> None:
    now = datetime.now(UTC)
    here = [(now - timedelta(hours=behind)).hour for behind in range(4, 11)]  # of the US
    opens = 10 if 10 not in here else 18
    night = f'from = "{opens + 1}:00", to = "{opens}:00"'
    gateway = start_gateway(
        settings(more=f'[sms]\nquiet_hours = {{ {night}, sunday_to = "00:00" }}')
    )
    key = gateway.key("send", "read")
    gateway.command("consent", "add", ANN, *ASKED)
    taken = _send(gateway, key, NOT_NOW)
    assert taken.status == 202, taken.body
    assert taken.json["status"] == "queued"
    assert taken.json["verdict"] in ("passed", "changed")
    assert now < datetime.fromisoformat(taken.json["not_before"]) < now + timedelta(hours=50)
    code = _send(gateway, key, "481516 is your code.", purpose="security_code")
    assert code.json.get("not_before") is None
    (sent,) = wait_for(lambda: _outbox(gateway), "the code in the outbox")
    assert "481516" in sent["text"]


def _if_delivered(gateway: Gateway, key: str, message: str) -> Any:  # noqa: ANN401 - JSON
    shown = call(gateway, "GET", f"/v1/sms/{message}", key=key)
    assert shown.status == 200
    return shown.json if shown.json["recipients"][0]["status"] == "delivered" else None
