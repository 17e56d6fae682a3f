"""The webhook at RingCentral: one, ours, whatever becomes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from suppression.entry import Reason
from tests.contract.providers.service import CLOSE, says, serving
from tests.contract.ringcentral.between import (
    CONSENTS,
    INSTANT,
    OURS,
    THEM,
    TOKEN,
    Between,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ringcentral import server as fake

NEWER = "another-verification-token"


def asked(there: fake.RingCentral, method: str) -> list[str]:
    asked = [each.path for each in there.state.asked if each.method == method]
    return [path for path in asked if "subscription" in path]


async def test_a_webhook_is_made_answered_as_asked_and_found_again(both: Between) -> None:
    watch = both.watch()
    assert await watch.look() == 600
    assert watch.trouble is None
    (made,) = both.there.webhooks.known.values()
    assert made["deliveryMode"]["verificationToken"] == TOKEN
    assert made["deliveryMode"]["address"].startswith(f"{both.gateway.url}/hooks/rc/events?")
    assert TOKEN not in made["deliveryMode"]["address"]
    assert both.there.webhooks.sizes[0] < 1024
    await watch.look()
    await both.look()  # restarted
    assert list(both.there.webhooks.known.values()) == [made]
    assert len(asked(both.there, "POST")) == 1
    assert asked(both.there, "PUT") == asked(both.there, "DELETE") == []


async def test_a_webhook_is_renewed_before_it_ends(both: Between) -> None:
    watch = both.watch()
    await watch.look()
    (made,) = both.there.webhooks.known.values()
    ended = made["expirationTime"]
    both.now += timedelta(days=4)
    await watch.look()
    assert list(both.there.webhooks.known) == [made["id"]]
    assert both.there.webhooks.known[made["id"]]["expirationTime"] > ended
    assert len(asked(both.there, "PUT")) == 1


@pytest.mark.parametrize("fate", ["suspended", "gone", "over", "other filters", "twice"])
async def test_whatever_became_of_the_webhook_there_is_one_that_works(
    both: Between, fate: str
) -> None:
    watch = both.watch()
    await watch.look()
    (made,) = both.there.webhooks.known.values()
    match fate:
        case "suspended":
            made["status"] = "Blacklisted"
        case "gone":
            both.there.webhooks.known.clear()
        case "over":
            made["expirationTime"] = "2020-01-01T00:00:00.000Z"
        case "other filters":
            made["eventFilters"] = made["eventFilters"][:1]
        case _:
            both.there.webhooks.known["b"] = {**made, "id": "b"}
    both.now += timedelta(minutes=11)
    assert await watch.look() == 600
    assert len(both.there.webhooks.known) == 1
    both.there.receive(THEM, OURS, "stop")
    assert await both.tell(INSTANT, both.there.state.messages[-1]) == [200]
    assert await both.reasons() == [Reason.UNSUBSCRIBE]


async def test_somebody_else_s_webhook_is_left_alone(both: Between) -> None:
    other = {"id": "a", "status": "Blacklisted", "deliveryMode": {"address": "https://a.example/"},
             "eventFilters": [], "expirationTime": "2030-01-01T00:00:00Z"}  # fmt: skip
    strange: dict[str, Any] = {"id": "b", "status": "Active", "deliveryMode": {}}
    both.there.webhooks.known |= {"a": other, "b": strange}
    await both.look()
    assert len(both.there.webhooks.known) == 3


async def test_a_new_token_makes_a_new_webhook_and_ends_the_old(
    both: Between, secrets: Path
) -> None:
    watch = both.watch()
    await watch.look()
    (old,) = both.there.webhooks.known
    (secrets / "hooks").write_text(f"{NEWER}\n{TOKEN}\n")
    both.now += timedelta(minutes=11)
    assert await watch.look() == 600  # without a reload
    ((id_, made),) = both.there.webhooks.known.items()
    assert id_ != old
    assert made["deliveryMode"]["verificationToken"] == NEWER


async def test_a_token_that_cannot_be_read_is_trouble(both: Between, secrets: Path) -> None:
    watch = both.watch()
    await watch.look()
    (secrets / "hooks").write_text("short\n")
    both.now += timedelta(minutes=11)
    assert await watch.look() == 60
    assert watch.trouble is not None
    assert watch.trouble.why == "a secret of the route cannot be read"


async def test_a_webhook_that_cannot_be_made_is_trouble_that_readiness_shows(
    both: Between,
) -> None:
    watch = both.watch("/hooks/nothing/events")
    assert await watch.look() == 60
    async with both.gateway.call("GET", "/readyz", key="") as answer:
        assert answer.status == 200
        (told,) = (await answer.json())["unheard"]
    assert told["route"] == "rc"
    assert "SUB-525" in told["why"]
    since = watch.trouble and watch.trouble.since
    both.now += timedelta(minutes=5)
    await watch.look()
    assert watch.trouble is not None
    assert watch.trouble.since == since
    watch = both.watch()
    await watch.look()
    async with both.gateway.call("GET", "/readyz", key="") as answer:
        assert (await answer.json())["unheard"] == []


async def test_what_ringcentral_will_not_tell_is_trouble(both: Between) -> None:
    refused = {"filter": CONSENTS, "reason": "SUB-406", "message": "InsufficientPermissions"}
    both.there.webhooks.disabled = [refused]
    watch = both.watch()
    await watch.look()
    assert watch.trouble is not None
    assert "InsufficientPermissions" in watch.trouble.why


@pytest.mark.parametrize(
    "answer",
    [
        CLOSE, says(500, b"down"), says(403, {"errorCode": "CMN-408", "message": "no"}),
        says(200, b"<html>"), says(200, {"records": "?"}), says(302, b""),
        says(200, b"[" * 100_000), says(429, b"", Retry_After="60"),
        b"HTTP/1.1 200 ok\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{",
    ],
)  # fmt: skip
async def test_whatever_is_answered_is_trouble_and_no_end(both: Between, answer: bytes) -> None:
    login = says(200, {"access_token": "t", "expires_in": 3600}, Connection="close")
    async with serving(login, answer) as service:
        both.route = both.route.model_copy(update={"url": service.url})
        watch = both.watch()
        assert await watch.look() == 60
        assert watch.trouble is not None


async def test_no_number_reaches_readiness(both: Between) -> None:
    login = says(200, {"access_token": "t", "expires_in": 3600}, Connection="close")
    message = "Parameter [to] value [+19169668284] is invalid"
    no = says(400, {"errorCode": "CMN-101", "message": message}, Connection="close")
    async with serving(login, no) as service:
        both.route = both.route.model_copy(update={"url": service.url})
        await both.look()
    (told,) = filter(None, both.gateway.services.hooks.troubles().values())
    assert "value [(number)] is invalid" in told.why
    assert "9668284" not in told.why


@pytest.mark.parametrize(
    "listed",
    [
        says(200, {}, Connection="close"), says(200, {"records": None}, Connection="close"),
        b'HTTP/1.1 200 ok\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{"records": [',
    ],
)  # fmt: skip
async def test_no_webhook_is_made_while_nobody_says_which_there_are(
    both: Between, listed: bytes
) -> None:
    login = says(200, {"access_token": "t", "expires_in": 3600}, Connection="close")
    async with serving(login, listed) as service:
        both.route = both.route.model_copy(update={"url": service.url})
        await both.look()
    asked = [(request.method, request.target.partition("?")[0]) for request in service.requests]
    assert ("GET", "/restapi/v1.0/subscription") in asked
    assert ("POST", "/restapi/v1.0/subscription") not in asked


@pytest.mark.parametrize("said", [{}, {"id": None}, {"id": 7}])
async def test_an_answer_without_a_name_ends_no_webhook(
    both: Between, said: dict[str, object]
) -> None:
    await both.look()
    (made,) = both.there.webhooks.known.values()
    records = {"records": [{**made, "eventFilters": []}]}
    login = says(200, {"access_token": "t", "expires_in": 3600}, Connection="close")
    listed, put = says(200, records, Connection="close"), says(200, said, Connection="close")
    async with serving(login, listed, put, listed) as service:
        both.route = both.route.model_copy(update={"url": service.url})
        await both.look()
    asked = [request.method for request in service.requests]
    assert "PUT" in asked
    assert "DELETE" not in asked


async def test_a_mistake_of_ours_is_trouble_and_no_end(both: Between) -> None:
    good = both.route
    both.route = good.model_copy(update={"username": "client:id"})  # no login of HTTP holds it
    watch = both.watch()
    assert await watch.look() == 60
    assert watch.trouble is not None
    assert watch.trouble.why == "a mistake of ours: ValueError"
    both.route = good
    assert await both.look() == 600
