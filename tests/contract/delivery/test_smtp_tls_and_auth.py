from __future__ import annotations

import asyncio
import ssl
import warnings
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from gateway.delivery.smtp_connect import ConnectFailed
from gateway.errors import ConfigError
from gateway.spool.model import State
from tests.contract.delivery.make import MESSAGE, carrier, claimed, connector
from tests.contract.delivery.next_hop import CLOSE, Interrupting, NextHop, listening

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from gateway.spool.model import Settlement


class Sink:
    """Keeps what aiosmtpd received."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd names it
        self.envelopes.append(envelope)
        return "250 2.0.0 ok"

    async def auth_XOAUTH2(self, _server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 - aiosmtpd names it
        expected = "dXNlcj1tZUBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciBzM2NyZXQBAQ=="
        return AuthResult(success=args[1] == expected)


def let_in(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
) -> AuthResult:
    expected = LoginPassword(b"me@example.com", b"s3cret")
    return AuthResult(success=data == expected, handled=False)


@asynccontextmanager
async def aiosmtpd_sink(sink: Sink, **options: Any) -> AsyncIterator[int]:  # noqa: ANN401 - aiosmtpd's own
    def server() -> SMTP:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of AUTH without TLS, which is tested here
            return SMTP(sink, hostname="sink.test", **options)

    listener = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0)
    try:
        yield listener.sockets[0].getsockname()[1]
    finally:
        listener.close()
        await listener.wait_closed()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(file)
    return file


def server_context(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context


def secret(file: Path, text: str) -> Path:
    file.write_text(text)
    file.chmod(0o600)
    return file


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    return secret(tmp_path / "password", "s3cret\n")


@pytest.fixture
def open_password_file(password_file: Path) -> Path:
    password_file.chmod(0o644)
    return password_file


@pytest.fixture
def wrong_password_file(tmp_path: Path) -> Path:
    return secret(tmp_path / "password", "hunter2")


async def sent(port: int, **route: Any) -> Settlement:  # noqa: ANN401 - any key of a route
    carried = carrier(port, **route)
    (settled,) = await carried.send(claimed(), MESSAGE)
    await carried.close()
    return settled


async def test_mail_goes_through_starttls(authority: trustme.CA, ca_file: Path) -> None:
    sink = Sink()
    context = server_context(authority, "127.0.0.1")
    async with aiosmtpd_sink(sink, tls_context=context, require_starttls=True) as port:
        settled = await sent(port, tls="starttls", ca_file=ca_file)
    assert settled.state is State.DELIVERED
    assert sink.envelopes[0].content == MESSAGE


async def test_mail_goes_through_implicit_tls(authority: trustme.CA, ca_file: Path) -> None:
    context = server_context(authority, "127.0.0.1")
    async with listening(NextHop(), tls=context) as hop:
        settled = await sent(hop.port, tls="implicit", ca_file=ca_file)
    assert settled.state is State.DELIVERED
    assert len(hop.messages) == 1


@pytest.mark.parametrize(
    ("then", "state", "status"),
    [
        (b"250 2.0.0 have it\r\n", State.DEFERRED, "4.5.0"),
        (b"552 5.3.4 enough\r\n", State.FAILED, "5.3.4"),
        (CLOSE, State.DEFERRED, "4.4.2"),
    ],
)
async def test_what_is_said_in_the_middle_of_a_message_ends_the_connection(
    authority: trustme.CA, ca_file: Path, then: bytes, state: State, status: str
) -> None:
    hop = Interrupting(extensions=(b"8BITMIME",), then=then)
    large = MESSAGE + (b"x" * 70 + b"\r\n") * 100_000
    async with listening(hop, tls=server_context(authority, "127.0.0.1")):
        carried = carrier(hop.port, tls="implicit", ca_file=ca_file)
        (settled,) = await carried.send(claimed(), large)
        hop.script["dot"] = b"250 ok\r\n"
        await carried.close()
    assert (settled.state, settled.status) == (state, status)
    assert b"QUIT" not in hop.commands  # it was cut, so nothing of the rest is a command


async def test_a_large_message_arrives_whole(authority: trustme.CA, ca_file: Path) -> None:
    large = MESSAGE + b"".join(b"%0900d\r\n" % line for line in range(1500))
    hop = NextHop(extensions=(b"8BITMIME",))
    async with listening(hop, tls=server_context(authority, "127.0.0.1")):
        carried = carrier(hop.port, tls="implicit", ca_file=ca_file)
        (settled,) = await carried.send(claimed(), large)
        await carried.close()
    assert settled.state is State.DELIVERED
    (arrived,) = hop.messages
    assert arrived.replace(b"\r\n..", b"\r\n.") == large + b".\r\n"


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
async def test_a_certificate_for_another_name_defers(
    authority: trustme.CA, ca_file: Path, tls: str
) -> None:
    sink = Sink()
    context = server_context(authority, "other.test")
    if tls == "starttls":
        async with aiosmtpd_sink(sink, tls_context=context) as port:
            settled = await sent(port, tls=tls, ca_file=ca_file)
    else:
        async with listening(NextHop(), tls=context) as hop:
            settled = await sent(hop.port, tls=tls, ca_file=ca_file)
        assert hop.commands == []
    assert settled.state is State.DEFERRED
    assert "certificate" in settled.reply
    assert sink.envelopes == []


async def test_a_certificate_of_an_unknown_authority_defers(authority: trustme.CA) -> None:
    async with aiosmtpd_sink(Sink(), tls_context=server_context(authority, "127.0.0.1")) as port:
        settled = await sent(port, tls="starttls")
    assert (settled.state, settled.status) == (State.DEFERRED, "4.7.5")


async def test_a_next_hop_that_hides_starttls_gets_nothing(ca_file: Path) -> None:
    async with listening(NextHop()) as hop:
        settled = await sent(hop.port, tls="starttls", ca_file=ca_file)
    assert (settled.state, settled.status) == (State.DEFERRED, "4.7.5")
    assert not any(command.startswith(b"MAIL") for command in hop.commands)


@pytest.mark.parametrize("auth", ["plain", "login", "xoauth2"])
@pytest.mark.parametrize(
    ("extensions", "starttls"),
    [
        pytest.param((), b"220 go\r\n", id="hidden"),
        pytest.param((b"STARTTLS",), b"454 4.7.0 not now\r\n", id="4xx"),
        pytest.param((b"STARTTLS",), b"502 5.5.1 never\r\n", id="5xx"),
        pytest.param((b"STARTTLS",), b"250 ok\r\n", id="250"),
    ],
)
async def test_without_starttls_no_password_is_sent(
    extensions: tuple[bytes, ...], starttls: bytes, auth: str, ca_file: Path, password_file: Path
) -> None:
    offered = (*extensions, b"AUTH PLAIN LOGIN XOAUTH2")
    script: dict[str, bytes | list[bytes]] = {"starttls": starttls, "auth": b"235 2.7.0 ok\r\n"}
    login = {"auth": auth, "username": "me@example.com", "password_file": password_file}
    async with listening(NextHop(script, offered)) as hop:
        settled = await sent(hop.port, tls="starttls", ca_file=ca_file, patience_s=0.3, **login)
    assert (settled.state, settled.status) == (State.DEFERRED, "4.7.5")
    assert {command.split()[0] for command in hop.commands} <= {b"EHLO", b"STARTTLS", b"QUIT"}


async def test_what_is_said_before_tls_counts_for_nothing(
    authority: trustme.CA, ca_file: Path
) -> None:
    injected = b"220 go\r\n250-evil.test\r\n250 PIPELINING\r\n250 ok\r\n"
    async with listening(NextHop({"starttls": injected}, (b"STARTTLS",))) as hop:
        settled = await sent(hop.port, tls="starttls", ca_file=ca_file, patience_s=0.3)
    assert settled.state is State.DEFERRED
    assert not any(command.startswith(b"MAIL") for command in hop.commands)


@pytest.mark.parametrize("auth", ["plain", "login", "xoauth2"])
async def test_the_route_authenticates(auth: str, password_file: Path) -> None:
    sink = Sink()
    async with aiosmtpd_sink(
        sink, authenticator=let_in, auth_required=True, auth_require_tls=False
    ) as port:
        settled = await sent(
            port, auth=auth, username="me@example.com", password_file=password_file
        )
    assert settled.state is State.DELIVERED, settled
    assert len(sink.envelopes) == 1


async def test_a_wrong_password_defers_and_is_not_shown(wrong_password_file: Path) -> None:
    sink = Sink()
    options = {"authenticator": let_in, "auth_required": True, "auth_require_tls": False}
    async with aiosmtpd_sink(sink, **options) as port:
        settled = await sent(port, auth="plain", username="me", password_file=wrong_password_file)
    assert (settled.state, settled.status) == (State.DEFERRED, "4.7.0")
    assert "hunter2" not in settled.reply
    assert sink.envelopes == []


async def test_a_password_others_may_read_is_not_used(open_password_file: Path) -> None:
    async with listening(NextHop(extensions=(b"AUTH PLAIN",))) as hop:
        login = connector(hop.port, auth="plain", username="x", password_file=open_password_file)
        with pytest.raises(ConnectFailed, match="chmod 600"):
            await login()
    assert not any(command.startswith(b"AUTH") for command in hop.commands)


async def test_a_password_of_the_environment_is_used() -> None:
    options = {"authenticator": let_in, "auth_required": True, "auth_require_tls": False}
    async with aiosmtpd_sink(Sink(), **options) as port:
        settled = await sent(port, auth="plain", username="me@example.com", password="s3cret")
    assert settled.state is State.DELIVERED


async def test_a_next_hop_that_does_not_offer_the_login_gets_nothing(password_file: Path) -> None:
    async with listening(NextHop(extensions=(b"AUTH LOGIN",))) as hop:
        settled = await sent(hop.port, auth="plain", username="x", password_file=password_file)
    assert settled.reply == "the next hop does not offer AUTH PLAIN"
    assert not any(command.startswith(b"AUTH") for command in hop.commands)


def test_a_broken_ca_file_is_a_mistake_of_the_configuration(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    file.write_text("not a certificate")
    with pytest.raises(ConfigError, match=r"ca\.pem"):
        carrier(25, tls="starttls", ca_file=file)
