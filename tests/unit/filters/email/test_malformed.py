"""What readers could see differently is refused, and no more than that."""

from __future__ import annotations

import pytest

from filters.email.mime import parse
from filters.errors import MalformedMessage
from tests.mail_builders import crlf, message


def many(count: int) -> str:
    return "--b\n\nx\n" * count


@pytest.mark.parametrize("name", ["Cc", "Reply-To", "References", "MIME-Version"])
def test_a_field_that_decides_nothing_about_what_is_shown_may_stand_twice(name: str) -> None:
    tree = parse(crlf(f"From: a\n{name}: b\n{name}: c\n\nx"))

    assert [field.name for field in tree.fields] == ["from", name.lower(), name.lower()]


def test_what_describes_a_body_may_stand_twice_alike() -> None:
    twice = (
        "Content-Type: text/html\ncontent-type:\n TEXT/HTML; \nContent-Transfer-Encoding: 8bit\n"
        "Content-Transfer-Encoding:8Bit\n\nx"
    )
    tree = parse(message(twice))
    assert (tree.content_type, tree.transfer_encoding) == ("text/html", "8bit")
    assert len([field for field in tree.fields if field.name.startswith("content-")]) == 4


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (crlf("From: a\nno field\n\nx"), "no header field"),
        (crlf("From: a\n: empty\n\nx"), "no header field"),
        (crlf(" From: a\n\nx"), "no header field"),
        (b"From: a\n\nx", "bare"),
        (b"From: a\r\n\r\nx\ry", "bare"),
        (b"From: a\r\n\r\nx\0", "NUL"),
        (crlf("From: a\nFROM: b\n\nx"), "more than one from"),
        (crlf("From: a\nTo: b\nto: c\n\nx"), "more than one to"),
        (crlf("From: a\nSubject: b\nSubject: b\n\nx"), "more than one subject"),
        (
            message("Content-Type: text/plain\nContent-type: text/html\n\nx"),
            "more than one content",
        ),
        (message("Content-Type: multipart/mixed\n\nx"), "without a boundary"),
        (message('Content-Type: multipart/mixed; boundary=""\n\nx'), "without a boundary"),
        (
            message("Content-Type: multipart/mixed; boundary=b; boundary=c\n\nx"),
            "two different boundary",
        ),
        (
            message(
                "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
                "Content-Type: multipart/mixed; boundary=b\n\n--b--\n"
            ),
            "same boundary",
        ),
        (
            message(
                "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
                "Content-Type: multipart/mixed; boundary=b--\n\n--b--\n"
            ),
            "same boundary",
        ),
        (message("".join(f"X-{n}: y\n" for n in range(1001))), "too long"),
        (message("X: " + "y\n " * (100 << 10)), "too long"),
        (message("X: " + "y" * (65 << 10)), "line is too long"),
        (message("Content-Type: multipart/mixed; boundary=b\n\n" + many(1000)), "1000 parts"),
        (
            message(
                "".join(
                    f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(51)
                )
            ),
            "50 deep",
        ),
        (
            message("Content-Type: text/plain" + "".join(f";p{n}=1" for n in range(101))),
            "100 param",
        ),
    ],
)
def test_what_readers_could_see_differently_is_refused(raw: bytes, reason: str) -> None:
    with pytest.raises(MalformedMessage, match=reason) as caught:
        parse(raw)

    is_bare = "bare" in caught.value.reason
    assert caught.value.code == ("SMTP_BARE_NEWLINE" if is_bare else "MIME_MALFORMED")


def test_limits_let_pass_what_reaches_them() -> None:
    parts = parse(message("Content-Type: multipart/mixed; boundary=b\n\n" + many(999))).children
    assert len(parts) == 999
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(50))
    assert len(list(parse(message(nested)).walk())) == 51
    assert len(parse(message("X: " + "y\n " * (34 << 10) + "z\n\n")).fields) == 7


def test_two_list_unsubscribe_fields_are_no_fault() -> None:
    raw = message("List-Unsubscribe: <https://a>\nList-Unsubscribe: <https://b>\n\nx\n")

    assert [f.name for f in parse(raw).fields].count("list-unsubscribe") == 2


def test_too_many_header_fields_in_all_parts_together_are_malformed() -> None:
    part = "--b\n" + "X: y\n" * 900 + "\nz\n"
    with pytest.raises(MalformedMessage, match="header is too long"):
        parse(message("Content-Type: multipart/mixed; boundary=b\n\n" + part * 12 + "--b--\n"))
