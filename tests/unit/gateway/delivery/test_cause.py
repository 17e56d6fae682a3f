"""What a refusal is about: replies as providers word them."""

from __future__ import annotations

import pytest

from gateway.delivery.cause import Cause, cause_of
from gateway.delivery.smtp_reply import Reply

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
]
FULL = [
    "452 4.2.2 The recipient's inbox is out of storage space.",
    "552 5.2.2 This message is larger than the current system limit or the mailbox is full.",
    "552 mailbox full",
    "550 5.2.1 The email account that you tried to reach is disabled.",
    "450 4.2.1 The user you are trying to contact is receiving mail too quickly. Please resend",
    "554 quota exceeded for jane",
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
]
LOGIN = [
    "535 5.7.8 Username and Password not accepted.",
    "530 5.7.0 Authentication Required.",
    "534 5.7.14 Please log in via your web browser and then try again.",
    "550 5.7.8 authentication credentials invalid",
]
CONTENT = [
    "552 5.3.4 Message size exceeds fixed maximum message size",
    "552 Message size exceeds the limit",
    "550 5.6.0 Lone CR or LF in headers",
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
    assert cause_of(Reply(int(text[:3]), text[4:])) is cause
