from __future__ import annotations

from filters.email.mime import parse
from filters.email.outline import WHOLE, innermost, outline
from tests.mail_builders import crlf

RAW = crlf("""\
From: a@example.com
Content-Type: multipart/mixed; boundary=m

--m
Content-Type: multipart/alternative; boundary=a

--a
Content-Type: text/plain

Hello
--a
Content-Type: text/html

<p>Hello</p>
--a--

--m
Content-Type: application/pdf; name=x.pdf

PDF
--m--
""")


def test_parts_have_the_numbers_that_imap_gives_them() -> None:
    parts = outline(parse(RAW))
    assert [(each.path, each.part.content_type) for each in parts] == [
        (WHOLE, "multipart/mixed"),
        ("1", "multipart/alternative"),
        ("1.1", "text/plain"),
        ("1.2", "text/html"),
        ("2", "application/pdf"),
    ]
    assert [each.path for each in parts if each.is_displayed] == ["1.1", "1.2"]


def test_a_message_that_is_no_multipart_is_its_first_part() -> None:
    (only,) = outline(parse(crlf("Subject: x\n\nHello\n")))
    assert (only.path, only.is_displayed) == ("1", True)


def test_bytes_belong_to_the_smallest_part_around_them() -> None:
    parts = outline(parse(RAW))
    at = RAW.index(b"<p>")
    for start, end, path in (
        (at, at + 3, "1.2"),
        (RAW.index(b"Hello"), at, "1"),
        (0, 0, WHOLE),
        (RAW.index(b"PDF"), RAW.index(b"PDF"), "2"),
    ):
        found = innermost(parts, start, end)
        assert found is not None
        assert found.path == path
    assert innermost(parts[1:], 0, 0) is None
