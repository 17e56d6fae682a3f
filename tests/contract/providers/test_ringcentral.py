"""Texts over RingCentral: a login that is kept, requests as described, nothing sent twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from gateway.config.models import Delivery, Route
from gateway.providers.http_carrier import make_asker
from gateway.providers.ringcentral import RingCentral
from gateway.providers.ringcentral_login import LoggedIn
from gateway.spool.model import State
from suppression.entry import COMMERCIAL, Origin, Reason
from tests.contract.delivery.make import NOW
from tests.contract.providers.make import NUMBER, OURS, People, Seconds, carrier, text
from tests.contract.providers.service import CLOSE, HANG, says, serving
from tests.ringcentral import server as fake

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gateway.providers.http_carrier import HttpCarrier
    from gateway.spool.model import Settlement


@pytest.fixture
def ringcentral() -> Iterator[fake.RingCentral]:
    server = fake.RingCentral()
    yield server
    server.close()


@pytest.fixture
def jwt(tmp_path: Path) -> Path:
    file = tmp_path / "jwt"
    file.write_text(fake.JWT + "\n")
    file.chmod(0o600)
    return file


def route(url: str, jwt: Path, **changes: Any) -> Route:  # noqa: ANN401 - any field
    fields: dict[str, Any] = {
        "name": "rc", "channel": "sms", "kind": "ringcentral", "url": url, "number": OURS,
        "username": fake.CLIENT_ID, "password": fake.CLIENT_SECRET, "jwt_file": jwt,
    }  # fmt: skip
    return Route(**{**fields, **changes})


def hop(on: Route, seconds: Seconds | None = None, people: People | None = None) -> HttpCarrier:
    clock = seconds or Seconds()
    patience = Delivery(connect_timeout=_PATIENCE, answer_timeout=_PATIENCE)
    asker = LoggedIn(make_asker(on, patience, lambda: NOW), on, monotonic=clock)
    return carrier(RingCentral(on), on=on, people=people, seconds=clock, asker=asker)


_PATIENCE = timedelta(seconds=1)


async def send(over: HttpCarrier, words: str = "See you at 3, café 😀") -> Settlement:
    (settled,) = await over.send(text(), words.encode())
    return settled


@pytest.mark.parametrize("high_volume", [False, True])
async def test_a_text_arrives_there_as_it_is_and_keeps_the_id_it_has_there(
    ringcentral: fake.RingCentral, jwt: Path, high_volume: bool
) -> None:
    over = hop(route(ringcentral.url, jwt, high_volume=high_volume))
    for words in ("See you at 3, café 😀", "a+b & c=d %41 \n é", "\u2028\u200b"):
        settled = await send(over, words)
        assert settled.state is State.DELIVERED
        sent = ringcentral.state.messages[-1]
        assert sent.get("subject", sent.get("text")) == words
        assert settled.next_hop_id == str(sent.get("batchId", sent["id"]))
    await over.close()
    assert ringcentral.state.logins == 1  # one for all of them
    assert {a.headers["content-type"] for a in ringcentral.texts} == {"application/json"}


async def test_a_token_is_renewed_before_it_ends(ringcentral: fake.RingCentral, jwt: Path) -> None:
    seconds = Seconds()
    over = hop(route(ringcentral.url, jwt), seconds)
    await send(over)
    seconds.now += 3400
    await send(over)
    assert ringcentral.state.logins == 1
    seconds.now += 100
    await send(over)
    await over.close()
    assert ringcentral.state.logins == 2
    assert len(ringcentral.texts) == 3


async def test_a_token_that_was_revoked_is_replaced_and_the_text_sent_once(
    ringcentral: fake.RingCentral, jwt: Path
) -> None:
    over = hop(route(ringcentral.url, jwt))
    await send(over)
    ringcentral.state.tokens.clear()
    settled = await asyncio.gather(*(send(over) for _ in range(5)))
    await over.close()
    assert {each.state for each in settled} == {State.DELIVERED}
    assert ringcentral.state.logins == 2  # one, whoever noticed it
    assert len(ringcentral.texts) == 6


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"password": "wrong"}, "login: 401 OAU-123"),
        ({"username": "nobody"}, "login: 401 OAU-123"),
        ({"jwt": "another.jwt"}, "login: 400 OAU-251 Invalid JWT"),
    ],
)
async def test_a_login_that_fails_keeps_the_text_and_is_not_hammered(
    ringcentral: fake.RingCentral, jwt: Path, changes: dict[str, Any], said: str
) -> None:
    changes = dict(changes)
    credential = changes.pop("jwt", fake.JWT)
    await asyncio.to_thread(jwt.write_text, credential)
    seconds = Seconds()
    over = hop(route(ringcentral.url, jwt, **changes), seconds)
    settled = [await send(over) for _ in range(2)]
    assert {each.state for each in settled} == {State.DEFERRED}
    assert settled[0].reply.startswith(said)
    assert fake.CLIENT_SECRET not in settled[0].reply
    assert (ringcentral.state.logins, ringcentral.texts) == (1, [])
    seconds.now += 16
    await send(over)
    await over.close()
    assert ringcentral.state.logins == 2


async def test_too_many_logins_wait_for_as_long_as_ringcentral_says(
    ringcentral: fake.RingCentral, jwt: Path
) -> None:
    too_many = {"errorCode": "CMN-301", "message": "Request rate exceeded"}
    ringcentral.state.login_script.append((429, too_many, {"Retry-After": "60"}))
    seconds = Seconds()
    over = hop(route(ringcentral.url, jwt), seconds)
    assert (await send(over)).state is State.DEFERRED
    seconds.now += 50
    assert (await send(over)).state is State.DEFERRED
    seconds.now += 11
    assert (await send(over)).state is State.DELIVERED
    await over.close()


@pytest.mark.parametrize(
    "answer",
    [
        CLOSE, HANG, says(500, b"down"), says(302, b""), says(200, b"<html>"), says(200, {}),
        says(200, {"access_token": ""}), says(200, {"access_token": "a\r\nb"}),
        says(200, {"access_token": 7.5}), says(401, {"error": ["?"]}),
    ],
)  # fmt: skip
async def test_whatever_a_login_is_answered_the_text_never_left(answer: bytes, jwt: Path) -> None:
    async with serving(answer) as service:
        over = hop(route(service.url, jwt))
        settled = await send(over)
        await over.close()
    assert settled.state is State.DEFERRED
    assert [request.target for request in service.requests] == ["/restapi/oauth/token"]


@pytest.mark.parametrize("lasts", [None, 0, -5, "3600", 10**400, True])
async def test_a_token_of_whatever_age_serves(lasts: Any, jwt: Path) -> None:  # noqa: ANN401 - JSON
    token = says(200, {"access_token": "t", "expires_in": lasts}, Connection="close")
    sent = says(200, {"id": 1, "messageStatus": "Queued"}, Connection="close")
    async with serving(token, sent) as service:
        over = hop(route(service.url, jwt))
        settled = await send(over)
        await over.close()
    assert settled.state is State.DELIVERED
    assert service.requests[1].headers["authorization"] == "Bearer t"


@pytest.mark.parametrize("missing", ["jwt", "password"])
async def test_a_secret_that_cannot_be_read_is_no_fault_of_the_text(
    ringcentral: fake.RingCentral, jwt: Path, tmp_path: Path, missing: str
) -> None:
    gone = tmp_path / "gone"
    changes = {"jwt_file": gone} if missing == "jwt" else {"password": "", "password_file": gone}
    over = hop(route(ringcentral.url, jwt, **changes))
    settled = await send(over)
    await over.close()
    assert settled.state is State.DEFERRED
    assert str(tmp_path) not in settled.reply
    assert ringcentral.state.logins == 0


async def test_no_answer_after_the_text_left_is_unknown_and_asked_once(
    ringcentral: fake.RingCentral, jwt: Path
) -> None:
    ringcentral.state.holds_from = 1
    over = hop(route(ringcentral.url, jwt))
    settled = await send(over)
    await over.close()
    assert settled.state is State.UNKNOWN
    assert len(ringcentral.texts) == 1


async def test_who_stopped_at_ringcentral_is_put_on_the_list(
    ringcentral: fake.RingCentral, jwt: Path
) -> None:
    people = People()
    stopped = {"errorCode": "SMS-RC-413", "message": "The destination subscriber opted out"}
    ringcentral.state.script.append((400, stopped, {}))
    over = hop(route(ringcentral.url, jwt), people=people)
    settled = await send(over)
    await over.close()
    assert settled.state is State.FAILED
    ((entry, by),) = people.told
    assert (entry.key, entry.reason, entry.scope) == (NUMBER, Reason.UNSUBSCRIBE, COMMERCIAL)
    assert (entry.origin, by.name) == (Origin.PROVIDER, "rc")


async def test_too_much_at_once_waits_as_long_as_it_says(
    ringcentral: fake.RingCentral, jwt: Path
) -> None:
    too_much = {"errorCode": "CMN-301", "message": "Request rate exceeded"}
    ringcentral.state.script.append((429, too_much, {"Retry-After": "60"}))
    seconds = Seconds()
    over = hop(route(ringcentral.url, jwt), seconds)
    assert (await send(over)).state is State.QUEUED
    assert over.limit == 0
    seconds.now += 61
    assert (await send(over)).state is State.DELIVERED
    await over.close()


async def test_a_text_that_is_too_long_is_refused_in_its_words(
    ringcentral: fake.RingCentral, jwt: Path
) -> None:
    over = hop(route(ringcentral.url, jwt))
    settled = await send(over, "x" * 1001)
    await over.close()
    assert (settled.state, settled.reply) == (State.FAILED, "400 MSG-240 Text is too long")
