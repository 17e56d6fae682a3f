"""RingCentral carries texts, says what became of them, and tells what people text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.settings import COMPANY, DAY_AND_NIGHT, settings
from tests.e2e.waiting import free_port, wait_for
from tests.e2e.web import Answer, call
from tests.ringcentral import server as fake

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway

ANN, BOB, OURS = "+12025550143", "+12025550144", "+12025550100"
WORDS = f"{COMPANY}: your appointment is at 3 & costs 5 €. Reply STOP to end."
CONFIRMATION = f"{COMPANY}: You are unsubscribed. No more texts will be sent to you."
INSTANT = "/restapi/v1.0/account/~/extension/~/message-store/instant?type=SMS"
STORE = "/restapi/v1.0/account/~/extension/~/message-store?type=SMS&direction=Outbound"
SECRETS = {
    "client-secret": fake.CLIENT_SECRET,
    "jwt": fake.JWT,
    "events": "a-verification-token-of-ours",
}
ROUTE = """
[[route]]
name = "ringcentral"
channel = "sms"
kind = "ringcentral"
username = "{client}"
password_file = "client-secret"
jwt_file = "jwt"
number = "{ours}"
url = "{url}"
hook_secrets_file = "events"
push_opt_outs = true
"""


@pytest.fixture
def there() -> Iterator[fake.RingCentral]:
    server = fake.RingCentral()
    yield server
    server.close()


def over(there: fake.RingCentral, start: StartGateway, folder: Path) -> Gateway:
    (folder / "gateway").mkdir()
    for name, secret in SECRETS.items():
        (folder / "gateway" / name).write_text(secret)
        (folder / "gateway" / name).chmod(0o600)
    port = free_port()
    config = settings(
        more=DAY_AND_NIGHT, http_port=port, public_url=f"http://127.0.0.1:{port}",
        http='serves = ["public", "api", "hooks"]',
    )  # fmt: skip
    texts = '[[route]]\nname = "texts"'
    route = ROUTE.format(client=fake.CLIENT_ID, ours=OURS, url=there.url)
    gateway = start(config.replace(texts, route + texts))
    for person in (ANN, BOB):
        gateway.command("consent", "add", person, "--source", "form", "--evidence", "booking form")
    wait_for(lambda: there.webhooks.known, "the webhook")
    return gateway


def send(gateway: Gateway, key: str, to: str = ANN) -> Answer:
    order: dict[str, Any] = {"to": to, "from": OURS, "text": WORDS, "purpose": "appointment"}
    return call(gateway, "POST", "/v1/sms", order, key=key)


def status(gateway: Gateway, key: str, sent: Answer) -> str:
    shown = call(gateway, "GET", f"/v1/sms/{sent.json['id']}", key=key).json
    return str(shown["recipients"][0]["status"])


def words_to(there: fake.RingCentral, number: str) -> list[str]:
    return [a.body["text"] for a in there.texts if a.body["to"] == [{"phoneNumber": number}]]


def is_taken(there: fake.RingCentral, text: Any) -> bool:  # noqa: ANN401 - JSON
    """Tell of a text; RingCentral waits for three seconds, and says again what took longer."""
    try:
        return there.webhooks.tell(INSTANT, text) == [200]
    except TimeoutError:
        return False


def test_a_text_arrives_once_and_what_became_of_it_is_looked_up(
    there: fake.RingCentral, start_gateway: StartGateway, tmp_path: Path
) -> None:
    gateway = over(there, start_gateway, tmp_path)
    key = gateway.key("send", "read")
    sent = send(gateway, key)
    wait_for(lambda: status(gateway, key, sent) == "delivered", "the text to leave")
    assert words_to(there, ANN) == [WORDS]
    there.state.messages[-1]["messageStatus"] = "Delivered"
    there.webhooks.tell(STORE, {"changes": [{"type": "SMS", "updatedCount": 1}]})
    wait_for(lambda: "arrived" in gateway.command("trace", sent.json["id"]), "the report", 40)
    assert there.state.logins <= 3  # one to send, one to look, one to tell
    assert gateway.logged("provider-subscribed")
    assert call(gateway, "GET", "/readyz").json["unheard"] == []


def test_an_opt_out_that_came_otherwise_is_told_ringcentral_and_shows_when(
    there: fake.RingCentral, start_gateway: StartGateway, tmp_path: Path
) -> None:
    gateway = over(there, start_gateway, tmp_path)
    asked = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    gateway.command("suppress", "add", BOB, "--reason", "unsubscribe", "--requested", asked)
    wait_for(lambda: there.state.consents, "the opt-out at RingCentral", 40)
    assert there.state.consents == {BOB: ("*", "OptOut")}
    key = gateway.key("read")
    path = f"/v1/suppressions/sms/{BOB}"

    def told() -> object:
        (wait,) = call(gateway, "GET", path, key=key).json["propagation"]
        return wait["target"] == "ringcentral" and wait["propagated_at"]

    wait_for(told, "the time it was told")


def test_a_stop_is_heard_and_confirmed_once_and_the_webhook_is_found_again(
    there: fake.RingCentral, start_gateway: StartGateway, tmp_path: Path
) -> None:
    gateway = over(there, start_gateway, tmp_path)
    key = gateway.key("send", "read")
    stop = there.receive(ANN, OURS, "Please stop texting me!")
    assert there.webhooks.tell(INSTANT, stop) == [200]
    refused = send(gateway, key)
    assert (refused.status, refused.json["code"]) == (403, "SUPPRESSED_OPTOUT")
    wait_for(lambda: words_to(there, ANN), "the confirmation")
    (made,) = there.webhooks.known
    gateway.stop()
    gateway.start()
    wait_for(lambda: there.state.logins >= 3, "the look at the webhook")
    second = there.receive(ANN, OURS, "STOP")
    wait_for(lambda: is_taken(there, stop), "the first stop, once more")
    wait_for(lambda: is_taken(there, second), "the second stop")
    wait_for(lambda: gateway.said.count('"event": "text-received"') >= 2, "the second stop")
    assert list(there.webhooks.known) == [made]
    assert words_to(there, ANN) == [CONFIRMATION]


def test_killed_while_ringcentral_is_asked_it_sends_once_and_learns_what_became_of_it(
    there: fake.RingCentral, start_gateway: StartGateway, tmp_path: Path
) -> None:
    gateway = over(there, start_gateway, tmp_path)
    key = gateway.key("send", "read")
    there.state.holds_from = 1
    sent = send(gateway, key, BOB)
    wait_for(lambda: there.texts, "the text on its way")
    gateway.kill()
    there.goes_on.set()  # RingCentral has it, and nobody was there to be told
    wait_for(lambda: there.state.messages, "the text at RingCentral")
    gateway.start()
    wait_for(lambda: status(gateway, key, sent) == "delivered", "the list to say so", 60)
    assert words_to(there, BOB) == [WORDS]
