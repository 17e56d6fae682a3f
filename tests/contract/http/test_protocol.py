"""What comes over the wire: smuggling forms, slow and broken clients, TLS, proxies, stopping."""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
import warnings
from typing import TYPE_CHECKING
from unittest.mock import patch
from urllib.parse import urlsplit

import aiohttp
import pytest
import trustme
from aiohttp import http_parser

from gateway.config.models import HttpListener
from gateway.errors import ConfigError
from gateway.http import body, server, unsubscribe
from gateway.http.server import HttpListenerServer
from gateway.sockets import ListenError
from suppression.entry import Channel
from suppression.keys import email_key
from tests.contract.http.conftest import Inlet, serving
from tests.contract.http.test_sms import TEXT

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.submission import Acceptance, SmsSubmission
    from tests.contract.http.conftest import Gateway

    Stores = tuple[object, object, object]


async def exchange(gateway: Gateway, request: bytes) -> bytes:
    host, _, port = gateway.url.removeprefix("http://").rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request)
    async with asyncio.timeout(20):
        answer = await reader.read()
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()
    return answer


HEAD = b"POST /u/x HTTP/1.1\r\nHost: localhost\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"


@pytest.mark.parametrize(
    "request_",
    [
        HEAD + b"Content-Length: 5\r\n" + CHUNKED + b"\r\n0\r\n\r\n",
        HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        HEAD + b"Content-Length: +5\r\n\r\nhello",
        HEAD + b"Content-Length: 1_0\r\n\r\n0123456789",
        HEAD + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        HEAD + b"X : y\r\nContent-Length: 0\r\n\r\n",
        HEAD + b"X: a\r\n b\r\nContent-Length: 0\r\n\r\n",
        HEAD + b"X: a\0b\r\nContent-Length: 0\r\n\r\n",
        b"POST /u/x HTTP/1.1\nHost: localhost\nContent-Length: 0\n\n",
        b"POST /u/x HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 0\r\n\r\n",
        HEAD + b"X: " + b"a" * 9000 + b"\r\nContent-Length: 0\r\n\r\n",
        HEAD + b"".join(b"X%d: a\r\n" % n for n in range(200)) + b"Content-Length: 0\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 32 + b"\r\n\r\n",
        b"EHLO spam.example\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
async def test_ambiguous_request_is_400_and_the_connection_ends(
    gateway: Gateway, request_: bytes
) -> None:
    answer = await exchange(gateway, request_)
    assert re.match(rb"HTTP/1\.[01] 400 ", answer), answer[:200]
    assert answer.count(b"HTTP/1.") == 1
    assert b"HTTP_BAD_REQUEST" in answer
    assert b"\r\nServer:" not in answer
    assert b"aiohttp" not in answer


async def test_broken_chunk_is_400(gateway: Gateway) -> None:
    answer = await exchange(gateway, HEAD + CHUNKED + b"\r\n0x3\r\nabc\r\n0\r\n\r\n")
    assert re.match(rb"HTTP/1\.[01] 400 ", answer)


async def test_chunked_one_click_is_taken(gateway: Gateway) -> None:
    token = await gateway.token()
    chunks = b"5\r\nList-\r\n15\r\nUnsubscribe=One-Click\r\n0\r\n\r\n"
    head = f"POST /u/{token} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n".encode() + CHUNKED
    answer = await exchange(gateway, head + b"\r\n" + chunks)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert await gateway.blocks("ann@example.net", stream="news")


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


async def test_absolute_form_changes_neither_host_nor_effect(gateway: Gateway) -> None:
    request = b"GET http://evil.example/healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = await exchange(gateway, request)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"evil" not in answer


@pytest.mark.parametrize("target", ["http://evil.example", ""])
async def test_a_page_asked_for_by_another_name_leads_nowhere_else(
    gateway: Gateway, target: str
) -> None:
    """As absolute form or by its Host: every link and form of the page goes back to us."""
    token = await gateway.token()
    head = "HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n"
    asked = f"GET {target}/u/{token} {head}Connection: close\r\n\r\n"
    offer = await exchange(gateway, asked.encode())
    act = re.search(rb'name="page" value="([^"]+)"', offer)
    assert act
    form = b"choice=all&page=" + act[1]
    length = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n"
    pressed = f"POST {target}/u/{token} {head}{length}Connection: close\r\n\r\n".encode() + form
    for page in (offer, await exchange(gateway, pressed)):
        assert page.startswith(b"HTTP/1.1 200 ")
        assert b"<form" in page
        links = re.findall(r'(?:href|src|action)="([^"]*)"', page.decode())
        assert links
        for link in map(urlsplit, links):
            reached = f"{link.scheme}://{link.netloc}"
            assert reached in (gateway.services.config.public.url, "://")
        assert b"evil" not in page


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
                "mode": "enforce", "opt_outs_waiting": [], "unheard": [],
            },
        )  # fmt: skip
    gateway.spool.close()
    async with gateway.call("GET", "/readyz", key="") as answer:
        assert (answer.status, (await answer.json())["spool"]) == (503, False)
    async with gateway.call("GET", "/healthz", key="") as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "ok"})


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


