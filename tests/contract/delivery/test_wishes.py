"""What a submitter asks for goes on to a next hop that honours it, and to no other."""

from __future__ import annotations

from typing import Final

import pytest

from gateway.spool.model import State
from gateway.wishes import Wish, Wishes
from tests.contract.delivery.make import MESSAGE, carrier, claimed
from tests.contract.delivery.next_hop import NextHop, listening

TWO: Final = ("ann@b.test", "bob@b.test")
DSN: Final = (b"PIPELINING", b"8BITMIME", b"DSN", b"SMTPUTF8")
WISHES: Final = Wishes(
    returns="FULL",
    envelope_id="QQ+2B1",
    by_address={
        "ann@b.test": Wish(notify="SUCCESS,FAILURE", original="rfc822;Ann@b.test"),
        "bob@b.test": Wish(notify="NEVER"),
    },
)
UTF8: Final = Wishes(smtputf8=True)
SUBJECT: Final = "Subject: Gr\u00fc\u00dfe\r\n\r\nx\r\n".encode()


async def test_a_next_hop_with_dsn_is_told_and_reports_itself() -> None:
    async with listening(NextHop(extensions=DSN)) as hop:
        settled = await carrier(hop.port).send(claimed(TWO, wishes=WISHES), MESSAGE)
    assert hop.commands[1:4] == [
        b"MAIL FROM:<sender@example.com> RET=FULL ENVID=QQ+2B1",
        b"RCPT TO:<ann@b.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Ann@b.test",
        b"RCPT TO:<bob@b.test> NOTIFY=NEVER",
    ]
    assert [(each.state, each.next_hop_reports) for each in settled] == [
        (State.DELIVERED, True), (State.DELIVERED, True),
    ]  # fmt: skip


async def test_a_next_hop_without_dsn_is_not_told_and_the_report_is_ours() -> None:
    async with listening(NextHop()) as hop:
        settled = await carrier(hop.port).send(claimed(TWO, wishes=WISHES), MESSAGE)
    assert hop.commands[1:4] == [
        b"MAIL FROM:<sender@example.com> SIZE=%d" % len(MESSAGE),
        b"RCPT TO:<ann@b.test>", b"RCPT TO:<bob@b.test>",
    ]  # fmt: skip
    assert [each.next_hop_reports for each in settled] == [False, False]


async def test_mail_that_asks_for_nothing_leaves_as_ever() -> None:
    async with listening(NextHop(extensions=DSN)) as hop:
        await carrier(hop.port).send(claimed(TWO), MESSAGE)
    assert hop.commands[1:4] == [
        b"MAIL FROM:<sender@example.com>", b"RCPT TO:<ann@b.test>", b"RCPT TO:<bob@b.test>",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reverse_path", "to", "copy", "needed"),
    [
        ("j\u00f6rg@example.com", "ann@b.test", MESSAGE, True),
        ("sender@example.com", "k\u00e4te@b.test", MESSAGE, True),
        ("sender@example.com", "ann@b.test", SUBJECT, True),
        ("sender@b\u00fccher.example", "ann@b\u00fccher.example", MESSAGE, False),
        ("sender@example.com", "ann@b.test", MESSAGE + "Gr\u00fc\u00dfe\r\n".encode(), False),
    ],
)
async def test_smtputf8_is_asked_of_the_next_hop_where_it_is_needed(
    reverse_path: str, to: str, copy: bytes, *, needed: bool
) -> None:
    sent = claimed((to,), reverse_path=reverse_path, wishes=UTF8)
    async with listening(NextHop(extensions=DSN)) as hop:
        (settled,) = await carrier(hop.port).send(sent, copy)
        assert settled.state is State.DELIVERED
        assert (b" SMTPUTF8" in hop.commands[1]) == needed
    async with listening(NextHop()) as hop:
        (settled,) = await carrier(hop.port).send(sent, copy)
        if needed:
            assert (settled.state, settled.status) == (State.FAILED, "5.6.7")
            assert hop.messages == []
        else:
            assert settled.state is State.DELIVERED
            assert all(command.isascii() for command in hop.commands)


async def test_a_raw_header_of_old_programs_goes_on_as_it_came() -> None:
    """It came without SMTPUTF8, so nobody is told that it is UTF-8."""
    async with listening(NextHop()) as hop:
        (settled,) = await carrier(hop.port).send(claimed(), SUBJECT)
    assert settled.state is State.DELIVERED
    assert hop.messages == [SUBJECT + b".\r\n"]


@pytest.mark.parametrize(
    ("part", "needed"),
    [
        (b'Content-Type: text/plain; name="\xc3\xa4"\r\n\r\nx', True),
        (b"Content-Type: message/global\r\n\r\nSubject: \xc3\xa4\r\n\r\nx", True),
        (b"Content-Type: text/plain\r\n\r\n\xc3\xa4", False),
    ],
)
async def test_header_fields_of_parts_count(part: bytes, *, needed: bool) -> None:
    copy = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + part + b"\r\n--b--\r\n"
    async with listening(NextHop()) as hop:
        (settled,) = await carrier(hop.port).send(claimed(wishes=UTF8), copy)
    assert settled.state is (State.FAILED if needed else State.DELIVERED)


@pytest.mark.parametrize("extensions", [(b"8BITMIME",), (b"PIPELINING", b"8BITMIME", b"DSN")])
async def test_one_address_that_needs_smtputf8_fails_alone(extensions: tuple[bytes, ...]) -> None:
    to = ("ann@b.test", "zoë@b.test", "bob@b.test")
    wishes = Wishes(by_address={"bob@b.test": Wish(notify="NEVER")})
    script: dict[str, bytes | list[bytes]] = {"rcpt": [b"250 ok\r\n", b"550 5.7.1 no\r\n"]}
    async with listening(NextHop(script, extensions=extensions)) as hop:
        settled = await carrier(hop.port).send(claimed(to, wishes=wishes), MESSAGE)
    assert [each.state for each in settled] == [State.DELIVERED, State.FAILED, State.FAILED]
    assert [each.status for each in settled[1:]] == ["5.6.7", "5.7.1"]
    notify = b" NOTIFY=NEVER" * (b"DSN" in extensions)
    named = [each for each in hop.commands if each.startswith(b"RCPT")]
    assert named == [b"RCPT TO:<ann@b.test>", b"RCPT TO:<bob@b.test>" + notify]


async def test_a_sender_that_needs_smtputf8_fails_for_all() -> None:
    to = ("ann@b.test", "zoë@b.test")
    async with listening(NextHop()) as hop:
        settled = await carrier(hop.port).send(claimed(to, reverse_path="zoë@example.com"), MESSAGE)
    assert {each.status for each in settled} == {"5.6.7"}
    assert hop.messages == []
