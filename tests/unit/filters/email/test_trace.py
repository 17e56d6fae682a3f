from __future__ import annotations

from dataclasses import replace

import pytest

from filters.email.trace import date, trace_fields, without_ours
from filters.message import Category, EmailFacts, Recipient
from filters.plan import render
from tests.mail_builders import AT, crlf, email, facts, message, policy, recipient


def copy(
    raw: bytes,
    context: EmailFacts | None = None,
    recipients: tuple[Recipient, ...] = (recipient(),),
) -> bytes:
    each = email(raw, recipients=recipients)
    return render(raw, trace_fields(each, context or facts()), "")


def test_received_says_where_it_came_from_and_for_whom() -> None:
    raw = message("\nHello\n")

    assert (
        copy(raw)
        == (
            b"Received: from app.example.com ([192.0.2.7])\r\n"
            b"\tby gw.example.com with ESMTPSA id 0123456789abc\r\n"
            b"\tfor <bob@example.net>;\r\n"
            b"\tMon, 23 Nov 2026 06:00:00 +0000\r\n"
        )
        + raw
    )


@pytest.mark.parametrize(
    "recipients",
    [
        (recipient(), recipient("carol@example.net")),
        (recipient("caf\u00e9@example.net"),),
        (recipient("a>b@c"),),
    ],
)
def test_received_names_nobody_among_several_or_unprintable(
    recipients: tuple[Recipient, ...],
) -> None:
    assert b"for <" not in copy(message("\n"), recipients=recipients)


@pytest.mark.parametrize(
    ("helo", "peer", "line"),
    [
        ("", "192.0.2.7", b"from [192.0.2.7] ([192.0.2.7])\r\n"),
        ("a b\r\nX: y", "2001:db8::1", b"from a?b??X:?y ([IPv6:2001:db8::1])\r\n"),
        ("ignored", "", b"Received: by gw.example.com"),
    ],
)
def test_received_takes_nothing_on_trust(helo: str, peer: str, line: bytes) -> None:
    context = facts()
    arrival = replace(context.arrival, helo=helo, peer=peer)

    assert line in copy(message("\n"), replace(context, arrival=arrival))


def test_missing_date_and_message_id_are_added_below_the_trace() -> None:
    raw = crlf("Received: old\nFrom: a@example.com\n\nHello\n")
    each = email(raw)
    plan = trace_fields(each, facts())

    assert plan.fixes == ("F_DATE_ADDED", "F_MSGID_ADDED")
    assert crlf(
        "Received: old\nDate: Mon, 23 Nov 2026 06:00:00 +0000\n"
        "Message-ID: <0123456789abc@gw.example.com>\nFrom: a@example.com\n\nHello\n"
    ) in render(raw, plan, "")


def test_what_nobody_else_may_see_is_removed_and_nothing_more() -> None:
    kept = message("\nHello\n")
    raw = (
        crlf(
            "Return-Path: <x@y.z>\nBcc: a@example.net,\n b@example.net\nbcc: c@example.net\n"
            "Resent-Bcc: d@example.net\n"
            "X-Optwarden-Category: commercial\nX-OPTWARDEN-anything: x\nX-Class: y\n"
        )
        + kept
    )

    result = copy(raw, facts(policy=policy(category_header="X-Class", stream_header="X-Flow")))

    assert result.endswith(b"+0000\r\n" + kept)


@pytest.mark.parametrize("category", list(Category))
def test_every_category_is_traced_and_keeps_its_bytes(category: Category) -> None:
    raw = message("X-Odd:no space\n\nHello \n\n\n")

    assert copy(raw, facts(category)).endswith(b"+0000\r\n" + raw)


def test_dates_are_english_whatever_the_machine_speaks() -> None:
    assert date(AT) == "Mon, 23 Nov 2026 06:00:00 +0000"


def test_what_is_shown_to_a_recipient_is_without_the_fields_that_end_here() -> None:
    raw = (
        b"Bcc: bob@example.com,\r\n carl@example.com\r\nFrom: a@example.com\r\nX-Kind: offer\r\n"
        b"RETURN-PATH: <a@example.com>\r\nX-Optwarden-Stream: s\r\n\r\nBcc: a word\r\n"
    )
    shown = b"From: a@example.com\r\n\r\nBcc: a word\r\n"
    assert without_ours(raw, frozenset({"x-kind"})) == shown
    assert without_ours(shown, frozenset()) == shown
