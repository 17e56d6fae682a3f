"""What a submitter asks for besides the delivery: reports (RFC 3461) and UTF-8 (RFC 6531)."""

from __future__ import annotations

from typing import Final

import pytest

from gateway.wishes import NO_WISHES, Wish
from tests.contract.smtp.edge import OURS, STRANGER, Client, Edge, edge, plain

WIRE: Final = b"Subject: x\r\n\r\nbody\r\n.\r\n"


async def sent(client: Client, mail: str, *rcpt: str) -> list[bytes]:
    """Return the replies to MAIL, each RCPT, and the message."""
    replies = [await client.say(f"MAIL FROM:{mail}".encode())]
    replies += [await client.say(f"RCPT TO:{each}".encode()) for each in rcpt]
    assert (await client.say(b"DATA")).startswith(b"354"), replies
    await client.send(WIRE)
    return [*replies, await client.reply()]


async def test_what_is_asked_for_is_handed_over_with_the_message() -> None:
    async with edge() as running:
        client = await running.session()
        await sent(
            client, "<a@example.com> RET=hdrs ENVID=QQ+2B1",
            "<b@example.org> NOTIFY=success,failure ORCPT=rfc822;B@Example.org",
            "<c@example.org> NOTIFY=NEVER", "<d@example.org>",
        )  # fmt: skip
        await sent(client, "<a@example.com>", "<b@example.org>")
    first, second = (taken.wishes for taken in running.desk.taken)
    assert (first.returns, first.envelope_id, first.smtputf8) == ("HDRS", "QQ+2B1", False)
    assert first.by_address == {
        "b@example.org": Wish(notify="SUCCESS,FAILURE", original="rfc822;B@Example.org"),
        "c@example.org": Wish(notify="NEVER"),
    }
    assert second == NO_WISHES


async def test_addresses_in_utf8_are_taken_where_mail_says_so() -> None:
    async with edge() as running:
        client = await running.session()
        await sent(client, "<j\u00f6rg@b\u00fccher.example> SMTPUTF8", "<k\u00e4te@example.org>")
        [taken] = running.desk.taken
        assert taken.reverse_path == "j\u00f6rg@b\u00fccher.example"
        assert taken.recipients == ("k\u00e4te@example.org",)
        assert taken.wishes.smtputf8
        assert taken.arrival.protocol == "UTF8SMTP"
        assert (await client.say("MAIL FROM:<j\u00f6rg@b.example>".encode())).startswith(
            b"553 5.6.7"
        )
        await client.say(b"MAIL FROM:<a@example.com>")
        assert (await client.say("RCPT TO:<k\u00e4te@example.org>".encode())).startswith(
            b"553 5.6.7"
        )


@pytest.mark.parametrize(
    "address",
    [
        b"j\xf6rg@b.example", b"\xc3\x28@b.example", b"a@\xff.example", b"a@b\xc2\xa0.example",
        "a\u202e@b.example".encode(), "\u200b@b.example".encode(), "a\uff20b.example".encode(),
        "@a:\u00f6@b.example".encode(), "\u00f6%c@b.example".encode(),
        ("\u00f6" * 40 + "@b.example").encode(), b"\xed\xa0\x80@b.example",
    ],
)  # fmt: skip
async def test_what_is_no_address_in_utf8_is_refused(address: bytes) -> None:
    async with edge() as running:
        client = await running.session()
        reply = await client.say(b"MAIL FROM:<" + address + b"> SMTPUTF8")
        assert reply[:9] in (b"501 5.1.7", b"501 5.5.4")
        await client.say(b"MAIL FROM:<a@example.com> SMTPUTF8")
        reply = await client.say(b"RCPT TO:<" + address + b">")
        assert reply[:9] in (b"501 5.1.3", b"501 5.5.4")
        assert (await client.say(b"NOOP")).startswith(b"250")


async def test_who_writes_to_us_is_sent_no_reports() -> None:
    """Anybody may write any reverse-path: what is not announced is not taken."""
    async with edge(role="inbound") as running:
        client = await running.connect()
        greeting = await client.greeted()
        assert b"DSN" not in greeting
        assert b"SMTPUTF8" in greeting
        for mail in (b"RET=HDRS", b"ENVID=x"):
            assert (await client.say(b"MAIL FROM:<a@b.example> " + mail)).startswith(b"555")
        await client.say(b"MAIL FROM:<a@b.example>")
        to_us = f"RCPT TO:<{OURS}>".encode()
        assert (await client.say(to_us + b" NOTIFY=SUCCESS")).startswith(b"555 5.5.4")
        assert (await client.say(to_us)).startswith(b"250")


async def test_helo_has_no_extensions() -> None:
    async with edge() as running:
        client = await running.connect()
        await client.greeted(b"HELO old.example")
        assert (await client.say(b"MAIL FROM:<a@example.com> SMTPUTF8")).startswith(b"555 5.5.4")
        await client.say(b"MAIL FROM:<a@example.com>")
        assert (await client.say(b"RCPT TO:<b@c.example> NOTIFY=NEVER")).startswith(b"555 5.5.4")


async def test_starttls_or_rset_forgets_what_was_asked_for() -> None:
    async with edge() as running:
        client = await running.session()
        await client.say(b"MAIL FROM:<a@example.com> SMTPUTF8 ENVID=x RET=FULL")
        await client.say(b"RCPT TO:<b@example.org> NOTIFY=NEVER")
        await client.say(b"RSET")
        assert (await sent(client, "<a@example.com>", "<b@example.org>"))[-1].startswith(b"250")
        assert running.desk.taken[0].wishes == NO_WISHES


async def test_an_outsider_is_asked_for_a_login_whatever_the_parameters() -> None:
    async with edge(submitter=STRANGER) as running:
        client = await running.session()
        await _refused(running, client)
        await client.say(b"AUTH PLAIN " + plain("local", "no"))
        await _refused(running, client)


async def _refused(running: Edge, client: Client) -> None:
    for command in ("MAIL FROM:<\u00f6@b.example> SMTPUTF8", "RCPT TO:<\u00f6@b.example>"):
        assert (await client.say(command.encode())).startswith(b"530 5.7.0")
    assert running.desk.taken == []
