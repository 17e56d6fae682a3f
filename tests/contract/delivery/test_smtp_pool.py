from __future__ import annotations

import asyncio
import socket
import time
from dataclasses import dataclass
from unittest.mock import Mock

import pytest

from gateway.config.models import Delivery
from gateway.delivery import smtp_pool
from gateway.delivery.circuit_breaker import CircuitBreaker
from gateway.delivery.envelope import Envelope
from gateway.delivery.passage import Sender, Way
from gateway.delivery.reply_stream import ConnectionLost
from gateway.delivery.smtp_connect import ConnectFailed
from gateway.delivery.smtp_pool import ConnectedLate, Crowded, SmtpPool
from gateway.errors import TemporaryFailure
from tests.contract.delivery.make import MESSAGE, connector, eventually, route
from tests.contract.delivery.next_hop import CLOSE, GOOD, Narrow, NextHop, listening

ENVELOPE = Envelope(reverse_path="a@example.com", recipients=("ann@b.test",))


async def test_an_idle_connection_is_closed_after_a_while() -> None:
    async with listening(NextHop()) as hop:
        pool = SmtpPool(connector(hop.port), idle_s=0.05)
        await pool.send(ENVELOPE, MESSAGE)
        async with asyncio.timeout(5):
            await hop.left.wait()
        pool.close()
    assert hop.commands[-1] == b"QUIT"


async def test_a_connection_in_use_outlives_the_sweep() -> None:
    async with listening(NextHop()) as hop:
        pool = SmtpPool(connector(hop.port), idle_s=0.2)
        for _ in range(6):
            await pool.send(ENVELOPE, MESSAGE)
            await asyncio.sleep(0.05)
        pool.close()
    assert hop.connections == 1


async def test_a_connection_too_long_idle_is_not_used_again() -> None:
    async with listening(NextHop()) as hop:
        pool = SmtpPool(connector(hop.port), idle_s=0)
        await pool.send(ENVELOPE, MESSAGE)
        await pool.send(ENVELOPE, MESSAGE)
        pool.close()
    assert hop.connections == 2


async def test_a_next_hop_that_hangs_up_on_an_idle_connection_is_swept_too() -> None:
    async with listening(NextHop()) as hop:
        pool = SmtpPool(connector(hop.port), idle_s=30)
        await pool.send(ENVELOPE, MESSAGE)
        await pool.send(ENVELOPE, MESSAGE)
        hop.drop_everybody()
        await eventually(lambda: hop.connections == 1)
        await pool.send(ENVELOPE, MESSAGE)
        pool.close()
    assert len(hop.messages) == 3


async def test_a_claim_that_waited_long_for_its_connection_is_given_back() -> None:
    async with listening(NextHop()) as hop:
        pool = SmtpPool(connector(hop.port), prompt_s=0)
        with pytest.raises(ConnectedLate):
            await pool.send(ENVELOPE, MESSAGE)
        assert hop.messages == []
        await pool.send(ENVELOPE, MESSAGE)
        pool.close()
    assert (len(hop.messages), hop.connections) == (1, 1)


@dataclass
class Hesitating(NextHop):
    """Answers the MAIL of that number after three seconds, by a clock of its own."""

    number: int = 2
    passed_s: float = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self.passed_s

    async def _say(self, writer: asyncio.StreamWriter, phase: str) -> bytes:
        if phase == "mail":
            self.number -= 1
            self.passed_s += 3.0 * (self.number == 0)
        return await super()._say(writer, phase)


@pytest.mark.parametrize("last_words", [b"421 4.4.2 idle too long\r\n", CLOSE])
async def test_a_claim_that_waited_long_for_a_stale_connection_is_given_back(
    monkeypatch: pytest.MonkeyPatch, last_words: bytes
) -> None:
    """Whoever opts out in those seconds gets nothing: the list is asked again."""
    hop = Hesitating({"mail": [GOOD["mail"], last_words]})
    monkeypatch.setattr(smtp_pool, "time", hop)
    async with listening(hop):
        pool = SmtpPool(connector(hop.port))
        await pool.send(ENVELOPE, MESSAGE)
        with pytest.raises(ConnectedLate):
            await pool.send(ENVELOPE, MESSAGE)
        assert (len(hop.messages), hop.connections) == (1, 2)
        await pool.send(ENVELOPE, MESSAGE)
        pool.close()
    assert (len(hop.messages), hop.connections) == (2, 2)


