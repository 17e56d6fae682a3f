"""Texts over Twilio: requests as Twilio describes them, answers as it gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gateway.config.models import Route
from gateway.providers.twilio import Twilio
from gateway.spool.model import State
from suppression.entry import ALL, COMMERCIAL, Origin, Reason
from tests.contract.providers.make import NUMBER, OURS, People, carrier, text
from tests.contract.providers.service import says, serving
from tests.contract.providers.twilio_spec import CREATED, faults_of_answer, faults_of_request

if TYPE_CHECKING:
    from gateway.spool.model import Settlement
    from tests.contract.providers.service import Service

ACCOUNT = "AC" + "a" * 32
SERVICE = "MG" + "b" * 32


def route(service: Service, **changes: Any) -> Route:  # noqa: ANN401 - any field
    fields: dict[str, Any] = {
        "name": "twilio", "channel": "sms", "kind": "twilio", "account": ACCOUNT,
        "password": "the token", "url": service.url,
    }  # fmt: skip
    return Route(**{**fields, **changes})


async def send(
    service: Service,
    words: str = "See you at 3, café 😀",
    *,
    people: People | None = None,
    callback: str = "",
    **changes: Any,  # noqa: ANN401 - any field
) -> Settlement:
    on = route(service, **changes)
    hop = carrier(Twilio(on), on=on, people=people, callback=callback)
    (settled,) = await hop.send(text(), words.encode())
    await hop.close()
    return settled


@pytest.mark.parametrize("name", CREATED)
async def test_every_answer_that_twilio_describes_is_a_text_that_it_has(name: str) -> None:
    assert faults_of_answer(CREATED[name]) == []
    async with serving(says(201, CREATED[name])) as service:
        settled = await send(service)
    assert (settled.state, settled.next_hop_id) == (State.DELIVERED, CREATED[name]["sid"])


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"messaging_service": SERVICE},
        {"username": "SK" + "c" * 32},
        {"number": "+14155550100"},
    ],
)
async def test_every_request_is_one_that_twilio_describes(changes: dict[str, Any]) -> None:
    callback = "https://gate.test/hooks/twilio/status"
    async with serving(says(201, CREATED["create"])) as service:
        await send(service, callback=callback, **changes)
    (request,) = service.requests
    assert faults_of_request(request) == []
    assert request.login == (changes.get("username", ACCOUNT), "the token")
    assert request.form["To"] == NUMBER
    assert request.form["From"] == OURS
    assert request.form["Body"] == "See you at 3, café 😀"
    assert request.form["StatusCallback"] == (
        f"{callback}?id=0000000000001&attempt=1#rc=5&rp=5xx,ct,rt"
    )


@pytest.mark.parametrize("words", ["a+b & c=d %41 \n é", "€" * 1600, "\u2028\u200b"])
async def test_a_text_arrives_there_as_it_is(words: str) -> None:
    async with serving(says(201, CREATED["create"])) as service:
        await send(service, words)
    assert service.requests[0].form["Body"] == words


@pytest.mark.parametrize(
    ("code", "reason", "scope"),
    [
        (21610, Reason.UNSUBSCRIBE, COMMERCIAL),
        (21614, Reason.INVALID, ALL),
        (30005, Reason.HARD_BOUNCE, ALL),
    ],
)
async def test_who_stopped_at_the_provider_is_put_on_the_list(
    code: int, reason: Reason, scope: str
) -> None:
    people = People()
    async with serving(says(400, {"code": code, "message": "Attempt to send"})) as service:
        settled = await send(service, people=people)
    assert settled.state is State.FAILED
    ((entry, by),) = people.told
    assert (entry.key, entry.reason, entry.scope) == (NUMBER, reason, scope)
    assert (entry.origin, entry.sender) == (Origin.PROVIDER, "")
    assert entry.evidence == f"texts: 400 {code} Attempt to send".replace("texts", "twilio")
    assert (by.name, by.method, by.message) == ("twilio", "provider", "0000000000001")


async def test_a_stop_that_the_list_cannot_take_is_asked_for_again() -> None:
    people = People(is_down=True)
    stopped = says(400, {"code": 21610, "message": "unsubscribed"})
    async with serving(stopped) as service:
        settled = await send(service, people=people)
        assert settled.state is State.DEFERRED
        people.is_down = False
        settled = await send(service, people=people)
    assert settled.state is State.FAILED
    assert len(people.told) == 1


async def test_a_wrong_login_stops_the_route_and_no_text() -> None:
    denied = says(401, {"code": 20003, "message": "Authenticate", "status": 401})
    async with serving(denied) as service:
        on = route(service)
        hop = carrier(Twilio(on), on=on)
        states = [(await hop.send(text(), b"x"))[0].state for _ in range(4)]
        await hop.close()
    assert states == [State.DEFERRED] * 3 + [State.QUEUED]
    assert len(service.requests) == 3
    assert hop.limit == 0
