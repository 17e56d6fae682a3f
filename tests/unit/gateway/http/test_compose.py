"""The message that fields become: what was said, in lines a mail server takes."""

from __future__ import annotations

import email
import email.policy
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.http.compose import compose
from gateway.http.email_request import EmailRequest
from gateway.http.problems import Refusal

LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Co", "Cn"])
LINE = st.text(LETTERS, max_size=200)


def request(**changes: Any) -> EmailRequest:  # noqa: ANN401 - fields of the request
    fields = {
        "from": "news@example.com", "to": ("ann@example.net",), "subject": "News", "text": "Hello",
        "category": "commercial",
    }  # fmt: skip
    return EmailRequest.model_validate({**fields, **changes})


def parsed(raw: bytes) -> Any:  # noqa: ANN401 - the library's message type tells too little
    return email.message_from_bytes(raw, policy=email.policy.default)


@given(subject=LINE, name=LINE, text=st.text(LETTERS | st.just("\n"), max_size=500))
def test_whatever_is_said_comes_out_in_clean_lines(subject: str, name: str, text: str) -> None:
    quoted = name.replace("\\", "").replace('"', "")
    try:
        raw = compose(request(subject=subject, text=text, to=(f'"{quoted}" <ann@example.net>',)))
    except Refusal:
        return
    assert raw.isascii()
    assert re.search(rb"(?<!\r)\n|\r(?!\n)|\0", raw) is None
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\r\n \r\n" not in raw.partition(b"\r\n\r\n")[0] + b"\r\n"
    message = parsed(raw)
    assert message["To"].addresses[0].addr_spec == "ann@example.net"
    assert len(message["To"].addresses) == 1
    assert " ".join(message["Subject"].split()) == " ".join(subject.split())
    assert message.get_body(("plain",)).get_content().split() == text.split()


def test_display_names_with_commas_and_quotes_stay_one_mailbox() -> None:
    raw = compose(
        request(to=('"Lee, Ann \\"A\\"" <ann@example.net>', '"Größe, B" <b@example.net>'))
    )
    names = [address.display_name for address in parsed(raw)["To"].addresses]
    assert names == ['Lee, Ann "A"', "Größe, B"]


@pytest.mark.parametrize("name", ["J. R. Ewing", "J. Müller", "Shop Inc."])
def test_a_name_with_dots_is_written_in_quotes(name: str) -> None:
    raw = compose(request(to=(f"{name} <ann@example.net>",)))
    (found,) = parsed(raw)["To"].addresses
    assert (found.display_name, found.addr_spec) == (name, "ann@example.net")


@pytest.mark.parametrize(
    "written",
    [" .=?utf-8?q?x?= <ann@example.net>", "<@a.example:ann@example.net>", "a . b@example.net",
     "Doe, J <ann@example.net>"],
)  # fmt: skip
def test_what_is_no_plain_mailbox_is_a_mistake(written: str) -> None:
    with pytest.raises(Refusal) as refused:
        compose(request(to=(written,)))
    assert [each.loc for each in refused.value.document.errors] == ["to[0]"]


def test_long_words_in_header_fields_are_not_torn() -> None:
    reference = "<" + "a" * 200 + "@example.com>"
    raw = compose(request(headers={"References": f"{reference} {reference}"}))
    unfolded = raw.replace(b"\r\n ", b" ")
    assert f"References: {reference} {reference}\r\n".encode() in unfolded


def test_a_thousand_recipients_stand_in_lines_of_their_own() -> None:
    raw = compose(request(to=tuple(f"p{n}@example.net" for n in range(1000))))
    assert len(parsed(raw)["To"].addresses) == 1000


def test_the_same_fields_are_the_same_bytes_unless_boundaries_differ() -> None:
    assert compose(request()) == compose(request())


def test_a_name_in_an_address_field_is_encoded_and_its_address_is_not() -> None:
    raw = compose(request(headers={"Reply-To": "K\xe4te <kate@example.com>"}))
    (found,) = parsed(raw)["Reply-To"].addresses
    assert (found.display_name, found.addr_spec) == ("K\xe4te", "kate@example.com")
    assert b"<kate@example.com>" in raw


@pytest.mark.parametrize(
    ("name", "value"),
    [("Reply-To", "K\xe4te"), ("Sender", "\xe4@b@c"), ("In-Reply-To", "<\xe4@b.example>")],
)
def test_what_cannot_be_encoded_in_its_field_is_named(name: str, value: str) -> None:
    with pytest.raises(Refusal) as refused:
        compose(request(headers={name: value}))
    assert [each.loc for each in refused.value.document.errors] == [f"headers.{name}"]
