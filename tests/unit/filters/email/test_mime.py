from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.email.mime import parse
from filters.errors import MalformedMessage
from tests.mail_builders import message

if TYPE_CHECKING:
    from filters.email.part import Part

ALTERNATIVE = message(
    """Content-Type: multipart/alternative; boundary="b1"

preamble
--b1
Content-Type: text/plain; charset=UTF-8

Hello
--b1
Content-Type: text/html
Content-Transfer-Encoding: Base64
Content-Disposition: INLINE; filename="a.html"
Content-ID: <root@x>

PGI+
--b1--
epilogue
"""
)


MIXED = "Content-Type: multipart/mixed; boundary=b\n\n"
DIGEST = (
    "Content-Type: multipart/digest; boundary=b\n\n"
    "--b\n\nA: b\n\n--b\nContent-Type: text/html\n\nx\n--b--\n"
)
UNCLOSED = (
    "Content-Type: multipart/mixed; boundary=a\n\n"
    "--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nx\n--a\n\ny\n--a--\n"
)
TWICE = (
    "Content-Type: multipart/mixed; boundary=a\n\n"
    "--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nx\n--b--\n--b\nepilogue\n"
    "--a\nContent-Type: multipart/related; boundary=b\n\n--b\n\nz\n--b--\n--a--\n"
)


def shape(part: Part) -> object:
    if part.is_multipart:
        return (part.content_type, [shape(child) for child in part.children])
    return part.content_type


def test_offsets_name_the_exact_bytes_of_header_and_body() -> None:
    raw = ALTERNATIVE
    tree = parse(raw)
    plain, html = tree.children

    assert raw[tree.start : tree.header_end].endswith(b'boundary="b1"\r\n')
    assert raw[plain.start : plain.header_end] == b"Content-Type: text/plain; charset=UTF-8\r\n"
    assert raw[plain.body_start : plain.body_end] == b"Hello"
    assert raw[html.body_start : html.body_end] == b"PGI+"
    subject = tree.field("subject")
    assert subject is not None
    assert raw[subject.start : subject.end] == b"Subject: Hello\r\n"
    assert raw[subject.value_start : subject.value_end] == b" Hello"
    assert tree.field("x-none") is None


def test_mime_fields_are_read_in_lower_case() -> None:
    plain, html = parse(ALTERNATIVE).children

    assert (plain.charset, plain.transfer_encoding, plain.disposition) == ("utf-8", "7bit", "")
    assert (html.charset, html.transfer_encoding) == ("", "base64")
    assert (html.disposition, html.filename, html.content_id) == ("inline", "a.html", "root@x")
    assert [leaf.content_type for leaf in parse(ALTERNATIVE).leaves()] == [
        "text/plain",
        "text/html",
    ]


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("\nHello\n", "text/plain"),
        ("", "text/plain"),
        ("Content-Type: nonsense\n\nHello\n", "text/plain"),
        ("Content-Language: en\n\nHello\n", "text/plain"),
        ("Content-Type: message/rfc822\n\nContent-Type: multipart/mixed\n\n", "message/rfc822"),
        ("Content-Type: multipart/mixed; boundary=b\n\nnothing\n", ("multipart/mixed", [])),
        ("Content-Type: multipart/mixed; boundary=b\n", ("multipart/mixed", [])),
        ("Content-Type: multipart/mixed; boundary=b\n\n--b", ("multipart/mixed", ["text/plain"])),
        (DIGEST, ("multipart/digest", ["message/rfc822", "text/html"])),
        # the outer delimiter ends an inner multipart that was never closed
        (UNCLOSED, ("multipart/mixed", [("multipart/alternative", ["text/plain"]), "text/plain"])),
        # what follows a close delimiter is no part, and the same boundary may come again
        (
            TWICE,
            (
                "multipart/mixed",
                [("multipart/alternative", ["text/plain"]), ("multipart/related", ["text/plain"])],
            ),
        ),
        # delimiters may be padded; a longer line is none
        (MIXED + "--bc\n--b \t\n\nx\n--b--  \n", ("multipart/mixed", ["text/plain"])),
        (
            'Content-Type: multipart/mixed;\n boundary="a\n b"\n\n--a b\n\nx\n--a b--\n',
            ("multipart/mixed", ["text/plain"]),
        ),
    ],
)
def test_structure_is_what_mail_programs_see(rest: str, expected: object) -> None:
    assert shape(parse(message(rest))) == expected


