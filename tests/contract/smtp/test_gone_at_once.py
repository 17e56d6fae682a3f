"""Clients that are gone before they were greeted end nothing but themselves."""

from __future__ import annotations

import asyncio
import socket
import ssl
from typing import TYPE_CHECKING, Any, Final

import pytest
from structlog.testing import capture_logs

from tests.contract.smtp.edge import STRANGER, edge
from tests.contract.smtp.test_behind_a_proxy import HERE, v1, v2
from tests.contract.smtp.wire import Caller, wired

if TYPE_CHECKING:
    from tests.contract.smtp.wire import Wired

WIRE: Final = b"Subject: x\r\n\r\nbody\r\n.\r\n"
CLIENTHELLO: Final = b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03"


@pytest.mark.parametrize("said", [b"", v1("192.0.2.7"), v2("192.0.2.7"), b"PROXY", b"x" * 40])
@pytest.mark.parametrize("steps", range(6))
async def test_gone_before_or_behind_the_proxy_s_header(said: bytes, steps: int) -> None:
    async with wired(submitter=STRANGER, trusted_proxies=HERE) as running:
        caller = Caller(running.terms)
        caller.session.data_received(said)
        await _gone(running, caller, steps)


@pytest.mark.parametrize("said", [b"", CLIENTHELLO, b"EHLO x\r\n"])
@pytest.mark.parametrize("steps", range(6))
async def test_gone_before_or_within_the_handshake(
    said: bytes, steps: int, certificate: dict[str, Any]
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate["certificate_file"], certificate["key_file"])
    async with wired(submitter=STRANGER, tls="implicit", context=context, **certificate) as running:
        caller = Caller(running.terms)
        if said:
            caller.wire.receive(said)
        await _gone(running, caller, steps)


async def _gone(running: Wired, caller: Caller, steps: int) -> None:
    with capture_logs() as lines:
        for _ in range(steps):
            await asyncio.sleep(0)
        caller.hang_up()
        await running.over()
    assert [line for line in lines if line["log_level"] == "error"] == []
    assert running.terms.gate.fullness == 0
    assert running.terms.gate._open == {}


@pytest.mark.parametrize("kind", ["none", "implicit", "starttls"])
async def test_a_hundred_that_reset_at_once(
    kind: str, certificate: dict[str, Any], trust: ssl.SSLContext
) -> None:
    keys = certificate if kind != "none" else {}
    async with edge(tls=kind, **keys) as running:
        for number in range(100):
            with socket.create_connection((running.host, running.port)) as raw:
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                raw.sendall((b"", CLIENTHELLO, b"EHLO x.example\r\nSTARTTLS\r\n")[number % 3])
                await asyncio.sleep(0 if number % 2 else 0.001)
        client = await running.connect(trust if kind == "implicit" else None)
        await client.greeted()
        assert (await client.message(WIRE)).startswith(b"250 2.0.0")
