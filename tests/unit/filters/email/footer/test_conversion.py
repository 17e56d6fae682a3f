"""A text is converted only where the footer does not fit its charset and encoding."""

from __future__ import annotations

import email as oracle
import quopri
from email.base64mime import body_encode

import pytest

from filters.email.footer.edit import footer
from filters.email.unsubscribe import one_click_unsubscribe
from filters.plan import combine, render
from suppression.tokens import SAMPLE_TOKEN
from tests.mail_builders import email, facts, identity, message
from tests.unit.filters.email.footer.copies import LINK, SNOWMAN, edited, texts


def test_two_fields_that_agree_go_on_agreeing() -> None:
    twice = (
        "Content-Type: text/plain\nContent-Type: text/plain\n"
        "Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: 7bit\n\nHello\n"
    )
    context = facts(identity=identity(company="Gro\u00df"))
    raw = message(twice)
    plan = footer(email(raw), context)
    copy = render(raw, combine([plan, one_click_unsubscribe(email(raw), context)]), SAMPLE_TOKEN)
    assert copy.count(b"Content-Type: text/plain; charset=utf-8\r\n") == 2
    assert copy.count(b"Content-Transfer-Encoding: quoted-printable\r\n") == 2


MIXED = "Content-Type: multipart/mixed; boundary=m\n\n"
LATIN = "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: "
SHOUTED = (
    'Content-Type: text/plain; CHARSET="us-ascii"; format=flowed\n'
    "Content-Transfer-Encoding: 7bit\n\nHello \nyou\n"
)


@pytest.mark.parametrize(
    ("header", "body", "charset"),
    [
        ("charset=utf-8", "caf\u00e9", "utf-8"),
        ("charset=iso-8859-1", "caf\u00e9", "latin-1"),
        ("charset=koi8-r", "\u0442\u0435", "koi8-r"),
        ("charset=windows-1251", "\u0442\u0435", "cp1251"),
        ("charset=iso-2022-jp", "\u3042", "iso2022_jp"),
        ("charset=shift_jis", "\u3042", "shift_jis"),
        ("charset=gb18030", "\u4f60", "gb18030"),
        ("charset=gb2312", "\u4f60", "gb2312"),
        ("charset=big5", "\u4f60", "big5"),
        ("charset=euc-kr", "\uac00", "euc_kr"),
    ],
)
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_the_charset_of_the_part_is_kept_where_the_footer_fits_it(
    header: str, body: str, charset: str, kind: str
) -> None:
    head = f"Content-Type: text/{kind}; {header}\n\n"
    markup = f"<p>{body}</p></body>" if kind == "html" else body
    raw = message(head) + markup.encode(charset)

    copy, plan = edited(raw, facts())

    assert plan.fixes[-1] == ("F_FOOTER_HTML" if kind == "html" else "F_FOOTER_TEXT")
    assert texts(copy)[0].count(LINK) == 1
    assert body in texts(copy)[0]


@pytest.mark.parametrize("bom", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_utf_16_keeps_its_byte_order(bom: str, kind: str) -> None:
    content = "\ufeff" + ("<p>caf\u00e9</p></body>" if kind == "html" else "caf\u00e9\r\n")
    raw = (
        message(f"Content-Type: text/{kind}; charset=utf-16\nContent-Transfer-Encoding: base64\n\n")
        + body_encode(content.encode(bom), eol="\r\n").encode()
    )

    text = texts(edited(raw, facts())[0])[0]

    assert text.count(LINK) == 1
    assert "caf\u00e9" in text


def test_an_escape_that_was_left_open_is_closed_before_the_footer() -> None:
    raw = message("Content-Type: text/plain; charset=iso-2022-jp\n\n") + b"\x1b$B$\x22"

    assert texts(edited(raw, facts())[0])[0].startswith("\u3042\r\n\r\n----")


@pytest.mark.parametrize(
    ("rest", "fixes"),
    [
        ("\nHello = you \n", {"F_CHARSET_CHANGED", "F_CTE_CHANGED"}),
        ("Content-Type: text/plain\n\nHello\n", {"F_CHARSET_CHANGED", "F_CTE_CHANGED"}),
        ("Content-Type: text/plain;\n\nHello\n", {"F_CHARSET_CHANGED", "F_CTE_CHANGED"}),
        ("Content-Type: text/plain; charset=utf-8\n\nHello\n", {"F_CTE_CHANGED"}),
        (SHOUTED, {"F_CHARSET_CHANGED", "F_CTE_CHANGED"}),
        (LATIN + "quoted-printable\n\ncaf=E9\n", {"F_CHARSET_CHANGED"}),
        (LATIN + "base64\n\nY2Fm6Q==\n", {"F_CHARSET_CHANGED"}),
        (MIXED + "--m\n\nHello\n--m--\n", {"F_CHARSET_CHANGED", "F_CTE_CHANGED"}),
    ],
)
def test_a_text_part_alone_is_converted_where_the_footer_does_not_fit(
    rest: str, fixes: set[str]
) -> None:
    raw = message(rest)

    copy, plan = edited(raw, facts(identity=SNOWMAN))

    old, new = texts(raw)[0], texts(copy)[0]
    assert {fix for fix in plan.fixes if "CHANGED" in fix} == fixes
    assert "advertisement from Stra\u00dfe \u2603." in new
    assert new.startswith(old.rstrip("\r\n"))
    assert copy[-200:].isascii()


def test_a_message_without_mime_says_what_it_is_once_converted() -> None:
    raw = b"From: a@example.com\r\n\r\nHello\r\n"

    copy, _ = edited(raw, facts(identity=SNOWMAN))

    parsed = oracle.message_from_bytes(copy)
    assert parsed["MIME-Version"] == "1.0"
    assert parsed.get_content_charset() == "utf-8"


def test_eight_bit_text_takes_the_footer_as_it_is() -> None:
    raw = message("Content-Type: text/plain; charset=utf-8\n\ncaf\u00e9\n")

    copy, plan = edited(raw, facts(identity=SNOWMAN))

    assert "F_CTE_CHANGED" not in plan.fixes
    assert "Stra\u00dfe" in quopri.decodestring(copy.partition(b"\r\n\r\n")[2]).decode()


def test_text_under_a_label_nobody_knows_gets_its_footer_in_ascii() -> None:
    raw = message(b"Content-Type: text/plain; charset=x-nobody\n\ncaf\xe9\n")

    copy, _ = edited(raw, facts())

    assert copy.count(b"caf\xe9\r\n\r\n----\r\n") == 1
    assert copy.endswith(LINK.encode() + b"\r\n")


@pytest.mark.parametrize(
    "rest",
    [
        "Content-Type: text/plain; charset*=us-ascii''us-ascii\n\nHello\n",
        "Content-Type: text/plain; charset=us-ascii (plain)\n\nHello\n",
        "",
        LATIN + "base64\n\ngQ==\n",
    ],
)
def test_what_cannot_be_converted_stays_whole_beside_the_footer(rest: str) -> None:
    raw = message(rest)

    copy, _ = edited(raw, facts(identity=SNOWMAN))

    assert oracle.message_from_bytes(copy).get_content_type() == "multipart/mixed"
