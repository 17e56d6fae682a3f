"""The bytes of a request are read in one way or not at all, and no error repeats them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.contract.http.wire import CHUNKED, HEAD, exchange

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway

    Stores = tuple[object, object, object]


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
