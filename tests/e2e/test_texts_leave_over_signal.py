"""signal-cli beside the gateway, as `docs/providers/signal.md` says: out, back, and killed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from gateway.providers.received import Piece, Received
from gateway.providers.receivers import received_folder
from tests.e2e.settings import COMPANY, DAY_AND_NIGHT, settings
from tests.e2e.signal_cli import SignalCli
from tests.e2e.waiting import wait_for
from tests.e2e.web import Answer, call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway

ANN, BOB, OURS = "+12025550143", "+12025550144", "+12025550100"
ROUTE = """
[[route]]
name = "signal"
channel = "sms"
kind = "signal"
protocol = "{protocol}"
url = "{url}"
number = "+12025550100"
"""
WORDS = "Shop Ltd: your appointment is at 3. Reply STOP to end."
CONFIRMATION = f"{COMPANY}: You are unsubscribed. No more texts will be sent to you."


@pytest.fixture
def signal() -> Iterator[SignalCli]:
    started = SignalCli(OURS)
    yield started
    started.close()


def over(
    signal: SignalCli, start: StartGateway, protocol: str = "json-rpc", more: str = ""
) -> Gateway:
    texts = '[[route]]\nname = "texts"'
    route = ROUTE.format(url=signal.url, protocol=protocol) + more
    gateway = start(settings(more=DAY_AND_NIGHT).replace(texts, route + texts))
    for person in (ANN, BOB):
        gateway.command("consent", "add", person, "--source", "form", "--evidence", "booking form")
    wait_for(lambda: signal.asked, "the gateway to listen")
    return gateway


def send(gateway: Gateway, key: str, to: str = ANN) -> Answer:
    order: dict[str, Any] = {"to": to, "from": OURS, "text": WORDS, "purpose": "appointment"}
    return call(gateway, "POST", "/v1/sms", order, key=key)


def status(gateway: Gateway, key: str, sent: Answer) -> str:
    shown = call(gateway, "GET", f"/v1/sms/{sent.json['id']}", key=key).json
    return str(shown["recipients"][0]["status"])


@pytest.mark.parametrize("protocol", ["json-rpc", "rest"])
def test_a_text_arrives_once_and_a_stop_on_signal_is_heard_and_confirmed_once(
    signal: SignalCli, start_gateway: StartGateway, protocol: str
) -> None:
    signal.reports_first = True
    gateway = over(signal, start_gateway, protocol)
    key = gateway.key("send", "read")
    sent = send(gateway, key)
    wait_for(lambda: "arrived" in gateway.command("trace", sent.json["id"]), "the report")
    assert status(gateway, key, sent) == "delivered"

    signal.text(ANN, "Please stop texting me!")
    wait_for(lambda: len(signal.sent) == 2, "the confirmation")
    refused = send(gateway, key)
    assert (refused.status, refused.json["code"]) == (403, "SUPPRESSED_OPTOUT")
    signal.text(ANN, "STOP")
    wait_for(lambda: gateway.said.count('"event": "text-received"') == 2, "the other stop")
    assert [(each["to"], each["text"]) for each in signal.sent] == [
        (ANN, WORDS), (ANN, CONFIRMATION),
    ]  # fmt: skip


def test_killed_while_a_text_is_on_its_way_it_is_unknown_and_stops_meanwhile_are_heard(
    signal: SignalCli, start_gateway: StartGateway
) -> None:
    gateway = over(signal, start_gateway)
    key = gateway.key("send", "read")
    signal.goes_silent = True
    sent = send(gateway, key)
    wait_for(lambda: signal.sent, "the text on its way")
    gateway.kill()
    wait_for(lambda: not signal.listeners, "the connection to end")
    signal.goes_silent = False
    signal.text(BOB, "STOP")  # it stays at Signal
    gateway.start()
    wait_for(lambda: len(signal.sent) == 2, "the confirmation")
    assert send(gateway, key, BOB).status == 403
    assert status(gateway, key, sent) == "unknown"

    gateway.reload(gateway.file.read_text(encoding="utf-8") + "\n[hold]\nexpires = '3d'\n")
    wait_for(lambda: gateway.logged("reloaded"), "the reload")
    signal.text(ANN, "stop")
    wait_for(lambda: len(signal.sent) == 3, "the other confirmation")
    assert [each["to"] for each in signal.sent] == [ANN, BOB, ANN]


@pytest.mark.parametrize("how", ["reload", "stop"])
def test_a_stop_in_an_answer_that_is_on_its_way_outlives_a_reload_and_an_orderly_stop(
    start_gateway: StartGateway, how: str
) -> None:
    signal = SignalCli(OURS, mode="native")
    try:
        gateway = over(signal, start_gateway, "rest")
        key = gateway.key("send", "read")
        signal.fetches_s = 2.0
        signal.text(ANN, "STOP")
        wait_for(lambda: signal.fetching, "the question")
        if how == "reload":
            gateway.reload(gateway.file.read_text(encoding="utf-8") + "\n[hold]\nexpires = '3d'\n")
            wait_for(lambda: gateway.logged("reloaded"), "the reload")
        else:
            gateway.stop()
            gateway.start()
        wait_for(lambda: signal.sent, "the confirmation")
        assert [each["text"] for each in signal.sent] == [CONFIRMATION]
        assert send(gateway, key).json["code"] == "SUPPRESSED_OPTOUT"
        gateway.stop()
    finally:
        signal.close()


def test_a_stop_that_waited_on_disk_is_in_force_before_anything_leaves(
    signal: SignalCli, start_gateway: StartGateway
) -> None:
    gateway = over(signal, start_gateway, more="max_connections = 1\n")
    key = gateway.key("send", "read")
    signal.goes_silent = True
    send(gateway, key, BOB)
    wait_for(lambda: signal.sent, "the text on its way")
    behind = send(gateway, key, ANN)
    gateway.kill()
    signal.goes_silent = False
    received = Received(received_folder(gateway.data))
    people = [f"+1202555{number}" for number in range(1000, 1200)] + [ANN]
    for at, person in enumerate(people, 1):
        envelope = {"sourceNumber": person, "timestamp": at, "dataMessage": {"message": "stop"}}
        raw = json.dumps({"account": OURS, "envelope": envelope})
        received.keep([Piece(route="signal", account=OURS, raw=raw)])
    gateway.start()
    wait_for(lambda: not received.names(), "what waited to be done")
    wait_for(lambda: status(gateway, key, behind) != "queued", "the text to be settled")
    assert status(gateway, key, behind) == "cancelled"
    assert WORDS not in [each["text"] for each in signal.sent[1:]]
