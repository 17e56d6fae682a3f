"""RingCentral's own client and the gateway ask for the same, in the same words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr
from ringcentral import SDK
from ringcentral.http.api_exception import ApiException

from gateway.config.models import Delivery, Route
from gateway.providers.http_carrier import make_asker
from gateway.providers.provider import Text
from gateway.providers.pushing import RingCentralPusher
from gateway.providers.ringcentral import RingCentral
from gateway.providers.ringcentral_events import RingCentralListener
from gateway.providers.ringcentral_login import LoggedIn
from gateway.providers.ringcentral_watch import RingCentralWatch
from suppression.channel import Channel
from suppression.entry import COMMERCIAL, NEVER, Entry, Origin, Reason
from suppression.keys import phone_key
from tests.contract.delivery.make import NOW
from tests.ringcentral import server as fake

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ringcentral.platform.platform import Platform

    from gateway.providers.provider import Outcome
    from suppression.keys import RecipientKey
    from tests.ringcentral.server import Asked
    from tests.ringcentral.webhooks import Answer

THEM, OURS = "+12025550143", "+12025550100"
TEXTS = [
    "See you at 3, café 😀",
    'a "quoted" \\ + & = % \n\t é',
    "\u2028\u200b\u202e שלום",
    "x" * 1000,
]
ONE = "/restapi/v1.0/account/~/extension/~/sms"
CONSENTS = "/restapi/v2/accounts/~/sms/consents"
BATCHES = "/restapi/v1.0/account/~/a2p-sms/batches"


@pytest.fixture
def there() -> Iterator[fake.RingCentral]:
    server = fake.RingCentral()
    yield server
    server.close()


@pytest.fixture
def client(there: fake.RingCentral) -> Platform:
    platform = SDK(fake.CLIENT_ID, fake.CLIENT_SECRET, there.url).platform()
    platform.login(jwt=fake.JWT)
    return platform


def route(there: fake.RingCentral, folder: Path, *, high_volume: bool = False) -> Route:
    jwt = folder / "jwt"
    jwt.write_text(fake.JWT)
    jwt.chmod(0o600)
    return Route(
        name="rc", channel="sms", kind="ringcentral", url=there.url, number=OURS, jwt_file=jwt,
        username=fake.CLIENT_ID, password=SecretStr(fake.CLIENT_SECRET), high_volume=high_volume,
    )  # fmt: skip


def logged_in(on: Route) -> LoggedIn:
    return LoggedIn(make_asker(on, Delivery(answer_timeout=timedelta(seconds=5)), lambda: NOW), on)


async def send(on: Route, *words: str) -> list[Outcome]:
    asker, ours = logged_in(on), RingCentral(on)
    found = []
    for each in words:
        text = Text(to=THEM, sender=OURS, words=each, valid_s=60, callback="")
        found.append(ours.read(await asker.ask(ours.order(text, ""))))
    await asker.close()
    return found


def look(asked: Asked) -> tuple[object, ...]:
    """Return what matters of a request: all but what names the client and the token."""
    kind = asked.headers["content-type"].partition(";")[0]
    scheme = asked.headers["authorization"].partition(" ")[0].lower()
    return asked.method, asked.path, asked.query, kind, scheme, asked.body


async def test_a_text_of_ours_looks_as_one_of_its_client(
    there: fake.RingCentral,
    client: Platform,
    tmp_path: Path,
) -> None:
    for words in TEXTS:
        body = {"from": {"phoneNumber": OURS}, "to": [{"phoneNumber": THEM}], "text": words}
        assert client.post(ONE, body).json().messageStatus == "Queued"
    theirs = list(map(look, there.texts))
    outcomes = await send(route(there, tmp_path), *TEXTS)
    assert all(each.provider_id for each in outcomes)
    assert list(map(look, there.texts))[len(TEXTS) :] == theirs
    assert there.state.logins == 2


async def test_a_batch_of_ours_looks_as_one_of_its_client(
    there: fake.RingCentral,
    client: Platform,
    tmp_path: Path,
) -> None:
    for words in TEXTS:
        body = {"from": OURS, "text": words, "messages": [{"to": [THEM]}]}
        assert client.post(BATCHES, body).json().status == "Processing"
    theirs = list(map(look, there.texts))
    await send(route(there, tmp_path, high_volume=True), *TEXTS)
    assert list(map(look, there.texts))[len(TEXTS) :] == theirs


async def test_what_its_client_takes_for_a_failure_we_do_not_take_for_a_success(
    there: fake.RingCentral,
    client: Platform,
    tmp_path: Path,
) -> None:
    said = {"errorCode": "CMN-101", "message": "Parameter [to] value is invalid"}
    for status in (400, 401, 403, 404, 429, 500, 503):
        answer: Answer = (status, said, {})
        there.state.script[:] = [answer]
        with pytest.raises(ApiException, match=r"Parameter \[to\] value is invalid"):
            client.post(ONE, {})
        there.state.script[:] = [answer, answer]  # with the second token as well
        (outcome,) = await send(route(there, tmp_path), "x")
        assert not outcome.provider_id
        assert "Parameter [to] value is invalid" in outcome.reply


async def test_its_client_lists_the_webhook_that_we_made(
    there: fake.RingCentral,
    client: Platform,
    tmp_path: Path,
) -> None:
    there.webhooks.probes = False
    watch = RingCentralWatch(
        on := route(there, tmp_path), logged_in(on),
        listener=lambda: RingCentralListener(("t" * 20,)),
        address="https://gate.example/hooks/rc/events", take_in=nothing, clock=lambda: NOW,
    )  # fmt: skip
    await watch.look()
    await watch.close()
    (record,) = client.get("/restapi/v1.0/subscription").json().records
    assert record.status == "Active"
    assert record.deliveryMode.transportType == "WebHook"
    assert record.deliveryMode.address.startswith("https://gate.example/hooks/rc/events?")
    client.delete(f"/restapi/v1.0/subscription/{record.id}")
    assert there.webhooks.known == {}


async def test_an_opt_out_of_ours_looks_as_one_of_its_client(
    there: fake.RingCentral,
    client: Platform,
    tmp_path: Path,
) -> None:
    on = route(there, tmp_path)
    record = {"from": "*", "to": THEM, "optStatus": "OptOut", "source": "Api"}
    client.patch(CONSENTS, {"records": [record]})
    asker, ours = logged_in(on), RingCentralPusher(on)
    entry = opted_out(phone_key(THEM))
    answer = await asker.ask(ours.order([entry], ""))
    await asker.close()
    assert ours.failures(answer, [entry]) == {}
    theirs, our = (look(each) for each in there.state.asked if each.method == "PATCH")
    assert our == theirs


def opted_out(key: RecipientKey) -> Entry:
    return Entry(
        entry_id="S-1", channel=Channel.SMS, key=key, scope=COMMERCIAL, sender="",
        reason=Reason.UNSUBSCRIBE, origin=Origin.RECIPIENT, evidence="x", requested_at=NOW,
        effective_at=NOW, expires_at=NEVER,
    )  # fmt: skip


async def nothing(_happening: object) -> bool:
    return True
