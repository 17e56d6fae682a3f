"""A listener: what it serves, its health, TLS, starting and stopping."""

from __future__ import annotations

import asyncio
import ssl
import warnings
from datetime import timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

import aiohttp
import pytest
import trustme
from aiohttp import http_parser

from gateway.config.models import HttpListener
from gateway.errors import ConfigError
from gateway.http.server import HttpListenerServer
from gateway.sockets import ListenError
from gateway.spool.model import State
from tests.contract.http.conftest import serving
from tests.contract.http.inlet import Inlet
from tests.contract.http.test_sms import TEXT
from tests.contract.spool.make import NOON, delivery, email

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.submission import Acceptance, SmsSubmission
    from tests.contract.http.conftest import Gateway

    Stores = tuple[object, object, object]


async def test_unknown_paths_and_methods_are_problems(gateway: Gateway) -> None:
    for method, path, status, code in (
        ("GET", "/nothing", 404, "HTTP_NOT_FOUND"),
        ("GET", "/v1/sms", 405, "HTTP_METHOD_NOT_ALLOWED"),
        ("GET", "/v1/email/", 404, "HTTP_NOT_FOUND"),
        ("PUT", "/healthz", 405, "HTTP_METHOD_NOT_ALLOWED"),
    ):
        async with gateway.call(method, path) as answer:
            problem = await answer.json(content_type=None)
            assert (answer.status, problem["code"]) == (status, code)
            assert ("Allow" in answer.headers) is (status == 405)
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_health_tells_the_truth(gateway: Gateway) -> None:
    async with gateway.call("GET", "/readyz", key="") as answer:
        assert (answer.status, await answer.json()) == (
            200,
            {
                "status": "ready", "list": True, "spool": True, "disk": True, "journalled": 0,
                "mode": "enforce", "opt_outs_waiting": [], "held": None, "unheard": [],
            },
        )  # fmt: skip
    gateway.spool.close()
    async with gateway.call("GET", "/readyz", key="") as answer:
        assert (answer.status, (await answer.json())["spool"]) == (503, False)
    async with gateway.call("GET", "/healthz", key="") as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "ok"})


async def test_readiness_says_what_is_held_for_a_person_and_stays_ready(gateway: Gateway) -> None:
    people = [delivery(f"{number}@example.net", state=State.HELD) for number in range(2)]
    await gateway.spool.accept(email(*people, at=NOON, expires_at=NOON + timedelta(hours=9)))
    later = NOON + timedelta(hours=1)
    await gateway.spool.accept(email(people[0], at=later, expires_at=NOON + timedelta(hours=2)))
    await gateway.spool.accept(email(at=NOON - timedelta(hours=1)))
    async with gateway.call("GET", "/readyz", key="") as answer:
        assert (answer.status, (await answer.json())["held"]) == (
            200,
            {
                "count": 3, "oldest_accepted_at": "2026-11-23T12:00:00Z",
                "first_expires_at": "2026-11-23T14:00:00Z",
            },
        )  # fmt: skip


async def test_listener_serves_only_what_it_is_for(stores: Stores, tmp_path: Path) -> None:
    listener = HttpListener(listen="127.0.0.1:0", serves=("public",))
    async with serving(stores, tmp_path, listener) as gateway:  # type: ignore[arg-type]
        for path, status in (
            ("/u/x", 200),
            ("/healthz", 200),
            ("/v1/messages", 404),
            ("/openapi.json", 404),
        ):
            async with gateway.call("GET", path) as answer:
                assert answer.status == status


async def test_tls_is_served_and_nothing_below_1_2(gateway: Gateway, tmp_path: Path) -> None:
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost")
    chain, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    certificate.cert_chain_pems[0].write_to_path(chain)
    certificate.private_key_pem.write_to_path(key)
    listener = HttpListener(listen="127.0.0.1:0", tls="tls", certificate_file=chain, key_file=key)
    https = HttpListenerServer(listener, gateway.services)
    _, port = await https.start()
    context = ssl.create_default_context()
    authority.configure_trust(context)
    url = f"https://localhost:{port}/healthz"
    async with gateway.session.get(url, ssl=context, headers={"Connection": "close"}) as answer:
        assert answer.status == 200
        assert "Server" not in answer.headers
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of what must not work
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(aiohttp.ClientConnectionError):
        await gateway.session.get(url, ssl=context)
    await https.stop(1.0)


async def test_stop_lets_a_request_under_way_end(stores: Stores, tmp_path: Path) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def submit(submission: SmsSubmission) -> Acceptance:
        begun.set()
        await may_end.wait()
        return await Inlet().text(submission)

    listener = HttpListener(listen="127.0.0.1:0")
    served = serving(stores, tmp_path, listener, submit_sms=submit)  # type: ignore[arg-type]
    async with served as gateway, asyncio.TaskGroup() as group:
        post = group.create_task(sent(gateway))
        await begun.wait()
        stop = group.create_task(served._server.stop(5.0))
        await asyncio.sleep(0.05)
        with pytest.raises(aiohttp.ClientConnectionError):
            await sent(gateway)
        may_end.set()
        assert await post == 202
        await stop


async def sent(gateway: Gateway) -> int:
    async with gateway.call("POST", "/v1/sms", json=TEXT) as answer:
        return answer.status


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
async def test_health_is_told_to_who_asks_for_the_head_alone(gateway: Gateway, path: str) -> None:
    async with gateway.call("HEAD", path, key="") as answer:
        assert (answer.status, await answer.read()) == (200, b"")


async def test_port_in_use_is_an_error_at_start(gateway: Gateway) -> None:
    listen = gateway.url.removeprefix("http://")
    second = HttpListenerServer(HttpListener(listen=listen), gateway.services)
    with pytest.raises(ListenError, match="in use"):
        await second.start()
    await second.stop(1.0)


async def test_without_the_c_parser_nothing_is_served(gateway: Gateway) -> None:
    slow = http_parser.HttpRequestParserPy
    with patch.object(http_parser, "HttpRequestParser", slow), pytest.raises(ConfigError):
        HttpListenerServer(HttpListener(), gateway.services)
