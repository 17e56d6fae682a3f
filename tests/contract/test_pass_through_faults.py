"""Next hops as bad as they come: the client hears a clean 451, and keeps its message."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest
import trustme

from gateway.config.models import Delivery
from gateway.spool.model import State
from tests.contract.delivery.next_hop import CLOSE, HANG, Interrupting, NextHop, listening
from tests.contract.passing import NEWS, passing, transaction

if TYPE_CHECKING:
    from pathlib import Path

STEPWISE: Final = (b"SIZE 1000000", b"8BITMIME")
PIPELINED: Final = (b"PIPELINING", *STEPWISE)
BEFORE_THE_BODY: Final = ("banner", "ehlo", "mail", "rcpt", "data")
HUGE_LINE: Final = b"250 " + b"x" * (1 << 20) + b"\r\n"
MANY_LINES: Final = b"250-" + b"y" * 70 + b"\r\n"
SILENCE: Final = {
    "hang": HANG,
    "close": CLOSE,
    "garbage": b"\x00\xff\x01 nonsense\r\n",
    "http": b"HTTP/1.1 200 OK\r\n\r\n",
    "1 MiB line": HUGE_LINE,
    "1000 lines": MANY_LINES * 1000 + b"250 end\r\n",
}
NOT_TAKEN: Final = b"451 4.4.1 [PROVIDER_UNAVAILABLE] The next hop cannot be reached\r\n"
NO_TLS: Final = b"451 4.7.5 [PROVIDER_UNAVAILABLE] The next hop has no TLS that can be trusted\r\n"
NOBODY_KNOWS: Final = (
    b"451 4.4.2 [PROVIDER_UNAVAILABLE] The next hop did not answer; it may have the message\r\n"
)


@pytest.mark.parametrize("phase", BEFORE_THE_BODY)
async def test_a_next_hop_that_fails_before_the_body_is_451_and_the_session_goes_on(
    tmp_path: Path, phase: str
) -> None:
    hop = NextHop(extensions=PIPELINED)
    # before the message came there is nothing to record
    recorded = [State.REFUSED] if phase == "data" else []
    async with listening(hop), passing(tmp_path, hop, patience_s=0.3) as running:
        for name, misbehaviour in SILENCE.items():
            client = await running.client()
            hop.drop_everybody()
            hop.script[phase] = misbehaviour
            assert await transaction(client) == NOT_TAKEN, name
            assert await client.say(b"RSET") == b"250 2.0.0 OK\r\n"
            if recorded:
                assert await running.told() == ["passing", "deferred"], name
            del hop.script[phase]
            assert (await transaction(client)).startswith(b"250 2.0.0 ok"), f"after {name}"
        states = [delivery.state for delivery in await running.deliveries()]
        assert states == [*recorded, State.DELIVERED] * len(SILENCE)
        assert all(d.last_reply.isascii() for d in await running.deliveries())
    assert len(hop.messages) == len(SILENCE)


async def test_a_next_hop_that_does_not_answer_the_message_may_have_it(tmp_path: Path) -> None:
    hop = NextHop(extensions=PIPELINED)
    async with listening(hop), passing(tmp_path, hop, patience_s=0.3) as running:
        client = await running.client()
        for name, misbehaviour in SILENCE.items():
            hop.script["dot"] = misbehaviour
            assert await transaction(client) == NOBODY_KNOWS, name
            assert await running.told() == ["passing", "ambiguous"], name
            assert await client.say(b"NOOP") == b"250 2.0.0 OK\r\n"
        assert {d.state for d in await running.deliveries()} == {State.UNKNOWN}
    assert len(hop.messages) == len(SILENCE)


async def test_a_next_hop_that_hung_up_during_the_message_is_begun_anew(tmp_path: Path) -> None:
    hop = NextHop()
    async with listening(hop), passing(tmp_path, hop) as running:
        client = await running.client()
        for command in (b"MAIL FROM:<bounces@example.com>", b"RCPT TO:<ann@example.net>", b"DATA"):
            await client.say(command)
        hop.drop_everybody()
        await client.send(NEWS + b".\r\n")
        assert (await client.reply()).startswith(b"250 2.0.0 ok")
    assert hop.connections == 2
    assert len(hop.messages) == 1


async def test_a_large_message_cut_off_in_the_middle_was_certainly_not_taken(
    tmp_path: Path,
) -> None:
    large = NEWS + (b"x" * 70 + b"\r\n") * 200_000
    hop = Interrupting(reads=100_000, then=CLOSE)
    async with listening(hop), passing(tmp_path, hop) as running:
        assert await running.send(large) == NOT_TAKEN
        assert await running.told() == ["passing", "deferred"]


async def test_a_yes_before_the_end_of_the_message_is_not_believed(tmp_path: Path) -> None:
    large = NEWS + (b"x" * 70 + b"\r\n") * 200_000
    hop = Interrupting(then=b"250 2.0.0 have it\r\n")
    async with listening(hop), passing(tmp_path, hop) as running:
        assert await running.send(large) == NOT_TAKEN
        assert await running.told() == ["passing", "deferred"]


async def test_what_was_made_for_a_next_hop_of_8_bits_goes_to_none_of_7(tmp_path: Path) -> None:
    eight = NEWS.replace(b"autumn", "autumn \u00fcber".encode()).replace(
        b"Subject:", b"Content-Type: text/plain; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: 8bit\r\nMIME-Version: 1.0\r\nSubject:",
    )  # fmt: skip
    offers = [b"250-x\r\n250 8BITMIME\r\n", b"250-x\r\n250 SIZE 1000000\r\n"]
    hop = NextHop({"ehlo": offers, "data": [CLOSE]})
    async with listening(hop), passing(tmp_path, hop) as running:
        assert not eight.isascii()
        assert await running.send(eight) == NOT_TAKEN
    assert hop.messages == []


async def test_nobody_listens(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop:
        pass
    async with passing(tmp_path, hop) as running:
        client = await running.client()
        for _ in range(5):
            assert await transaction(client) == NOT_TAKEN
            await client.say(b"RSET")


async def test_a_next_hop_without_tls_or_with_a_name_of_its_own_is_not_trusted(
    tmp_path: Path,
) -> None:
    authority = trustme.CA()
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    routes = ({"tls": "starttls", "ca_file": ca_file},)
    async with listening(NextHop()) as hop, passing(tmp_path, hop, routes=routes) as running:
        assert await running.send() == NO_TLS
    assert not any(c.startswith(b"MAIL") for c in hop.commands)


async def test_all_connections_of_the_route_are_busy(tmp_path: Path) -> None:
    routes = ({"max_connections": 1},)
    delivery = Delivery(connect_timeout=timedelta(seconds=0.3))
    async with listening(NextHop()) as hop, passing(
        tmp_path, hop, routes=routes, delivery=delivery
    ) as running:  # fmt: skip
        first, second = await running.client(), await running.client()
        for client in (first, second):
            await client.say(b"MAIL FROM:<bounces@example.com>")
        assert (await first.say(b"RCPT TO:<ann@example.net>")).startswith(b"250 ")
        busy = await second.say(b"RCPT TO:<ann@example.net>")
        assert busy.startswith(b"451 4.4.5 [PROVIDER_UNAVAILABLE] All connections")
        await first.say(b"RSET")
        assert (await second.say(b"RCPT TO:<ann@example.net>")).startswith(b"250 ")
    assert hop.connections == 1


@pytest.mark.parametrize("script", [{"dot": HANG}, {"mail": HANG}, {"banner": HANG}])
async def test_a_stop_waits_for_no_next_hop(tmp_path: Path, script: dict[str, bytes]) -> None:
    hop = NextHop(dict(script))
    async with listening(hop), passing(tmp_path, hop, patience_s=600) as running:
        async with asyncio.TaskGroup() as group:
            sending = group.create_task(running.send())
            await asyncio.sleep(0.3)
            async with asyncio.timeout(5):
                await running.server.stop(0.1)
        if "dot" in script:
            assert sending.result() == NOBODY_KNOWS
            assert await running.told() == ["passing", "ambiguous"]
        else:
            assert sending.result().startswith(b"421 4.3.2 [SMTP_SHUTTING_DOWN]")
            assert await running.deliveries() == []


AT_STARTTLS: Final = {
    **SILENCE,
    "refuses": b"454 4.7.0 not now\r\n",
    "says yes and speaks on": b"220 go\r\n250 2.1.0 ok\r\n",
}


@pytest.mark.parametrize("first", range(0, len(AT_STARTTLS), 3))  # then it is left alone for 5 s
async def test_a_next_hop_that_fails_at_starttls_is_not_trusted(tmp_path: Path, first: int) -> None:
    hop = NextHop(extensions=(*PIPELINED, b"STARTTLS"))
    routes = ({"tls": "starttls"},)
    async with listening(hop), passing(tmp_path, hop, routes=routes, patience_s=0.3) as running:
        for name in list(AT_STARTTLS)[first : first + 3]:
            hop.script["starttls"] = AT_STARTTLS[name]
            assert await running.send() == (NOT_TAKEN if name == "hang" else NO_TLS), name
            assert b"STARTTLS" in hop.commands, name
            assert not any(command.startswith(b"MAIL") for command in hop.commands), name
            hop.commands.clear()
        assert await running.deliveries() == []
