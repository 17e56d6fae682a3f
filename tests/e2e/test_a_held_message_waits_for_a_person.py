"""What is called a receipt and reads like an advertisement is held, if the admin wants to look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.client import queue_id, submit
from tests.e2e.mail import ANN, newsletter, text_of
from tests.e2e.reports import recipients_of
from tests.e2e.settings import BOUNCES, DAY_AND_NIGHT, POSTAL_ADDRESS, settings
from tests.e2e.waiting import wait_for
from tests.e2e.web import call

if TYPE_CHECKING:
    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

HOLD = '[email]\non_category_conflict = "hold"'
DECLARED = b"X-Optwarden-Category: transactional; basis=transaction\r\n"


def test_a_held_message_is_released_and_delivered(start_gateway: StartGateway, sink: Sink) -> None:
    gateway = start_gateway(settings(sink.port, more=HOLD))
    held = _hold(gateway)
    (listed,) = gateway.read("held", "list")
    assert listed["queue_id"] == held
    (shown,) = gateway.read("held", "show", held)
    (delivery,) = shown["deliveries"]
    assert (delivery["address"], delivery["state"]) == (ANN, "held")
    assert "EMAIL_CLASS_CONFLICT" in {finding["code"] for finding in delivery["findings"]}
    assert sink.arrived == ()

    gateway.command("held", "release", held, "--because", "looked at it")
    came = sink.to(ANN).message  # as it was declared: the person has decided
    assert came["List-Unsubscribe"] is None
    assert came["X-Optwarden-Category"] is None
    assert POSTAL_ADDRESS not in text_of(came)
    wait_for(lambda: "delivered" in _story(gateway, held), "its delivery in the trace")
    story = _story(gateway, held)
    assert story == ["held", "released", "delivered"]
    assert _story(gateway, ANN) == story
    told = gateway.command("trace", held)
    assert "looked at it" in told
    assert "EMAIL_CLASS_CONFLICT" in told
    assert gateway.read("held", "list") == []


def test_a_rejected_message_is_reported_to_its_sender(
    start_gateway: StartGateway, sink: Sink
) -> None:
    gateway = start_gateway(settings(sink.port, more=HOLD))
    held = _hold(gateway)
    gateway.command("held", "reject", held, "--because", "this is an advertisement")
    about = recipients_of(sink.to(BOUNCES))
    assert list(about) == [ANN]
    assert "this is an advertisement" in str(about[ANN]["Diagnostic-Code"])
    assert [arrived.recipients for arrived in sink.arrived] == [(BOUNCES,)]


def test_a_held_text_is_shown_with_its_words_and_what_weighed(start_gateway: StartGateway) -> None:
    gateway = start_gateway(settings(more=DAY_AND_NIGHT))
    to, key = "+12025550143", gateway.key("send")
    gateway.command("consent", "add", to, "--source", "form", "--evidence", "booking form")
    words = "Ihr Termin ist morgen um 15 Uhr, bitte bringen Sie Ihren Ausweis mit."
    order = {"to": to, "text": words, "purpose": "appointment"}
    sent = call(gateway, "POST", "/v1/sms", order, key=key).json
    assert sent["status"] == "held"
    told = gateway.command("held", "show", sent["id"])
    assert f'"{words}"' in told
    assert "language: neither English nor Spanish" in told


def _hold(gateway: Gateway) -> str:
    reply = submit(gateway, DECLARED + newsletter(ANN), [ANN])
    assert reply.startswith("250 2.0.0 Held for review as "), reply
    return queue_id(reply)


def _story(gateway: Gateway, about: str) -> list[str]:
    return [step["kind"] for step in gateway.read("trace", about)]
