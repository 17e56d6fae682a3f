"""Malformed commands, addresses, messages, JSON, numbers: a coded refusal, and the next one is served."""

from __future__ import annotations

import smtplib
import socket
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.e2e.client import submit
from tests.e2e.mail import ANN, newsletter
from tests.e2e.settings import BOUNCES, settings
from tests.e2e.web import call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

COMMANDS: Final = (
    ("MAIL FROM:<a@b.example", "501 5.1.7"), ("MAIL TO:<a@b.example>", "501 5.5.4"),
    ("MAIL FROM:<a..b@b.example>", "501 5.1.7"), ("MAIL FROM:<a@b.example> SIZE=x", "501 5.5.4"),
    ("MAIL FROM:<a@b.example> SIZE=999999999999", "552 5.3.4"),
    ("MAIL FROM:<a@b.example> FROG=1", "555 5.5.4"), ("RCPT TO:<ann@people.example>", "503 5.5.1"),
    ("DATA", "503 5.5.1"), ("FROG", "500 5.5.1"), ("EHLO", "501 5.5.4"), ("EXPN staff", "502 5.5.1"),
    ("NOOP " + "x" * 600, "500 5.5.2"), ("AUTH FROG", "504 5.5.4"), ("AUTH PLAIN !", "501 5.5.2"),
    ("STARTTLS", "502 5.5.1"),
)  # fmt: skip
RECIPIENTS: Final = (
    "<>", "<ann>", "<ann@>", "<@people.example>", "<ann@people..example>", "<.ann@people.example>",
    "<an n@people.example>", "<ann@people.example", "ann@people.example", "<ann(x)@people.example>",
    "<@relay.example:ann@people.example>", "<ann@people.example> FROG=1", "<ann@-people.example>",
    "<" + "a" * 65 + "@people.example>", "<ann@" + "x" * 64 + ".example>", "<ann@pe\u200bople.example>",
)  # fmt: skip
HEAD: Final = b"From: news@shop.example\r\nTo: ann@people.example\r\nSubject: x\r\n"
MESSAGES: Final = {
    b"": "550 5.",
    b"\r\n\r\n": "550 5.",
    HEAD + b"\r\nbare\nnewline\r\n": "550 5.6.0 [SMTP_BARE_NEWLINE]",
    HEAD + b"\r\nbare\rreturn\r\n": "550 5.6.0 [SMTP_BARE_NEWLINE]",
    HEAD + b"\r\nnul\0here\r\n": "550 5.6.0 [SMTP_BARE_NEWLINE]",
    HEAD + b"\r\n" + b"x" * 1001 + b"\r\n": "550 5.6.0 [SMTP_LINE_TOO_LONG]",
    HEAD + b"From: other@shop.example\r\n\r\ntwo senders\r\n": "550 5.",
    b"To: ann@people.example\r\n\r\nno sender\r\n": "550 5.",
    b"From: news@elsewhere.example\r\n\r\nnot ours\r\n": "550 5.",
    HEAD + b"Content-Type: multipart/mixed; boundary=\r\n\r\nno boundary\r\n": "550 5.",
    HEAD + b"X-Optwarden-Category: frog\r\n\r\nx\r\n": "550 5.",
    HEAD + b"X-Optwarden-Stream: No Slug!\r\n\r\nx\r\n": "550 5.",
    HEAD + b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(200)): "550 5.",
}  # fmt: skip
JSON: Final = b"application/json"
TEXT: Final = {"to": "+12025550143", "text": "Your order has shipped.", "purpose": "shipping"}
EMAIL: Final = {
    "from": "news@shop.example", "to": [ANN], "subject": "x", "text": "x", "category": "commercial",
}  # fmt: skip


@pytest.fixture
def usable(start_gateway: StartGateway, sink: Sink) -> Iterator[Gateway]:
    """A gateway that must be as good as new after the test."""
    gateway = start_gateway(settings(sink.port))
    yield gateway
    assert submit(gateway, newsletter(ANN), [ANN]).startswith("250 2.0.0 Queued as ")
    sink.to(ANN)
    gateway.stop()
    assert len(sink.arrived) == 1
    assert '"event": "smtp_failed"' not in gateway.said
    assert '"event": "http-error"' not in gateway.said


def test_commands(usable: Gateway) -> None:
    for command, reply in COMMANDS:
        with smtplib.SMTP("127.0.0.1", usable.smtp_port, "localhost", 30) as client:
            client.ehlo("localhost")
            code, text = client.docmd(command)
            assert f"{code} {text.decode()}".startswith(reply), (command, code, text)
            assert client.docmd("RSET")[0] == 250, command
            assert client.mail(BOUNCES)[0] == 250, command


def test_recipients(usable: Gateway) -> None:
    for recipient in RECIPIENTS:
        with smtplib.SMTP("127.0.0.1", usable.smtp_port, "localhost", 30) as client:
            client.ehlo("localhost")
            client.command_encoding = "utf-8"
            client.mail(BOUNCES)
            code, text = client.docmd("RCPT", f"TO:{recipient}")
            assert 500 <= code < 560, (recipient, code, text)
            assert text.startswith(b"5."), (recipient, code, text)
            assert client.rcpt(ANN)[0] == 250, recipient


def test_messages(usable: Gateway) -> None:
    for content, reply in MESSAGES.items():
        got = _submit_as_it_is(usable, content)
        assert got.startswith(reply), (content[-200:], got)
        assert "[" in got, got


