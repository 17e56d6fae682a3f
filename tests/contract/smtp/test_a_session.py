"""What an ordinary client sees."""

from __future__ import annotations

import re
import socket
from unittest.mock import Mock

import pytest

from filters.decision import Effect, Finding
from tests.contract.smtp.edge import edge, ruled

WIRE = b"Subject: hello\r\n\r\nbody\r\n.\r\n"


async def test_ehlo_announces_what_is_honoured_and_only_that() -> None:
    async with edge(auth="none", max_size="1 MiB") as running:
        client = await running.connect()
        assert await client.reply() == b"220 mx.example.net ESMTP optwarden\r\n"
        assert (await client.say(b"EHLO x.example")).splitlines() == [
            b"250-mx.example.net",
            b"250-PIPELINING",
            b"250-SIZE 1048576",
            b"250-8BITMIME",
            b"250-SMTPUTF8",
            b"250-ENHANCEDSTATUSCODES",
            b"250 DSN",
        ]


async def test_message_is_handed_over_with_its_envelope_and_arrival() -> None:
    async with edge(category="transactional", category_basis="delivery") as running:
        client = await running.session()
        reply = await client.message(WIRE)
        [taken] = running.desk.taken
        assert reply == f"250 2.0.0 Queued as {taken.queue_id}\r\n".encode()
        assert (taken.reverse_path, taken.recipients) == ("a@example.com", ("b@example.org",))
        assert taken.raw == b"Subject: hello\r\n\r\nbody\r\n"
        assert taken.submitter.name == taken.arrival.submitter == "local"
        assert (taken.pinned_category, taken.pinned_basis) == ("transactional", "delivery")
        assert (taken.arrival.helo, taken.arrival.peer) == ("client.example.com", "127.0.0.1")
        assert (taken.arrival.hostname, taken.arrival.protocol) == ("mx.example.net", "ESMTP")
        assert (await client.say(b"QUIT")) == b"221 2.0.0 Goodbye\r\n"
        assert await client.rest() == b""


async def test_helo_client_sends_without_parameters() -> None:
    async with edge() as running:
        client = await running.connect()
        assert await client.greeted(b"HELO old.example") == b"250 mx.example.net\r\n"
        assert (await client.say(b"MAIL FROM:<a@example.com> SIZE=1")).startswith(b"555 5.5.4")
        assert (await client.message(WIRE)).startswith(b"250 2.0.0")
        assert running.desk.taken[0].arrival.protocol == "SMTP"


async def test_null_reverse_path_is_empty() -> None:
    async with edge() as running:
        client = await running.session()
        assert (await client.say(b"MAIL FROM:<>")).startswith(b"250 2.1.0")
        assert (await client.say(b"MAIL FROM:<>")).startswith(b"503 5.5.1")
        await client.say(b"RCPT TO:<b@example.org>")
        await client.say(b"DATA")
        assert (await client.say(b"\r\n.")).startswith(b"250 2.0.0")
        assert running.desk.taken[0].reverse_path == ""


async def test_whole_transactions_in_one_write_are_answered_in_order() -> None:
    async with edge() as running:
        client = await running.session()
        await client.send(
            b"MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.org>\r\nRCPT TO:<nobody>\r\n"
            b"RCPT TO:<B@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n"
        )
        codes = [(await client.reply())[:9] for _ in range(6)]
        assert codes == [
            b"250 2.1.0", b"250 2.1.5", b"501 5.1.3", b"250 2.1.5", b"250 2.1.5", b"354 End d",
        ]  # fmt: skip
        await client.send(WIRE + b"MAIL FROM:<c@example.com>\r\nRSET\r\n")
        codes = [(await client.reply())[:9] for _ in range(3)]
        assert codes == [b"250 2.0.0", b"250 2.1.0", b"250 2.0.0"]
        assert running.desk.taken[0].recipients == ("b@example.org", "B@example.org")


async def test_every_reply_after_the_greeting_carries_an_enhanced_code() -> None:
    async with edge() as running:
        client = await running.session()
        for command in (
            b"NOOP", b"NOOP x", b"HELP", b"HELP MAIL", b"VRFY b@example.org", b"EXPN list",
            b"RSET", b"RSET x", b"BDAT 5 LAST", b"XCLIENT ADDR=127.0.0.1", b"MAIL", b"DATA",
            b"RCPT TO:<a@b>", b"STARTTLS", b"QUIT now", b"EHLO", b"AUTH", b"", b"QUIT",
        ):  # fmt: skip
            reply = await client.say(command)
            assert re.fullmatch(rb"([245])\d\d \1\.\d+\.\d+ [ -~]{1,500}\r\n", reply), command


async def test_commands_out_of_order_are_refused_and_the_session_goes_on() -> None:
    async with edge() as running:
        client = await running.connect()
        await client.reply()
        assert (await client.say(b"MAIL FROM:<a@example.com>")).startswith(b"503 5.5.1 Send EHLO")
        await client.say(b"EHLO x.example")
        assert (await client.say(b"RCPT TO:<b@example.org>")).startswith(b"503 5.5.1")
        assert (await client.say(b"DATA")).startswith(b"503 5.5.1")
        assert (await client.say(b"MAIL FROM:<a@example.com>")).startswith(b"250")
        assert (await client.say(b"DATA")).startswith(b"554 5.5.1")
        assert (await client.say(b"DATA x")).startswith(b"501 5.5.4")
        assert (await client.say(b"EHLO again.example")).startswith(b"250-")
        assert (await client.message(WIRE)).startswith(b"250 2.0.0")


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        (Effect.HOLD, rb"250 2\.0\.0 Held for review as \w{13}\r\n"),
        (
            Effect.DEFER,
            rb"451 4\.3\.0 \[INTERNAL_CHECK_BROKEN\] A check could [^@]*\(\w{13}\)\r\n",
        ),
        (
            Effect.REFUSE,
            rb"550 5\.7\.1 \[SUPPRESSED_OPTOUT\] opted out on 2026-01-02 \(\w{13}\)\r\n",
        ),
    ],
)
async def test_ruling_becomes_the_reply_of_the_table(effect: Effect, expected: bytes) -> None:
    words = {
        Effect.DEFER: ("INTERNAL_CHECK_BROKEN", "KeyError"),
        Effect.REFUSE: ("SUPPRESSED_OPTOUT", "opted out on 2026-01-02"),
    }
    code, reason = words.get(effect, ("HELD_REVIEW", "look at it"))
    async with edge() as running:
        finding = Finding(code=code, cites="x", effect=effect, reason=reason)
        running.desk.answer = ruled(effect, finding)
        client = await running.session()
        assert re.fullmatch(expected, await client.message(WIRE))
        assert (await client.message(WIRE))[:3] == expected[:3]


async def test_no_session_asks_what_this_machine_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that does not answer would hold the loop up at each connection."""
    asked = Mock(return_value="x.example")
    for name in ("getfqdn", "gethostname", "gethostbyaddr"):
        monkeypatch.setattr(socket, name, asked)
    async with edge() as running:
        client = await running.session()
        assert (await client.message(WIRE)).startswith(b"250 2.0.0")
    asked.assert_not_called()
