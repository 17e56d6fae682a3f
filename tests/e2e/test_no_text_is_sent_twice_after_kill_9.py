"""Killed while texts are on their way, the gateway sends none of them twice and loses none."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.settings import settings
from tests.e2e.twilio import ACCOUNT, TOKEN, Twilio
from tests.e2e.waiting import free_port, wait_for
from tests.e2e.web import call

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway

PEOPLE = [f"+120255501{number:02}" for number in range(30, 60)]
BEFORE_IT_HANGS = 10
SMS = """\
[sms]
require_consent = false
quiet_hours = { from = "00:00", to = "00:00", sunday_to = "00:00" }
"""
ROUTE = """\
[[route]]
name = "twilio"
channel = "sms"
kind = "twilio"
account = "{account}"
password_file = "twilio-token"
number = "+12025550100"
url = "{url}"
max_connections = 4
"""


@pytest.fixture
def twilio() -> Iterator[Twilio]:
    server = Twilio(holds_from=BEFORE_IT_HANGS)
    yield server
    server.close()


def states(gateway: Gateway, key: str, ids: list[str]) -> list[str]:
    shown: list[Any] = [call(gateway, "GET", f"/v1/sms/{id_}", key=key).json for id_ in ids]
    return [each["recipients"][0]["status"] for each in shown]


def test_every_text_leaves_once_or_is_unknown_and_a_report_settles_it(
    start_gateway: StartGateway, tmp_path: Path, twilio: Twilio
) -> None:
    token = tmp_path / "gateway" / "twilio-token"
    token.parent.mkdir()
    token.write_text(TOKEN)
    token.chmod(0o600)
    port = free_port()
    config = settings(
        more=SMS, http='serves = ["public", "api", "hooks"]', http_port=port,
        public_url=f"http://127.0.0.1:{port}",
    )  # fmt: skip
    texts = '[[route]]\nname = "texts"'
    gateway = start_gateway(
        config.replace(texts, ROUTE.format(account=ACCOUNT, url=twilio.url) + texts)
    )
    key = gateway.key("send", "read")
    order = {"from": "+12025550100", "text": "Your appointment is at 3.", "purpose": "appointment"}
    sent = [call(gateway, "POST", "/v1/sms", {**order, "to": to}, key=key) for to in PEOPLE]
    assert [each.status for each in sent] == [202] * len(PEOPLE)
    ids = [each.json["id"] for each in sent]
    wait_for(lambda: len(twilio.asked) >= BEFORE_IT_HANGS, "texts on their way", 60)
    gateway.kill()
    twilio.goes_on.set()
    gateway.start()
    final = {"delivered", "unknown"}
    wait_for(lambda: set(states(gateway, key, ids)) <= final, "every text to end", 60)
    ended = dict(zip(PEOPLE, states(gateway, key, ids), strict=True))
    asked = Counter(each["To"] for each in twilio.asked)
    assert set(asked.values()) == {1}
    assert {ended[to] for to in PEOPLE if to not in asked} <= {"unknown"}  # claimed, not begun
    assert "unknown" in {ended[to] for to in asked}

    for each in twilio.asked:
        told = {"MessageStatus": "delivered", "MessageSid": "SM1"}
        assert twilio.tell(each["StatusCallback"], told) == 200
    ended = dict(zip(PEOPLE, states(gateway, key, ids), strict=True))
    assert {ended[to] for to in asked} == {"delivered"}
