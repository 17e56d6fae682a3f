"""A listener that speaks LMTP (RFC 2033): LHLO, and a reply a recipient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from filters.decision import Effect, Finding, Ruling
from filters.message import Recipient
from gateway.errors import MalformedMessage, StoreUnavailable
from gateway.submission import Acceptance
from suppression.keys import email_key
from tests.contract.smtp.edge import OURS, STRANGER, edge

if TYPE_CHECKING:
    from gateway.submission import EmailSubmission
    from tests.contract.smtp.edge import Client, Edge

WIRE: Final = b"Subject: hello\r\n\r\nbody\r\n.\r\n"
ANN: Final = b"ann@example.org"
BOB: Final = b"bob@example.org"
CAT: Final = b"cat@example.org"
OPTED_OUT: Final = Finding(
    code="SUPPRESSED_OPTOUT", cites="15 U.S.C. 7704(a)(4)", effect=Effect.REFUSE,
    reason="The recipient opted out.",
)  # fmt: skip
BROKEN: Final = Finding(
    code="INTERNAL_CHECK_BROKEN", cites="policy", effect=Effect.DEFER, reason="broken"
)
BY_PERSON: Final = {ANN: (), BOB: (OPTED_OUT,), CAT: (BROKEN,)}


def by_person(submission: EmailSubmission) -> Acceptance:
    """Let Ann pass, refuse Bob, defer Cat; each person once, as the pipeline does."""
    rulings = {}
    for address in submission.recipients:
        findings = BY_PERSON[address.lower().encode()]
        key = email_key(address)
        rulings[key] = Ruling(
            recipient=Recipient(address=address, key=key),
            effect=max([Effect.PASS, *(f.effect for f in findings)]),
            findings=findings,
        )
    return Acceptance(queue_id=submission.queue_id, rulings=tuple(rulings.values()))


async def greeted(running: Edge) -> Client:
    client = await running.connect()
    assert await client.reply() == b"220 mx.example.net LMTP optwarden\r\n"
    assert (await client.say(b"LHLO client.example.com")).startswith(b"250-mx.example.net\r\n")
    return client


async def answers(client: Client, *to: bytes, wire: bytes = WIRE) -> list[bytes]:
    """Send a message and return as many replies as there are recipients."""
    await client.say(b"MAIL FROM:<a@example.com>")
    for each in to:
        assert (await client.say(b"RCPT TO:<" + each + b">")).startswith(b"250 2.1.5")
    assert (await client.say(b"DATA")).startswith(b"354 ")
    await client.send(wire)
    replies = [await client.reply() for _ in to]
    assert await client.say(b"NOOP") == b"250 2.0.0 OK\r\n", "too many or too few replies"
    return replies


async def test_each_recipient_gets_a_reply_of_its_own_in_the_order_of_rcpt() -> None:
    async with edge(protocol="lmtp") as running:
        running.desk.answer = by_person
        refused, deferred, passed = await answers(await greeted(running), BOB, CAT, ANN)
        [taken] = running.desk.taken
        queue_id = taken.queue_id.encode()
    assert passed == b"250 2.0.0 Queued as %b\r\n" % queue_id
    assert refused.startswith(b"550 5.7.1 [SUPPRESSED_OPTOUT] The recipient opted out.")
    assert deferred.startswith(b"451 4.3.0 [INTERNAL_CHECK_BROKEN]")
    assert taken.answers_each
    assert taken.parts_ways
    assert taken.arrival.protocol == "LMTP"


async def test_one_who_is_named_twice_is_answered_twice() -> None:
    async with edge(protocol="lmtp") as running:
        running.desk.answer = by_person
        got = await answers(await greeted(running), ANN, BOB, ANN.upper(), ANN)
        assert [reply[:3] for reply in got] == [b"250", b"550", b"250", b"250"]  # RFC 2033 4.2


async def test_one_recipient_is_answered_once() -> None:
    async with edge(protocol="lmtp") as running:
        [reply] = await answers(await greeted(running), ANN)
        assert reply.startswith(b"250 2.0.0 Queued as ")


@pytest.mark.parametrize(
    ("failure", "starts"),
    [
        (ValueError("secret"), b"451 4.3.0 [INTERNAL_ERROR]"),
        (StoreUnavailable("disk"), b"451 4.3.0 [STORE_UNAVAILABLE]"),
        (MalformedMessage("two Subject fields"), b"550 5.6.0 [MIME_MALFORMED]"),
    ],
)
async def test_what_goes_wrong_is_said_to_everybody(failure: Exception, starts: bytes) -> None:
    async with edge(protocol="lmtp") as running:
        client = await greeted(running)
        running.desk.failure = failure
        assert all(r.startswith(starts) for r in await answers(client, ANN, BOB, CAT))
        running.desk.failure = None
        assert (await answers(client, ANN))[0].startswith(b"250 ")


async def test_a_message_that_is_too_large_is_refused_to_everybody() -> None:
    async with edge(protocol="lmtp", max_size="1 KiB") as running:
        client = await greeted(running)
        got = await answers(client, ANN, BOB, wire=b"x" * 900 + b"\r\n" + b"y" * 900 + b"\r\n.\r\n")
        assert all(reply.startswith(b"552 5.3.4 [SMTP_TOO_LARGE]") for reply in got)


async def test_a_bare_line_feed_is_refused_to_everybody_before_the_connection_ends() -> None:
    async with edge(protocol="lmtp") as running:
        client = await greeted(running)
        await client.send(b"MAIL FROM:<a@example.com>\r\nRCPT TO:<" + ANN + b">\r\n")
        await client.send(b"RCPT TO:<" + BOB + b">\r\nDATA\r\n")
        assert [(await client.reply())[:3] for _ in range(4)] == [b"250", b"250", b"250", b"354"]
        await client.send(b"a\nb\r\n.\r\n")
        assert (await client.rest()).count(b"550 5.6.0 [SMTP_BARE_NEWLINE]") == 2


@pytest.mark.parametrize("verb", [b"EHLO", b"HELO"])
async def test_smtp_is_not_spoken_there(verb: bytes) -> None:
    async with edge(protocol="lmtp") as running:
        client = await running.connect()
        await client.reply()
        assert (await client.say(verb + b" x.example")).startswith(b"500 5.5.1")  # RFC 2033 4.1
        assert (await client.say(b"MAIL FROM:<a@example.com>")).startswith(b"503 5.5.1")


async def test_lhlo_is_no_command_of_smtp() -> None:
    async with edge() as running:
        client = await running.connect()
        await client.reply()
        assert (await client.say(b"LHLO x.example")).startswith(b"500 5.5.1")


async def test_data_without_a_recipient_is_503() -> None:
    async with edge(protocol="lmtp") as running:
        client = await greeted(running)
        await client.say(b"MAIL FROM:<a@example.com>")
        assert (await client.say(b"DATA")).startswith(b"503 5.5.1")  # RFC 2033 4.2


async def test_after_an_error_of_the_message_other_commands_are_answered_once() -> None:
    async with edge(protocol="lmtp") as running:
        client = await greeted(running)
        running.desk.failure = ValueError()
        await answers(client, ANN, BOB)  # which says NOOP
        assert (await client.say(b"BOGUS")).count(b"\r\n") == 1


async def test_mail_for_our_own_addresses_comes_by_lmtp_too() -> None:
    ours = OURS.encode()
    async with edge(submitter=STRANGER, role="inbound", protocol="lmtp") as running:
        client = await greeted(running)
        assert (await client.say(b"MAIL FROM:<>")).startswith(b"250")
        assert (await client.say(b"RCPT TO:<" + ANN + b">")).startswith(b"550 5.7.1 [RELAY_DENIED]")
        assert (await client.say(b"RSET")).startswith(b"250")
        first, again = await answers(client, ours, ours)
        assert first == again
        assert first.startswith(b"250 2.0.0 Taken as ")
    [mail] = running.post.taken
    assert mail.recipients == (OURS,)


async def test_a_key_opens_it_to_a_stranger() -> None:
    async with edge(submitter=STRANGER, protocol="lmtp") as running:
        client = await greeted(running)
        assert (await client.say(b"MAIL FROM:<a@example.com>")).startswith(b"530 5.7.0")
