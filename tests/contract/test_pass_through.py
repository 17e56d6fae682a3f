"""A message passed on while its client waits: the next hop's own word, and nothing is kept."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from gateway.config.models import EmailConfig
from gateway.spool.model import State
from suppression.entry import ALL
from tests.contract.delivery.make import eventually
from tests.contract.delivery.next_hop import NextHop, listening
from tests.contract.passing import NEWS, RECEIPT, passing, transaction
from tests.make import ANN, message

if TYPE_CHECKING:
    from pathlib import Path


async def test_the_client_hears_what_the_next_hop_says(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop, passing(tmp_path, hop) as running:
        client = await running.client()
        assert await client.say(b"MAIL FROM:<bounces@example.com>") == b"250 2.1.0 Sender ok\r\n"
        assert await client.say(b"RCPT TO:<ann@example.net>") == b"250 2.1.5 ok\r\n"
        assert hop.commands[1:] == [
            b"MAIL FROM:<bounces@example.com> BODY=8BITMIME", b"RCPT TO:<ann@example.net>",
        ], "the next hop is asked before the message comes"  # fmt: skip
        assert (await client.say(b"DATA")).startswith(b"354 ")
        assert hop.commands[-1] != b"DATA"
        await client.send(NEWS + b".\r\n")
        assert await client.reply() == b"250 2.0.0 ok: queued as 4ABC123\r\n"
        (delivery,) = await running.deliveries()
        assert (delivery.state, delivery.route) == (State.DELIVERED, "hop")
        assert delivery.last_reply == "250 2.0.0 ok: queued as 4ABC123"
        assert await running.told() == ["passing", "delivered"]


async def test_nothing_of_the_message_is_stored(tmp_path: Path) -> None:
    secret = message("Nobody but Ann may read xyzzy-plugh.\r\n", in_reply_to="<1@example.net>")
    async with listening(NextHop()) as hop, passing(tmp_path, hop) as running:
        assert (await running.send(secret)).startswith(b"250 ")
        assert await running.gate.leaving() == {}
        assert await running.gate.desk.spool.next_due() is None
        await running.gate.desk.spool.release_leases()
    assert b"xyzzy-plugh" in hop.messages[0]
    assert files_with(tmp_path, b"xyzzy-plugh") == []


def files_with(folder: Path, words: bytes) -> list[Path]:
    return [file for file in folder.iterdir() if words in file.read_bytes()]


async def test_a_refusal_by_a_rule_resets_the_next_hop_and_sends_no_body(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop, passing(tmp_path, hop) as running:
        await running.gate.opts_out(ANN)
        client = await running.client()
        reply = await transaction(client)
        assert reply.startswith(b"550 5.7.1 [SUPPRESSED_OPTOUT]")
        assert await client.say(b"NOOP") == b"250 2.0.0 OK\r\n"
        assert hop.commands[-1] == b"RSET"
        assert b"DATA" not in hop.commands
        (delivery,) = await running.deliveries()
        assert delivery.state is State.REFUSED
        assert await running.told() == ["refused"]
        assert (await transaction(client, RECEIPT)).startswith(b"250 "), "and the session goes on"
        assert hop.connections == 1


async def test_an_opt_out_while_the_next_hop_hesitates_wins(tmp_path: Path) -> None:
    hop = Hesitant()
    async with listening(hop), passing(tmp_path, hop) as running:
        client = await running.client()
        async with asyncio.TaskGroup() as group:
            sending = group.create_task(transaction(client))
            await hop.asked.wait()
            await running.gate.opts_out(ANN)
            hop.go_on.set()
        assert sending.result().startswith(b"550 5.7.1 [SUPPRESSED_OPTOUT]")
        (delivery,) = await running.deliveries()
        assert (delivery.state, delivery.verdict) == (State.REFUSED, "refused")
        assert await running.told() == ["refused"]
    assert hop.messages == []
    assert hop.received == b"", "not a byte of the body"


class Hesitant(NextHop):
    """Takes its time to answer DATA, and notes what comes after it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()
        self.go_on = asyncio.Event()
        self.received = b""

    async def _command(
        self, line: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if line != b"DATA":
            await super()._command(line, reader, writer)
            return
        self.asked.set()
        await self.go_on.wait()
        writer.write(b"354 go ahead\r\n")
        self.received = await reader.read()


async def test_a_receipt_reaches_who_opted_out_of_advertising(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop, passing(tmp_path, hop) as running:
        await running.gate.opts_out(ANN)
        assert (await running.send(RECEIPT)).startswith(b"250 ")
        await running.gate.opts_out(ANN, scope=ALL)
        assert (await running.send(RECEIPT)).startswith(b"550 5.7.1 [SUPPRESSED_")
    assert len(hop.messages) == 1


async def test_what_needs_a_review_waits_in_the_queue_of_the_client(tmp_path: Path) -> None:
    email = EmailConfig(on_category_conflict="hold")
    ad = message(
        "Flash sale! 20% off today only, shop now.\r\n", subject="Flash sale: 20% off today",
        x_optwarden_category="transactional; basis=transaction",
    )  # fmt: skip
    async with listening(NextHop()) as hop, passing(tmp_path, hop, email=email) as running:
        reply = await running.send(ad)
        assert reply.startswith(b"451 4.7.1 [EMAIL_CLASS_CONFLICT] ")
        assert b"kept in your queue" in reply
        (delivery,) = await running.deliveries()
        assert (delivery.state, delivery.verdict) == (State.REFUSED, "held")
        assert await running.told() == ["deferred"]
        assert await running.gate.leaving() == {}
    assert b"DATA" not in hop.commands


async def test_a_connection_serves_one_message_after_the_other(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop, passing(tmp_path, hop) as running:
        for _ in range(3):
            assert (await running.send()).startswith(b"250 ")
    assert (hop.connections, len(hop.messages)) == (1, 3)
    assert b"RSET" not in hop.commands


async def test_a_client_that_leaves_resets_the_next_hop(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop, passing(tmp_path, hop) as running:
        for last in (b"RCPT TO:<ann@example.net>", b"DATA"):
            client = await running.client()
            for command in (b"MAIL FROM:<bounces@example.com>", b"RCPT TO:<ann@example.net>"):
                await client.say(command)
            if last == b"DATA":
                await client.say(last)
            await client.close()
            await eventually(lambda: hop.commands[-1] == b"RSET")
            hop.commands.append(b"--")
        assert await running.deliveries() == []
    assert hop.connections == 1


async def test_a_new_greeting_forgets_the_transaction_there_too(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop, passing(tmp_path, hop) as running:
        client = await running.client()
        for command in (b"RSET", b"EHLO again.example.com"):
            await client.say(b"MAIL FROM:<bounces@example.com>")
            await client.say(b"RCPT TO:<ann@example.net>")
            assert (await client.say(command)).startswith(b"250")
            assert hop.commands[-1] == b"RSET"
        assert (await transaction(client)).startswith(b"250 ")


async def test_the_size_a_client_says_is_said_on(tmp_path: Path) -> None:
    script = {"mail": b"552 5.3.4 at most a kilobyte\r\n"}
    async with listening(NextHop(dict(script))) as hop, passing(tmp_path, hop) as running:
        client = await running.client()
        await client.say(b"MAIL FROM:<bounces@example.com> SIZE=5000")
        assert await client.say(b"RCPT TO:<ann@example.net>") == b"552 5.3.4 at most a kilobyte\r\n"
        assert b"MAIL FROM:<bounces@example.com> SIZE=5000 BODY=8BITMIME" in hop.commands


async def test_what_needs_utf8_goes_to_a_next_hop_that_takes_it_and_to_no_other(
    tmp_path: Path,
) -> None:
    takes = NextHop(extensions=(b"8BITMIME", b"SMTPUTF8"))
    mail, rcpt = b"MAIL FROM:<bounces@example.com> SMTPUTF8", "RCPT TO:<zoë@example.net>".encode()
    for number, hop in enumerate((takes, NextHop())):
        async with listening(hop), passing(tmp_path / str(number), hop) as running:
            client = await running.client()
            assert (await client.say(mail)).startswith(b"250 ")
            reply = await client.say(rcpt)
            if hop is takes:
                assert reply == b"250 2.1.5 ok\r\n"
                assert hop.commands[1:] == [
                    b"MAIL FROM:<bounces@example.com> BODY=8BITMIME SMTPUTF8", rcpt,
                ]  # fmt: skip
            else:
                assert reply.startswith(b"554 5.6.7 [PROVIDER_REJECTED] the next hop takes no ")


async def test_reports_are_not_promised_of_what_is_not_kept(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop, passing(tmp_path, hop) as running:
        client = await running.client()
        assert b"DSN" not in await client.say(b"EHLO again.example.com")
        await client.say(b"MAIL FROM:<bounces@example.com>")
        asks = await client.say(b"RCPT TO:<ann@example.net> NOTIFY=SUCCESS")
        assert asks.startswith(b"555 5.5.4")
