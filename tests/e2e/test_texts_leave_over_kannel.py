"""Real Kannel between the gateway and the phones, configured as `docs/providers/kannel.md` says."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.kannel import FAKESMSC, PASSWORD, USERNAME, Kannel
from tests.e2e.peers import need
from tests.e2e.settings import COMPANY, DAY_AND_NIGHT, settings
from tests.e2e.waiting import free_port, wait_for
from tests.e2e.web import Answer, call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway

ANN, OURS = "+12025550143", "+12025550100"
SECRET = "known-by-this-secret"
ROUTE = """
[[route]]
name = "kannel"
channel = "sms"
kind = "kannel"
url = "{url}"
username = "{username}"
password_file = "kannel-secret"
hook_secrets_file = "kannel-hooks"
"""
PAGE = (Path(__file__).parents[2] / "docs/providers/kannel.md").read_text(encoding="utf-8")
CONFIRMATION = f"{COMPANY}: You are unsubscribed. No more texts will be sent to you."


def sms_service(port: int) -> str:
    """Return the group of Kannel's configuration that the page gives, for this gateway."""
    found = re.search(r"^group = sms-service\n(?:.+\n)+?(?=```)", PAGE, re.MULTILINE)
    assert found is not None
    ours = found[0].replace("https://mail.shop.example", f"http://127.0.0.1:{port}")
    return ours.replace("HOOKSECRET", SECRET)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def kannel(tmp_path: Path, port: int) -> Iterator[Kannel]:
    need("bearerbox", "smsbox", FAKESMSC)
    started = Kannel(tmp_path / "kannel", sms_service(port))
    yield started
    started.close()


def over(kannel: Kannel, port: int, start: StartGateway, folder: Path, password: str) -> Gateway:
    (folder / "gateway").mkdir()
    for name, secret in (("kannel-secret", password), ("kannel-hooks", SECRET)):
        file = folder / "gateway" / name
        file.write_text(secret)
        file.chmod(0o600)
    config = settings(
        more=DAY_AND_NIGHT, http_port=port, public_url=f"http://127.0.0.1:{port}",
        http='serves = ["public", "api", "hooks"]',
    )  # fmt: skip
    texts = '[[route]]\nname = "texts"'
    route = ROUTE.format(url=kannel.url, username=USERNAME)
    gateway = start(config.replace(texts, route + texts))
    gateway.command("consent", "add", ANN, "--source", "form", "--evidence", "booking form")
    return gateway


def send(gateway: Gateway, key: str, text: str) -> Answer:
    order: dict[str, Any] = {"to": ANN, "from": OURS, "text": text, "purpose": "appointment"}
    return call(gateway, "POST", "/v1/sms", order, key=key)


def status(gateway: Gateway, key: str, sent: Answer) -> str:
    shown = call(gateway, "GET", f"/v1/sms/{sent.json['id']}", key=key).json
    return str(shown["recipients"][0]["status"])


def test_a_text_arrives_once_and_the_report_says_so(
    kannel: Kannel, port: int, start_gateway: StartGateway, tmp_path: Path
) -> None:
    gateway = over(kannel, port, start_gateway, tmp_path, PASSWORD)
    key = gateway.key("send", "read")
    words = "Shop Ltd: your appointment is at 3 & costs 5 €. Reply STOP to end."
    sent = send(gateway, key, words)
    wait_for(lambda: "arrived" in gateway.command("trace", sent.json["id"]), "the report")
    assert status(gateway, key, sent) == "delivered"
    assert kannel.got == [(OURS, ANN, words)]


def test_with_a_wrong_password_a_text_waits(
    kannel: Kannel, port: int, start_gateway: StartGateway, tmp_path: Path
) -> None:
    gateway = over(kannel, port, start_gateway, tmp_path, "not this one")
    key = gateway.key("send", "read")
    sent = send(gateway, key, "Your appointment is at 3.")
    wait_for(lambda: status(gateway, key, sent) == "deferred", "the text to be put off")
    assert "Authorization failed for sendsms" in gateway.command("queue", "show", sent.json["id"])
    assert kannel.got == []


def test_a_stop_from_a_phone_is_heard_once_the_list_can_be_written_and_confirmed_once(
    kannel: Kannel, port: int, start_gateway: StartGateway, tmp_path: Path
) -> None:
    gateway = over(kannel, port, start_gateway, tmp_path, PASSWORD)
    key = gateway.key("send", "read")
    with closing(sqlite3.connect(gateway.data / "suppression.db", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        kannel.texts(ANN, OURS, "Please stop texting me!")
        wait_for(lambda: gateway.logged("http-error"), "the 503", 60)
        holder.execute("ROLLBACK")
    wait_for(lambda: kannel.got, "the confirmation", 60)
    refused = send(gateway, key, "Your appointment is at 3.")
    assert (refused.status, refused.json["code"]) == (403, "SUPPRESSED_OPTOUT")
    kannel.texts(ANN, OURS, "STOP", "stop")
    wait_for(lambda: gateway.said.count('"event": "text-received"') >= 3, "the other stops")
    assert kannel.got == [(OURS, ANN, CONFIRMATION)]


def test_a_text_that_fills_a_long_url_is_heard(
    kannel: Kannel, port: int, start_gateway: StartGateway, tmp_path: Path
) -> None:
    gateway = over(kannel, port, start_gateway, tmp_path, PASSWORD)
    kannel.texts(ANN, OURS, "Please stop texting me! " + "再见" * 1250)
    wait_for(lambda: kannel.got, "the confirmation", 60)
    assert kannel.got == [(OURS, ANN, CONFIRMATION)]
    refused = send(gateway, gateway.key("send"), "Your appointment is at 3.")
    assert (refused.status, refused.json["code"]) == (403, "SUPPRESSED_OPTOUT")
