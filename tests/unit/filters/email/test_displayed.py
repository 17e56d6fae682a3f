from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from filters.email.displayed import (
    body_parts,
    decoded_text,
    displayed_parts,
    readable_parts,
)
from filters.email.mime import parse
from tests.mail_builders import message

if TYPE_CHECKING:
    from filters.email.part import Part

TEXT = "Content-Type: text/plain\n\n"
HTML = "Content-Type: text/html\n\n"
PICTURE = "Content-Type: image/png\nContent-ID: <p>\n\nx"
FILE = "Content-Type: text/plain; name=a.txt\n\nx"
ATTACHED = "Content-Type: text/plain\nContent-Disposition: attachment\n\nx"
CALENDAR = "Content-Type: text/calendar\n\nBEGIN:VCALENDAR"
ENCODED_BLANK = "Content-Transfer-Encoding: quoted-printable\n" + HTML + "=20"
LETTER = "Content-Type: message/rfc822\n\nFrom: x\n\nHello"


def multi(subtype: str, *parts: str, boundary: str = "b", more: str = "") -> str:
    body = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f"Content-Type: multipart/{subtype}; boundary={boundary}{more}\n\n{body}--{boundary}--\n"


def alternative(*parts: str) -> str:
    return multi("alternative", *parts, boundary="alt")


def test_a_text_that_comes_as_a_file_is_judged_and_not_edited() -> None:
    for rest in (ATTACHED, alternative(ATTACHED), multi("related", ATTACHED, PICTURE)):
        tree = parse(message(rest))

        assert displayed_parts(tree) == body_parts(tree) == ()
        assert [part.disposition for part in readable_parts(tree)] == ["attachment"]


def bodies(raw: bytes, parts: tuple[Part, ...]) -> list[str]:
    return [raw[part.body_start : part.body_end].decode() for part in parts]


@pytest.mark.parametrize(
    ("rest", "shown", "body"),
    [
        ("\n1", ["1"], ["1"]),
        (TEXT + "1", ["1"], ["1"]),
        (FILE, ["x"], ["x"]),
        (multi("signed", FILE), ["x"], ["x"]),
        (multi("mixed", FILE), [], []),
        (alternative(TEXT + "1", FILE, ATTACHED), ["1", "x"], ["1", "x"]),
        (multi("related", FILE, PICTURE), ["x"], ["x"]),
        (
            multi("related", HTML + "1", "Content-ID: <r>\n" + HTML + "2", more='; start="<r>"'),
            ["1", "2"],
            ["1", "2"],
        ),
        (LETTER, [], []),
        (alternative(TEXT + "1", HTML + "2"), ["1", "2"], ["1", "2"]),
        (alternative(TEXT + "1", HTML + "2", CALENDAR), ["1", "2"], ["1", "2"]),
        (multi("mixed", TEXT + "1", PICTURE, ATTACHED, FILE, LETTER), ["1"], ["1"]),
        (multi("mixed", TEXT + "1", PICTURE, TEXT + "2"), ["1", "2"], ["2"]),
        (multi("mixed", TEXT + "1", HTML + "2", HTML + "3"), ["1", "2", "3"], ["1", "2", "3"]),
        (multi("mixed", HTML + "1", TEXT, HTML + "2"), ["1", "", "2"], ["1", "2"]),
        (multi("mixed", HTML + "1", PICTURE, HTML + "2"), ["1", "2"], ["2"]),
        (
            multi("mixed", HTML + "1", PICTURE, HTML + "2", HTML + "3"),
            ["1", "2", "3"],
            ["2", "3"],
        ),
        (
            multi("mixed", alternative(TEXT + "1", HTML + "2"), TEXT + "list"),
            ["1", "2", "list"],
            ["1", "2", "list"],
        ),
        (
            multi("mixed", TEXT + "0", alternative(TEXT + "1", HTML + "2"), TEXT + " \n"),
            ["0", "1", "2", " \r\n"],
            ["0", "1", "2"],
        ),
        (
            multi("mixed", multi("related", HTML + "1", PICTURE, boundary="r"), HTML + "2"),
            ["1", "2"],
            ["1", "2"],
        ),
        (
            multi("mixed", alternative(TEXT, HTML), multi("x", TEXT + "1", boundary="x")),
            ["", "", "1"],
            ["1"],
        ),
        (multi("mixed", PICTURE), [], []),
        (multi("related", HTML + "1", PICTURE), ["1"], ["1"]),
        (
            multi("related", PICTURE, "Content-ID: <r>\n" + HTML + "1", more='; start="<r>"'),
            ["1"],
            ["1"],
        ),
        (multi("related", HTML + "1", PICTURE, more="; start=gone"), ["1"], ["1"]),
        ("Content-Type: multipart/related; boundary=b\n\n", [], []),
        (alternative(TEXT + "1", multi("related", HTML + "2", PICTURE)), ["1", "2"], ["1", "2"]),
        (multi("signed", TEXT + "1", "Content-Type: application/pgp-signature\n\nx"), ["1"], ["1"]),
        (multi("related", "", HTML + "1", PICTURE), ["", "1"], ["1"]),
        (multi("related", TEXT + " ", PICTURE, HTML + "1"), [" ", "1"], ["1"]),
        (multi("related", "", PICTURE), [""], [""]),
        (alternative(TEXT + "1", HTML + "2", ""), ["1", "2", ""], ["1", "2"]),
        (alternative(TEXT, HTML + "2"), ["", "2"], ["2"]),
        (alternative(TEXT + "1", ENCODED_BLANK), ["1", "=20"], ["1"]),
        (alternative(TEXT, HTML + " "), ["", " "], ["", " "]),
        (
            alternative(TEXT + "1", multi("related", HTML, HTML, boundary="r")),
            ["1", ""],
            ["1"],
        ),
        (multi("report", TEXT + "1"), [], []),
        (multi("mixed", multi("report", TEXT + "1", boundary="r"), TEXT + "2"), ["2"], ["2"]),
        (multi("encrypted", TEXT + "1"), [], []),
    ],
)
def test_what_mail_programs_show_is_found(rest: str, shown: list[str], body: list[str]) -> None:
    raw = message(rest)
    tree = parse(raw)

    assert bodies(raw, displayed_parts(tree)) == shown
    assert bodies(raw, body_parts(tree)) == body


def test_text_is_decoded_from_transfer_encoding_and_charset() -> None:
    raw = message(
        "Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64\n\n1MU=\n"
    )

    assert decoded_text(raw, parse(raw)) == "\u0442\u0435"


@pytest.mark.parametrize(
    ("rest", "read"),
    [
        (multi("mixed", TEXT + "1", FILE, ATTACHED, PICTURE), ["1", "x"]),
        (multi("report", TEXT + "1", "Content-Type: message/delivery-status\n\nx"), ["1"]),
        (multi("report", TEXT + "1", "Content-Type: text/rfc822-headers\n\nx"), ["1"]),
        (alternative(TEXT + "1", CALENDAR), ["1", "BEGIN:VCALENDAR"]),
        (alternative(TEXT + "1", "Content-Type: application/xhtml+xml\n\nx"), ["1", "x"]),
        (multi("related", HTML + "1", HTML + "2"), ["1", "2"]),
    ],
)
def test_what_some_program_may_show_is_read(rest: str, read: list[str]) -> None:
    raw = message(rest)

    assert bodies(raw, readable_parts(parse(raw))) == read
