"""Whoever matches no submitter relays nothing: forty forms of asking, on each kind of listener.

Those that pass messages on ask the next hop before they take one: not even a connection is made.

The forms are the classical ones of open-relay tests, and what else moved a relay to forget whom it
talks to. On a listener for our own addresses a stranger may write to these, and to nobody else.
"""

from __future__ import annotations

import contextlib
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import pytest

from gateway.config.models import SubmitterConfig
from gateway.submitters import Submitters
from tests.contract.delivery.next_hop import NextHop, listening
from tests.contract.passing import passing
from tests.contract.smtp.edge import OURS, STRANGER, Client, edge, plain

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from tests.contract.smtp.edge import Edge

SENDER: Final = b"<s@example.com>"
TARGET: Final = b"<u@target.example>"
GREETINGS: Final = (b"EHLO x.example", b"HELO x.example")
LISTENERS: Final = (
    *product(("submission", "starttls", "implicit", "inbound"), GREETINGS),
    ("lmtp", b"LHLO x.example"),
)
NO_RELAY: Final = (b"530 5.7.0", b"530 5.7.0")

ADDRESSES: Final = {
    1: (b"<s@target.example>", TARGET),
    2: (b"<>", TARGET),
    3: (SENDER, TARGET),
    4: (b"<s@localhost>", TARGET),
    5: (b"<s>", TARGET),
    6: (b"<s@[127.0.0.1]>", TARGET),
    7: (SENDER, b"<u%target.example@example.com>"),
    8: (SENDER, b"<u%target.example@[127.0.0.1]>"),
    9: (SENDER, b'<"u@target.example">'),
    10: (SENDER, b'<"u%target.example">'),
    11: (SENDER, b'<"u@target.example"@example.com>'),
    12: (SENDER, b'<"u@target.example"@[127.0.0.1]>'),
    13: (SENDER, b"<u@target.example@example.com>"),
    14: (SENDER, b"<@example.com:u@target.example>"),
    15: (SENDER, b"<@[127.0.0.1]:u@target.example>"),
    16: (SENDER, b"<target.example!u>"),
    17: (SENDER, b"<target.example!u@example.com>"),
    18: (SENDER, b"<target.example!u@[127.0.0.1]>"),
    19: (SENDER, b"<u@example.com%target.example>"),
    20: (SENDER, b"<u@target.example%example.com@example.com>"),
    21: (SENDER, b"<@a.example,@b.example:u@target.example>"),
    22: (SENDER, b"u@target.example"),
    23: (SENDER, b"<u@target.example"),
    24: (SENDER, b"< u@target.example >"),
    25: (SENDER, b"<u(x)@target.example>"),
    26: (SENDER, b"<u@target.example.>"),
    27: (SENDER, b"<u@xn--bcher-kva.example>"),
    28: (SENDER, "<u\uff20target.example>".encode()),
    29: (SENDER, b'<"\\u"@target.example>'),
    40: (b"<s@example.com> AUTH=s@example.com", TARGET),
}
"""What MAIL and RCPT are asked for, by the number of the form."""

DETOURS: Final = {
    30: (b"MAIL FROM:<s@example.com>", b"RSET"),
    31: (b"AUTH PLAIN " + plain("local", "wrong"),),
    32: (b"EHLO again.example",),
    34: (b"HELO again.example",),
    35: (b"RCPT TO:<u@target.example>",),
    36: (b"MAIL FROM:<s@example.com>", b"MAIL FROM:<t@example.com>"),
    37: (b"XCLIENT ADDR=192.0.2.7 LOGIN=local", b"XFORWARD ADDR=192.0.2.7"),
    38: (b"PROXY TCP4 192.0.2.7 127.0.0.1 1 25",),
}
"""What is said before, by the number of the form. 33 is a login before STARTTLS, 39 a network."""

FORMS: Final = {
    **{number: ((), *form) for number, form in ADDRESSES.items()},
    **{number: (before, SENDER, TARGET) for number, before in DETOURS.items()},
}


@contextlib.asynccontextmanager
async def listener(kind: str, certificate: dict[str, Any], auth: str) -> AsyncIterator[Edge]:
    keys: dict[str, Any] = {"auth": auth, "max_connections_per_address": 1000}
    if kind == "inbound":
        keys = {"role": "inbound", "max_connections_per_address": 1000}
    elif kind == "lmtp":
        keys |= {"protocol": "lmtp"}
    elif kind != "submission":
        keys |= {"tls": kind, **certificate}
    async with edge(submitter=STRANGER, **keys) as running:
        yield running


async def stranger(kind: str, running: Edge, trust: ssl.SSLContext, greeting: bytes) -> Client:
    """Return a client that has greeted, under TLS where the listener has it."""
    client = await running.connect(trust if kind == "implicit" else None)
    if kind == "starttls":
        await client.greeted()
        assert (await client.say(b"STARTTLS")).startswith(b"220 ")
        await client.start_tls(trust)
        await client.say(greeting)
    else:
        await client.greeted(greeting)
    return client


