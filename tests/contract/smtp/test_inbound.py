"""A listener for our own addresses: anybody may write to them, and to nobody else."""

from __future__ import annotations

import pytest

from gateway.errors import MalformedMessage, StoreUnavailable
from tests.contract.smtp.edge import OURS, STRANGER, Client, edge

MAIL = b"MAIL FROM:<ann@people.example>"
MESSAGE = b"Subject: unsubscribe\r\n\r\nplease\r\n.\r\n"


async def written(client: Client) -> bytes:
    assert (await client.say(MAIL)).startswith(b"250 2.1.0")
    assert (await client.say(f"RCPT TO:<{OURS}>".encode())).startswith(b"250 2.1.5")
    assert (await client.say(b"DATA")).startswith(b"354 ")
    await client.send(MESSAGE)
    return await client.reply()


async def test_a_stranger_is_taken_at_our_address_without_a_login() -> None:
    async with edge(submitter=STRANGER, role="inbound") as running:
        client = await running.connect()
        assert b"AUTH" not in await client.greeted()
        assert (await client.say(b"AUTH PLAIN AGEAYg==")).startswith(b"502 5.5.1")
        assert (await written(client)).startswith(b"250 2.0.0 Taken as ")
    (mail,) = running.post.taken
    assert (mail.reverse_path, mail.recipients) == ("ann@people.example", (OURS,))
    assert mail.peer == "127.0.0.1"
    assert mail.raw == MESSAGE[:-3]
    assert running.desk.taken == []


@pytest.mark.parametrize("who", [b"u@far.example", b"other@in.example.net", b"b@example.org"])
async def test_no_other_address_is_taken_from_anybody(who: bytes) -> None:
    async with edge(role="inbound") as running:
        client = await running.session()
        await client.say(MAIL)
        answer = await client.say(b"RCPT TO:<" + who + b">")
        assert answer.startswith(b"550 5.7.1 [RELAY_DENIED]")
        assert (await client.say(b"DATA")).startswith(b"554 ")


@pytest.mark.parametrize("protocol", ["smtp", "lmtp"])
@pytest.mark.parametrize(
    "path",
    [
        b"bounce%ann=example.org@lists.example", b"host!ann@uucp.example", b"ann@[192.0.2.7]",
        b"ann@[IPv6:2001:db8::1]", b"ann..lee@docomo.ne.jp", b"ann.@ezweb.ne.jp", b".ann@a.example",
        b"bounce@mail_1.example.com", b'"ann lee"@people.example', b"@relay.example:a@b.example",
    ],
)  # fmt: skip
async def test_whoever_writes_is_taken_whatever_their_reverse_path(
    protocol: str, path: bytes
) -> None:
    async with edge(submitter=STRANGER, role="inbound", protocol=protocol) as running:
        client = await running.connect()
        await client.greeted(b"LHLO a.example" if protocol == "lmtp" else b"EHLO a.example")
        assert (await client.say(b"MAIL FROM:<" + path + b">")).startswith(b"250 2.1.0")
        assert (await client.say(f"RCPT TO:<{OURS}>".encode())).startswith(b"250 2.1.5")
        assert (await client.say(b"DATA")).startswith(b"354 ")
        await client.send(MESSAGE)
        assert (await client.reply()).startswith(b"250 2.0.0")
    assert running.post.taken[0].reverse_path == path.decode()


async def test_whoever_writes_in_utf_8_is_taken_too() -> None:
    async with edge(submitter=STRANGER, role="inbound") as running:
        client = await running.session()
        for path in ("josé..x@docomo.ne.jp", "josé%x@people.example", "josé@[192.0.2.7]"):
            said = await client.say(f"MAIL FROM:<{path}> SMTPUTF8".encode())
            assert said.startswith(b"250 2.1.0")
            await client.say(b"RSET")
        for broken in (b"jos\xe9@x.example", b"jos\xc2\x85@x.example"):
            said = await client.say(b"MAIL FROM:<" + broken + b"> SMTPUTF8")
            assert said.startswith(b"501 5.1.7")


@pytest.mark.parametrize("path", [b"a\tb@x.example", b"a" * 255, b"a<b@x.example"])
async def test_what_nobody_can_print_is_no_reverse_path(path: bytes) -> None:
    async with edge(role="inbound") as running:
        client = await running.session()
        assert (await client.say(b"MAIL FROM:<" + path + b">")).startswith(b"501 5.1.7")


async def test_reports_come_from_the_null_reverse_path() -> None:
    async with edge(role="inbound") as running:
        client = await running.session()
        assert (await client.say(b"MAIL FROM:<>")).startswith(b"250 ")
        assert (await client.say(f"RCPT TO:<{OURS}>".encode())).startswith(b"250 ")


async def test_who_sends_too_much_is_told_to_come_again() -> None:
    async with edge(role="inbound") as running:
        running.post.has_room = False
        assert (await written(await running.session())).startswith(b"451 4.7.0 [RATE_TENANT]")


@pytest.mark.parametrize(
    ("failure", "reply"),
    [
        (StoreUnavailable("gone"), b"451 4.3.0 [STORE_UNAVAILABLE]"),
        (MalformedMessage("two From fields"), b"550 5.6.0 [MIME_MALFORMED]"),
        (ValueError("ours"), b"451 4.3.0 [INTERNAL_ERROR]"),
    ],
)
async def test_nothing_is_acknowledged_that_was_not_done(failure: Exception, reply: bytes) -> None:
    async with edge(role="inbound") as running:
        running.post.failure = failure
        client = await running.session()
        assert (await written(client)).startswith(reply)
        running.post.failure = None
        assert (await written(client)).startswith(b"250 ")
