"""The footer stands once in every displayed text, and the text stays."""

from __future__ import annotations

import pytest

from filters.message import Category
from tests.mail_builders import ADDRESS, NOTICE, facts, message, policy
from tests.unit.filters.email.footer.copies import LINK, edited, texts

MIXED = "Content-Type: multipart/mixed; boundary=m\n\n"
CASES = {
    "plain": "\nHello\n",
    "plain without newline": "\nHello",
    "empty": "\n",
    "no empty line": "",
    "utf-8 8bit": "Content-Transfer-Encoding: 8bit\nContent-Type: text/plain; charset=utf-8\n"
    "\ncaf\u00e9\n",
    "flowed": "Content-Type: text/plain; format=flowed; charset=us-ascii\n\nHello \nthere \n",
    "quoted-printable": "Content-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: quoted-printable\n\ncaf=C3=A9 =\nand=20\n",
    "quoted-printable, soft break last": "Content-Transfer-Encoding: quoted-printable\n\nHello=\n",
    "quoted-printable, lone escape last": "Content-Transfer-Encoding: quoted-printable\n\nHello=",
    "quoted-printable, space last": "Content-Transfer-Encoding: quoted-printable\n\nHello ",
    "base64": "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n"
    "\nY2Fmw6k=\n",
    "base64, whole quanta": "Content-Transfer-Encoding: base64\n\nSGVs\nbG8h\n",
    "base64, a line of its own for the rest": "Content-Transfer-Encoding: base64\n\nSGVs\nbG8=\n",
    "base64, no newline": "Content-Transfer-Encoding: base64\n\nSGVsbG8h",
    "base64, empty": "Content-Transfer-Encoding: base64\n\n",
    "base64, bare line feeds": "Content-Transfer-Encoding: base64\n\nSGVsbG8KdGhlcmUK\n",
    "html": "Content-Type: text/html; charset=utf-8\n\n<html><body><p>Hello</p></body></html>\n",
    "html fragment": "Content-Type: text/html\n\n<p>Hello",
    "html quoted-printable": "Content-Type: text/html; charset=iso-8859-1\n"
    'Content-Transfer-Encoding: quoted-printable\n\n<p class=3D"a">caf=E9 =\n</p></body></html>\n',
    "html base64": "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    "PGh0bWw+PGJvZHk+SGVsbG88\nL2JvZHk+PC9odG1sPg==\n",
    "alternative": "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nHello\n--b\n"
    "Content-Type: text/html\n\n<p>Hello</p>\n--b--\n",
    "invitation": "Content-Type: multipart/mixed; boundary=m\n\n--m\n"
    "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nHello\n--b\n"
    "Content-Type: text/html\n\n<p>Hello</p>\n--b\nContent-Type: text/calendar; method=REQUEST\n\n"
    "BEGIN:VCALENDAR\n--b--\n--m\nContent-Type: application/ics; name=invite.ics\n"
    "Content-Transfer-Encoding: base64\n\nQkVHSU4=\n--m--\n",
    "never closed": MIXED + "--m\nContent-Type: text/html\n\n<p>Hello",
    "part without body": MIXED + "--m\nContent-Type: text/html\n--m--\n",
    "part without anything": MIXED + "--m\n--m--\n",
}


@pytest.mark.parametrize("rest", CASES.values(), ids=CASES)
def test_the_footer_stands_once_in_every_displayed_text_and_the_text_stays(rest: str) -> None:
    raw = message(rest)

    copy, plan = edited(raw, facts())

    before, after = texts(raw), texts(copy)
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        if "VCALENDAR" in old:
            assert new == old
            continue
        start = new.index("\r\n<div role" if "<div" in new else "----")
        assert new.count(LINK) == 1
        assert NOTICE in new
        assert ADDRESS in new
        assert new.startswith(old[:start])
        assert new.endswith(old[start:])
    assert plan.is_personal
    assert all(len(line) <= 998 for line in copy.split(b"\r\n"))


def test_the_end_of_the_text_stays_as_it_was() -> None:
    assert edited(message("\nHello\n"), facts())[0].endswith(LINK.encode() + b"\r\n")
    assert edited(message("\nHello"), facts())[0].endswith(LINK.encode())


@pytest.mark.parametrize(
    "rest", ["\n", "", "Content-Type: text/html\n\n", "Content-Transfer-Encoding: base64\n\n",
             "Content-Transfer-Encoding: quoted-printable\n\n"]
)  # fmt: skip
def test_a_message_without_a_body_ends_a_line_with_the_footer(rest: str) -> None:
    assert edited(message(rest), facts())[0].endswith(b"\r\n")


def test_bare_line_feeds_inside_base64_stay_the_line_ends() -> None:
    (text,) = texts(edited(message(CASES["base64, bare line feeds"]), facts())[0])

    assert "\r" not in text
    assert text.startswith("Hello\nthere\n\n----\n")


def test_an_empty_part_is_not_the_last_text_of_a_letter() -> None:
    raw = message(MIXED + "--m\n\nHello\n--m\n--m\nContent-Type: image/gif\n\nx\n--m\n")

    first, *_ = texts(edited(raw, facts())[0])

    assert first.startswith("Hello\r\n\r\n----")


def test_plainer_forms_before_the_html_stay_as_they_are() -> None:
    kinds = ("plain", "enriched", "watch-html", "html")
    forms = "".join(f"--b\nContent-Type: text/{kind}\n\nHello\n" for kind in kinds)
    raw = message("Content-Type: multipart/alternative; boundary=b\n\n" + forms + "--b--\n")

    after = texts(edited(raw, facts())[0])

    assert [LINK in text for text in after] == [True, False, False, True]


def test_the_footer_stands_outside_the_page_that_is_quoted() -> None:
    quoted = "<p>Thanks</p><blockquote><html><body><p>Hi</p></body></html></blockquote>"

    (text,) = texts(edited(message("Content-Type: text/html\n\n" + quoted), facts())[0])

    assert text.startswith(quoted)


def test_forms_of_an_attachment_are_no_forms_of_the_body() -> None:
    raw = message(
        MIXED + "--m\n\nHello\n--m\nContent-Type: multipart/alternative; boundary=b\n\n--b\n"
        "Content-Type: image/png\n\nx\n--b--\n--m--\n"
    )

    assert LINK in texts(edited(raw, facts())[0])[0]


@pytest.mark.parametrize(
    "html", ["<p><a href='http://x'>Shop</p></body>", "<table><tr><td><a\nname=x>Shop</table>"]
)
def test_the_footer_is_no_part_of_a_link_that_was_left_open(html: str) -> None:
    copy, _ = edited(message("Content-Type: text/html\n\n" + html), facts())

    assert b"</a>\r\n<div role" in copy


@pytest.mark.parametrize(
    ("category", "scope", "has_footer"),
    [
        (Category.COMMERCIAL, "commercial", True),
        (Category.TRANSACTIONAL, "commercial", False),
        (Category.TRANSACTIONAL, "all-but-conversational", True),
        (Category.CONVERSATIONAL, "all-but-conversational", False),
        (Category.SYSTEM, "all-but-conversational", False),
    ],
)
def test_the_category_decides_who_gets_a_footer(
    category: Category, scope: str, *, has_footer: bool
) -> None:
    context = facts(category, policy=policy(footer_scope=scope))

    copy, _ = edited(message("\nHello\n"), context)

    assert (LINK in copy.decode()) is has_footer
    assert (NOTICE in copy.decode()) is (category is Category.COMMERCIAL)
