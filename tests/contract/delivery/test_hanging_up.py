"""A next hop that says 421 amid an envelope: what it answered before holds, and it may rest."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from gateway.spool.model import State
from tests.contract.delivery.make import MESSAGE, carrier, claimed
from tests.contract.delivery.next_hop import CLOSE, NextHop, listening

if TYPE_CHECKING:
    import asyncio

STEPWISE = (b"SIZE 1000000", b"8BITMIME")
PIPELINED = (b"PIPELINING", *STEPWISE)
FOUR = ("ann@b.test", "bob@b.test", "cid@b.test", "dan@b.test")
OK = b"250 ok\r\n"
NOBODY = b"550 5.1.1 no such user\r\n"
ENOUGH = b"421 4.7.0 too many errors\r\n"
TOO_MUCH = b"421 4.7.28 message rate limit exceeded\r\n"

either_way = pytest.mark.parametrize("extensions", [PIPELINED, STEPWISE])


class Strict(NextHop):
    """Says 421 at the twentieth mistake of a session and hangs up, as Postfix does."""

    mistakes: Counter[asyncio.StreamWriter]

    async def _command(
        self, line: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if not (line.startswith(b"RCPT") and b"dead" in line):
            await super()._command(line, reader, writer)
            return
        self.mistakes[writer] += 1
        writer.write(NOBODY if self.mistakes[writer] < 20 else ENOUGH)
        await writer.drain()
        if self.mistakes[writer] == 20:
            raise ConnectionResetError


@either_way
async def test_a_next_hop_that_counts_mistakes_hears_of_each_once(
    extensions: tuple[bytes, ...],
) -> None:
    people = [f"{'good' if number % 4 else 'dead'}{number}@b.test" for number in range(100)]
    hop = Strict(extensions=extensions)
    hop.mistakes = Counter()
    async with listening(hop):
        carried = carrier(hop.port)
        settled = await carried.send(claimed(people), MESSAGE)
        left = [
            person
            for person, each in zip(people, settled, strict=True)
            if each.state is State.DEFERRED
        ]
        assert Counter(each.state for each in settled) == {State.FAILED: 19, State.DEFERRED: 81}
        settled = await carried.send(claimed(left, attempt=2), MESSAGE)
    assert Counter(each.state for each in settled) == {State.FAILED: 6, State.DELIVERED: 75}


@either_way
@pytest.mark.parametrize("end", [ENOUGH, CLOSE])
async def test_what_was_answered_before_the_end_holds(
    extensions: tuple[bytes, ...], end: bytes
) -> None:
    async with listening(NextHop({"rcpt": [OK, NOBODY, end]}, extensions)) as hop:
        settled = await carrier(hop.port).send(claimed(FOUR), MESSAGE)
    assert [each.state for each in settled] == [
        State.DEFERRED, State.FAILED, State.DEFERRED, State.DEFERRED,
    ]  # fmt: skip
    assert settled[1].reply == "550 5.1.1 no such user"
    assert [each.rests_domain for each in settled] == [False, False, end == ENOUGH, False]
    assert (hop.messages, hop.connections) == ([], 1)


@either_way
async def test_a_sender_refused_before_the_end_is_refused(extensions: tuple[bytes, ...]) -> None:
    script: dict[str, bytes | list[bytes]] = {"mail": b"550 5.7.1 no\r\n", "rcpt": ENOUGH}
    async with listening(NextHop(script, extensions)) as hop:
        settled = await carrier(hop.port).send(claimed(FOUR), MESSAGE)
    assert {each.state for each in settled} == {State.FAILED}


@either_way
async def test_who_was_taken_waits_where_the_answer_to_data_is_the_end(
    extensions: tuple[bytes, ...],
) -> None:
    script: dict[str, bytes | list[bytes]] = {"rcpt": [OK, NOBODY], "data": ENOUGH}
    async with listening(NextHop(script, extensions)) as hop:
        settled = await carrier(hop.port).send(claimed(FOUR[:2]), MESSAGE)
    assert [each.state for each in settled] == [State.DEFERRED, State.FAILED]
    assert settled[0].reply == "421 4.7.0 too many errors"


@pytest.mark.parametrize("end", [ENOUGH, CLOSE])
async def test_who_was_refused_is_whatever_is_said_to_the_empty_message(end: bytes) -> None:
    script: dict[str, bytes | list[bytes]] = {
        "rcpt": NOBODY, "data": b"354 go ahead\r\n", "dot": end,
    }  # fmt: skip
    async with listening(NextHop(script, PIPELINED)) as hop:
        settled = await carrier(hop.port).send(claimed(FOUR), MESSAGE)
    assert {each.state for each in settled} == {State.FAILED}


@either_way
async def test_an_end_before_any_recipient_is_answered_is_tried_on_a_fresh_connection(
    extensions: tuple[bytes, ...],
) -> None:
    async with listening(NextHop({"rcpt": [OK, ENOUGH]}, extensions)) as hop:
        carried = carrier(hop.port)
        for _ in range(2):
            (settled,) = await carried.send(claimed(), MESSAGE)
            assert settled.state is State.DELIVERED
    assert hop.connections == 2


@pytest.mark.parametrize("phase", ["mail", "data", "dot"])
async def test_too_much_for_our_account_rests_the_route_by_421_too(phase: str) -> None:
    async with listening(NextHop({phase: TOO_MUCH})) as hop:
        carried = carrier(hop.port)
        for _ in range(3):
            (settled,) = await carried.send(claimed(), MESSAGE)
            assert settled.state is State.DEFERRED
        assert carried.limit == 0
