"""What every provider that is asked over HTTP has in common: nothing sent twice, nothing lost."""

from __future__ import annotations

import asyncio
import hashlib
import socket
import ssl
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import trustme

from gateway.delivery.copies import Copies
from gateway.delivery.lane import Lane
from gateway.errors import ConfigError
from gateway.providers.asking import MAX_ANSWER_BYTES
from gateway.spool.model import State
from tests.contract.delivery.make import NOW
from tests.contract.providers.make import (
    NUMBER,
    WORDS,
    Plain,
    Seconds,
    carrier,
    route,
    text,
)
from tests.contract.providers.service import CLOSE, HANG, Service, says, serving

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.providers.http_carrier import HttpCarrier
    from gateway.providers.provider import Answer, Outcome
    from gateway.spool.model import Settlement

COPY = WORDS.encode()
ENDS = {
    "SENT": State.DELIVERED,
    "REFUSED": State.FAILED,
    "LATER": State.QUEUED,
    "DOWN": State.DEFERRED,
    "UNKNOWN": State.UNKNOWN,
}


async def once(hop: HttpCarrier, copy: bytes = COPY) -> Settlement:
    try:
        (settled,) = await hop.send(text(), copy)
    finally:
        await hop.close()
    return settled


def dead_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.parametrize(("word", "state"), ENDS.items())
async def test_what_an_answer_means_is_how_the_text_ends(word: str, state: State) -> None:
    async with serving(says(200, word)) as service:
        settled = await once(carrier(Plain(service.url)))
    assert settled.state is state
    assert settled.reply == f"200 {word}"
    assert len(service.requests) == 1


async def test_a_text_that_was_taken_keeps_its_digest_and_the_id_it_has_there() -> None:
    async with serving(says(200, "SENT")) as service:
        settled = await once(carrier(Plain(service.url), callback="https://gate.test/told"))
    assert settled.sent_sha256 == hashlib.sha256(COPY).hexdigest()
    assert settled.next_hop_id == "their-id"
    (request,) = service.requests
    assert request.login == ("us", "key of the tests")
    assert request.query == {"to": NUMBER}
    assert request.form == {
        "words": WORDS, "callback": "https://gate.test/told?id=0000000000001&attempt=1",
    }  # fmt: skip


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize(
    "silence", [CLOSE, HANG, b"HTTP/1.1 200 ok\r\nContent-", b"no HTTP\r\n\r\n"]
)
async def test_no_answer_after_the_request_left_is_unknown_and_asked_once(
    method: str, silence: bytes
) -> None:
    async with serving(silence) as service:
        settled = await once(carrier(Plain(service.url, method), patience_s=0.3))
    assert settled.state is State.UNKNOWN
    assert len(service.requests) == 1


async def test_a_connection_is_never_used_twice() -> None:
    async with serving(says(200, "SENT"), CLOSE) as service:
        hop = carrier(Plain(service.url, "GET"))
        states = [(await hop.send(text(), COPY))[0].state for _ in range(2)]
        await hop.close()
    assert states == [State.DELIVERED, State.UNKNOWN]
    assert (service.connections, len(service.requests)) == (2, 2)


async def test_a_provider_that_cannot_be_reached_knows_nothing_of_the_text() -> None:
    settled = await once(carrier(Plain(f"http://127.0.0.1:{dead_port()}")))
    assert settled.state is State.DEFERRED
    assert settled.reply == "the provider cannot be reached: Connection refused"


