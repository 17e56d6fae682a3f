"""Real Kannel, with the file that its page shows, in front of an SMSC of npm's `smpp`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e import kannel, smsc
from tests.e2e.peers import need
from tests.e2e.settings import COMPANY, DAY_AND_NIGHT, settings
from tests.e2e.waiting import free_port, wait_for
from tests.e2e.web import call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.conftest import StartGateway

pytestmark = pytest.mark.peer

ANN, OURS = "+12025550143", "+12025550100"
SECRETS = {"kannel": "sendsms-secret", "kannel-hooks": "a-secret-of-the-hooks"}
PAGE = (Path(__file__).parents[2] / "docs/providers/kannel.md").read_text(encoding="utf-8")
WORDS = f"{COMPANY}: your appointment is at 3 & costs 5 €. Reply STOP to end."
CONFIRMATION = f"{COMPANY}: You are unsubscribed. No more texts will be sent to you."


def block(first: str) -> str:
    found = re.search(rf"^{re.escape(first)}\n(?:.*\n)*?(?=```)", PAGE, re.MULTILINE)
    assert found is not None
    return found[0]


def kannel_conf(ports: dict[str, int], folder: Path) -> str:
    """Return the page's file for this machine: other ports, secrets and places of logs."""
    conf = block("group = core")
    for shown, ours in {
        "https://mail.shop.example": f"http://127.0.0.1:{ports['gateway']}",
        "smpp.carrier.example\nport = 2775": f"127.0.0.1\nport = {ports['smsc']}",
        "/var/log/kannel": str(folder),
        "admin-port = 13000": f"admin-port = {ports['admin']}",
        "smsbox-port = 13001": f"smsbox-port = {ports['box']}",
        "sendsms-port = 13013": f"sendsms-port = {ports['sendsms']}",
        "LINKPASS": smsc.PASSWORD,
        "HOOKSECRET": SECRETS["kannel-hooks"],
        " PASSWORD": f" {SECRETS['kannel']}",
    }.items():
        assert shown in conf
        conf = conf.replace(shown, ours)
    return conf


@pytest.fixture
def carrier(tmp_path: Path) -> Iterator[smsc.Smsc]:
    started = smsc.Smsc(smsc.installed(tmp_path / "npm"))
    yield started
    started.stop()


@pytest.fixture
def ports(carrier: smsc.Smsc) -> dict[str, int]:
    free = {name: free_port() for name in ("gateway", "admin", "box", "sendsms")}
    return {**free, "smsc": carrier.port}


@pytest.fixture
def boxes(tmp_path: Path, ports: dict[str, int]) -> Iterator[kannel.Boxes]:
    need("bearerbox", "smsbox")
    conf = kannel_conf(ports, tmp_path)
    started = kannel.Boxes(tmp_path / "kannel", conf, box=ports["box"], sendsms=ports["sendsms"])
    yield started
    started.close()


@pytest.mark.usefixtures("boxes")
def test_a_text_arrives_and_a_stop_over_the_link_is_confirmed_once(
    carrier: smsc.Smsc,
    ports: dict[str, int],
    start_gateway: StartGateway,
    tmp_path: Path,
) -> None:
    (tmp_path / "gateway" / "secrets").mkdir(parents=True)
    for name, secret in SECRETS.items():
        file = tmp_path / "gateway" / "secrets" / name
        file.write_text(secret)
        file.chmod(0o600)
    config = settings(
        more=DAY_AND_NIGHT, http_port=ports["gateway"],
        public_url=f"http://127.0.0.1:{ports['gateway']}",
        http='serves = ["public", "api", "hooks"]',
    )  # fmt: skip
    route = block("[[route]]").replace("13013", str(ports["sendsms"])).replace("+14155550123", OURS)
    texts = '[[route]]\nname = "texts"'
    gateway = start_gateway(config.replace(texts, route + texts))
    gateway.command("consent", "add", ANN, "--source", "form", "--evidence", "booking form")
    key = gateway.key("send", "read")
    order: dict[str, Any] = {"to": ANN, "text": WORDS, "purpose": "appointment"}
    sent = call(gateway, "POST", "/v1/sms", order, key=key)
    wait_for(lambda: carrier.submits, "the text at the SMSC")
    report = smsc.report(carrier.submits[0]["id"], "DELIVRD", WORDS)
    carrier.report(ANN[1:], OURS[1:], report, source_addr_ton=1, dest_addr_ton=1)
    wait_for(lambda: "arrived" in gateway.command("trace", sent.json["id"]), "the report")
    shown = gateway.command("queue", "show", sent.json["id"])
    assert f"from {OURS} by local" in shown
    for words in (b"Please stop texting me!", b"STOP"):
        carrier.deliver(ANN[1:], OURS[1:], words, source_addr_ton=1, dest_addr_ton=1)
    wait_for(lambda: gateway.said.count('"event": "text-received"') == 2, "both stops")
    refused = call(gateway, "POST", "/v1/sms", order, key=key)
    assert (refused.status, refused.json["code"]) == (403, "SUPPRESSED_OPTOUT")
    wait_for(lambda: len(carrier.submits) > 1, "the confirmation")
    gateway.stop()
    assert [(each["destination_addr"], each["words"]) for each in carrier.submits] == [
        (ANN[1:], WORDS), (ANN[1:], CONFIRMATION),
    ]  # fmt: skip
