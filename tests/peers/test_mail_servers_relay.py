"""The recipes of docs/exim.md and docs/opensmtpd.md: the real programs, before the gateway."""

from __future__ import annotations

import smtplib
import sys
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.e2e.dkim_keys import make_keys, sender_keys, verified
from tests.e2e.gateway_process import Gateway
from tests.e2e.mail import ANN, BOB, CAT, html_of, link_of, newsletter, text_of
from tests.e2e.reports import recipients_of
from tests.e2e.settings import BOUNCES, POSTAL_ADDRESS, settings
from tests.e2e.waiting import wait_for
from tests.e2e.web import call
from tests.peers.mail_servers import AUTHORITIES
from tests.peers.relaying import (
    BACK,
    ON_ONE_MACHINE,
    OVER_THE_NETWORK,
    Ports,
    relay,
    route_back,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.e2e.authority import Authority
    from tests.e2e.conftest import StartGateway
    from tests.e2e.sink import Arrived, Sink
    from tests.peers.mail_servers import MailServer

pytestmark = pytest.mark.peer

CRM = '[[submitter]]\nname = "crm"\nsenders = ["shop"]\n'
OUTBOX = '[[route]]\nname = "outbox"\nchannel = "email"\nkind = "outbox"\n'


@contextmanager
def relaying(
    server: str, section: str, ports: Ports, gateway: Gateway, files: Mapping[str, str]
) -> Iterator[MailServer]:
    with closing(relay(server, section, ports, files)) as running:
        try:
            yield running
        finally:  # shown if it fails
            sys.stderr.write(f"{running.said}{gateway.said}")


def submit(ports: Ports, *to: str) -> None:
    with closing(smtplib.SMTP("127.0.0.1", ports.programs, "app.shop.example", 30)) as app:
        assert app.sendmail(BOUNCES, list(to), newsletter(*to)) == {}
        app.quit()


def opt_out(gateway: Gateway, person: str) -> None:
    gateway.command("suppress", "add", person, "--reason", "unsubscribe", "--evidence", "a letter")


def assert_complete(copy: Arrived) -> None:
    link = link_of(copy.message)
    assert copy.message.get_all("List-Unsubscribe-Post") == ["List-Unsubscribe=One-Click"]
    for body in (text_of(copy.message), html_of(copy.message)):
        assert POSTAL_ADDRESS in body
        assert body.count(link) == 1
        assert "20% off" in body


def test_each_gets_a_copy_and_the_sender_a_report_about_who_opted_out(
    server: str, start_gateway: StartGateway, sink: Sink, tmp_path: Path
) -> None:
    folder = tmp_path / "gateway"
    records = make_keys(Gateway(folder, settings()))
    gateway = start_gateway(settings(sink.port, sender=sender_keys(folder)))
    opt_out(gateway, CAT)
    ports = Ports(outside=sink.port, gateway=gateway.smtp_port)
    with relaying(server, ON_ONE_MACHINE, ports, gateway, {}):
        submit(ports, ANN, BOB, CAT)
        copies, report = [sink.to(who) for who in (ANN, BOB)], sink.to(BOUNCES)
    for copy in copies:
        assert_complete(copy)
        assert verified(copy.raw, records) == [True, True]
    assert len({link_of(copy.message) for copy in copies}) == 2
    about = recipients_of(report)
    assert list(about) == [CAT]
    assert "SUPPRESSED_OPTOUT" in str(about[CAT]["Diagnostic-Code"])
    assert len(sink.arrived) == 3


def test_a_refusal_of_all_comes_back_to_the_sender_as_a_bounce(
    server: str, start_gateway: StartGateway, sink: Sink
) -> None:
    gateway = start_gateway()
    opt_out(gateway, CAT)
    ports = Ports(outside=sink.port, gateway=gateway.smtp_port)
    with relaying(server, ON_ONE_MACHINE, ports, gateway, {}):
        submit(ports, CAT)
        bounce = sink.to(BOUNCES)
    assert bounce.reverse_path == ""
    assert b"550 5.7.1 [SUPPRESSED_OPTOUT]" in bounce.raw
    assert POSTAL_ADDRESS.encode() not in bounce.raw, "a bounce is no advertisement"
    assert bounce.message["List-Unsubscribe"] is None
    assert len(sink.arrived) == 1


def test_what_is_deferred_waits_there_and_comes_again(
    server: str, start_gateway: StartGateway, sink: Sink
) -> None:
    gateway = start_gateway()
    ports = Ports(outside=sink.port, gateway=gateway.smtp_port)
    with relaying(server, ON_ONE_MACHINE, ports, gateway, {}) as running:
        files = [file.name for file in gateway.data.glob("suppression.db*")]
        for name in files:
            (gateway.data / name).rename(gateway.folder / name)
        submit(ports, ANN)
        wait_for(lambda: "451 4.3.0 [STORE_UNAVAILABLE]" in running.said, "it to be deferred")
        for name in files:
            (gateway.folder / name).rename(gateway.data / name)
        wait_for(lambda: call(gateway, "GET", "/readyz").status == 200, "readiness", 30)
        assert sink.arrived == ()
        running.hurry()
        assert_complete(sink.to(ANN))
    assert len(sink.arrived) == 1


@pytest.mark.parametrize("is_trusted", [True, False])
def test_over_the_network_with_a_key_or_not_at_all(
    server: str, start_gateway: StartGateway, sink: Sink, authority: Authority, is_trusted: bool
) -> None:
    name = "mail.shop.example" if is_trusted else "mail.elsewhere.example"
    tls = f'tls = "starttls"\nauth = "required"\n{authority.tables(name)}'
    gateway = start_gateway(settings(sink.port, smtp=tls, networks="[]", more=CRM))
    key = gateway.key(submitter="crm")
    files = {
        AUTHORITIES: authority.file.read_text(encoding="ascii"),
        "etc/exim4/optwarden.key": key,
        "etc/mail/optwarden": f"crm crm:{key}\n",
    }
    ports = Ports(outside=sink.port, gateway=gateway.smtp_port)
    with relaying(server, OVER_THE_NETWORK, ports, gateway, files) as running:
        submit(ports, ANN)
        if is_trusted:
            copy = sink.to(ANN)
            assert_complete(copy)
            assert " with ESMTPSA " in " ".join(str(copy.message["Received"]).split())
        else:
            refused = {
                "exim": "certificate verification failed",
                "opensmtpd": "SSL certificate check failed",
            }
            wait_for(lambda: refused[server] in running.said, "the name to be looked at")
            assert sink.arrived == ()
    assert len(sink.arrived) == is_trusted


def test_what_is_handed_back_is_sent_and_not_decided_twice(
    server: str, start_gateway: StartGateway, sink: Sink
) -> None:
    ports = Ports(outside=sink.port)
    config = settings()
    assert OUTBOX in config
    gateway = start_gateway(config.replace(OUTBOX, route_back(server, ports)))
    ports = replace(ports, gateway=gateway.smtp_port)
    opt_out(gateway, CAT)
    with relaying(server, BACK[server], ports, gateway, {}):
        submit(ports, ANN, BOB, CAT)
        copies, report = [sink.to(who) for who in (ANN, BOB)], sink.to(BOUNCES)
    for copy in copies:
        assert_complete(copy)
        by = [" ".join(str(each).split()) for each in copy.message.get_all("Received", [])]
        assert [each.partition(" by ")[2].split()[0] for each in by][::2] == [
            "relay.shop.example"
        ] * 2
        assert len(by) == 3, by
    assert list(recipients_of(report)) == [CAT]
    assert len(sink.arrived) == 3
