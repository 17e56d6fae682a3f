"""What a lenient server takes, and must not be taken."""

from __future__ import annotations

import pytest

from tests.contract.smtp.edge import edge

BAD_PATHS = [
    b"<a@b", b"a@b", b"< a@b >", b"<a(comment)@b>", b"<a..b@c>", b"<.a@b>", b"<a.@b>", b"<a@-b>",
    b"<a@b_test>", b"<a>", b"<a%c@b>", b"<c!a@b>", b'<"a@c"@b>', b"<@r1,@r2:a@b>", b"<@r1:a@b>",
    b"<a@b.test.>", b"<a@c@b>", b"<a@b> trailing text", b"<a@[192.0.2.1]>", b"<a@>", b"<@b>",
    b'<"a@b>', b'<"a\tb"@c>', b"<a@b>>", b"<<a@b>", b"<a\t@b>", b"<a@b..c>",
    b"<" + b"a" * 65 + b"@b>",
    b"<a@" + b"b" * 64 + b".c>", b"<a@" + b"b." * 127 + b"cc>", b'<""@b>', b"<a b@c>",
]  # fmt: skip


@pytest.mark.parametrize("path", BAD_PATHS)
async def test_path_outside_the_grammar_is_refused(path: bytes) -> None:
    async with edge() as running:
        client = await running.session()
        sender = await client.say(b"MAIL FROM:" + path)
        assert sender[:9] in (b"501 5.1.7", b"501 5.5.4", b"555 5.5.4")
        await client.say(b"MAIL FROM:<a@example.com>")
        recipient = await client.say(b"RCPT TO:" + path)
        assert recipient[:9] in (b"501 5.1.3", b"501 5.5.4", b"555 5.5.4")


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        (b"RCPT TO:<>", b"501 5.1.3"),
        (b"RCPT TO:<1@2.3.4.5>", b"501 5.1.3"),
        (b"RCPT TO:<b@xn--0.example>", b"501 5.1.3"),
        (b"RCPT TO:<b@example.org> NOTIFY=NEVER", b"250 2.1.5"),
        (b"RCPT TO:<b@example.org> NOTIFY=NEVER,SUCCESS", b"501 5.5.4"),
        (b"RCPT TO:<b@example.org> ORCPT=rfc822;b@example.org", b"250 2.1.5"),
        (b"RCPT TO:<b@example.org> ORCPT=" + b"x" * 480 + b";y", b"501 5.5.4"),
        (b"RCPT TO:<b@example.org> FROG=1", b"555 5.5.4"),
        (b"RCPT FROM:<b@example.org>", b"501 5.5.4"),
        ("RCPT TO:<j\u00f6rg@example.org>".encode(), b"553 5.6.7"),
        ("RCPT TO:<u\uff20example.org>".encode(), b"553 5.6.7"),
        (b"RCPT TO:<\xff@example.org>", b"553 5.6.7"),
        (b'RCPT TO:<"john doe"@example.org>', b"250 2.1.5"),
        (b"rcpt to:<b+tag@example.org>  ", b"250 2.1.5"),
    ],
)
async def test_recipient(command: bytes, reply: bytes) -> None:
    async with edge() as running:
        client = await running.session()
        await client.say(b"MAIL FROM:<a@example.com>")
        assert (await client.say(command)).startswith(reply)


@pytest.mark.parametrize(
    ("arguments", "reply"),
    [
        (b"SIZE=100 BODY=8BITMIME AUTH=<>", b"250 2.1.0"),
        (b"AUTH=a+4", b"501 5.5.4"),
        (b"SIZE=100 BODY=8BITMIME AUTH=a+40b", b"250 2.1.0"),
        (b"size=100 body=7bit", b"250 2.1.0"),
        (b"SIZE=26214401", b"552 5.3.4"),
        (b"SIZE=99999999999999999999", b"552 5.3.4"),
        (b"SIZE=x", b"501 5.5.4"),
        (b"SIZE", b"501 5.5.4"),
        (b"SIZE=1 SIZE=2", b"501 5.5.4"),
        (b"BODY=BINARYMIME", b"501 5.5.4"),
        (b"SMTPUTF8", b"250 2.1.0"),
        (b"SMTPUTF8=1", b"501 5.5.4"),
        (b"RET=HDRS ENVID=x", b"250 2.1.0"),
        (b"RET=FOO", b"501 5.5.4"),
        (b"FROG=1", b"555 5.5.4"),
        (b"=x", b"501 5.5.4"),
    ],
)
async def test_mail_parameters(arguments: bytes, reply: bytes) -> None:
    async with edge() as running:
        client = await running.session()
        assert (await client.say(b"MAIL FROM:<a@example.com> " + arguments)).startswith(reply)


