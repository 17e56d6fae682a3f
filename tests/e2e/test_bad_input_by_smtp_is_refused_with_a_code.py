"""Malformed commands, addresses and messages: a coded refusal, and the next one is served."""

from __future__ import annotations

import smtplib
import socket
from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.mail import ANN
from tests.e2e.settings import BOUNCES

if TYPE_CHECKING:
    from tests.e2e.gateway_process import Gateway

COMMANDS: Final = {
    "MAIL FROM:<a@b.example": "501 5.1.7", "MAIL TO:<a@b.example>": "501 5.5.4",
    "MAIL FROM:<a..b@b.example>": "501 5.1.7", "MAIL FROM:<a@b.example> SIZE=x": "501 5.5.4",
    "MAIL FROM:<a@b.example> SIZE=999999999999": "552 5.3.4",
    "MAIL FROM:<a@b.example> FROG=1": "555 5.5.4", "RCPT TO:<ann@people.example>": "503 5.5.1",
    "DATA": "503 5.5.1", "FROG": "500 5.5.1", "EHLO": "501 5.5.4", "EXPN staff": "502 5.5.1",
    "NOOP " + "x" * 600: "500 5.5.2", "AUTH FROG": "504 5.5.4", "AUTH PLAIN !": "501 5.5.2",
    "STARTTLS": "502 5.5.1",
}  # fmt: skip
RECIPIENTS: Final = (
    "<>", "<ann>", "<ann@>", "<@people.example>", "<ann@people..example>", "<.ann@people.example>",
    "<an n@people.example>", "<ann@people.example", "ann@people.example", "<ann(x)@people.example>",
    "<@relay.example:ann@people.example>", "<ann@people.example> FROG=1", "<ann@-people.example>",
    f"<{'a' * 65}@people.example>", f"<ann@{'x' * 64}.example>", "<ann@pe\u200bople.example>",
)  # fmt: skip
HEAD: Final = b"From: news@shop.example\r\nTo: ann@people.example\r\nSubject: x\r\n"
BARE: Final = "550 5.6.0 [SMTP_BARE_NEWLINE]"
DEEP: Final = b"".join(
    b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(200)
)
MESSAGES: Final = {
    "nothing": (b"", "550 5."),
    "no header": (b"\r\n\r\n", "550 5."),
    "bare LF": (HEAD + b"\r\nbare\nnewline\r\n", BARE),
    "bare CR": (HEAD + b"\r\nbare\rreturn\r\n", BARE),
    "NUL": (HEAD + b"\r\nnul\0here\r\n", BARE),
    "long line": (HEAD + b"X: " + b"x" * 1001 + b"\r\n\r\nx\r\n", "550 5.6.0 [SMTP_LINE_TOO_LONG]"),
    "two From": (HEAD + b"From: other@shop.example\r\n\r\nx\r\n", "550 5."),
    "no From": (b"To: ann@people.example\r\n\r\nx\r\n", "550 5."),
    "foreign From": (
        b"From: news@elsewhere.example\r\n\r\nx\r\n",
        "550 5.7.1 [EMAIL_FROM_NOT_AUTHORIZED]",
    ),
    "no boundary": (HEAD + b"Content-Type: multipart/mixed; boundary=\r\n\r\nx\r\n", "550 5."),
    "too deep": (HEAD + DEEP, "550 5."),
    "category": (HEAD + b"X-Optwarden-Category: frog\r\n\r\nx\r\n", "550 5."),
    "stream": (HEAD + b"X-Optwarden-Stream: No Slug!\r\n\r\nx\r\n", "550 5."),
}
HELLOS: Final = {
    "HTTP": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00" * 40,
    "NUL": b"\0" * 5000,
    "newlines": b"\n" * 12,
    "much": b"x" * 1_000_000,
}


def test_a_bad_command_is_told_what_is_wrong(usable: Gateway) -> None:
    for command, reply in COMMANDS.items():
        with _client(usable) as client:
            code, text = client.docmd(command)
            assert f"{code} {text.decode()}".startswith(reply), (command, code, text)
            assert client.docmd("RSET")[0] == 250, command
            assert client.mail(BOUNCES)[0] == 250, command


def test_a_bad_recipient_does_not_spoil_a_good_one(usable: Gateway) -> None:
    for recipient in RECIPIENTS:
        with _client(usable) as client:
            client.command_encoding = "utf-8"
            client.mail(BOUNCES)
            code, text = client.docmd("RCPT", f"TO:{recipient}")
            assert 500 <= code < 560, (recipient, code, text)
            assert text.startswith(b"5."), (recipient, code, text)
            assert client.rcpt(ANN)[0] == 250, recipient


def test_a_bad_message_is_refused(usable: Gateway) -> None:
    for name, (content, reply) in MESSAGES.items():
        got = _submit_as_it_is(usable, content)
        assert got.startswith(reply), (name, got)
        assert "[" in got, (name, got)


@pytest.mark.parametrize("name", HELLOS)
def test_what_is_no_smtp_is_shown_the_door(name: str, usable: Gateway) -> None:
    with socket.create_connection(("127.0.0.1", usable.smtp_port), 30) as connection:
        said = b""
        try:
            connection.sendall(HELLOS[name])
            connection.shutdown(socket.SHUT_WR)
            while chunk := connection.recv(65536):
                said += chunk
        except TimeoutError:
            raise
        except OSError:
            pass  # it hung up before everything was said
    assert b"\r\n250" not in said


def _client(gateway: Gateway) -> smtplib.SMTP:
    client = smtplib.SMTP("127.0.0.1", gateway.smtp_port, "localhost", 30)
    client.ehlo("localhost")
    return client


def _submit_as_it_is(gateway: Gateway, content: bytes) -> str:
    """Send a message without mending its line ends, as smtplib would."""
    with _client(gateway) as client:
        client.mail(BOUNCES)
        client.rcpt(ANN)
        assert client.docmd("DATA")[0] == 354
        ending = b".\r\n" if not content or content.endswith(b"\r\n") else b"\r\n.\r\n"
        client.send(content + ending)
        code, text = client.getreply()
        return f"{code} {text.decode()}"