async def asked(client: Client, sender: bytes, recipient: bytes) -> list[bytes]:
    """Return the replies to MAIL, RCPT and DATA."""
    commands = (b"MAIL FROM:" + sender, b"RCPT TO:" + recipient, b"DATA")
    return [await client.say(command) for command in commands]


async def refused_forms(come: Callable[[], Awaitable[Client]]) -> dict[int, tuple[bytes, bytes]]:
    """Try each form by a client of its own that `come` brings; return the replies to RCPT, DATA."""
    refused = {}
    for number, (before, sender, recipient) in FORMS.items():
        client = await come()
        for command in before:
            await client.say(command)
        _, rcpt, data = await asked(client, sender, recipient)
        refused[number] = (rcpt, data)
        await client.close()
    return refused


@pytest.mark.parametrize("auth", ["none", "optional", "required"])
@pytest.mark.parametrize(("kind", "greeting"), LISTENERS)
async def test_outsider_relays_by_no_form(  # noqa: PLR0917 - what is combined
    kind: str,
    auth: str,
    greeting: bytes,
    certificate: dict[str, Any],
    trust: ssl.SSLContext,
    record_property: Callable[[str, object], None],
) -> None:
    async with listener(kind, certificate, auth) as running:
        refused = await refused_forms(lambda: stranger(kind, running, trust, greeting))
        assert running.desk.taken == []
        assert running.post.taken == []
    for number, (rcpt, data) in refused.items():
        if kind == "inbound":
            assert rcpt[:1] in {b"5", b""}, number  # 221 and closed counts as no
            assert not data.startswith((b"2", b"3")), number
        else:
            assert (rcpt[:9], data[:9]) == NO_RELAY or not rcpt, number
    record_property("acknowledged", len(refused))
    assert len(refused) == 38


@pytest.mark.parametrize("greeting", GREETINGS)
@pytest.mark.parametrize("auth", ["none", "optional", "required"])
async def test_outsider_is_passed_on_by_no_form(tmp_path: Path, auth: str, greeting: bytes) -> None:
    keys = {"auth": auth, "max_connections_per_address": 1000}
    async with (
        listening(NextHop()) as hop,
        passing(tmp_path, hop, listener=keys, submitter=(STRANGER,)) as running,
    ):
        refused = await refused_forms(lambda: running.client(greeting))
        assert await running.deliveries() == []
    assert hop.connections == 0
    for number, (rcpt, data) in refused.items():
        assert (rcpt[:9], data[:9]) == NO_RELAY or not rcpt, number
    assert len(refused) == 38


@pytest.mark.parametrize("auth", ["optional", "required"])
async def test_a_login_before_starttls_is_forgotten(
    auth: str, certificate: dict[str, Any], trust: ssl.SSLContext
) -> None:
    """Form 33."""
    async with listener("starttls", certificate, auth) as running:
        client = await running.session()
        assert (await client.say(b"AUTH PLAIN " + plain("local", "ow_secret-of-local"))).startswith(
            b"235"
        )
        await client.say(b"STARTTLS")
        await client.start_tls(trust)
        await client.say(b"EHLO x.example")
        assert {reply[:9] for reply in await asked(client, SENDER, TARGET)} == {b"530 5.7.0"}


@pytest.mark.parametrize(
    "peer",
    ["::ffff:198.51.100.7", "::198.51.100.7", "64:ff9b::c000:207", "2002:c000:207::1", "::1"],
)
def test_an_address_that_embeds_another_is_not_in_its_network(peer: str) -> None:
    """Form 39: only the mapped form is the IPv4 client itself, and it counts by its own address."""
    config = SubmitterConfig(name="local", networks=("192.0.2.0/24", "127.0.0.0/8"), senders=("*",))
    submitters = Submitters([config])
    assert submitters.by_network("::ffff:192.0.2.7") is not None
    assert submitters.by_network(peer) is None
    wide = SubmitterConfig(name="local", networks=("::/8",), senders=("*",))
    assert Submitters([wide]).by_network("::ffff:198.51.100.7") is None


async def test_an_inbound_listener_takes_what_is_for_us_alone_however_it_is_mixed() -> None:
    async with edge(role="inbound", submitter=STRANGER) as running:
        client = await running.session()
        await client.say(b"MAIL FROM:" + SENDER)
        assert (await client.say(f"RCPT TO:<{OURS}>".encode())).startswith(b"250 ")
        for _, recipient in ADDRESSES.values():
            reply = await client.say(b"RCPT TO:" + recipient)
            if reply.startswith(b"421"):
                break
            assert reply.startswith(b"5"), recipient
        client = await running.session()
        await client.say(b"MAIL FROM:" + SENDER)
        await client.say(f"RCPT TO:<{OURS}>".encode())
        assert (await client.say(b"RCPT TO:" + TARGET)).startswith(b"550 5.7.1 [RELAY_DENIED]")
        await client.say(b"DATA")
        assert (await client.say(b"x\r\n.")).startswith(b"250 ")
        assert [mail.recipients for mail in running.post.taken] == [(OURS,)]
