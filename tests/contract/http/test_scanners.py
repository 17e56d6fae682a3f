"""Link scanners: a press is in force and tagged; one click is a person's, however many come."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.queue_id import decode
from gateway.spool.model import State
from suppression.channel import Channel
from suppression.granting import Grantee, ensure_grants
from suppression.keys import email_key
from tests.contract.http.conftest import TOKENS
from tests.contract.http.pages import page_of, press, undo_of
from tests.contract.spool.make import delivery, email, outcome

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway

PEOPLE = [f"p{number}@corp.example" for number in range(8)]


async def sent(gateway: Gateway, *, ago_s: float = 0.0, deliver: bool = True) -> list[str]:
    """Send one newsletter to everybody and return their tokens."""
    at = datetime.now(UTC) - timedelta(seconds=ago_s)
    news = email(*map(delivery, PEOPLE), at=at)
    await gateway.spool.accept(news)
    if deliver:
        gateway.spool._clock = lambda: at
        for claimed in await gateway.spool.claim({"out": 50}, limit=50, lease_s=60):
            await gateway.spool.settle(outcome(claimed, State.DELIVERED))
    wanted = [Grantee(email_key(each), Channel.EMAIL, "example", "news") for each in PEOPLE]
    grants, _ = await gateway.list._database.write(
        lambda connection: ensure_grants(connection, wanted)
    )
    return [TOKENS.mint(grants[each], decode(news.queue_id)) for each in wanted]


async def tagged(gateway: Gateway) -> set[str]:
    hour, now = timedelta(hours=1), datetime.now(UTC)
    return {entry.key for entry in await gateway.list.suspected(now - hour, now + hour)}


@pytest.mark.parametrize("deliver", [True, False])
async def test_a_scanner_that_presses_every_form_is_tagged_and_obeyed(
    gateway: Gateway, deliver: bool
) -> None:
    for token in await sent(gateway, deliver=deliver):
        async with gateway.call("GET", f"/u/{token}", key="") as answer:
            act = page_of(await answer.text())
        await press(gateway, token, {"choice": "all", "page": act})
    assert await tagged(gateway) == set(PEOPLE)
    for address in PEOPLE:
        assert await gateway.blocks(address)


async def test_a_scanner_that_presses_the_undo_too_leaves_nothing(gateway: Gateway) -> None:
    for token in await sent(gateway):
        html = await press(gateway, token, {"choice": "all"})
        await press(gateway, token, {"choice": "undo", "page": undo_of(html)})
    assert await tagged(gateway) == set()
    assert not await gateway.blocks(PEOPLE[0])


async def test_people_who_read_first_are_not_tagged(gateway: Gateway) -> None:
    for token in await sent(gateway, ago_s=60):
        await press(gateway, token, {"choice": "all"})
    assert await tagged(gateway) == set()


async def test_one_click_of_everybody_at_once_is_not_tagged_or_limited(gateway: Gateway) -> None:
    tokens = await sent(gateway)

    async def click(token: str) -> int:
        form = {"List-Unsubscribe": "One-Click"}
        async with gateway.call("POST", f"/u/{token}", key="", data=form) as answer:
            return answer.status

    assert set(await asyncio.gather(*map(click, tokens * 10))) == {200}
    assert await tagged(gateway) == set()
    for address in PEOPLE:
        assert await gateway.blocks(address, stream="news")


async def test_what_a_person_asks_for_after_a_scanner_is_theirs(gateway: Gateway) -> None:
    tokens = await sent(gateway)
    for token in tokens:
        await press(gateway, token, {"choice": "stream"})
    await press(gateway, tokens[0], {"List-Unsubscribe": "One-Click"})
    assert await tagged(gateway) == set(PEOPLE[1:])


async def test_a_spool_that_is_down_keeps_nobody_from_opting_out(gateway: Gateway) -> None:
    tokens = await sent(gateway)
    gateway.spool.close()
    await press(gateway, tokens[0], {"choice": "all"})
    assert await gateway.blocks(PEOPLE[0])


async def test_a_message_to_somebody_else_tells_nothing_of_this_one(gateway: Gateway) -> None:
    news = email(delivery("not an address"), delivery("x@corp.example"))
    await gateway.spool.accept(news)
    token = TOKENS.mint(TOKENS.read(await gateway.token()).grant_id, decode(news.queue_id))  # type: ignore[union-attr]
    await press(gateway, token, {"choice": "all"})
    assert await gateway.blocks("ann@example.net")
