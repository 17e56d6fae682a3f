from __future__ import annotations

import email as oracle

import pytest

from filters.email.seven_bit import has_ascii_header, has_dkim_signature, in_seven_bits
from tests.mail_builders import message

LATIN = "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n"
LETTER = "Content-Type: message/rfc822\n\nSubject: x\n\ncaf\u00e9\n"


def without_mime(body: str) -> bytes:
    return f"From: a@example.com\r\n\r\n{body}".replace("\n", "\r\n").replace("\r\r", "\r").encode()


def leaves(raw: bytes) -> list[bytes]:
    """Return the contents of the parts, read by the standard library."""
    found = []
    for part in oracle.message_from_bytes(raw).walk():
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            found.append(payload)
    return found


def multi(subtype: str, *parts: str) -> str:
    body = "".join(f"--b\n{part}\n" for part in parts)
    return (
        f"MIME-Version: 1.0\nContent-Type: multipart/{subtype}; boundary=b\n"
        f"Content-Transfer-Encoding: 8bit\n\n{body}--b--\n"
    )


CASES = [
    LATIN + "caf\u00e9 \nand more\n",
    "Content-Transfer-Encoding: 8bit\n" + LATIN + "caf\u00e9\n",
    "\ncaf\u00e9\n",
    "\ncaf\u00e9",
    multi("mixed", LATIN + "caf\u00e9", "Content-Type: text/html\n\n<p>caf\u00e9", "\nplain"),
    multi("mixed", "Content-Type: image/png\nContent-Transfer-Encoding: binary\n\n\u00e9"),
    multi(
        "mixed",
        "Content-Type: image/png\nContent-Transfer-Encoding: 8bit\n\n" + "\u00e9 x" * 90,
        "Content-Transfer-Encoding: base64\n\nQUJD\n",
        "Content-Transfer-Encoding: quoted-printable\n\n=E9\n",
    ),
]


def test_what_said_nothing_of_mime_becomes_mime() -> None:
    written = in_seven_bits(without_mime("caf\u00e9\n"))

    assert written.endswith(
        b"Content-Transfer-Encoding: quoted-printable\r\nMIME-Version: 1.0\r\n\r\ncaf=C3=A9\r\n"
    )


def test_a_multipart_that_names_no_encoding_or_a_wrong_one_keeps_its_header() -> None:
    plain = "Content-Type: multipart/mixed; boundary=b\n{}\n--b\n\ncaf\u00e9\n--b--\n"
    for field in ("", "Content-Transfer-Encoding: base64\n"):
        written = in_seven_bits(message(plain.format(field)))
        assert written.isascii()
        assert f"boundary=b\r\n{field.strip()}".encode() in written


@pytest.mark.parametrize("rest", CASES)
def test_8_bit_parts_are_written_in_7_bits_and_say_the_same(rest: str) -> None:
    raw = message(rest)

    written = in_seven_bits(raw)

    assert written.isascii()
    assert leaves(written) == leaves(raw)
    assert all(len(line) <= 78 or line in raw for line in written.split(b"\r\n"))
    parsed = oracle.message_from_bytes(written)
    assert parsed["MIME-Version"] == "1.0"
    for part in parsed.walk():
        assert part["Content-Transfer-Encoding"] != "8bit"
        assert part.defects == []


def test_what_is_7_bit_already_stays_as_it_is() -> None:
    raw = message(multi("mixed", "\nHello"))
    assert in_seven_bits(raw) is raw


@pytest.mark.parametrize(
    "raw",
    [
        message("Comments: caf\u00e9\n\nHello\n"),
        message(LETTER),
        message(multi("mixed", LETTER)),
        message(multi("signed", LATIN + "caf\u00e9")),
        message(multi("encrypted", LATIN + "caf\u00e9")),
        message("Content-Transfer-Encoding: quoted-printable\n\ncaf\u00e9\n"),
        message(multi("mixed", "\nHello") + "epilogue \u00e9\n"),
        message("no field\n\ncaf\u00e9\n"),
    ],
)
def test_what_may_not_be_converted_is_returned_as_it_came(raw: bytes) -> None:
    assert in_seven_bits(raw) == raw


@pytest.mark.parametrize(
    ("raw", "is_ascii"),
    [
        (message(LATIN + "caf\u00e9"), True),
        (message("Comments: caf\u00e9\n\nHello\n"), False),
        (message(multi("mixed", "Content-Description: caf\u00e9\n\nHello")), False),
        (message(multi("mixed", "Content-Type: message/global\n\nSubject: \u00e9\n\nx")), False),
        (message("no field\n\ncaf\u00e9\n"), False),
        (message("\nHello\n"), True),
    ],
)
def test_smtputf8_is_needed_by_header_fields_alone(raw: bytes, *, is_ascii: bool) -> None:
    assert has_ascii_header(raw) == is_ascii


@pytest.mark.parametrize(
    ("raw", "is_signed"),
    [
        (message("DKIM-Signature: v=1\n\nHello\n"), True),
        (message("\nDKIM-Signature: v=1\n"), False),
        (message("no field\n\nHello\n"), False),
    ],
)
def test_a_signature_stands_in_the_header(raw: bytes, *, is_signed: bool) -> None:
    assert has_dkim_signature(raw) == is_signed
