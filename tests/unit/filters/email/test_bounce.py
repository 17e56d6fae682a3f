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


@pytest.mark.parametrize("status", ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"])
def test_an_address_that_does_not_exist_is_dead(status: str) -> None:
    assert read(report(status=status)) == (Failed("bob@people.example", status),)


@pytest.mark.parametrize(
    ("action", "status"),
    [("failed", "5.7.1"), ("failed", "5.2.2"), ("failed", "5.2.1"), ("delayed", "4.1.1"),
     ("failed", "4.1.1"), ("relayed", "5.1.1"), ("failed", "none"), ("", "")],
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


@pytest.mark.parametrize(
    ("diagnostic", "status"),
    [
        ("smtp; 550 5.1.1 Message blocked: your IP is listed by a DNSBL", ""),
        ("smtp; 550 Sender verify failed", ""),
        ("smtp; 550 5.2.2 mailbox full", ""),
        ("smtp; 550 Requested action not taken", "5.1.1"),
        ("smtp; 550 5.1.10 No such user", "5.1.10"),
        ("smtp; 550 5.1.0 Address rejected", "5.1.1"),
        ("smtp; 554 5.7.1 <bob@people.example>: User unknown", "5.1.1"),
        ("smtp; 550 5.1.1 The account does not exist. Try double-checking for spam", "5.1.1"),
        ("smtp; 550 5.1.1 Policy violation: user unknown", ""),
        ("smtp; 550 5.1.7 Address unknown", ""),
        ("smtp; 550 5.2.1 user disabled, or user unknown", ""),
        ("smtp; 550 5.4.1 Recipient address rejected: Access denied", ""),
        ("smtp; 535 Unknown user", ""),
        ("smtp; 554 5.7.1 User unknown: daily sending limit exceeded", ""),
        ("smtp; 450 4.1.1 User unknown", "5.1.1"),
        ("x-unix; user unknown", "5.1.1"),
    ],
)
def test_a_reply_beside_a_clear_status_is_read_as_one_to_us(diagnostic: str, status: str) -> None:
    found = read(report(more=f"Diagnostic-Code: {diagnostic}\r\n"))
    assert [each.status for each in found] == ([status] if status else [])


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


def in_words(said: str, returned: str = "Tea!", sender: str = "mailer-daemon@x.example") -> bytes:
    text = f"""Subject: failure notice
X-Failed-Recipients: bob@people.example
From: {sender}

Hi. This is the qmail-send program at mx.people.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

{said}

--- Below this line is a copy of the message.

Return-Path: <news@shop.example>
From: Tea Shop <news@shop.example>

{returned}
"""
    return text.replace("\n", "\r\n").encode()


FORMS = {
    "qmail": "<bob@people.example>:\nSorry, no mailbox here by that name. (#5.1.1)",
    "qmail, of another": "<bob@people.example>:\n192.0.2.1 does not like recipient.\n"
    "Remote host said: 550 5.1.1 User unknown\nGiving up on 192.0.2.1.",
    "exim": "  bob@people.example\n    SMTP error from remote mail server after RCPT TO:\n"
    "    host mx.people.example [192.0.2.1]: 550 <bob@people.example>: User unknown",
    "sendmail": "   ----- The following addresses had permanent fatal errors -----\n"
    "<bob@people.example>\n    (reason: 550 5.1.1 <bob@people.example>... User unknown)\n\n"
    "   ----- Transcript of session follows -----\n... while talking to mx.people.example.:",
}


@pytest.mark.parametrize("form", FORMS)
def test_words_that_say_that_there_is_nobody_are_understood(form: str) -> None:
    assert read(in_words(FORMS[form])) == (Failed("bob@people.example", "5.1.1"),)


@pytest.mark.parametrize(
    "said",
    [
        (
            "mx.antispam.example does not like recipient.\n"
            "Remote host said: 550 5.1.1 User unknown\nGiving up on mx.antispam.example."
        ),
        "mx.antispam.example does not know the user: user unknown",
        "Connected to sender.mx but user unknown",
        "Remote host said: 554 no such user",
        "Remote host said: 550 5.7.1 No such user!",
        "Remote host said: 550 No such user here. See https://x.example/spam for more",
        "Remote host said: 554 5.7.1 <bob@people.example>: user does not exist",
        "This user doesn't have a yahoo.com account (bob@people.example) [0]",
        "554 delivery error: dd This user doesn't have a yahoo.com account",
    ],
)
def test_plain_words_count_beside_names_of_hosts_and_under_any_code(said: str) -> None:
    assert read(in_words(f"<bob@people.example>:\n{said}"))


@pytest.mark.parametrize(
    "said",
    [
        "Sorry, the mailbox is full (#5.2.2)",
        "Remote host said: 550 Unknown user: blocked senders see x.example",
        "Remote host said: 554 5.7.1 Our spam filter, said of an unknown user",
        "Remote host said: 554 no such user, or disabled",
        "Message rejected: sender's mailbox does not exist",
        "The user's mailbox is over quota. If the user does not exist you'd know.",
        "Remote host said: 554 5.7.1 Message rejected as spam",
        "Remote host said: 550 5.1.8 Domain of sender address <news@shop.example> does not exist",
        "Remote host said: 550 5.7.1 Blocked: too many invalid recipients from your IP",
        "Sorry, your domain does not exist",
        "Sorry. (#5.0.0)",
    ],
)
def test_words_about_something_else_prove_nothing(said: str) -> None:
    newsletter = "A tea that does not exist anywhere else."
    assert read(in_words(f"<bob@people.example>:\n{said}", newsletter)) == ()


def test_words_about_one_address_prove_nothing_of_another() -> None:
    said = "<bob@people.example>:\nUser unknown\n\n<ann@people.example>:\nMailbox full (#5.2.2)"
    assert read(in_words(said)) == (Failed("bob@people.example", "5.1.1"),)
    many = "\n\n".join(f"<b{number}@people.example>:\nUser unknown" for number in range(30))
    assert read(in_words(many)) == ()


@pytest.mark.parametrize("sender", ["", "<>", "Служба <mailer-daemon@x.example>", "Служба"])
def test_a_report_is_read_whatever_its_from_field_is(sender: str) -> None:
    raw = in_words("<bob@people.example>:\nUser unknown", sender=sender)
    for each in (raw, raw.replace(b"From: \r\n", b"")):
        assert read(each) == (Failed("bob@people.example", "5.1.1"),)


def test_a_report_that_no_detector_can_read_proves_nothing() -> None:
    head = b"From: a@x.example\r\nContent-Type: text/plain; charset*=utf-8''%FF\r\n\r\n"
    assert read(head + b"<bob@people.example>:\r\n\xffUser unknown\r\n") == ()


def test_the_link_of_the_returned_message_says_which_it_was() -> None:
    link = f"List-Unsubscribe: <https://m.example/u/{TOKEN}>,\r\n <mailto:u+{TOKEN}@in.example>\r\n"
    assert returned_tokens(link.encode()) == (TOKEN,)
    assert returned_tokens(link.replace("klm", "klm=\r\n").encode()) == (TOKEN,)
    assert returned_tokens(f"/u/{TOKEN}a".encode()) == ()
