"""DNS that never answers, or says that it cannot: mail waits, and nobody else does."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest

from gateway.delivery.envelope import Deadlines
from gateway.delivery.smtp_connect import ConnectFailed, SmtpConnector
from gateway.spool.model import State
from tests.contract.delivery.make import MESSAGE, carrier, claimed, route
from tests.contract.delivery.next_hop import NextHop, listening

if TYPE_CHECKING:
    from collections.abc import Iterator

DEAD = "mx.dead.example"


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """When the resolver of this machine says, of one name, that it cannot."""
    said, ask = threading.Event(), socket.getaddrinfo

    def silent(host: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - as the library has it
        if host == DEAD:
            said.wait(30)
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return ask(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    yield said
    said.set()


async def test_while_dns_is_dead_mail_waits_and_other_mail_does_not(
    answers: threading.Event,
) -> None:
    async with listening(NextHop()) as hop, asyncio.TaskGroup() as group:
        waiting = group.create_task(carrier(25, host=DEAD, tls="starttls").send(claimed(), MESSAGE))
        (other,) = await carrier(hop.port).send(claimed(), MESSAGE)
        assert other.state is State.DELIVERED
        assert not waiting.done()
        answers.set()
        (settled,) = await waiting
    assert settled.state is State.DEFERRED
    assert settled.status == "4.4.1"


async def test_dns_that_never_answers_is_waited_for_no_longer_than_a_connection(
    answers: threading.Event,
) -> None:
    deadlines = Deadlines(connect_s=0.2, command_s=5, data_s=5)
    connect = SmtpConnector(route(25, host=DEAD, tls="starttls"), deadlines, "gateway.test")
    with pytest.raises(ConnectFailed) as failed:
        await connect()
    assert failed.value.status == "4.4.1"
    assert not answers.is_set()
    answers.set()  # a thread waits for it
