"""Who may send: submitters by key or by network, and nobody else (RFC 4954, RFC 3207)."""

from __future__ import annotations

import base64
import ssl
from typing import TYPE_CHECKING, Any

import pytest

from gateway.errors import ConfigError, StoreUnavailable
from gateway.smtp.dialogue import Peer
from gateway.smtp.session import SmtpSession
from gateway.sockets import ListenError
from tests.contract.smtp.edge import KEY, STRANGER, edge, plain

if TYPE_CHECKING:
    from pathlib import Path

    import trustme

WIRE = b"Subject: x\r\n\r\nbody\r\n.\r\n"


@pytest.mark.parametrize(
    "command",
    [
        b"AUTH PLAIN " + plain("local", KEY),
        b"auth plain " + plain("local", KEY),
        b"AUTH PLAIN " + plain("local", KEY, identity="local"),
    ],
)
async def test_key_of_a_submitter_opens_the_door(command: bytes) -> None:
    async with edge(submitter=STRANGER, auth="required") as running:
        client = await running.session()
        assert (await client.say(b"MAIL FROM:<a@example.com>")).startswith(b"530 5.7.0")
        assert await client.say(command) == b"235 2.7.0 Authentication successful\r\n"
        assert (await client.say(command)).startswith(b"503 5.5.1")
        assert (await client.message(WIRE)).startswith(b"250 2.0.0")
        assert running.desk.taken[0].submitter.name == "local"
        assert running.desk.taken[0].arrival.protocol == "ESMTPA"


async def test_plain_and_login_answer_challenges() -> None:
    async with edge(submitter=STRANGER) as running:
        client = await running.session()
        assert await client.say(b"AUTH PLAIN") == b"334 \r\n"
        assert (await client.say(plain("local", KEY))).startswith(b"235 2.7.0")
        client = await running.session()
        assert await client.say(b"AUTH LOGIN") == b"334 VXNlcm5hbWU6\r\n"
        assert await client.say(base64.b64encode(b"local")) == b"334 UGFzc3dvcmQ6\r\n"
        assert (await client.say(base64.b64encode(KEY.encode()))).startswith(b"235 2.7.0")
        client = await running.session()
        assert (await client.say(b"AUTH LOGIN " + base64.b64encode(b"local"))).startswith(b"334")
        assert (await client.say(base64.b64encode(KEY.encode()))).startswith(b"235 2.7.0")


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("local", "wrong"),
        ("other", KEY),
        ("local", "ow_read-only"),
        ("gone", "ow_of-nobody"),
        ("", ""),
    ],
)
async def test_wrong_name_key_or_scope_is_535(name: str, secret: str) -> None:
    async with edge(submitter=STRANGER) as running:
        client = await running.session()
        reply = await client.say(b"AUTH PLAIN " + plain(name, secret))
        assert reply.startswith(b"535 5.7.8 [AUTH_FAILED]")
        assert (await client.say(b"MAIL FROM:<a@example.com>")).startswith(b"530 5.7.0")


@pytest.mark.parametrize("before", [0, 2])
async def test_a_revoked_key_brings_nothing_more_in_a_session_that_is_open(before: int) -> None:
    commands = [b"MAIL FROM:<a@example.com>", b"RCPT TO:<b@example.com>", b"DATA"]
    async with edge(submitter=STRANGER, auth="required") as running:
        client = await running.session()
        await client.say(b"AUTH PLAIN " + plain("local", KEY))
        assert (await client.message(WIRE)).startswith(b"250 2.0.0")
        for command in commands[:before]:
            assert (await client.say(command)).startswith(b"250")
        del running.keys.holders[KEY]  # as `keys revoke` does
        # for now, and not for good: who has a new key by then delivers with that
        assert (await client.say(commands[before])).startswith(b"421 4.7.0")
        assert await client.rest() == b""
        assert len(running.desk.taken) == 1


