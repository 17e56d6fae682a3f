"""Mail for us by way of a mail server of the company: replies count, bounces are told apart."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.client import submit
from tests.e2e.inbound import DOMAIN, entries, opt_out_address, receiving
from tests.e2e.mail import ANN, BOB, CAT, newsletter
from tests.e2e.peers import need, need_root, run
from tests.e2e.postfix import Postfix
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import StartGateway
    from tests.e2e.sink import Arrived, Sink

pytestmark = pytest.mark.peer

REPORT: Final = """\
From: Mail Delivery System <MAILER-DAEMON@mx.people.example>
To: bounces@{domain}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.people.example

Final-Recipient: rfc822; {who}
Original-Recipient: rfc822;{who}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} said the other server

--b
Content-Type: text/rfc822-headers

{header}
--b--
"""


def report(about: Arrived, who: str, *, action: str = "failed", status: str = "5.1.1") -> str:
    header = about.raw.partition(b"\r\n\r\n")[0].decode().replace("\r\n", "\n")
    return REPORT.format(domain=DOMAIN, who=who, action=action, status=status, header=header)


def test_what_comes_by_postfix_is_read_for_what_it_is(
    start_gateway: StartGateway, sink: Sink, tmp_path: Path
) -> None:
    need_root()
    need("postfix", "swaks")
    gateway = start_gateway(receiving(sink.port))
    submit(gateway, newsletter(ANN, BOB, CAT), [ANN, BOB, CAT])
    ann, bob, cat = (sink.to(who) for who in (ANN, BOB, CAT))
    with closing(Postfix(relay_to=gateway.smtp_ports[1], name="mx.shop.example")) as server:

        def deliver(sender: str, to: str, *words: str, data: str = "") -> None:
            message = tmp_path / "message"
            message.write_text(data, encoding="utf-8")
            content = ("--data", f"@{message}") if data else words
            run(
                "swaks", "--server", f"127.0.0.1:{server.port}", "--helo", "mx.people.example",
                "--from", sender, "--to", to, *content,
            )  # fmt: skip

        bounces = f"bounces@{DOMAIN}"
        deliver("<>", bounces, data=report(bob, BOB))
        deliver("<>", bounces, data=report(ann, ANN, action="delayed", status="4.2.2"))
        deliver("<>", bounces, data=report(ann, ANN, status="5.7.1"))
        deliver("<>", bounces, data=report(ann, CAT))  # another's message proves nothing
        away = ("--header", "Subject: Automatic reply: tea", "--body", "Please stop emailing me.")
        deliver(ANN, f"replies@{DOMAIN}", *away)
        deliver(CAT, opt_out_address(cat), "--header", "Subject: unsubscribe")
        wait_for(lambda: entries(gateway, CAT), "the opt-out")
        wait_for(lambda: entries(gateway, BOB), "the bounce")
        wait_for(lambda: server.said.count("status=sent") >= 6, "all six to be taken")
        assert "250 2.0.0 Taken as" in server.said
    assert entries(gateway, BOB) == [("hard_bounce", "all", "provider")]
    assert entries(gateway, CAT) == [("unsubscribe", "commercial", "recipient")]
    assert entries(gateway, ANN) == []
