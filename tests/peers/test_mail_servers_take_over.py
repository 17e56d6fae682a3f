"""Exim and OpenSMTPD as the next hop: what they announce is used, what they refuse is told."""

from __future__ import annotations

import smtplib
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.e2e.client import submit
from tests.e2e.dkim_keys import make_keys, sender_keys, verified
from tests.e2e.gateway_process import Gateway
from tests.e2e.mail import ANN, link_of, newsletter, receipt
from tests.e2e.reports import recipients_of
from tests.e2e.settings import BOUNCES, settings
from tests.e2e.waiting import wait_for
from tests.peers.next_hops import MOST_BYTES, NOBODY, UNWANTED, next_hop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.authority import Authority
    from tests.e2e.conftest import StartGateway
    from tests.e2e.sink import Sink
    from tests.peers.mail_servers import MailServer

pytestmark = pytest.mark.peer

KATE = "k\u00e4te@people.example"
REPORTS = """\
[[route]]
name = "reports"
channel = "email"
kind = "smtp"
host = "127.0.0.1"
port = {port}
tls = "none"
match = {{ recipient_domains = ["shop.example"] }}
"""
OF_ANY_SHAPE = (
    b"From: news@shop.example\r\nTo: ann@people.example\r\nSubject: Shapes\r\nMIME-Version: 1.0\r\n"
    b"X-Optwarden-Category: transactional; basis=transaction\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    b"Your order 1234 was shipped, and 39,99 \xe2\x82\xac were charged.\r\n"
    b".\r\n..\r\n.begins with a dot\r\nFrom a line that looks like an mbox's\r\n"
    b"\r\n" + "ü".encode() * 499 + b"\r\n  \t\r\nends with blank lines\r\n\r\n\r\n"
)


@dataclass
class Behind:
    """A next hop, the port it listens on, and what lies behind it."""

    name: str
    running: MailServer
    port: int
    sink: Sink

    def config(self, *, tls: str = "", smtp: str = "", sender: str = "") -> str:
        """Return a configuration that sends reports to the sink, and all else to the next hop."""
        reports = REPORTS.format(port=self.sink.port)
        config = settings(self.port, smtp=smtp, sender=sender).replace(
            'tls = "none"\n', tls or 'tls = "none"\n'
        )
        own = '[[route]]\nname = "sink"'
        assert own in config
        return config.replace(own, reports + own)


@contextmanager
def taking(server: str, sink: Sink, authority: Authority, name: str) -> Iterator[Behind]:
    running, port = next_hop(server, sink.port, authority.pair(name))
    with closing(running):
        try:
            yield Behind(server, running, port, sink)
        finally:  # shown if it fails
            sys.stderr.write(running.said)


@pytest.fixture
def behind(server: str, sink: Sink, authority: Authority) -> Iterator[Behind]:
    with taking(server, sink, authority, "127.0.0.1") as found:
        yield found


def listed(gateway: Gateway, address: str) -> list[str]:
    lines = gateway.read("suppress", "list", "--reason", "hard_bounce")
    return [line["reason"] for line in lines if line["key"] == address]


def test_what_was_signed_verifies_behind_it(
    behind: Behind, start_gateway: StartGateway, tmp_path: Path
) -> None:
    folder = tmp_path / "gateway"
    records = make_keys(Gateway(folder, settings()))
    gateway = start_gateway(behind.config(sender=sender_keys(folder)))
    assert submit(gateway, OF_ANY_SHAPE, [ANN]).startswith("250 ")
    assert submit(gateway, newsletter("bob@people.example"), ["bob@people.example"])
    shapes, letter = behind.sink.to(ANN), behind.sink.to("bob@people.example")
    assert shapes.raw.endswith(OF_ANY_SHAPE.partition(b"\r\n\r\n")[2])
    assert link_of(letter.message)
    for copy in (shapes, letter):
        assert verified(copy.raw, records) == [True, True]
    if behind.name == "exim":  # the other one does not announce PIPELINING
        assert " P=esmtp L. " in behind.running.said


@pytest.mark.parametrize("name", ["127.0.0.1", "mx.elsewhere.example"])
def test_over_starttls_with_its_name_or_not_at_all(
    server: str, sink: Sink, authority: Authority, start_gateway: StartGateway, name: str
) -> None:
    with taking(server, sink, authority, name) as behind:
        tls = f'tls = "starttls"\nca_file = "{authority.file}"\n'
        gateway = start_gateway(behind.config(tls=tls))
        assert submit(gateway, receipt(ANN), [ANN]).startswith("250 ")
        is_secure = (server, name) == ("exim", "127.0.0.1")  # the other fails every handshake
        if is_secure:
            received = " ".join(str(sink.to(ANN).message["Received"]).split())
            assert "TLS" in received, received
        else:
            wait_for(lambda: '"deferred": 1' in gateway.said, "it to be deferred")
            assert '"4.7.5"' in gateway.said
    assert len(sink.arrived) == is_secure