async def test_keys_that_cannot_be_read_put_off_the_message_and_no_recipient() -> None:
    async with edge(submitter=STRANGER, auth="required") as running:
        client = await running.session()
        await client.say(b"AUTH PLAIN " + plain("local", KEY))
        assert (await client.say(b"MAIL FROM:<a@example.com>")).startswith(b"250")
        running.keys.failure = StoreUnavailable("locked")
        for last in b"bc":
            said = await client.say(b"RCPT TO:<%c@example.com>" % last)
            assert said.startswith(b"250 2.1.5")
        assert (await client.say(b"DATA")).startswith(b"451 4.3.0")
        running.keys.failure = None
        assert (await client.message(WIRE)).startswith(b"250 2.0.0")


async def test_a_login_is_forgotten_with_the_session_that_tls_begins_anew(
    certificate: dict[str, Any], trust: ssl.SSLContext
) -> None:
    async with edge(tls="starttls", **certificate) as running:
        client = await running.session()
        await client.say(b"AUTH PLAIN " + plain("local", KEY))
        assert (await client.say(b"STARTTLS")).startswith(b"220")
        await client.start_tls(trust)
        del running.keys.holders[KEY]
        await client.say(b"EHLO client.example.com")
        assert (await client.message(WIRE)).startswith(b"250 2.0.0")  # by its network


async def test_third_failure_ends_the_session() -> None:
    async with edge() as running:
        client = await running.session()
        for _ in range(2):
            assert (await client.say(b"AUTH PLAIN " + plain("local", "no"))).startswith(
                b"535 5.7.8"
            )
        assert (await client.say(b"AUTH PLAIN " + plain("local", "no"))).startswith(b"421 4.7.0")
        assert await client.rest() == b""


@pytest.mark.parametrize(
    ("lines", "reply"),
    [
        ([b"AUTH PLAIN " + plain("local", KEY, identity="boss")], b"535 5.7.8"),
        ([b"AUTH PLAIN !!"], b"501 5.5.2"),
        ([b"AUTH PLAIN \xc3\xa9"], b"501 5.5.2"),
        ([b"AUTH PLAIN ="], b"501 5.5.2"),
        ([b"AUTH PLAIN " + base64.b64encode(b"\0\xff\0x")], b"501 5.5.2"),
        ([b"AUTH PLAIN", b"*"], b"501 5.7.0"),
        ([b"AUTH LOGIN", b"*"], b"501 5.7.0"),
        ([b"AUTH LOGIN", b"A" * 5000], b"500 5.5.6"),
        ([b"AUTH CRAM-MD5"], b"504 5.5.4"),
        ([b"AUTH"], b"504 5.5.4"),
        ([b"AUTH PLAIN a b"], b"501 5.5.2"),
        ([b"MAIL FROM:<a@b>", b"AUTH PLAIN"], b"503 5.5.1"),
    ],
)
async def test_broken_exchange_is_refused_and_the_session_goes_on(
    lines: list[bytes], reply: bytes
) -> None:
    async with edge() as running:
        client = await running.session()
        answers = [await client.say(line) for line in lines]
        assert answers[-1].startswith(reply)
        assert (await client.say(b"NOOP")).startswith(b"250")


async def test_auth_needs_ehlo_and_a_listener_that_offers_it() -> None:
    async with edge() as running:
        client = await running.connect()
        await client.greeted(b"HELO x.example")
        assert (await client.say(b"AUTH PLAIN")).startswith(b"503 5.5.1")
    async with edge(auth="none") as running:
        client = await running.session()
        assert (await client.say(b"AUTH PLAIN")).startswith(b"502 5.5.1")


async def test_auth_across_the_network_needs_tls() -> None:
    async with edge(submitter=STRANGER) as running:
        client = await running.connect()
        await client.reply()
        terms = running.server._terms
        assert terms is not None
        [session] = terms.sessions
        assert isinstance(session, SmtpSession)
        session.peer = Peer("192.0.2.7", is_local=False, is_encrypted=False)
        assert b"AUTH" not in await client.say(b"EHLO x.example")
        assert (await client.say(b"AUTH PLAIN " + plain("local", KEY))).startswith(b"538 5.7.11")
        assert (await client.say(b"MAIL FROM:<a@example.com>")).startswith(b"530 5.7.0")


