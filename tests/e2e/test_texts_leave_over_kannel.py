"""Real Kannel between the gateway and the phones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.kannel import FAKESMSC, PASSWORD, USERNAME, Kannel
from tests.e2e.peers import need
from tests.e2e.settings import DAY_AND_NIGHT, settings
from tests.e2e.waiting import wait_for
from tests.e2e.web import Answer, call

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway

ANN, OURS = "+12025550143", "+12025550100"
ROUTE = """
[[route]]
name = "kannel"
channel = "sms"
kind = "kannel"
url = "{url}"
username = "{username}"
password_file = "kannel-secret"
"""


@pytest.fixture
def kannel(tmp_path: Path) -> Iterator[Kannel]:
    need("bearerbox", "smsbox", FAKESMSC)
    started = Kannel(tmp_path / "kannel")
    yield started
    started.close()


def over(kannel: Kannel, password: str, start_gateway: StartGateway, folder: Path) -> Gateway:
    secret = folder / "gateway" / "kannel-secret"
    secret.parent.mkdir()
    secret.write_text(password)
    secret.chmod(0o600)
    config = settings(more=DAY_AND_NIGHT).replace(
        '[[route]]\nname = "texts"',
        ROUTE.format(url=kannel.url, username=USERNAME) + '[[route]]\nname = "texts"',
    )
    gateway = start_gateway(config)
    gateway.command("consent", "add", ANN, "--source", "form", "--evidence", "booking form")
    return gateway


def send(gateway: Gateway, key: str, text: str) -> Answer:
    order: dict[str, Any] = {"to": ANN, "from": OURS, "text": text, "purpose": "appointment"}
    return call(gateway, "POST", "/v1/sms", order, key=key)


def status(gateway: Gateway, key: str, sent: Answer) -> str:
    shown = call(gateway, "GET", f"/v1/sms/{sent.json['id']}", key=key).json
    return str(shown["recipients"][0]["status"])


def test_a_text_arrives_once_as_it_was_written(
    kannel: Kannel, start_gateway: StartGateway, tmp_path: Path
) -> None:
    gateway = over(kannel, PASSWORD, start_gateway, tmp_path)
    key = gateway.key("send", "read")
    sent = send(gateway, key, "Shop Ltd: your appointment is at 3 & costs 5 €. Reply STOP to end.")
    wait_for(lambda: status(gateway, key, sent) == "delivered", "the text to leave")
    wait_for(lambda: kannel.got, "the text to arrive")
    assert kannel.got == [
        (OURS, ANN, "Shop Ltd: your appointment is at 3 & costs 5 €. Reply STOP to end.")
    ]


def test_with_a_wrong_password_a_text_waits(
    kannel: Kannel, start_gateway: StartGateway, tmp_path: Path
) -> None:
    gateway = over(kannel, "not this one", start_gateway, tmp_path)
    key = gateway.key("send", "read")
    sent = send(gateway, key, "Your appointment is at 3.")
    wait_for(lambda: status(gateway, key, sent) == "deferred", "the text to be put off")
    assert "Authorization failed for sendsms" in gateway.command("queue", "show", sent.json["id"])
    assert kannel.got == []