def test_what_is_no_smtp_is_shown_the_door(usable: Gateway) -> None:
    for hello in (
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00" * 40,
        b"\0" * 5000,
        b"\n" * 12,
    ):
        with socket.create_connection(("127.0.0.1", usable.smtp_port), 30) as connection:
            connection.sendall(hello)
            connection.shutdown(socket.SHUT_WR)
            said = b"".join(iter(lambda: _received(connection), b""))
            assert b"250" not in said
            assert said.startswith(b"220 ")


def test_requests(usable: Gateway) -> None:
    key = usable.key("send", "read", "suppression", "consent", "check")
    for body in (
        b"",
        b"{",
        b"null",
        b"[]",
        b'"x"',
        b"\xff\xfe",
        b"{}" * 3,
        b"[" * 100_000,
        b'{"to":1e999}',
    ):
        _problem(usable, "POST", "/v1/sms", body, key=key, content_type="application/json")
        _problem(usable, "POST", "/v1/email", body, key=key, content_type="application/json")
    wrong: tuple[dict[str, Any], ...] = (
        {"to": "12"}, {"to": "+1"}, {"to": "+12025550143;ext=5"}, {"to": "911"}, {"to": ""}, {"to": 12025550143},
        {"text": ""}, {"text": "\0"}, {"text": "x" * 5000}, {"purpose": "frog"}, {"frog": 1}, {"from": "+999"},
        {"send_at": "yesterday"}, {"send_at": "2026-01-01T00:00:00"}, {"valid_until": "2020-01-01T00:00:00Z"},
        {"metadata": {"x": "y" * 9000}}, {"to": "+\u0661\u0662\u0660\u0662\u0665\u0665\u0665\u0660\u0661\u0664\u0663"},
    )  # fmt: skip
    for fields in wrong:
        _problem(usable, "POST", "/v1/sms", {**TEXT, **fields}, key=key)
    wrong = (
        {"to": []}, {"to": ["ann"]}, {"to": ["a b@c.example"]}, {"from": "x"}, {"from": "a@b.example, c@d.example"},
        {"subject": "a\r\nBcc: b@c.example"}, {"headers": {"Bcc": "b@c.example"}}, {"headers": {"X: y": "z"}},
        {"headers": {"X-A": "b\r\nc"}}, {"category": "frog"}, {"basis": "frog"}, {"stream": "No Slug"},
        {"attachments": [{"filename": "x", "content": "!"}]}, {"text": None}, {"frog": 1}, {"to": [ANN] * 2000},
    )  # fmt: skip
    for fields in wrong:
        _problem(usable, "POST", "/v1/email", {**EMAIL, **fields}, key=key)


def test_targets(usable: Gateway) -> None:
    key = usable.key("send", "read", "suppression", "consent", "check")
    for method, target in (
        ("GET", "/"), ("GET", "/v1/frog"), ("DELETE", "/v1/email"), ("GET", "/v1/messages/x"), ("GET", "/v1/sms/%00"),
        ("GET", "/v1/messages?limit=x"), ("GET", "/v1/messages?limit=99999"), ("GET", "/v1/messages?frog=1"),
        ("GET", "/v1/suppressions/fax/1"), ("GET", "/v1/suppressions/email/no-address"),
        ("GET", "/v1/suppressions?cursor=%ff"), ("GET", "/v1/consents/frog"), ("GET", "/v1/../etc/passwd"),
    ):  # fmt: skip
        _problem(usable, method, target, key=key)
    assert _problem(usable, "GET", "/v1/messages") == (401, "AUTH_REQUIRED")
    assert _problem(usable, "GET", "/v1/messages", key="guess") == (401, "AUTH_FAILED")
    assert _problem(usable, "GET", "/v1/messages", key=usable.key("send")) == (
        403,
        "AUTH_SCOPE_MISSING",
    )
    raw = {"body": b"no message", "content_type": "text/plain"}
    assert _problem(usable, "POST", f"/v1/email/raw?from=&to={ANN}", key=key, **raw)[0] == 415


def test_requests_that_are_no_http(usable: Gateway) -> None:
    for hello in (
        b"FROG\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\0" * 100,
        b"EHLO x\r\n",
        b"GET /\xff HTTP/1.1\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", usable.http_port), 30) as connection:
            connection.sendall(hello)
            connection.shutdown(socket.SHUT_WR)
            said = b"".join(iter(lambda: _received(connection), b""))
            assert not said or said.startswith(b"HTTP/1.1 4") or said.startswith(b"HTTP/1.0 4"), (
                said
            )


def _problem(
    gateway: Gateway, method: str, target: str, body: Any = None, **more: Any
) -> tuple[int, str]:
    answer = call(gateway, method, target, body, **more)
    asked = (method, target, body if len(str(body)) < 300 else "…")
    assert 400 <= answer.status < 500, (asked, answer.status, answer.body[:300])
    assert answer.fields["content-type"].startswith("application/problem+json"), asked
    problem = answer.json
    assert problem["status"] == answer.status, asked
    assert problem["code"], asked
    assert problem["detail"], asked
    return answer.status, problem["code"]


def _submit_as_it_is(gateway: Gateway, content: bytes) -> str:
    """Send a message without mending its line ends, as smtplib would."""
    with smtplib.SMTP("127.0.0.1", gateway.smtp_port, "localhost", 30) as client:
        client.ehlo("localhost")
        client.mail(BOUNCES)
        client.rcpt(ANN)
        assert client.docmd("DATA")[0] == 354
        ending = b".\r\n" if not content or content.endswith(b"\r\n") else b"\r\n.\r\n"
        client.send(content + ending)
        code, text = client.getreply()
        return f"{code} {text.decode()}"


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except ConnectionResetError:
        return b""
