"""A message that waits is told of once, also where the gateway is started anew meanwhile."""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING, Final

from tests.e2e.mail import ANN, BOB, receipt
from tests.e2e.reports import recipients_of
from tests.e2e.settings import BOUNCES, settings
from tests.e2e.waiting import free_port, wait_for

if TYPE_CHECKING:
    from tests.e2e.conftest import StartGateway
    from tests.e2e.sink import Sink

_DOWN: Final = """\
[delivery]
delay_warning = "1s"
[[route]]
name = "down"
channel = "email"
kind = "smtp"
host = "127.0.0.1"
port = {port}
tls = "none"
"""
_REPORTS: Final = 'name = "sink"\nmatch = { recipient_domains = ["shop.example"] }'


def test_a_message_that_waits_is_reported_once(start_gateway: StartGateway, sink: Sink) -> None:
    config = settings(sink.port, more=_DOWN.format(port=free_port()))
    gateway = start_gateway(config.replace('name = "sink"', _REPORTS))
    with smtplib.SMTP("127.0.0.1", gateway.smtp_port, "localhost", 30) as client:
        client.ehlo()
        assert client.mail(BOUNCES)[0] == 250
        assert client.rcpt(ANN)[0] == 250
        assert client.rcpt(BOB, ["NOTIFY=FAILURE"])[0] == 250
        code, said = client.data(receipt(ANN, BOB))
        assert code == 250
    queue_id = said.decode().split()[-1]
    told = recipients_of(sink.to(BOUNCES))
    assert {address: each["Action"] for address, each in told.items()} == {ANN: "delayed"}
    assert told[ANN]["Status"].startswith("4.")
    assert told[ANN]["Will-Retry-Until"]

    gateway.stop()
    gateway.start()
    second = sink.arrived
    with smtplib.SMTP("127.0.0.1", gateway.smtp_port, "localhost", 30) as client:
        client.sendmail("clerk@shop.example", [BOB], receipt(BOB))
    sink.to("clerk@shop.example")  # by then it was looked at what waits from before, too
    assert [each.recipients for each in second] == [(BOUNCES,)]
    assert [each.recipients for each in sink.arrived].count((BOUNCES,)) == 1
    kinds = [each["kind"] for each in gateway.read("trace", queue_id)]
    assert kinds.count("delayed") == 1
    gateway.command("queue", "cancel", queue_id, "--because", "seen")
    wait_for(
        lambda: len([a for a in sink.arrived if BOUNCES in a.recipients]) == 2, "the end of it"
    )
