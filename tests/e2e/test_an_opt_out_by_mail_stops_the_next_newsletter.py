"""Opt-outs by mail: the token decides, programs opt nobody out, and nothing is relayed."""

from __future__ import annotations

import itertools
import smtplib
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.client import submit
from tests.e2e.inbound import DOMAIN, answer_of, entries, opt_out_address, receiving
from tests.e2e.mail import ANN, BOB, newsletter
from tests.e2e.peers import need, said
from tests.e2e.test_an_outsider_relays_nothing import RECIPIENTS, SENDERS
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

REPLIES: Final = f"replies@{DOMAIN}"
QUOTED: Final = r"\n\nOn Mon, Mar 2, 2026 Awesome Co <news@shop.example> wrote:\n> Unsubscribe here"


@pytest.fixture
def gateway(start_gateway: StartGateway, sink: Sink) -> Gateway:
    return start_gateway(receiving(sink.port))


def write(
    gateway: Gateway, to: str, *fields: str, sender: str = ANN, envelope: str = "", body: str = ""
) -> str:
    """Write to us with swaks, and return the last reply."""
    need("swaks")
    words = [word for field in fields for word in ("--header", field)]
    ran = subprocess.run(
        ["swaks", "--server", f"127.0.0.1:{gateway.smtp_ports[1]}", "--helo", "mx.people.example",
         "--from", envelope or sender, "--h-From", sender, "--to", to,
         "--body", body or "-", *words],
        input=b"", capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode in (0, 24, 26), said(ran)
    return answer_of(ran)


@pytest.mark.peer
def test_a_mail_to_the_address_of_the_field_opts_out_and_is_confirmed_once(
    gateway: Gateway, sink: Sink
) -> None:
    submit(gateway, newsletter(ANN), [ANN])
    address = opt_out_address(sink.to(ANN))
    identify = "Message-Id: <one@people.example>"
    for way in (address, address.upper().replace(DOMAIN.upper(), DOMAIN)):
        answer = write(gateway, way, "Subject: unsubscribe", identify)
        assert answer.startswith("250 2.0.0 Taken as ")
    assert entries(gateway, ANN) == [("unsubscribe", "commercial", "recipient")]
    assert "[SUPPRESSED_OPTOUT]" in submit(gateway, newsletter(ANN, subject="Next"), [ANN])

    told = sink.wait_for(2)[1]
    assert (told.reverse_path, told.recipients) == ("", (ANN,))
    assert told.message["Auto-Submitted"] == "auto-replied"
    assert told.message["In-Reply-To"] == "<one@people.example>"
    assert submit(gateway, newsletter(BOB), [BOB]).startswith("250 ")
    sink.to(BOB)
    assert len(sink.arrived) == 3  # one confirmation, not two


@pytest.mark.peer
def test_the_token_decides_and_nobody_else_is_written_to(gateway: Gateway, sink: Sink) -> None:
    submit(gateway, newsletter(ANN), [ANN])
    address = opt_out_address(sink.to(ANN))
    genuine = write(gateway, address, sender="stranger@elsewhere.example")
    forged = write(gateway, f"u+{'a' * 55}@{DOMAIN}", sender=BOB)
    assert genuine.rsplit(maxsplit=1)[0] == forged.rsplit(maxsplit=1)[0] == "250 2.0.0 Taken as"
    assert entries(gateway, ANN) == [("unsubscribe", "commercial", "recipient")]
    assert entries(gateway, BOB) == []
    gateway.stop()
    assert len(sink.arrived) == 1


@pytest.mark.peer
def test_programs_opt_nobody_out(gateway: Gateway, sink: Sink) -> None:
    submit(gateway, newsletter(ANN), [ANN])
    address = opt_out_address(sink.to(ANN))
    programs = (
        ("Auto-Submitted: auto-replied",), ("Precedence: auto_reply",), ("X-Autoreply: yes",),
        ("Subject: Out of office: back on Monday",), ("Subject: Abwesenheitsnotiz",),
        ("Subject: Respuesta automatica",), ("Content-Type: multipart/report; boundary=x",),
    )  # fmt: skip
    lists = (("Precedence: bulk",), ("List-Id: <tea.people.example>",))
    for to in (address, REPLIES, f"unsubscribe@{DOMAIN}"):
        for fields in programs if to == address else (*programs, *lists):
            body = "I am away. Please stop emailing me."
            assert write(gateway, to, *fields, body=body).startswith("250 "), fields
        assert write(gateway, to, envelope="<>", body="stop").startswith("250 ")
    assert entries(gateway, ANN) == []
    assert write(gateway, address, *lists[1]).startswith("250 ")
    assert entries(gateway, ANN) == [("unsubscribe", "commercial", "recipient")]
    gateway.stop()
    assert len(sink.arrived) == 1


@pytest.mark.peer
def test_a_reply_in_the_persons_own_words_counts_and_a_doubt_waits(gateway: Gateway) -> None:
    for who, body in (
        ("a1@people.example", "Please take me off your list" + QUOTED),
        ("a2@people.example", "Lovely issue, thank you!" + QUOTED),
        ("a3@people.example", "Please send fewer emails" + QUOTED),
        ("news@shop.example", "unsubscribe"),
    ):
        answer = write(gateway, REPLIES, "Subject: Re: Do more", sender=who, body=body)
        assert answer.startswith("250 ")
    stopped = [("unsubscribe", "commercial", "recipient")]
    assert entries(gateway, "a1@people.example") == stopped
    assert entries(gateway, "a2@people.example") == []
    assert entries(gateway, "a3@people.example") == []
    assert entries(gateway, "news@shop.example") == []
    (waiting,) = gateway.read("review", "list")
    assert (waiting["key"], waiting["channel"]) == ("a3@people.example", "email")
    (shown,) = gateway.read("review", "show", waiting["review_id"])
    assert "fewer emails" in shown["text"]
    assert "Unsubscribe here" not in shown["text"]
    gateway.command("review", "opt-out", waiting["review_id"])
    assert entries(gateway, "a3@people.example") == stopped
    assert gateway.read("review", "list") == []
    (decided,) = gateway.read("review", "list", "--all")
    assert decided["decision"] == "opted-out"
    gateway.fails("review", "dismiss", waiting["review_id"], "--because", "twice", exits=1)


def test_nothing_is_relayed_however_the_recipient_is_written(gateway: Gateway, sink: Sink) -> None:
    odd = []
    parts = [RECIPIENTS[at : at + 10] for at in range(0, len(RECIPIENTS), 10)]
    for sender, recipients in itertools.product(SENDERS, parts):  # twenty mistakes end a session
        with closing(smtplib.SMTP("127.0.0.1", gateway.smtp_ports[1], "far.example", 30)) as client:
            client.ehlo()
            client.docmd("MAIL", f"FROM:{sender}")
            client.command_encoding = "utf-8"
            answers = [client.docmd("RCPT", f"TO:{recipient}") for recipient in recipients]
            odd += [(sender, answers) for code, _ in answers if code < 500]
            assert client.docmd("DATA")[0] >= 500
    assert odd == []
    assert sink.arrived == ()


def test_ours_are_four_kinds_of_address_and_no_login(gateway: Gateway) -> None:
    with closing(smtplib.SMTP("127.0.0.1", gateway.smtp_ports[1], "far.example", 30)) as client:
        client.ehlo()
        assert not client.has_extn("auth")
        client.mail("who@far.example")
        token = "abcdefghij234567" * 4
        for local in (f"u+{token[:55]}", "unsubscribe", "REPLIES", "bounces"):
            assert client.rcpt(f"{local}@{DOMAIN}")[0] == 250
        for local in (f"u+{token[:54]}", f"u+{token[:54]}1", "u", "postmaster", "b+x", "news"):
            code, text = client.rcpt(f"{local}@{DOMAIN}")
            assert (code, text.split()[:2]) == (550, [b"5.7.1", b"[RELAY_DENIED]"])
        code, _ = client.rcpt("unsubscribe@shop.example")
        assert code == 550


def test_what_was_acknowledged_by_mail_survives_kill_9(gateway: Gateway, sink: Sink) -> None:
    people = [f"p{number}@people.example" for number in range(20)]
    submit(gateway, newsletter(*people), people)
    wait_for(lambda: len(sink.arrived) == len(people), "the newsletter")
    addresses = {copy.recipients[0]: opt_out_address(copy) for copy in sink.arrived}
    acknowledged = []
    with closing(smtplib.SMTP("127.0.0.1", gateway.smtp_ports[1], "mx.far.example", 30)) as client:
        for who, address in list(addresses.items())[:10]:
            client.sendmail("x@far.example", [address], b"Subject: unsubscribe\r\n\r\n")
            acknowledged.append(who)
        gateway.kill()
    gateway.start()
    stopped = {each["key"] for each in gateway.read("suppress", "list", "--active")}
    assert stopped == set(acknowledged)
