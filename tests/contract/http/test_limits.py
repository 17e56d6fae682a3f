"""What a client may take of us: time, bytes, requests and connections."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from unittest.mock import patch

import aiohttp
import pytest

from gateway.config.models import HttpListener
from gateway.http import body, server, unsubscribe
from tests.contract.http.conftest import serving
from tests.contract.http.wire import CHUNKED, HEAD, exchange

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.http.conftest import Gateway

    Stores = tuple[object, object, object]


async def test_body_that_stalls_is_408_and_does_nothing(gateway: Gateway) -> None:
    token = await gateway.token()
    head = f"POST /u/{token} HTTP/1.1\r\nHost: x\r\nContent-Length: 26\r\n\r\nList-Uns".encode()
    with patch.object(unsubscribe, "DEADLINE_S", 0.2):
        answer = await exchange(gateway, head)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"Connection: close" in answer
    assert not await gateway.blocks("ann@example.net", stream="news")


async def test_body_that_never_ends_is_413(gateway: Gateway) -> None:
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    answer = await exchange(gateway, HEAD + CHUNKED + b"\r\n" + chunk * 3)
    assert answer.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("said", [b"", b"POST /u", HEAD + b"X: y\r\n"])
async def test_connection_that_says_too_little_is_closed(
    stores: Stores, tmp_path: Path, said: bytes
) -> None:
    listener = HttpListener(listen="127.0.0.1:0")
    with patch.dict(server._LIMITS, {"keepalive_timeout": 0.2}):
        async with serving(stores, tmp_path, listener) as gateway:  # type: ignore[arg-type]
            assert await exchange(gateway, said) == b""


def test_deadlines_are_those_of_the_reference() -> None:
    assert (body.DEADLINE_S, body.SMALL_BYTES) == (30.0, 1 << 20)


async def test_a_key_that_asks_too_often_is_told_to_wait(stores: Stores, tmp_path: Path) -> None:
    listener = HttpListener(listen="127.0.0.1:0", max_requests_per_minute=12)
    async with serving(stores, tmp_path, listener) as gateway:  # type: ignore[arg-type]
        for status in (200, 200, 429, 429):
            async with gateway.call("GET", "/v1/messages") as answer:
                assert answer.status == status
                if status == 429:
                    problem = await answer.json(content_type=None)
                    assert (problem["code"], answer.headers["Retry-After"]) == ("RATE_TENANT", "5")
        async with gateway.call("GET", "/v1/messages", key="other") as answer:
            assert answer.status == 200
        account = "AC" + "0" * 32
        login = {"Authorization": aiohttp.encode_basic_auth(account, gateway.secrets["all"])}
        url = f"{gateway.url}/twilio/2010-04-01/Accounts/{account}/Messages.json"
        async with gateway.session.get(url, headers=login) as answer:
            assert (answer.status, (await answer.json())["code"]) == (429, 20429)
        for path in ("/healthz", "/u/x"):  # nobody is kept from looking, or from the way out
            async with gateway.call("GET", path, key="") as answer:
                assert answer.status == 200


@pytest.mark.parametrize("trusted", [(), ("127.0.0.0/8",)])
async def test_connections_beyond_the_limit_are_told_so_and_their_places_come_back(
    stores: Stores, tmp_path: Path, trusted: tuple[str, ...]
) -> None:
    listener = HttpListener(
        listen="127.0.0.1:0", max_connections=4, max_connections_per_address=2,
        trusted_proxies=trusted,
    )  # fmt: skip
    places = 4 if trusted else 2
    request = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    async with serving(stores, tmp_path, listener) as gateway:  # type: ignore[arg-type]
        await gateway.session.close()  # its connections would be counted
        host, _, port = gateway.url.removeprefix("http://").rpartition(":")
        held = [await asyncio.open_connection(host, int(port)) for _ in range(places)]
        await asyncio.sleep(0.1)
        refused = await exchange(gateway, b"")
        assert refused.startswith(b"HTTP/1.1 503 ")
        assert b"Retry-After: 30\r\n" in refused
        held[0][1].write(request)
        assert (await held[0][0].read()).startswith(b"HTTP/1.1 200 ")
        await asyncio.sleep(0.2)
        assert (await exchange(gateway, request)).startswith(b"HTTP/1.1 200 ")
        for _, writer in held:
            writer.close()
