"""Whoever matches no submitter gets 530, in whatever form the relay is asked for."""

from __future__ import annotations

import pytest

from tests.contract.smtp.edge import STRANGER, edge, plain

FORMS = [
    (b"<s@target.example>", b"<u@target.example>"),
    (b"<>", b"<u@target.example>"),
    (b"<s@example.com>", b"<u@target.example>"),
    (b"<s@localhost>", b"<u@target.example>"),
    (b"<s>", b"<u@target.example>"),
    (b"<s@[127.0.0.1]>", b"<u@target.example>"),
    (b"<s@example.com>", b"<u%target.example@example.com>"),
    (b"<s@example.com>", b"<u%target.example@[127.0.0.1]>"),
    (b"<s@example.com>", b'<"u@target.example">'),
    (b"<s@example.com>", b'<"u%target.example">'),
    (b"<s@example.com>", b'<"u@target.example"@example.com>'),
    (b"<s@example.com>", b'<"u@target.example"@[127.0.0.1]>'),
    (b"<s@example.com>", b"<u@target.example@example.com>"),
    (b"<s@example.com>", b"<@example.com:u@target.example>"),
    (b"<s@example.com>", b"<@[127.0.0.1]:u@target.example>"),
    (b"<s@example.com>", b"<target.example!u>"),
    (b"<s@example.com>", b"<target.example!u@example.com>"),
    (b"<s@example.com>", b"<target.example!u@[127.0.0.1]>"),
    (b"<s@example.com>", b"<u@example.com%target.example>"),
    (b"<s@example.com>", b"<u@target.example%example.com@example.com>"),
    (b"<s@example.com>", b"<@a.example,@b.example:u@target.example>"),
    (b"<s@example.com>", b"u@target.example"),
    (b"<s@example.com>", b"<u@target.example"),
    (b"<s@example.com>", b"< u@target.example >"),
    (b"<s@example.com>", b"<u(x)@target.example>"),
    (b"<s@example.com>", b"<u@target.example.>"),
    (b"<s@example.com>", b"<u@xn--bcher-kva.example>"),
    (b"<s@example.com>", "<u\uff20target.example>".encode()),
    (b"<s@example.com>", b'<"\\u"@target.example>'),
    (b"<s@example.com> AUTH=s@example.com", b"<u@target.example>"),
]


@pytest.mark.parametrize("greeting", [b"EHLO x.example", b"HELO x.example"])
@pytest.mark.parametrize("auth", ["none", "optional", "required"])
@pytest.mark.parametrize(("sender", "recipient"), FORMS)
async def test_outsider_relays_by_no_form(
    sender: bytes, recipient: bytes, auth: str, greeting: bytes
) -> None:
    async with edge(submitter=STRANGER, auth=auth) as running:
        client = await running.connect()
        await client.greeted(greeting)
        assert (await client.say(b"MAIL FROM:" + sender)).startswith(b"530 5.7.0")
        assert (await client.say(b"RCPT TO:" + recipient)).startswith(b"530 5.7.0")
        assert (await client.say(b"DATA")).startswith(b"530 5.7.0")
        assert running.desk.taken == []


@pytest.mark.parametrize(
    "before",
    [
        [b"RSET"],
        [b"AUTH PLAIN " + plain("local", "wrong")],
        [b"EHLO again.example"],
        [b"HELO again.example"],
        [b"MAIL FROM:<s@example.com>"],
        [b"XCLIENT ADDR=192.0.2.1"],
        [b"XFORWARD ADDR=192.0.2.1"],
        [b"PROXY TCP4 192.0.2.1 127.0.0.1 1 25"],
    ],
)
async def test_outsider_stays_one_whatever_was_said_before(before: list[bytes]) -> None:
    async with edge(submitter=STRANGER) as running:
        client = await running.session()
        for command in before:
            await client.say(command)
        assert (await client.say(b"RCPT TO:<u@target.example>")).startswith(b"530 5.7.0")
        assert (await client.say(b"MAIL FROM:<s@example.com>")).startswith(b"530 5.7.0")
        assert running.desk.taken == []
