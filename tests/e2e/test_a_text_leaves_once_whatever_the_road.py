"""Ordered fifty times at once, or sent on when a provider is down, a text leaves once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.e2e.settings import DAY_AND_NIGHT, settings
from tests.e2e.twilio import ACCOUNT, TOKEN, Twilio
from tests.e2e.waiting import free_port, wait_for
from tests.e2e.web import call

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway

ANN, OURS, SECOND = "+12025550143", "+12025550100", "+12025550101"
PEOPLE = [f"+120255501{number}" for number in range(50, 60)]
ROUTE = """\
[[route]]
name = "{name}"
channel = "sms"
kind = "twilio"
account = "{account}"
password_file = "twilio-token"
number = "{number}"
url = "{url}"
{more}
"""


@pytest.fixture
def twilio() -> Iterator[Twilio]:
    server = Twilio(holds_from=1000)
    yield server
    server.close()


def started(start: StartGateway, folder: Path, routes: str) -> Gateway:
    token = folder / "gateway" / "twilio-token"
    token.parent.mkdir()
    token.write_text(TOKEN)
    token.chmod(0o600)
    texts = '[[route]]\nname = "texts"'
    more = f"{DAY_AND_NIGHT}\nrequire_consent = false"
    return start(settings(more=more).replace(texts, routes + texts))


def route(name: str, number: str, url: str, more: str = "") -> str:
    return ROUTE.format(name=name, number=number, url=url, account=ACCOUNT, more=more)


def test_fifty_equal_orders_at_once_send_one_text(
    start_gateway: StartGateway, tmp_path: Path, twilio: Twilio
) -> None:
    gateway = started(start_gateway, tmp_path, route("twilio", OURS, twilio.url))
    key = gateway.key("send", "read")
    order = {"to": ANN, "text": "Your appointment is at 3.", "purpose": "appointment"}
    with ThreadPoolExecutor(50) as pool:
        orders = [
            pool.submit(call, gateway, "POST", "/v1/sms", order, key=key, idempotency_key="once")
            for _ in range(50)
        ]
        answers = [each.result() for each in orders]
    assert {each.status for each in answers} == {202}
    assert len({each.json["id"] for each in answers}) == 1
    assert sum("idempotency-replayed" in each.fields for each in answers) == 49
    wait_for(lambda: twilio.asked, "the text")
    other = {**order, "to": PEOPLE[0]}
    assert call(gateway, "POST", "/v1/sms", other, key=key).status == 202
    wait_for(lambda: len(twilio.asked) > 1, "the next text")
    assert [each["To"] for each in twilio.asked] == [ANN, PEOPLE[0]]


def test_texts_go_another_way_while_a_provider_is_down_and_after_kill_9(
    start_gateway: StartGateway, tmp_path: Path, twilio: Twilio
) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    first = route("first", OURS, nowhere, 'then = "second"\nthen_after = "1s"')
    gateway = started(start_gateway, tmp_path, first + route("second", SECOND, twilio.url))
    key = gateway.key("send", "read")
    order = {"from": OURS, "text": "Your appointment is at 3.", "purpose": "appointment"}
    sent = [call(gateway, "POST", "/v1/sms", {**order, "to": to}, key=key) for to in PEOPLE[:5]]
    wait_for(lambda: len(twilio.asked) == 5, "texts over the second route", 30)
    gateway.kill()
    gateway.start()
    sent += [call(gateway, "POST", "/v1/sms", {**order, "to": to}, key=key) for to in PEOPLE[5:]]
    wait_for(lambda: len(twilio.asked) == len(PEOPLE), "the others", 30)
    assert [each.status for each in sent] == [202] * len(PEOPLE)
    assert Counter(each["To"] for each in twilio.asked) == dict.fromkeys(PEOPLE, 1)
    assert {each["From"] for each in twilio.asked} == {SECOND}
    told = gateway.command("trace", sent[0].json["id"])
    assert "from here by route second" in told
