from __future__ import annotations

import asyncio

import pytest

from gateway.errors import EightBitRefused
from gateway.spool.model import State
from tests.contract.delivery.make import MESSAGE, carrier, claimed
from tests.contract.delivery.next_hop import CLOSE, HANG, Interrupting, NextHop, listening

THREE = ("ann@b.test", "bob@b.test", "cid@b.test")
STEPWISE = (b"SIZE 1000000", b"8BITMIME")
PIPELINED = (b"PIPELINING", *STEPWISE)


async def test_a_message_arrives_with_its_envelope_and_every_dot() -> None:
    async with listening(NextHop()) as hop:
        (settled,) = await carrier(hop.port).send(claimed(), MESSAGE)
    assert settled.state is State.DELIVERED
    assert settled.next_hop_id == "4ABC123"
    assert settled.status == "2.0.0"
    assert hop.messages == [MESSAGE.replace(b"\r\n.dotted", b"\r\n..dotted") + b".\r\n"]
    assert hop.commands[1:] == [
        b"MAIL FROM:<sender@example.com> SIZE=%d" % len(MESSAGE), b"RCPT TO:<ann@b.test>", b"DATA",
    ]  # fmt: skip


@pytest.mark.parametrize("extensions", [PIPELINED, STEPWISE])
async def test_one_refused_recipient_does_not_keep_the_message_from_the_others(
    extensions: tuple[bytes, ...],
) -> None:
    answers = [b"250 ok\r\n", b"550-5.1.1 no\r\n550 5.1.1 such user\r\n", b"451 4.2.1 later\r\n"]
    async with listening(NextHop({"rcpt": list(answers)}, extensions)) as hop:
        settled = await carrier(hop.port).send(claimed(THREE), MESSAGE)
    assert [s.state for s in settled] == [State.DELIVERED, State.FAILED, State.DEFERRED]
    assert [s.delivery_id for s in settled] == [1, 2, 3]
    assert settled[1].reply == "550 5.1.1 no such user"
    assert settled[1].status == "5.1.1"
    assert len(hop.messages) == 1


@pytest.mark.parametrize("extensions", [PIPELINED, STEPWISE])
async def test_no_body_is_sent_when_every_recipient_is_refused(
    extensions: tuple[bytes, ...],
) -> None:
    async with listening(NextHop({"rcpt": b"550 5.1.1 no\r\n"}, extensions)) as hop:
        settled = await carrier(hop.port).send(claimed(THREE), MESSAGE)
        assert all(s.state is State.FAILED for s in settled)
        assert all(m == b".\r\n" for m in hop.messages)  # RFC 2920 3.1


@pytest.mark.parametrize("extensions", [PIPELINED, STEPWISE])
@pytest.mark.parametrize(
    ("phase", "answer", "state"),
    [
        ("mail", b"451 4.3.0 later\r\n", State.DEFERRED),
        ("mail", b"550 5.7.1 no\r\n", State.FAILED),
        ("mail", b"552 5.3.4 too big\r\n", State.FAILED),
        ("mail", b"530 5.7.0 authenticate first\r\n", State.DEFERRED),
        ("rcpt", b"552 5.5.3 too many\r\n", State.DEFERRED),  # RFC 5321 4.5.3.1.10
        ("rcpt", b"552 too many\r\n", State.DEFERRED),
        ("rcpt", b"552 5.2.2 mailbox full\r\n", State.FAILED),
        ("rcpt", b"552 5.3.4 too big\r\n", State.FAILED),
        ("rcpt", b"571 5.7.1 not authorized\r\n", State.FAILED),
        ("rcpt", b"460 later\r\n", State.DEFERRED),
        ("data", b"451 4.3.0 later\r\n", State.DEFERRED),
        ("data", b"554 5.5.1 no valid recipients\r\n", State.FAILED),
        ("data", b"250 2.0.0 whatever\r\n", State.DEFERRED),
        ("dot", b"452 4.3.1 disk full\r\n", State.DEFERRED),
        ("dot", b"554 5.6.0 spam\r\n", State.FAILED),
        ("dot", b"590 5.7.0 blocked\r\n", State.FAILED),
        ("dot", b"354 more\r\n", State.DEFERRED),
    ],
)
async def test_a_refusal_defers_or_fails_by_its_class_and_the_connection_serves_the_next(
    extensions: tuple[bytes, ...], phase: str, answer: bytes, state: State
) -> None:
    times = 3 if phase == "rcpt" else 1
    async with listening(NextHop({phase: [answer] * times}, extensions)) as hop:
        carried = carrier(hop.port)
        settled = await carried.send(claimed(THREE), MESSAGE)
        assert [s.state for s in settled] == [state] * 3
        (after,) = await carried.send(claimed(), MESSAGE)
        assert after.state is State.DELIVERED
        assert hop.connections == 1


