"""No 250, 202 or 200 is said before what was written for it is synced, as strace sees it."""

from __future__ import annotations

import os
import smtplib
from typing import TYPE_CHECKING, Final

import pytest

from tests.durability.storm import TEXTS, number_of
from tests.durability.system_calls import Order, calls, strace
from tests.e2e.gateway_process import Gateway
from tests.e2e.mail import ANN, letter
from tests.e2e.minting import minted
from tests.e2e.raw_http import ONE_CLICK, Client, request
from tests.e2e.settings import BOUNCES, settings
from tests.e2e.web import call

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.e2e.sink import Sink

pytestmark = pytest.mark.peer

EACH: Final = int(os.environ.get("TRACED", "30"))
PEOPLE: Final = [f"p{number}@people.example" for number in range(EACH)]
QUEUED, ACCEPTED, OPTED_OUT = "250 2.0.0 Queued as ", "HTTP/1.1 202 ", "HTTP/1.1 200 "
ANSWERS: Final = {
    QUEUED: "/messages.db-wal",
    ACCEPTED: "/messages.db-wal",
    OPTED_OUT: "/suppression.db-wal",
}


def traced(folder: Path, sink: Sink, program: str) -> Order:
    """Let one client after another ask for something; return what was answered in which order."""
    output = folder / "calls"
    gateway = Gateway(
        folder / "gateway", settings(sink.port, more=TEXTS), prefix=strace(output), program=program
    )
    links = minted(gateway, PEOPLE)
    key = gateway.key("send")
    gateway.start()
    try:
        with smtplib.SMTP("127.0.0.1", gateway.smtp_port, "localhost", 30) as client:
            for number in range(EACH):
                client.sendmail(BOUNCES, [ANN], letter(number))
        with Client(gateway.http_port) as clicks:
            for link in links.values():
                assert clicks.ask(request("POST", link, ONE_CLICK))[0] == 200
        order = {"from": "+12025550100", "text": "See you at 3.", "purpose": "appointment"}
        for number in range(EACH):
            text = {**order, "to": number_of(number)}
            assert call(gateway, "POST", "/v1/sms", text, key=key).status == 202
    finally:
        gateway.kill()
    order_of_calls = Order(ANSWERS)
    for each in calls(output):
        order_of_calls.take(each)
    return order_of_calls


def test_every_promise_follows_a_sync_of_what_was_written_for_it(
    tmp_path: Path, sink: Sink, record_property: Callable[[str, object], None]
) -> None:
    seen = traced(tmp_path, sink, "gateway")
    assert seen.broken == dict.fromkeys(ANSWERS, 0)
    assert seen.kept == dict.fromkeys(ANSWERS, EACH)
    record_property("promises", sum(seen.kept.values()))


def test_the_order_shows_what_does_not_wait_for_the_disk(tmp_path: Path, sink: Sink) -> None:
    seen = traced(tmp_path, sink, "tests.durability.careless")
    assert min(seen.broken.values()) > EACH // 2
