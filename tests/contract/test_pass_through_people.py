"""What a next hop says while a message is passed on: of people, of us, and of other ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gateway.config.models import RouteMatch
from suppression.channel import Channel
from suppression.entry import Reason
from suppression.keys import email_key
from tests.contract.delivery.next_hop import HANG, NextHop, listening
from tests.contract.passing import NEWS, RECEIPT, passing
from tests.make import ANN

if TYPE_CHECKING:
    from pathlib import Path

    from suppression.entry import Entry
    from tests.contract.passing import Passing

MAIL = b"MAIL FROM:<bounces@example.com>"
NOBODY = b"550 5.1.1 no such user\r\n"
TRANSACTIONAL = {"category": "transactional", "category_basis": "transaction"}


async def entries(running: Passing) -> tuple[Entry, ...]:
    desk, key = running.gate.desk, email_key(ANN)
    return (await desk.listed.blocking([key], Channel.EMAIL, desk.clock.now))[key]


@pytest.mark.parametrize(("phase", "count"), [("mail", 0), ("rcpt", 1)])
async def test_who_was_taken_and_is_refused_anew_is_listed_for_their_own_address_alone(
    tmp_path: Path, phase: str, count: int
) -> None:
    hop = NextHop()
    async with listening(hop), passing(tmp_path, hop) as running:
        client = await running.client()
        for command in (MAIL, b"RCPT TO:<%b>" % ANN.encode(), b"DATA"):
            await client.say(command)
        hop.drop_everybody()
        hop.script[phase] = NOBODY
        await client.send(NEWS + b".\r\n")
        assert await client.reply() == NOBODY
        assert [each.reason for each in await entries(running)] == [Reason.HARD_BOUNCE] * count


@pytest.mark.parametrize(
    ("phase", "said", "count"),
    [
        ("rcpt", NOBODY, 1),
        ("rcpt", b"550 5.7.1 blocked for spam\r\n", 0),
        ("rcpt", b"450 4.1.1 no such user\r\n", 0),
        ("rcpt", b"552 5.2.2 mailbox full\r\n", 0),
        ("mail", NOBODY, 0),
    ],
)
async def test_who_is_nobody_at_rcpt_is_listed_before_there_is_a_message(
    tmp_path: Path, phase: str, said: bytes, count: int
) -> None:
    hop = NextHop(script={phase: said})
    async with listening(hop), passing(tmp_path, hop) as running:
        client = await running.client()
        await client.say(MAIL)
        reply = await client.say(b"RCPT TO:<%b>" % ANN.encode())
        assert reply[:1] in b"45"
        found = await entries(running)
        assert [each.reason for each in found] == [Reason.HARD_BOUNCE] * count
        assert all("no such user" in each.evidence for each in found)
        hop.script.clear()
        answer = await running.send(NEWS, ANN)
        assert answer.startswith(b"550 5.7.1 [SUPPRESSED_BOUNCE]") is (count == 1), answer


async def test_nobody_of_another_way_is_taken_after_the_next_hop_fell_silent(
    tmp_path: Path,
) -> None:
    one, other = NextHop(), NextHop()
    routes: tuple[dict[str, RouteMatch], ...]
    routes = ({"match": RouteMatch(recipient_domains=("example.net",))}, {})
    async with (
        listening(one), listening(other),
        passing(
            tmp_path, one, other, routes=routes, listener=TRANSACTIONAL, patience_s=0.5
        ) as running,
    ):  # fmt: skip
        client = await running.client()
        await client.say(MAIL)
        assert (await client.say(b"RCPT TO:<ann@example.net>")).startswith(b"250 ")
        one.script["rcpt"] = HANG
        assert (await client.say(b"RCPT TO:<slow@example.net>")).startswith(b"451 ")
        del one.script["rcpt"]
        assert (await client.say(b"RCPT TO:<zed@example.org>")).startswith(b"452 ")
        await client.say(b"DATA")
        await client.send(RECEIPT + b".\r\n")
        assert (await client.reply()).startswith(b"250 ")
        # the way ends with the transaction
        await client.say(MAIL)
        assert (await client.say(b"RCPT TO:<zed@example.org>")).startswith(b"250 ")
    assert len(one.messages) == 1
    assert b"RCPT TO:<zed@example.org>" not in one.commands
