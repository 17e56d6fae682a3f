"""No open relay: who is no submitter gets 530, however the recipient is written."""

from __future__ import annotations

import base64
import smtplib
from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.mail import ANN, newsletter
from tests.e2e.settings import settings

if TYPE_CHECKING:
    import ssl

    from tests.e2e.authority import Authority
    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

HOST: Final = "mail.shop.example"
ELSEWHERE: Final = '["192.0.2.0/24"]'
SENDERS: Final = (
    "<s@far.example>", "<>", "<s@shop.example>", "<s@localhost>", "<s>", "<s@[127.0.0.1]>",
    "<s@far.example> AUTH=<s@shop.example>",
)  # fmt: skip
RECIPIENTS: Final = (
    "<u@far.example>", "<u%far.example@shop.example>", "<u%far.example@[127.0.0.1]>",
    '<"u@far.example">', '<"u%far.example">', '<"u@far.example"@shop.example>',
    '<"u@far.example"@[127.0.0.1]>', "<u@far.example@shop.example>",
    "<@shop.example:u@far.example>", "<@[127.0.0.1]:u@far.example>", "<far.example!u>",
    "<far.example!u@shop.example>", "<far.example!u@[127.0.0.1]>", "<u@shop.example%far.example>",
    "<u@far.example%shop.example@shop.example>", "<@a.example,@b.example:u@far.example>",
    "u@far.example", "<u@far.example", "< u@far.example >", "<u(x)@far.example>",
    "<u@far.example.>", "<u@xn--bcher-kva.example>", "<u\uff20far.example>",
    r'<"\u"@far.example>', "<u@shop.example>", "<postmaster>", "<>", "",
)  # fmt: skip


@pytest.fixture
def gateway(start_gateway: StartGateway, sink: Sink, authority: Authority) -> Gateway:
    certificate = authority.tables(HOST, "127.0.0.1")
    more = "".join(
        f'[[smtp]]\nlisten = "127.0.0.1:0"\ntls = "{tls}"\nauth = "required"\n{certificate}\n'
        for tls in ("starttls", "implicit")
    )
    return start_gateway(settings(sink.port, networks=ELSEWHERE, more=more))


@pytest.mark.parametrize("kind", ["plain", "starttls", "implicit"])
def test_every_form_of_recipient_gets_530(
    kind: str, gateway: Gateway, sink: Sink, authority: Authority
) -> None:
    port = gateway.smtp_ports[["plain", "starttls", "implicit"].index(kind)]
    answers = []
    for sender in SENDERS:
        for recipient in RECIPIENTS:
            with _connected(kind, port, authority.trusting()) as client:
                answers.append((client.docmd("MAIL", f"FROM:{sender}"), sender))
                client.command_encoding = "utf-8"
                answers.append((client.docmd("RCPT", f"TO:{recipient}"), recipient))
                answers.append((client.docmd("DATA"), "DATA"))
    odd = [(code, text, said) for (code, text), said in answers if code != 530]
    assert odd == []
    assert {text.split()[0] for (_, text), _ in answers} == {b"5.7.0"}
    assert sink.arrived == ()


def test_no_detour_leads_around_it(gateway: Gateway, sink: Sink, authority: Authority) -> None:
    trusting = authority.trusting()
    detours: tuple[tuple[str, ...], ...] = (
        ("RSET",), ("HELO far.example",), ("EHLO far.example", "EHLO shop.example"),
        ("MAIL FROM:<a@shop.example>", "MAIL FROM:<b@shop.example>"), ("NOOP", "VRFY u"),
        ("AUTH PLAIN AGxvY2FsAHdyb25n",), ("XCLIENT ADDR=192.0.2.1",), ("XFORWARD ADDR=192.0.2.1",),
    )  # fmt: skip
    for detour in detours:
        with _connected("implicit", gateway.smtp_ports[2], trusting) as client:
            for command in detour:
                client.docmd(command)
            assert client.docmd("MAIL", "FROM:<s@shop.example>")[0] == 530, detour
            assert client.docmd("RCPT", "TO:<u@far.example>")[0] == 530, detour
    with _connected("plain", gateway.smtp_ports[1], trusting) as client:
        client.docmd("PROXY TCP4 192.0.2.1 127.0.0.1 1 25")
        assert client.docmd("MAIL", "FROM:<s@shop.example>")[0] == 530
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login("local", "a guess")
        assert client.docmd("MAIL", "FROM:<s@shop.example>")[0] == 530
    assert sink.arrived == ()


def test_a_login_is_forgotten_by_starttls(
    gateway: Gateway, sink: Sink, authority: Authority
) -> None:
    """RFC 3207 4.2: nothing said before the handshake counts after it."""
    key = gateway.key()
    with _connected("plain", gateway.smtp_ports[1], authority.trusting()) as client:
        # a client on this machine may log in before STARTTLS
        code = client.docmd("AUTH", "PLAIN " + _plain("local", key))[0]
        assert code in (235, 538)
        client.starttls(context=authority.trusting())
        client.ehlo("far.example")
        assert client.docmd("MAIL", "FROM:<s@shop.example>")[0] == 530
        client.login("local", key)
        assert client.sendmail("news@shop.example", [ANN], newsletter(ANN)) == {}
    assert sink.to(ANN).recipients == (ANN,)


def _connected(kind: str, port: int, trusting: ssl.SSLContext) -> smtplib.SMTP:
    if kind == "implicit":
        client: smtplib.SMTP = smtplib.SMTP_SSL("127.0.0.1", port, timeout=30, context=trusting)
    else:
        client = smtplib.SMTP("127.0.0.1", port, timeout=30)
    client.ehlo("far.example")
    if kind == "starttls":
        client.starttls(context=trusting)
        client.ehlo("far.example")
    return client


def _plain(name: str, secret: str) -> str:
    return base64.b64encode(f"\0{name}\0{secret}".encode()).decode()
