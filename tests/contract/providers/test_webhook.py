"""Texts to a receiver of one's own, over a socket: signed as its library checks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from standardwebhooks.webhooks import Webhook as Library

from gateway.config.models import Route
from gateway.providers.webhook import Webhook
from gateway.spool.model import State
from gateway.standard_webhooks import secret_of
from suppression.entry import COMMERCIAL, Reason
from tests.contract.delivery.make import NOW
from tests.contract.providers.make import NUMBER, OURS, People, carrier, text
from tests.contract.providers.service import CLOSE, HANG, says, serving

if TYPE_CHECKING:
    from gateway.spool.model import Settlement
    from tests.contract.providers.service import Service

SECRET = secret_of(b"a key of 32 bytes for the tests!")
WORDS = "See you at 3, café 😀"


async def send(service: Service, *, people: People | None = None, **changes: Any) -> Settlement:  # noqa: ANN401 - any field
    fields: dict[str, Any] = {
        "name": "own", "channel": "sms", "kind": "webhook", "password": SECRET,
        "url": f"{service.url}/texts",
    }  # fmt: skip
    on = Route(**{**fields, **changes})
    hop = carrier(Webhook(on), on=on, people=people, patience_s=0.3)
    (settled,) = await hop.send(text(), WORDS.encode())
    await hop.close()
    return settled


class LongAgo(Library):
    """The library, in the time of the tests."""

    def _Webhook__verify_timestamp(self, header: str) -> Any:  # noqa: ANN401, N802 - the library's
        assert int(header) == int(NOW.timestamp())
        return NOW


async def test_a_text_arrives_as_its_library_verifies_it() -> None:
    async with serving(says(202, {"id": "there-1"})) as service:
        settled = await send(service)
    assert (settled.state, settled.next_hop_id) == (State.DELIVERED, "there-1")
    (request,) = service.requests
    assert (request.method, request.target) == ("POST", "/texts")
    assert request.headers["content-type"] == "application/json"
    message = LongAgo(SECRET).verify(request.body, dict(request.headers))
    assert message["data"]["to"] == NUMBER
    assert message["data"]["from"] == OURS
    assert message["data"]["text"] == WORDS
    assert message["data"]["id"] == "0000000000001"


@pytest.mark.parametrize("status", [403, 410])
async def test_who_stopped_at_the_receiver_is_put_on_the_list(status: int) -> None:
    people = People()
    async with serving(says(status, {"code": "opted_out", "reason": "wrote STOP"})) as service:
        settled = await send(service, people=people)
    assert settled.state is State.FAILED
    ((entry, by),) = people.told
    assert (entry.key, entry.reason, entry.scope) == (NUMBER, Reason.UNSUBSCRIBE, COMMERCIAL)
    assert entry.evidence == f"texts: {status} opted_out wrote STOP".replace("texts", "own")
    assert by.name == "own"


@pytest.mark.parametrize("silence", [CLOSE, HANG, says(502, "<html>"), says(200, "<html>Log in")])
async def test_what_the_receiver_may_have_taken_is_asked_for_once(silence: bytes) -> None:
    async with serving(silence) as service:
        settled = await send(service)
    assert settled.state is State.UNKNOWN
    assert len(service.requests) == 1


async def test_a_secret_that_can_sign_nothing_sends_nothing() -> None:
    async with serving(says(200)) as service:
        settled = await send(service, password="a password")
    assert settled.state is State.DEFERRED
    assert settled.reply == "the route's password cannot be read"
    assert service.requests == []