@pytest.mark.parametrize(
    ("trusted", "forwarded", "origin"),
    [
        ((), "203.0.113.9", "127.0.0.1"),
        (("127.0.0.0/8",), "203.0.113.9", "203.0.113.9"),
        (("127.0.0.0/8",), "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (("127.0.0.0/8", "203.0.113.0/24"), "198.51.100.4, 203.0.113.9", "198.51.100.4"),
        (("127.0.0.0/8",), "nonsense", "127.0.0.1"),
        (("127.0.0.0/8",), "", "127.0.0.1"),
    ],
)
async def test_origin_is_what_trusted_proxies_say(
    stores: Stores, tmp_path: Path, trusted: tuple[str, ...], forwarded: str, origin: str
) -> None:
    listener = HttpListener(listen="127.0.0.1:0", trusted_proxies=trusted)
    async with serving(stores, tmp_path, listener) as gateway:  # type: ignore[arg-type]
        token = await gateway.token()
        headers = {"X-Forwarded-For": forwarded}
        async with gateway.call("POST", f"/u/{token}", key="", headers=headers):
            pass
        (event,) = await gateway.list.history(email_key("ann@example.net"), Channel.EMAIL)
    assert event.address == origin


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


def test_deadlines_are_those_of_the_reference() -> None:
    assert (body.DEADLINE_S, body.SMALL_BYTES) == (30.0, 1 << 20)


@pytest.mark.parametrize(
    "request_",
    [
        HEAD + b"Transfer-Encoding: identity\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n",
        HEAD + b"Content-Length: 0x5\r\n\r\nhello",
        HEAD + b"Content-Length: -1\r\n\r\n",
        HEAD + b"Content-Length: 5, 5\r\n\r\nhello",
        HEAD + b"Content-Length: 99999999999999999999999\r\n\r\n",
        b"POST /u/x HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
        b"POST /u/x HTTP/1.1\r\nHost: a@b\r\nHost: c\r\nContent-Length: 0\r\n\r\n",
        b"GET /u/x\r\n\r\n",
        b"GET /u/x HTTP/3.0\r\nHost: x\r\n\r\n",
        b"G\0ET /u/x HTTP/1.1\r\nHost: x\r\n\r\n",
        HEAD + CHUNKED + b"\r\nfffffffffffffffff\r\nx\r\n0\r\n\r\n",
        HEAD + CHUNKED + b"\r\n5;a\nb\r\nhello\r\n0\r\n\r\n",
        HEAD + CHUNKED + b"\r\n5\r\nhelloX\r\n0\r\n\r\n",
    ],
)
async def test_no_form_of_a_request_is_two_requests(gateway: Gateway, request_: bytes) -> None:
    hidden = b"POST /u HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
    answer = await exchange(gateway, request_ + hidden)
    assert re.match(rb"HTTP/1\.[01] 400 ", answer), answer[:200]
    assert answer.count(b"HTTP/1.") == 1


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /canary HTTP/1.1\r\nHost: canary\r\n\r\n",
        b"CANARY /u/canary HTTP/1.1\r\nHost: canary\r\n\r\n",
        b"GET /v1/messages/canary HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer canary\r\n\r\n",
        b"GET http://canary/v1/messages HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /u/canary HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\ncanary",
        b"POST /v1/sms HTTP/1.1\r\nHost: x\r\nAuthorization: Basic canary\r\n\r\n",
        b"canary canary canary\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\ncanary\r\n\r\n",
    ],
)
async def test_no_error_repeats_what_was_sent(gateway: Gateway, request_: bytes) -> None:
    answer = await exchange(gateway, request_.replace(b"Host:", b"Connection: close\r\nHost:", 1))
    assert re.match(rb"HTTP/1\.[01] 4\d\d ", answer), answer[:200]
    assert b"canary" not in answer.lower()
    assert b"\r\nServer:" not in answer


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
