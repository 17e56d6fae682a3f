"""A person texts STOP: what waits is cancelled, one text confirms it, and nothing more comes."""

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

ANN, OURS = "+12025550143", "+14155550123"


def _send(gateway: Gateway, key: str, text: str, **fields: Any) -> Answer:  # noqa: ANN401 - JSON
    order = {"to": ANN, "text": text, "purpose": "appointment", **fields}
    return call(gateway, "POST", "/v1/sms", order, key=key)


def _says(gateway: Gateway, key: str, text: str, **fields: Any) -> Answer:  # noqa: ANN401 - JSON
    order = {"from": ANN, "to": OURS, "text": text, **fields}
    return call(gateway, "POST", "/v1/sms/inbound", order, key=key)


def _outbox(gateway: Gateway) -> list[str]:
    files = sorted((gateway.data / "outbox" / "texts").glob("*.json"))
    return [json.loads(file.read_text(encoding="utf-8"))["text"] for file in files]


def test_a_stop_cancels_what_waits_and_is_confirmed_once_across_a_restart(
    start_gateway: StartGateway,
) -> None:
    gateway = start_gateway(settings(more=DAY_AND_NIGHT))
    key = gateway.key("send", "read", "inbound")
    gateway.command(
        "consent", "add", ANN, "--source", "form", "--evidence", "booking form of 2 March"
    )
    tomorrow = (datetime.now(UTC) + timedelta(hours=20)).isoformat()
    waiting = _send(gateway, key, "Your appointment is at 3.", send_at=tomorrow)
    assert waiting.status == 202

    stop = _says(gateway, key, "Please stop texting me!", id="SM1")
    assert (stop.status, stop.json["asked"]) == (200, "stop")
    assert stop.json["cancelled"] == [waiting.json["id"]]
    shown = call(gateway, "GET", f"/v1/sms/{waiting.json['id']}", key=key).json
    assert shown["recipients"][0]["status"] == "cancelled"
    confirmation = f"{COMPANY}: You are unsubscribed. No more texts will be sent to you."
    wait_for(lambda: _outbox(gateway) == [confirmation], "the confirmation")

    gateway.kill()
    gateway.start()
    assert _says(gateway, key, "Please stop texting me!", id="SM1").json["repeated"]
    again = _says(gateway, key, "STOP", id="SM2").json
    assert (again["repeated"], again["answer"]) == (False, "")
    refused = _send(gateway, key, "Your appointment is at 3.")
    assert (refused.status, refused.json["code"]) == (403, "SUPPRESSED_OPTOUT")
    assert _outbox(gateway) == [confirmation]

    assert _says(gateway, key, "START").json["lifted"] == stop.json["entries"]
    assert _send(gateway, key, "Your appointment is at 3.").status == 202
    wait_for(lambda: len(_outbox(gateway)) == 2, "the text after START")