async def test_a_refused_transaction_is_reset_before_the_next() -> None:
    async with listening(NextHop({"rcpt": [b"550 5.1.1 no\r\n"]})) as hop:
        carried = carrier(hop.port)
        await carried.send(claimed(), MESSAGE)
        (settled,) = await carried.send(claimed(), MESSAGE)
        assert settled.state is State.DELIVERED
        assert hop.connections == 1
        assert hop.commands.count(b"RSET") == 1


HUGE_LINE = b"250 " + b"x" * (1 << 20) + b"\r\n"
MANY_LINES = b"250-" + b"y" * 70 + b"\r\n"


@pytest.mark.parametrize("extensions", [PIPELINED, STEPWISE])
@pytest.mark.parametrize("phase", ["banner", "ehlo", "starttls", "mail", "rcpt", "data", "dot"])
@pytest.mark.parametrize(
    "misbehaviour",
    [
        pytest.param(b"421 4.3.2 shutting down\r\n", id="421"),
        pytest.param(HANG, id="hang"),
        pytest.param(CLOSE, id="close"),
        pytest.param(b"\x00\xff\x01 nonsense\r\n", id="garbage"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n", id="http"),
        pytest.param(HUGE_LINE, id="huge line"),
        pytest.param(MANY_LINES * 1000 + b"250 end\r\n", id="many lines"),
        pytest.param(b"451 4.3.0 la\rter\x00\x1b[31m\r\n", id="control characters"),
    ],
)
async def test_a_misbehaving_next_hop_defers_and_loses_nothing(
    extensions: tuple[bytes, ...], phase: str, misbehaviour: bytes
) -> None:
    tls = "starttls" if phase == "starttls" else "none"
    async with listening(NextHop({phase: misbehaviour}, (b"STARTTLS", *extensions))) as hop:
        carried = carrier(hop.port, patience_s=0.3, tls=tls)
        settled = await carried.send(claimed(THREE), MESSAGE)
        await carried.close()
    assert [s.state for s in settled] == [State.DEFERRED] * 3
    assert tls == "none" or {c.split()[0] for c in hop.commands} <= {b"EHLO", b"STARTTLS"}
    assert (phase == "dot") == bool(hop.messages)
    for each in settled:
        assert each.reply.isprintable()
        assert each.reply.isascii()
        assert 0 < len(each.reply) <= 600
        assert each.status.startswith("4.")


async def test_a_reply_nobody_asked_for_is_never_taken_for_an_answer() -> None:
    injected = b"354 go\r\n250 2.0.0 queued\r\n"
    async with listening(NextHop({"data": injected, "dot": b"554 5.6.0 no\r\n"})) as hop:
        (settled,) = await carrier(hop.port).send(claimed(), MESSAGE)
    assert settled.state is State.DEFERRED
    assert hop.messages == []


async def test_a_sender_refused_with_a_recipient_taken_sends_no_empty_message() -> None:
    script: dict[str, bytes | list[bytes]] = {
        "mail": b"550 5.7.1 no\r\n", "rcpt": b"250 ok\r\n", "data": b"354 go\r\n",
    }  # fmt: skip
    async with listening(NextHop(script)) as hop:
        (settled,) = await carrier(hop.port).send(claimed(), MESSAGE)
    assert settled.state is State.DEFERRED
    assert hop.messages == []


async def test_a_stale_connection_is_replaced_by_a_fresh_one() -> None:
    async with listening(NextHop()) as hop:
        carried = carrier(hop.port)
        await carried.send(claimed(), MESSAGE)
        hop.drop_everybody()
        (settled,) = await carried.send(claimed(), MESSAGE)
    assert settled.state is State.DELIVERED
    assert hop.connections == 2


async def test_a_421_on_a_pooled_connection_is_replaced_by_a_fresh_one() -> None:
    async with listening(NextHop({"mail": [b"250 ok\r\n", b"421 4.4.2 idle\r\n"]})) as hop:
        carried = carrier(hop.port)
        await carried.send(claimed(), MESSAGE)
        (settled,) = await carried.send(claimed(), MESSAGE)
    assert settled.state is State.DELIVERED
    assert hop.connections == 2


async def test_a_connection_lost_after_the_body_is_not_tried_again_at_once() -> None:
    async with listening(NextHop({"dot": [b"250 ok\r\n", CLOSE]})) as hop:
        carried = carrier(hop.port)
        await carried.send(claimed(), MESSAGE)
        (settled,) = await carried.send(claimed(), MESSAGE)
    assert settled.state is State.DEFERRED
    assert len(hop.messages) == 2


@pytest.mark.parametrize(
    "body", [b"a\nb\r\n", b"a\rb\r\n", b"a\0b\r\n", b"a\r\n.\nMAIL FROM:<x>\r\n"]
)
async def test_bare_cr_lf_and_nul_never_leave(body: bytes) -> None:
    async with listening(NextHop()) as hop:
        (settled,) = await carrier(hop.port).send(claimed(), b"Subject: x\r\n\r\n" + body)
    assert settled.state is State.FAILED
    assert hop.commands == []


async def test_an_address_with_a_line_end_never_leaves() -> None:
    async with listening(NextHop()) as hop:
        evil = claimed(reverse_path="x@y.test>\r\nRCPT TO:<victim@z.test")
        (settled,) = await carrier(hop.port).send(evil, MESSAGE)
    assert settled.state is State.FAILED
    assert not any(b"victim" in command for command in hop.commands)


async def test_8_bit_content_goes_only_to_a_next_hop_that_takes_it() -> None:
    copy = "Subject: x\r\n\r\nGrüße\r\n".encode()
    async with listening(NextHop()) as able, listening(NextHop(extensions=())) as unable:
        (taken,) = await carrier(able.port).send(claimed(), copy)
        with pytest.raises(EightBitRefused) as refused:
            await carrier(unable.port).send(claimed(), copy)
    assert taken.state is State.DELIVERED
    assert able.commands[1].endswith(b" BODY=8BITMIME")
    assert refused.value.status == "5.6.3"
    assert unable.messages == []


async def test_an_address_beyond_ascii_goes_only_to_a_next_hop_that_takes_it() -> None:
    people = ("jürgen@b.test", "ann@bücher.test")
    async with listening(NextHop(extensions=(b"SMTPUTF8", b"8BITMIME"))) as able:
        settled = await carrier(able.port).send(claimed(people), MESSAGE)
    assert [s.state for s in settled] == [State.DELIVERED] * 2
    assert "RCPT TO:<jürgen@b.test>".encode() in able.commands
    async with listening(NextHop()) as unable:
        (returned,) = await carrier(unable.port).send(claimed(people[:1]), MESSAGE)
        (taken,) = await carrier(unable.port).send(claimed(people[1:]), MESSAGE)
    assert (returned.state, returned.status) == (State.FAILED, "5.6.7")
    assert taken.state is State.DELIVERED
    assert b"RCPT TO:<ann@xn--bcher-kva.test>" in unable.commands


async def test_a_message_beyond_the_announced_size_is_not_sent() -> None:
    async with listening(NextHop(extensions=(b"SIZE 10",))) as hop:
        (settled,) = await carrier(hop.port).send(claimed(), MESSAGE)
    assert (settled.state, settled.status) == (State.FAILED, "5.3.4")
    assert len(hop.commands) == 1


async def test_a_size_that_no_message_has_keeps_none_back() -> None:
    async with listening(NextHop(extensions=(b"SIZE " + b"9" * 5000,))) as hop:
        (settled,) = await carrier(hop.port).send(claimed(), MESSAGE)
    assert settled.state is State.DELIVERED


async def test_a_yes_counts_whatever_is_said_behind_it() -> None:
    said: dict[str, bytes | list[bytes]] = {"dot": b"250 2.0.0 ok: queued\r\n\r\nHello?\r\n"}
    async with listening(NextHop(said)) as hop:
        (settled,) = await carrier(hop.port).send(claimed(), MESSAGE)
    assert settled.state is State.DELIVERED


async def test_a_next_hop_without_ehlo_is_served_with_helo() -> None:
    script: dict[str, bytes | list[bytes]] = {
        "ehlo": b"502 5.5.1 no\r\n", "helo": b"250 old.test\r\n",
    }  # fmt: skip
    async with listening(NextHop(script)) as hop:
        (settled,) = await carrier(hop.port).send(claimed(), MESSAGE)
    assert settled.state is State.DELIVERED


async def test_a_next_hop_that_is_down_is_left_alone_after_three_failures() -> None:
    async with listening(NextHop()) as hop:
        port = hop.port
    carried = carrier(port)
    for _ in range(3):
        (settled,) = await carried.send(claimed(), MESSAGE)
        assert (settled.state, settled.status) == (State.DEFERRED, "4.4.1")
    assert carried.limit == 0
    (given_back,) = await carried.send(claimed(), MESSAGE)
    assert given_back.state is State.QUEUED


async def test_a_connection_is_given_up_after_a_hundred_transactions() -> None:
    async with listening(NextHop()) as hop:
        carried = carrier(hop.port)
        for _ in range(101):
            (settled,) = await carried.send(claimed(), MESSAGE)
            assert settled.state is State.DELIVERED
        assert hop.connections == 2
        assert hop.commands.count(b"QUIT") == 1


async def test_closing_says_quit() -> None:
    async with listening(NextHop()) as hop:
        carried = carrier(hop.port)
        await carried.send(claimed(), MESSAGE)
        await carried.close()
        async with asyncio.timeout(5):
            await hop.left.wait()
    assert hop.commands[-1] == b"QUIT"


async def test_a_body_refused_half_way_is_an_answer_and_ends_the_connection() -> None:
    answered, gone = asyncio.Event(), asyncio.Event()

    async def early(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 x\r\n")
        for answer in (b"250-x\r\n250 8BITMIME\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"):
            await reader.readline()
            writer.write(answer)
        await reader.readexactly(1000)
        writer.write(b"552 5.3.4 enough\r\n")
        await answered.wait()
        writer.transport.abort()
        gone.set()

    server = await asyncio.start_server(early, "127.0.0.1", 0)
    carried = carrier(server.sockets[0].getsockname()[1])
    copy = MESSAGE + b"x" * 70 + b"\r\n"
    (settled,) = await carried.send(claimed(), copy + (b"y" * 70 + b"\r\n") * 300_000)
    assert (settled.state, settled.status) == (State.FAILED, "5.3.4")
    answered.set()
    await gone.wait()
    server.close()
    await server.wait_closed()


async def test_a_yes_before_the_end_of_the_message_is_not_believed() -> None:
    hop = Interrupting(extensions=(b"8BITMIME",), then=b"250 2.0.0 have it\r\n")
    async with listening(hop):
        large = MESSAGE + (b"x" * 70 + b"\r\n") * 200_000
        (settled,) = await carrier(hop.port).send(claimed(), large)
    assert settled.state is State.DEFERRED