@pytest.mark.parametrize(
    "line",
    [
        b"EHLO x\n", b"EHLO x\r\r\n", b"NOOP\n", b"EH\0LO x\r\n", b"MAIL FROM:<a\0@b>\r\n",
        b"RCPT TO:<a\r@b>\r\n", b"NOOP a\rb\r\n", b"\r\n", b"\n", b"NOOP " + b"x" * 508 + b"\r\n",
        b"NOOP " + b"x" * 30000 + b"\r\n", b"MAIL FROM:<a@b> AUTH=" + b"x" * 1200 + b"\r\n",
    ],
)  # fmt: skip
async def test_malformed_line_is_a_500_that_echoes_nothing(line: bytes) -> None:
    async with edge() as running:
        client = await running.session()
        await client.send(line)
        reply = await client.reply()
        assert reply[:7] in (b"500 5.5", b"501 5.5")
        assert b"\0" not in reply
        assert reply.count(b"\r") == 1
        assert (await client.say(b"NOOP")).startswith(b"250 2.0.0")


async def test_crlf_inside_a_quoted_local_part_ends_the_command() -> None:
    async with edge() as running:
        client = await running.session()
        await client.send(b'MAIL FROM:<"a\r\nb"@c>\r\n')
        assert (await client.reply()).startswith(b"501 5.1.7")
        assert (await client.reply()).startswith(b"500 5.5")


@pytest.mark.parametrize("name", [b"", b"a b", b"a\x07b", b"<x>", "h\u00f6st".encode(), b"a" * 300])
async def test_name_that_may_not_stand_in_a_trace_field_is_refused(name: bytes) -> None:
    async with edge() as running:
        client = await running.connect()
        await client.reply()
        assert (await client.say(b"EHLO " + name)).startswith(b"501 5.5.4")
        assert (await client.say(b"EHLO [127.0.0.1]")).startswith(b"250-")


@pytest.mark.parametrize(
    "opening",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"POST /mail HTTP/1.1\r\n",
        b"CONNECT x:25 HTTP/1.1\r\n", b"Host: 127.0.0.1\r\n", b" EHLO x\r\n",
        b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03\n",
    ],
)  # fmt: skip
async def test_other_protocol_is_shown_the_door(opening: bytes) -> None:
    async with edge() as running:
        client = await running.connect()
        await client.reply()
        await client.send(opening)
        assert (await client.rest()).splitlines()[0].startswith(b"221 2.7.0")


@pytest.mark.parametrize(
    "early",
    [
        b"EHLO x.example\r\nMAIL FROM:<a@example.com>\r\n",
        b"HELO x.example\r\nNOOP\r\n",
        b"AUTH PLAIN AGEAYg==\r\nNOOP\r\n",
    ],
)
async def test_command_sent_before_the_reply_it_depends_on_ends_the_session(early: bytes) -> None:
    async with edge() as running:
        client = await running.session()
        await client.send(early)
        assert (await client.rest()).startswith(b"503 5.5.0")


async def test_body_before_354_ends_the_session_and_is_no_message() -> None:
    async with edge() as running:
        client = await running.session()
        await client.send(
            b"MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.org>\r\nDATA\r\nhello\r\n.\r\n"
        )
        replies = (await client.rest()).splitlines()
        assert [reply[:9] for reply in replies] == [b"250 2.1.0", b"250 2.1.5", b"503 5.5.0"]
        assert running.desk.taken == []