@pytest.mark.parametrize("between", ["", "\n", "Content-Type: text/html\n", "X-Y: --b\n"])
def test_a_part_may_lack_its_body(between: str) -> None:
    raw = message(f"Content-Type: multipart/mixed; boundary=b\n\n--b\n{between}--b--\n")

    (child,) = parse(raw).children

    assert child.start <= child.header_end <= child.body_start == child.body_end
    assert raw[child.body_end :].startswith(b"\r\n--b--")


def test_a_delimiter_that_looks_like_a_field_ends_the_header() -> None:
    raw = message("Content-Type: multipart/mixed; boundary=a:b\n\n--a:b\nX: y\n--a:b--\n")

    (child,) = parse(raw).children

    assert [field.name for field in child.fields] == ["x"]


def test_an_empty_message_and_one_without_header_have_a_tree() -> None:
    assert parse(b"").body_end == 0
    assert parse(b"\r\nHello").body_start == 2


@pytest.mark.parametrize(
    ("written", "encoding"),
    [
        (" Quoted-Printable ", "quoted-printable"),
        ("\n base64 (as usual)", "base64"),
        ("", "7bit"),
        ("(none)", "7bit"),
        ("7BIT; x=y", "7bit"),
        ("8bit;", "8bit"),
        ("quoted-printable; x=y", "quoted-printable; x=y"),
        ("base64;", "base64;"),
        ("base64 gzip", "base64 gzip"),
        ('"base64"', '"base64"'),
        ("base64, 7bit", "base64, 7bit"),
        ("base64 (a (b))", "base64 (a )"),
    ],
)
def test_a_transfer_encoding_with_more_than_its_word_is_one_nobody_knows(
    written: str, encoding: str
) -> None:
    assert parse(message(f"Content-Transfer-Encoding:{written}\n\nx")).transfer_encoding == encoding


pieces = st.sampled_from(
    [
        b"From: a\r\n", b"Content-Type: multipart/mixed; boundary=b\r\n", b"\r\n", b"--b\r\n",
        b"--b--\r\n", b"Content-Type: multipart/related; boundary=c\r\n", b"--c\r\n", b"--c--",
        b"x", b"Content-Type: message/rfc822\r\n", b" folded\r\n", b"--", b":", b"\r", b"\n", b"\0",
    ]
)  # fmt: skip


@given(st.lists(pieces, max_size=40).map(b"".join))
def test_parsing_is_total_and_the_offsets_always_fit(raw: bytes) -> None:
    try:
        tree = parse(raw)
    except MalformedMessage:
        return
    for part in tree.walk():
        assert 0 <= part.start <= part.header_end <= part.body_start <= part.body_end <= len(raw)
        position = part.body_start
        for child in part.children:
            assert position <= child.start
            assert child.body_end <= part.body_end
            position = child.body_end


@pytest.mark.parametrize(
    "end", ["--b--\n", "--b \t\n\nlast\n--b--", "--b\nContent-Type: text/html\n"]
)
def test_delimiters_are_found_among_many_lines_that_resemble_them(end: str) -> None:
    rest = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n{}" + end
    few, many = (parse(message(rest.format("--bc\n" * count))) for count in (1, 3000))

    assert shape(many) == shape(few)
    assert len(many.children) == 1 + end.startswith(("--b \t", "--b\n"))
    longer = 2999 * len("--bc\r\n")
    assert many.children[0].body_end == few.children[0].body_end + longer