async def test_a_provider_that_speaks_no_tls_is_said_to_be_that() -> None:
    async def refuse(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        settled = await once(carrier(Plain(f"https://127.0.0.1:{port}")))
    assert settled.state is State.DEFERRED
    assert settled.reply == "the provider cannot be reached: TLS with it fails"


async def test_an_answer_that_our_reading_breaks_on_leaves_the_text_unknown() -> None:
    class Naive(Plain):
        def read(self, answer: Answer) -> Outcome:
            raise RecursionError(answer.body)

    async with serving(says(200, "SENT")) as service:
        settled = await once(carrier(Naive(service.url)))
    assert settled.state is State.UNKNOWN
    assert len(service.requests) == 1


async def test_a_name_that_does_not_exist_knows_nothing_of_the_text() -> None:
    settled = await once(carrier(Plain("http://nowhere.invalid")))
    assert settled.state is State.DEFERRED


async def test_who_is_not_whom_the_certificate_names_is_told_nothing(tmp_path: Path) -> None:
    authority = trustme.CA()
    other = authority.issue_cert("other.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    other.configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    service = Service([says(200, "SENT")])
    server = await asyncio.start_server(service.serve, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    hop = carrier(Plain(f"https://127.0.0.1:{port}"), on=route(ca_file=tmp_path / "ca.pem"))
    settled = await once(hop)
    server.close()
    assert settled.state is State.DEFERRED
    assert service.requests == []


def test_an_authority_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nothing\.pem"):
        carrier(Plain("https://gate.test"), on=route(ca_file=tmp_path / "nothing.pem"))


async def test_a_redirection_is_an_answer_and_takes_no_login_elsewhere() -> None:
    async with serving(says(200, "SENT")) as other:
        moved = says(307, "DOWN", Location=f"{other.url}/send")
        async with serving(moved) as service:
            settled = await once(carrier(Plain(service.url)))
    assert settled.state is State.DEFERRED
    assert other.requests == []


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 ok\r\nContent-Length: 100\r\nConnection: close\r\n\r\nSENT and then",
        says(200, b"SENT " + b"x" * (4 * MAX_ANSWER_BYTES)),
    ],
    ids=["cut off", "endless"],
)
async def test_of_an_answer_without_end_its_beginning_is_read(answer: bytes) -> None:
    async with serving(answer) as service:
        settled = await once(carrier(Plain(service.url), patience_s=1))
    assert settled.state is State.DELIVERED


async def test_what_is_too_much_rests_for_as_long_as_the_provider_asks() -> None:
    seconds = Seconds()
    async with serving(says(429, "LATER", Retry_After="120"), says(200, "SENT")) as service:
        hop = carrier(Plain(service.url), seconds=seconds)
        (settled,) = await hop.send(text(), COPY)
        assert settled.state is State.QUEUED
        assert settled.next_at == NOW + timedelta(seconds=120)
        assert hop.limit == 0
        (given_back,) = await hop.send(text(), COPY)
        assert given_back.state is State.QUEUED
        assert len(service.requests) == 1
        seconds.now += 121
        assert hop.limit == 10
        (settled,) = await hop.send(text(), COPY)
        await hop.close()
    assert settled.state is State.DELIVERED


@pytest.mark.parametrize(
    ("asked", "pause_s"),
    [
        ("Mon, 02 Mar 2026 12:01:00 GMT", 60),
        ("Mon, 02 Mar 2026 11:00:00 GMT", 30),  # over: what we would wait by ourselves
        ("soon", 30),
        ("²", 30),
        ("-5", 30),
        ("9" * 400, 3600),
    ],
)
async def test_how_long_to_wait_is_read_in_every_form(asked: str, pause_s: int) -> None:
    async with serving(says(429, "LATER", Retry_After=asked)) as service:
        settled = await once(carrier(Plain(service.url)))
    assert settled.next_at == NOW + timedelta(seconds=pause_s)


async def test_a_provider_that_is_down_is_left_alone_and_tried_with_one_text() -> None:
    seconds = Seconds()
    async with serving(*[says(500, "UNKNOWN")] * 3, says(200, "SENT")) as service:
        hop = carrier(Plain(service.url), seconds=seconds)
        for _ in range(3):
            await hop.send(text(), COPY)
        assert hop.limit == 0
        seconds.now += 6
        assert hop.limit == 1
        await hop.send(text(), COPY)
        assert hop.limit == 10
        await hop.close()
    assert len(service.requests) == 4


async def test_a_password_that_cannot_be_read_is_no_fault_of_the_text(tmp_path: Path) -> None:
    async with serving(says(200, "SENT")) as service:
        on = route(password="", password_file=tmp_path / "secret")
        settled = await once(carrier(Plain(service.url), on=on))
    assert settled.state is State.DEFERRED
    assert str(tmp_path) not in settled.reply
    assert service.requests == []


async def test_a_new_password_needs_no_reload(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    async with serving(says(200, "SENT")) as service:
        hop = carrier(Plain(service.url), on=route(password="", password_file=secret))
        for word in ("first", "second"):
            secret.write_text(word)
            secret.chmod(0o600)
            await hop.send(text(), COPY)
        await hop.close()
    assert [request.login[1] for request in service.requests] == ["first", "second"]


async def test_what_is_interrupted_is_unknown_and_asked_once() -> None:
    async with serving(HANG) as service:
        hop = carrier(Plain(service.url), patience_s=30)
        lane = Lane(hop, Copies({}, None, lambda: NOW), 0.3)  # type: ignore[arg-type]
        (settled,) = await lane.send(text(raw=COPY))
        await hop.close()
    assert settled.state is State.UNKNOWN
    assert len(service.requests) == 1


async def test_a_text_of_the_route_s_own_number_and_of_no_time_left() -> None:
    """The carrier hands on what is left of a text's time, never nothing."""
    seen = []

    class Looking(Plain):
        def order(self, text, secret):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
            seen.append((text.sender, text.valid_s))
            return super().order(text, secret)

    async with serving(says(200, "SENT")) as service:
        hop = carrier(Looking(service.url), on=route(number="+14155550100"))
        await hop.send(text(reverse_path="", expires_at=NOW + timedelta(minutes=7)), COPY)
        await hop.send(text(expires_at=NOW), COPY)
        await hop.close()
    assert seen == [("+14155550100", 420), ("+15005550006", 1)]
