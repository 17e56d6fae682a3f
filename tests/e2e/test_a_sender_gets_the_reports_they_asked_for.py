"""RFC 3461 and 6531 end to end: success is reported where that was asked for, and only there."""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING, Final

from tests.e2e.mail import ANN, BOB, receipt
from tests.e2e.reports import recipients_of
from tests.e2e.settings import BOUNCES
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

KATE: Final = "k\u00e4te@people.example"


def test_success_is_reported_to_who_asked_and_utf8_fails_where_nobody_takes_it(
    gateway: Gateway, sink: Sink
) -> None:
    with smtplib.SMTP("127.0.0.1", gateway.smtp_port, "localhost", 30) as client:
        client.ehlo()
        assert client.has_extn("dsn")
        assert client.mail(BOUNCES, ["RET=HDRS", "ENVID=QQ314159"])[0] == 250
        asked = ["NOTIFY=SUCCESS,FAILURE", "ORCPT=rfc822;Ann+40home@a.example"]
        assert client.rcpt(ANN, asked)[0] == 250
        assert client.rcpt(BOB, ["NOTIFY=NEVER"])[0] == 250
        assert client.data(receipt(ANN, BOB))[0] == 250
        told = recipients_of(sink.to(BOUNCES))
        assert list(told) == [ANN]
        assert told[ANN]["Action"] == "relayed"
        assert told[ANN]["Original-Recipient"] == "rfc822;Ann@home@a.example"
        assert b"Original-Envelope-Id: QQ314159" in sink.to(BOUNCES).raw

        reported = len([each for each in sink.arrived if BOUNCES in each.recipients])
        client.command_encoding = "utf-8"
        assert client.mail(BOUNCES, ["SMTPUTF8"])[0] == 250
        assert client.rcpt(KATE)[0] == 250
        assert client.data(receipt(ANN))[0] == 250

    def reports() -> list[bytes]:
        return [each.raw for each in sink.arrived if BOUNCES in each.recipients][reported:]

    wait_for(reports, "a report that the next hop takes no UTF-8")
    assert b"Status: 5.6.7" in reports()[0]
    assert b"Final-Recipient: utf-8; k\\x{E4}te@people.example" in reports()[0]
    assert {ANN, BOB} == {to for each in sink.arrived for to in each.recipients} - {BOUNCES}
