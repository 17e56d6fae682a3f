"""What a next hop says no with reaches the client, clean and with the code that it means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from gateway.spool.model import State
from tests.contract.delivery.next_hop import NextHop, listening
from tests.contract.passing import passing, transaction

if TYPE_CHECKING:
    from pathlib import Path

STEPWISE: Final = (b"SIZE 1000000", b"8BITMIME")
PIPELINED: Final = (b"PIPELINING", *STEPWISE)
NOT_TAKEN: Final = b"451 4.4.1 [PROVIDER_UNAVAILABLE] The next hop cannot be reached\r\n"
CLEAN: Final = re.compile(rb"(?:451-[ -~]{0,506}\r\n){0,19}451 [ -~]{0,506}\r\n")


@pytest.mark.parametrize("extensions", [PIPELINED, STEPWISE])
async def test_control_characters_and_endless_text_never_reach_the_client(
    tmp_path: Path, extensions: tuple[bytes, ...]
) -> None:
    long = b"451-4.3.0 " + b"z" * 900 + b"\r\n"
    dirty = b"451-4.3.0 la\rter\x00\x1b[31m\r\n451-\xff\xfe\r\n" + long + b"451-x\r\n" * 300
    hop = NextHop(extensions=extensions)
    async with listening(hop), passing(tmp_path, hop) as running:
        for phase in ("mail", "rcpt", "data", "dot"):
            hop.script = {phase: dirty + b"451 4.3.0 end\r\n"}
            reply = await running.send()
            assert CLEAN.fullmatch(reply), (phase, reply)
            assert reply.startswith(b"451-4.3.0 la?ter??[31m\r\n451-4.3.0 ??\r\n")
            assert reply.count(b"\r\n") == 20
            longest = max(map(len, reply.splitlines(keepends=True)))
            assert 500 < longest <= 512  # RFC 5321 4.5.3.1.5


REFUSALS: Final = [
    (b"550 5.1.8 not from you\r\n", b"550 5.1.8 not from you\r\n", State.FAILED),
    (
        b"550-5.7.1 spam\r\n550 5.7.1 see https://a.test/\r\n",
        b"550-5.7.1 spam\r\n550 5.7.1 see https://a.test/\r\n",
        State.FAILED,
    ),
    (b"554 no\r\n", b"554 5.0.0 no\r\n", State.FAILED),
    (b"550\r\n", b"550 5.0.0\r\n", State.FAILED),
    (b"550 4.7.1 of two minds\r\n", b"550 5.0.0 4.7.1 of two minds\r\n", State.FAILED),
    (b"451 4.7.1 greylisted\r\n", b"451 4.7.1 greylisted\r\n", State.REFUSED),
    (b"452 4.2.2 mailbox full\r\n", b"452 4.2.2 mailbox full\r\n", State.REFUSED),
    (
        b"530 5.7.0 authenticate first\r\n",
        b"451 4.7.0 [PROVIDER_UNAVAILABLE] The next hop does not let the gateway in\r\n",
        State.REFUSED,
    ),
    (
        b"550 5.4.5 Daily user sending limit exceeded\r\n",
        b"451 4.7.1 [PROVIDER_UNAVAILABLE] The next hop takes no more from the gateway for now\r\n",
        State.REFUSED,
    ),
]


@pytest.mark.parametrize("phase", ["mail", "rcpt", "data", "dot"])
async def test_a_refusal_of_the_next_hop_is_passed_back(tmp_path: Path, phase: str) -> None:
    hop = NextHop()
    async with listening(hop), passing(tmp_path, hop) as running:
        client = await running.client()
        for said, heard, _ in REFUSALS:
            hop.script[phase] = said
            assert await transaction(client) == heard
            await client.say(b"RSET")
        states = [delivery.state for delivery in await running.deliveries()]
        is_recorded = phase in ("data", "dot")
        assert states == [state for *_, state in REFUSALS if is_recorded]
        assert await running.gate.leaving() == {}, "no report: the client was told"
        del hop.script[phase]
        assert (await transaction(client)).startswith(b"250 ")
    assert hop.connections == 1


async def test_who_does_not_exist_is_on_the_list_afterwards(tmp_path: Path) -> None:
    hop = NextHop({"dot": b"550 5.1.1 no such user\r\n"})
    async with listening(hop), passing(tmp_path, hop) as running:
        assert await running.send() == b"550 5.1.1 no such user\r\n"
        assert (await running.send()).startswith(b"550 5.7.1 [SUPPRESSED_")
    assert len(hop.messages) == 1


async def test_too_many_recipients_by_the_old_code_is_452(tmp_path: Path) -> None:
    hop = NextHop({"rcpt": b"552 5.5.3 too many\r\n"})
    async with listening(hop), passing(tmp_path, hop) as running:
        assert await running.send() == b"452 4.5.3 Too many recipients\r\n"


@pytest.mark.parametrize("phase", ["mail", "rcpt"])
async def test_who_hangs_up_by_421_is_not_our_hanging_up(tmp_path: Path, phase: str) -> None:
    hop = NextHop({phase: [b"421 4.3.2 shutting down\r\n"] * 2})
    async with listening(hop), passing(tmp_path, hop) as running:
        client = await running.client()
        assert await transaction(client) == NOT_TAKEN
        await client.say(b"RSET")


async def test_421_to_the_message_is_a_refusal_for_now(tmp_path: Path) -> None:
    hop = NextHop({"dot": b"421 4.3.2 shutting down\r\n"})
    async with listening(hop), passing(tmp_path, hop) as running:
        client = await running.client()
        assert await transaction(client) == b"451 4.3.2 shutting down\r\n"
        assert await running.told() == ["passing", "deferred"]