async def test_a_next_hop_that_connects_late_and_hangs_up_on_everybody_puts_mail_off() -> None:
    """Given back, it would be claimed again at once, for ever."""
    async with listening(NextHop({"mail": CLOSE})) as hop:
        pool = SmtpPool(connector(hop.port), prompt_s=0)
        with pytest.raises(ConnectedLate):
            await pool.send(ENVELOPE, MESSAGE)
        with pytest.raises(ConnectionLost):
            await pool.send(ENVELOPE, MESSAGE)
        pool.close()


async def test_two_connections_are_open_only_while_two_are_needed() -> None:
    async with listening(NextHop()) as hop:
        pool = SmtpPool(connector(hop.port), breaker=CircuitBreaker())
        async with asyncio.TaskGroup() as group:
            for _ in range(2):
                group.create_task(pool.send(ENVELOPE, MESSAGE))
        await pool.send(ENVELOPE, MESSAGE)
        pool.close()
    assert hop.connections == 2


async def test_no_connection_asks_what_this_machine_is_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = Mock(return_value="x.example")
    for name in ("getfqdn", "gethostname", "gethostbyaddr"):
        monkeypatch.setattr(socket, name, asked)
    async with listening(NextHop()) as hop:
        pool = SmtpPool(connector(hop.port))
        await pool.send(ENVELOPE, MESSAGE)
        pool.close()
    assert hop.commands[0] == b"EHLO gateway.test"
    asked.assert_not_called()


async def test_a_next_hop_that_wants_fewer_connections_is_not_taken_for_down() -> None:
    hop = Narrow()
    async with listening(hop):
        pool = SmtpPool(connector(hop.port))
        busy = [await pool.fresh() for _ in range(2)]
        for _ in range(4):
            with pytest.raises(Crowded):
                await pool.send(ENVELOPE, MESSAGE)
        assert (pool.breaker.has_worked, pool.within(10)) == (True, 2)
        pool.keep(busy.pop())
        await pool.send(ENVELOPE, MESSAGE)
        pool.keep(busy.pop())
        pool.close()
    assert len(hop.messages) == 1


async def test_a_next_hop_that_refuses_all_is_down_though_one_connection_was_cut() -> None:
    hop = Narrow()
    async with listening(hop):
        pool = SmtpPool(connector(hop.port))
        (await pool.fresh()).cut()  # and never given back
        await eventually(lambda: hop.standing == 0)
        hop.most = 0
        for _ in range(3):
            with pytest.raises(ConnectFailed):
                await pool.send(ENVELOPE, MESSAGE)
    assert (pool.breaker.is_open, pool.within(10)) == (True, 10)


async def test_connections_that_are_being_opened_count_where_others_are_refused() -> None:
    hop = Narrow(most=5, hello_s=0.05)
    async with listening(hop):
        pool = SmtpPool(connector(hop.port))
        ended = await asyncio.gather(*(pool.fresh() for _ in range(10)), return_exceptions=True)
        assert sum(isinstance(each, Crowded) for each in ended) == 5
        assert (hop.standing, pool.within(10), pool.breaker.has_worked) == (5, 5, True)
        pool.close()


async def test_a_connection_whose_transaction_is_not_begun_is_let_go_of() -> None:
    async with listening(NextHop({"mail": b"421 4.7.0 later\r\n"})) as hop:
        way = Way(route(hop.port), Delivery(), "gateway.test")
        for _ in range(3):
            with pytest.raises(TemporaryFailure):
                await way.begin(Sender(reverse_path="a@example.com"))
        assert not way._pool._busy
        way.close()


async def test_more_connections_are_tried_again_after_a_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Hesitating()
    monkeypatch.setattr(smtp_pool, "time", clock)
    hop = Narrow(most=1)
    async with listening(hop):
        pool = SmtpPool(connector(hop.port))
        busy = await pool.fresh()
        with pytest.raises(Crowded):
            await pool.fresh()
        assert pool.within(10) == 1
        clock.passed_s = 61
        assert pool.within(10) == 10
        pool.keep(busy)
        pool.close()
