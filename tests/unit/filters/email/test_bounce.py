from __future__ import annotations

import time

import pytest

from filters.email.bounce import Failed, dead_addresses, returned_tokens
from filters.email.mime import parse

TOKEN = "abcdefghijklmnopqrstuvwxyz234567" + "a" * 23
STATUS = (
    "Reporting-MTA: dns; mx.people.example\r\n\r\n"
    "Final-Recipient: rfc822; {who}\r\nAction: {action}\r\nStatus: {status}\r\n{more}"
)


def report(
    who: str = "bob@people.example",
    *,
    action: str = "failed",
    status: str = "5.1.1",
    more: str = "",
    kind: str = "message/delivery-status",
) -> bytes:
    return (
        'From: MAILER-DAEMON@mx.people.example\r\nContent-Type: multipart/report; boundary="b"\r\n'
        "\r\n--b\r\n\r\nSorry.\r\n--b\r\n"
        f"Content-Type: {kind}\r\n\r\n"
        f"{STATUS.format(who=who, action=action, status=status, more=more)}\r\n--b--\r\n"
    ).encode()


def read(raw: bytes) -> tuple[Failed, ...]:
    return dead_addresses(raw, parse(raw))


@pytest.mark.parametrize("status", ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"])
def test_an_address_that_does_not_exist_is_dead(status: str) -> None:
    assert read(report(status=status)) == (Failed("bob@people.example", status),)


@pytest.mark.parametrize(
    ("action", "status"),
    [("failed", "5.7.1"), ("failed", "5.2.2"), ("delayed", "4.1.1"), ("failed", "4.1.1"),
     ("relayed", "5.1.1"), ("failed", "none"), ("", "")],
)  # fmt: skip
def test_a_full_mailbox_or_an_unwelcome_sender_is_no_dead_address(action: str, status: str) -> None:
    assert read(report(action=action, status=status)) == ()


@pytest.mark.parametrize(
    ("status", "diagnostic", "proof"),
    [
        ("5.0.0", "smtp; 550 5.1.1 <bob@people.example>: User unknown", "5.1.1"),
        ("5.0.0", "SMTP;550 No Such User Here", "5.0.0"),
        ("5.5.0", "smtp; 550 5.5.0 mailbox unavailable (S2017062302)", "5.5.0"),
        (
            "5.0.0",
            "smtp; 550-5.1.1 The address does not\r\n 550-5.1.1 exist. Try\r\n 550 5.1.1 again.",
            "5.1.1",
        ),
        ("5.0.0", "smtp; 550-The user bob does not\r\n 550 exist", "5.0.0"),
    ],
)
def test_the_reply_counts_where_the_status_is_vague(
    status: str, diagnostic: str, proof: str
) -> None:
    more = f"Diagnostic-Code: {diagnostic}\r\n"
    assert read(report(status=status, more=more)) == (Failed("bob@people.example", proof),)
    assert read(report(action="delayed", status=status, more=more)) == ()


@pytest.mark.parametrize(
    ("status", "diagnostic"),
    [
        ("5.0.0", "smtp; 550 5.7.1 User unknown to our spam filter: blocked"),
        ("5.0.0", "smtp; 550 5.1.1 Your IP is blocked"),
        ("5.0.0", "smtp; 552 5.2.2 mailbox full"),
        ("5.0.0", "smtp; 550 Sender verify failed: unknown user"),
        ("5.0.0", "smtp; 450 4.1.1 User unknown"),
        ("5.0.0", "smtp; user unknown"),
        ("5.0.0", "x-unix; 550 5.1.1 User unknown"),
        ("5.0.0", ""),
        ("5.7.1", "smtp; 550 5.1.1 User unknown"),
        ("5.4.4", "smtp; 550 5.1.1 User unknown"),
    ],
)
def test_a_reply_that_is_not_about_the_person_proves_nothing(status: str, diagnostic: str) -> None:
    assert read(report(status=status, more=f"Diagnostic-Code: {diagnostic}\r\n")) == ()


def test_both_names_of_a_recipient_count() -> None:
    more = "Original-Recipient: rfc822;<b@people.example>\r\n"
    assert {each.address for each in read(report(more=more))} == {
        "bob@people.example", "b@people.example",
    }  # fmt: skip
    assert read(report("nobody", more="Original-Recipient: unknown\r\n")) == ()


def test_an_internationalised_report_is_one() -> None:
    assert len(read(report(kind="message/global-delivery-status"))) == 1


@pytest.mark.parametrize("who", ["@" * 30_000 + "<", "a;" * 15_000, "a@" * 15_000 + "<"])
def test_no_name_of_a_recipient_takes_long_to_read(who: str) -> None:
    begun = time.process_time()
    read(report(who))
    assert time.process_time() - begun < 0.5


QMAIL = b"""From: MAILER-DAEMON@mx.people.example\r
Subject: failure notice\r
\r
Hi. This is the qmail-send program at mx.people.example.\r
I'm afraid I wasn't able to deliver your message to the following addresses.\r
This is a permanent error; I've given up. Sorry it didn't work out.\r
\r
<bob@people.example>:\r
Sorry, no mailbox here by that name. (#5.1.1)\r
\r
--- Below this line is a copy of the message.\r
"""


def test_programs_with_a_form_of_their_own_are_understood() -> None:
    assert read(QMAIL) == (Failed("bob@people.example", "5.1.1"),)
    assert read(QMAIL.replace(b"no mailbox here by that name", b"mailbox is full")) == ()


def test_the_link_of_the_returned_message_says_which_it_was() -> None:
    link = f"List-Unsubscribe: <https://m.example/u/{TOKEN}>,\r\n <mailto:u+{TOKEN}@in.example>\r\n"
    assert returned_tokens(link.encode()) == (TOKEN,)
    assert returned_tokens(link.replace("klm", "klm=\r\n").encode()) == (TOKEN,)
    assert returned_tokens(f"/u/{TOKEN}a".encode()) == ()
