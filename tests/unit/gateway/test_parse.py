"""From what an edge received to a message: one copy a person, no message going round."""

from __future__ import annotations

import pytest

from gateway.errors import MalformedMessage
from gateway.parse import parse_email, parse_sms
from tests.make import ANN, BOB, message
from tests.make_gateway import submission, text_submission

_HOP = b"Received: from a by b; Mon, 2 Mar 2026 12:00:00 +0000\r\n"


def test_the_submitted_bytes_and_the_envelope_are_kept() -> None:
    given = submission(None, ANN, BOB)
    email = parse_email(given)
    assert (email.raw, email.queue_id, email.reverse_path) == (
        given.raw, given.queue_id, "bounces@example.com",
    )  # fmt: skip
    assert [r.address for r in email.recipients] == [ANN, BOB]


def test_a_person_named_twice_gets_one_copy_in_the_first_spelling() -> None:
    email = parse_email(submission(None, "Ann@Example.NET", BOB, ANN, "ann@example.net."))
    assert [r.address for r in email.recipients] == ["Ann@Example.NET", BOB]


def test_domains_in_unicode_and_in_ascii_are_one_person() -> None:
    email = parse_email(submission(None, "ann@bücher.example", "ann@xn--bcher-kva.example"))
    assert len(email.recipients) == 1


def test_addresses_that_differ_in_their_tag_are_two_recipients() -> None:
    assert len(parse_email(submission(None, ANN, "ann+shop@example.net")).recipients) == 2


def test_fifty_hops_pass_and_one_more_is_a_loop() -> None:
    parse_email(submission(_HOP * 50 + message()))
    with pytest.raises(MalformedMessage, match="going round") as caught:
        parse_email(submission(_HOP * 51 + message()))
    assert caught.value.code == "SMTP_LOOP"


_OURS = (
    b"Received: from app ([192.0.2.7])\r\n\tby gate.example.com with ESMTPSA id 0dtn4hm31c82y\r\n"
    b"\tfor <ann@example.net>;\r\n\tMon, 2 Mar 2026 12:00:00 +0000\r\n"
)


def test_the_fourth_passage_is_a_loop() -> None:
    parse_email(submission(_OURS * 2 + _HOP + message()))
    refolded = _OURS.replace(b"\r\n\tby", b" by").replace(b" with", b"\r\n with")
    with pytest.raises(MalformedMessage, match="here 3 times") as caught:
        parse_email(submission(_OURS + refolded + _HOP + _OURS + message()))
    assert caught.value.code == "SMTP_LOOP"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (b"by gate.example.com", b"by gate2.example.com"),
        (b"by gate.example.com", b"by gatexexample.com"),
        (b"by gate.example.com", b"by gate.example.com (Postfix)"),
        (b"0dtn4hm31c82y", b"4F1B2C3D4E5F"),
        (b"by gate.example.com", b"by our.gate.example.com"),
    ],
)
def test_passages_of_others_are_no_loop(ours: bytes, theirs: bytes) -> None:
    parse_email(submission(_OURS.replace(ours, theirs) * 10 + message()))


def test_received_fields_of_an_attached_message_are_no_hops() -> None:
    body = (
        "\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n"
        + _HOP.decode() * 60
        + "\r\nhi\r\n--x--\r\n"
    )
    parse_email(submission(message(body, content_type="multipart/mixed; boundary=x")))


@pytest.mark.parametrize("address", ["nobody", "a@b@", "a\u202e@example.net", "a@-x-.example"])
def test_a_recipient_without_a_key_is_refused_by_name(address: str) -> None:
    with pytest.raises(MalformedMessage) as caught:
        parse_email(submission(None, ANN, address))
    assert caught.value.code == "SMTP_BAD_RCPT_SYNTAX"


def test_a_number_is_brought_to_e164_by_the_company_s_country() -> None:
    sms = parse_sms(text_submission(to="(916) 966-8284"), "US")
    assert sms.recipient.key == sms.recipient.address == "+19169668284"


def test_a_number_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(MalformedMessage) as caught:
        parse_sms(text_submission(to="12"), "US")
    assert caught.value.code == "SMS_NUMBER_INVALID"


def test_a_text_keeps_what_was_said_about_it() -> None:
    given = text_submission(sender="+19165550100", purpose="receipt")
    sms = parse_sms(given, "US")
    assert (sms.text, sms.sender, sms.purpose, sms.send_at, sms.valid_until, sms.queue_id) == (
        given.text, "+19165550100", "receipt", given.send_at, given.valid_until, given.queue_id,
    )  # fmt: skip