async def test_starttls_begins_a_new_session(
    certificate: dict[str, Any], trust: ssl.SSLContext
) -> None:
    async with edge(submitter=STRANGER, tls="starttls", **certificate) as running:
        client = await running.connect()
        assert b"250-STARTTLS\r\n" in await client.greeted()
        assert (await client.say(b"AUTH PLAIN " + plain("local", KEY))).startswith(b"235")
        assert (await client.say(b"STARTTLS now")).startswith(b"501 5.5.4")
        assert await client.say(b"STARTTLS") == b"220 2.0.0 Ready to start TLS\r\n"
        await client.start_tls(trust)
        assert (await client.say(b"MAIL FROM:<a@example.com>")).startswith(b"530 5.7.0")
        greeting = await client.say(b"EHLO x.example")
        assert b"STARTTLS" not in greeting
        assert b"250 AUTH PLAIN LOGIN\r\n" in greeting
        assert (await client.say(b"MAIL FROM:<a@example.com>")).startswith(b"530 5.7.0")
        assert (await client.say(b"STARTTLS")).startswith(b"503 5.5.1")
        assert (await client.say(b"AUTH PLAIN " + plain("local", KEY))).startswith(b"235 2.7.0")
        assert (await client.message(WIRE)).startswith(b"250 2.0.0")
        assert running.desk.taken[0].arrival.protocol == "ESMTPSA"
        await client.say(b"QUIT")
        assert await client.rest() == b""


async def test_plaintext_injected_after_starttls_is_never_obeyed(
    certificate: dict[str, Any], trust: ssl.SSLContext
) -> None:
    async with edge(tls="starttls", **certificate) as running:
        client = await running.session()
        await client.send(b"STARTTLS\r\nEHLO evil.example\r\nMAIL FROM:<evil@example.com>\r\n")
        assert (await client.reply()).startswith(b"220 2.0.0")
        await client.start_tls(trust)
        assert (await client.say(b"NOOP")).startswith(b"250 2.0.0")
        assert (await client.say(b"MAIL FROM:<a@example.com>")).startswith(b"503 5.5.1 Send EHLO")


async def test_handshake_of_garbage_ends_only_that_connection(certificate: dict[str, Any]) -> None:
    certificate["max_connections_per_address"] = 2
    async with edge(tls="starttls", **certificate) as running:
        for garbage in (b"this is no handshake at all\r\n" * 10, b"", b"\x16\x03\x01\x00\x05hel"):
            client = await running.session()
            await client.say(b"STARTTLS")
            await client.send(garbage)
            client.writer.write_eof()
            await client.rest()
        other = await running.session()
        assert (await other.message(WIRE)).startswith(b"250 2.0.0")


async def test_implicit_tls_serves_auth_and_large_messages(
    certificate: dict[str, Any], trust: ssl.SSLContext
) -> None:
    async with edge(submitter=STRANGER, tls="implicit", auth="required", **certificate) as running:
        client = await running.connect(trust)
        greeting = await client.greeted()
        assert b"STARTTLS" not in greeting
        assert b"AUTH PLAIN LOGIN" in greeting
        assert (await client.say(b"STARTTLS")).startswith((b"502 5.5.1", b"503 5.5.1"))
        assert (await client.say(b"AUTH PLAIN " + plain("local", KEY))).startswith(b"235 2.7.0")
        body = (b"x" * 76 + b"\r\n") * 40_000
        assert (await client.message(body + b".\r\n")).startswith(b"250 2.0.0")
        assert running.desk.bodies == [body]


async def test_tls_below_1_2_is_not_spoken(
    certificate: dict[str, Any], authority: trustme.CA
) -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority.configure_trust(old)
    with pytest.warns(DeprecationWarning, match="TLSv1_1 is deprecated"):
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    async with edge(tls="implicit", **certificate) as running:
        with pytest.raises((ssl.SSLError, ConnectionError)):
            await running.connect(old)


async def test_unusable_certificate_is_a_mistake_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "certificate.pem").write_text("no certificate")
    for path in (tmp_path / "certificate.pem", tmp_path / "missing.pem"):
        with pytest.raises(ConfigError, match="certificate_file"):
            async with edge(tls="starttls", certificate_file=path, key_file=path):
                pass


async def test_taken_address_is_an_os_error() -> None:
    async with edge() as running:
        with pytest.raises(ListenError, match="in use"):
            async with edge(listen=f"127.0.0.1:{running.port}"):
                pass