def test_one_of_several_is_nobody_there(behind: Behind, start_gateway: StartGateway) -> None:
    gateway = start_gateway(behind.config())
    assert submit(gateway, receipt(ANN, NOBODY), [ANN, NOBODY]).startswith("250 ")
    assert b"1234" in behind.sink.to(ANN).raw
    about = recipients_of(behind.sink.to(BOUNCES))
    assert list(about) == [NOBODY]
    assert str(about[NOBODY]["Diagnostic-Code"]).startswith("smtp; 550 ")
    wait_for(lambda: listed(gateway, NOBODY), "the list to know")
    assert submit(gateway, receipt(NOBODY), [NOBODY]).startswith("550 5.7.1 [")
    assert len(behind.sink.arrived) == 2


def test_a_message_that_it_refuses_is_reported_and_nobody_is_dead(
    behind: Behind, start_gateway: StartGateway
) -> None:
    gateway = start_gateway(behind.config())
    assert submit(gateway, receipt(ANN), [ANN], reverse_path=UNWANTED).startswith("250 ")
    about = recipients_of(behind.sink.to(UNWANTED))
    assert about[ANN]["Diagnostic-Code"] == "smtp; 550 5.7.1 Not this"
    assert about[ANN]["Status"] == "5.7.1"
    assert listed(gateway, ANN) == []


def test_a_message_too_large_for_it_is_reported_and_nobody_is_dead(
    behind: Behind, start_gateway: StartGateway
) -> None:
    gateway = start_gateway(behind.config())
    large = receipt(ANN) + b"x" * 76 + b"\r\n" + b"and so on\r\n" * (MOST_BYTES // 10)
    assert submit(gateway, large, [ANN]).startswith("250 ")
    about = recipients_of(behind.sink.to(BOUNCES))
    assert about[ANN]["Status"] == "5.3.4"
    assert listed(gateway, ANN) == []
    assert len(behind.sink.arrived) == 1


def test_addresses_beyond_ascii_reach_who_takes_them(
    behind: Behind, start_gateway: StartGateway
) -> None:
    gateway = start_gateway(behind.config())
    with smtplib.SMTP("127.0.0.1", gateway.smtp_port, "localhost", 30) as client:
        client.ehlo()
        client.command_encoding = "utf-8"
        assert client.mail(BOUNCES, ["SMTPUTF8"])[0] == 250
        assert client.rcpt(KATE)[0] == 250
        assert client.data(receipt(ANN))[0] == 250
    if behind.name == "exim":
        wait_for(lambda: f"<{KATE}> R=outside" in behind.running.said, "Exim to take it")
        assert " P=utf8esmtp " in behind.running.said
        return
    assert b"Status: 5.6.7" in behind.sink.to(BOUNCES).raw


def test_it_sends_the_report_of_success_that_it_was_asked_for(
    behind: Behind, start_gateway: StartGateway
) -> None:
    gateway = start_gateway(behind.config())
    with smtplib.SMTP("127.0.0.1", gateway.smtp_port, "localhost", 30) as client:
        client.ehlo()
        assert client.mail(BOUNCES, ["RET=HDRS", "ENVID=QQ314159"])[0] == 250
        assert client.rcpt(ANN, ["NOTIFY=SUCCESS", "ORCPT=rfc822;Ann+40home@a.example"])[0] == 250
        assert client.data(receipt(ANN))[0] == 250
    report = behind.sink.to(BOUNCES)
    assert b"mx.people.example" in report.raw
    assert len(behind.sink.wait_for(2)) == 2


def test_who_waits_hears_it_itself(behind: Behind, start_gateway: StartGateway) -> None:
    gateway = start_gateway(behind.config(smtp='delivery = "pass-through"'))
    with smtplib.SMTP("127.0.0.1", gateway.smtp_port, "localhost", 30) as client:
        client.ehlo()
        client.mail(BOUNCES)
        code, text = client.rcpt(NOBODY)
        assert (code, b"nobody" in text or b"Unrouteable" in text) == (550, True), text
        assert listed(gateway, NOBODY) == ["hard_bounce"]
        client.rset()
        client.mail(UNWANTED)
        assert client.rcpt(ANN)[0] == 250
        assert client.data(receipt(ANN)) == (550, b"5.7.1 Not this")
        client.mail(BOUNCES)
        assert client.rcpt(ANN)[0] == 250
        assert client.data(receipt(ANN))[0] == 250
    assert b"1234" in behind.sink.to(ANN).raw
    assert len(behind.sink.arrived) == 1
