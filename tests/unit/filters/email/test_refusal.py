"""What a refusal is about: replies as providers word them."""

from __future__ import annotations

import pytest

from filters.email.refusal import Cause, read_refusal

NOBODY = [
    "550 5.1.1 The email account that you tried to reach does not exist. Please try",
    "550 5.1.1 <jane@example.org>: Recipient address rejected: User unknown in local table",
    "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
    "556 5.1.10 Domain example.org does not accept mail (nullMX)",
    "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).",
    "554 5.1.2 Bad destination host 'DNS Hard Error looking up example.org (MX): NXDOMAIN'",
    "550 No such user here",
    "550 Unknown user",
    "551 User not local; recipient jane@example.org does not exist",
    "553 invalid mailbox",
    "550 <jane@example.org> User unknown; rejecting",
    "550 5.1.1 <throttle@x.example>: Recipient address rejected: User unknown",
    "550 5.1.1 <a@x.example>: Recipient address rejected: User unknown in relay recipient table",
    "550 5.1.1 sendrate@x.example: no such user",
    "550 no such user: spam@x.example",
    "550 5.1.1 User unknown, see https://x.example/throttle",
    "550 5.1.1 User unknown: our sending limit is met by others",
    "550 5.3.0 User unknown",
    "550 Unrouteable address",
    "550 Invalid recipient: <nobody@people.example>",
]
FULL = [
    "452 4.2.2 The recipient's inbox is out of storage space.",
    "552 5.2.2 This message is larger than the current system limit or the mailbox is full.",
    "552 mailbox full",
    "550 5.2.1 The email account that you tried to reach is disabled.",
    "450 4.2.1 The user you are trying to contact is receiving mail too quickly. Please resend",
    "554 quota exceeded for jane",
    "452 4.2.2 over quota: <no-spam@x.example>",
]
QUOTA = [
    "550 5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits",
    "550 5.7.1 Daily SMTP relay limit exceeded for customer. For more information",
    "454 Throttling failure: Maximum sending rate exceeded.",
    "454 Throttling failure: Daily message quota exceeded.",
    "550 5.1.90 You've reached your daily limit for message recipients",
    "421 4.7.28 Our system has detected an unusual rate: message rate limit exceeded",
    "452 4.5.3 Your message has too many recipients; hourly sending quota reached",
    "451 4.7.1 Too many messages from this account, try again later",
    "550 5.1.1 Daily sending limit exceeded",
]
POLICY = [
    "550 5.7.26 This mail has been blocked because the sender is unauthenticated.",
    "550 5.7.515 Access denied, sending domain example.com is not authenticated enough",
    "550 5.7.1 Message rejected as spam by Content Filtering.",
    "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.example",
    "550 5.7.1 Unable to relay for jane@example.org",
    "554 Message refused: your IP has a poor reputation",
    "550 Mailbox unavailable: message blocked by policy",
    "550 Recipient rejected due to DMARC policy of the sender",
    "550 Too many invalid recipients",
    "550 5.5.3 Too many unknown users from your host",
    "550 5.1.1 relaying denied",
    "550 5.1.1 Mail from 1.2.3.4 rejected, listed at spamhaus",
    "550 5.1.1 Too many bad recipients; your IP is blocked",
    "550 account unavailable: email account password is invalid",
    "553 user unknown: authentication failed",
    "550 5.2.1 Mailbox unavailable. Your IP address is blacklisted",
    "550 5.7.1 You do not have permission to send to this moderated group",
    "550 5.7.12 Sender was not authenticated by organization",
    "554 5.7.9 Message not accepted for policy reasons. See https://postmaster.example/codes",
]
LOGIN = [
    "535 5.7.8 Username and Password not accepted.",
    "530 5.7.0 Authentication Required.",
    "534 5.7.14 Please log in via your web browser and then try again.",
    "550 5.7.8 authentication credentials invalid",
    "454 4.7.14 Please log in via your web browser",
    "534 5.7.9 Application-specific password required",
]
CONTENT = [
    "552 5.3.4 Message size exceeds fixed maximum message size",
    "552 Message size exceeds the limit",
    "550 5.6.0 Lone CR or LF in headers",
    "552 5.3.4 Message size exceeds sending limit",
    "552 5.2.3 Your message exceeded Google's message size limits.",
]
OTHER = [
    "451 4.3.0 Temporary lookup failure",
    "421 4.4.2 Timeout while waiting for command",
    "550 5.1.8 Sender address rejected: Domain not found",
    "550 5.1.7 sender: address unknown",
    "550 Sender verify failed: unknown user",
    "554 Transaction failed",
    "450 User unknown, for now",
    "550 5.0.0 try again",
    "452 4.3.1 Out of storage space, try later",
    "550 5.1.1 <bounce@example.com>: Sender address rejected: User unknown",
    "550 Requested action not taken: mailbox unavailable invalid DNS MX or A/AAAA resource record",
    "550 5.1.1 address unknown: no MX for your domain",
    "550 user account is unavailable for sending",
    "550 Your email account address@x.example is invalid or suspended",
]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (text, cause)
        for cause, texts in (
            (Cause.NOBODY, NOBODY), (Cause.FULL, FULL), (Cause.QUOTA, QUOTA),
            (Cause.POLICY, POLICY), (Cause.LOGIN, LOGIN), (Cause.CONTENT, CONTENT),
            (Cause.OTHER, OTHER),
        )
        for text in texts
    ],
)  # fmt: skip
def test_a_refusal_is_read_as_what_it_is_about(text: str, cause: Cause) -> None:
    assert read_refusal(int(text[:3]), text[4:]) is cause
