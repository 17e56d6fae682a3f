"""Placeholders are filled whatever the charset and the encoding, in the bytes of the text."""

from __future__ import annotations

import email as oracle
import quopri
from base64 import encodebytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.email.footer.edit import footer, footer_beside
from filters.email.proof import prove
from filters.email.unsubscribe import one_click_unsubscribe
from filters.plan import combine, render
from suppression.tokens import SAMPLE_TOKEN
from tests.mail_builders import ADDRESS, crlf, email, facts, identity, message
from tests.unit.filters.email.footer.copies import BASE64, LINK, QP, content, copy, html, text
from tests.unit.filters.email.footer.copies import texts as bodies


def test_quoted_printable_keeps_every_other_byte_and_its_short_lines() -> None:
    lines = [
        'caf=C3=A9 <a href=3D"%7B%7Bunsub=',
        'scribe_url%7D%7D">Stop here</a> and some words that come behind it, up to 76=',
        "{{physical_address}}",
        "{{unsubscribe_url}} =",
        "{{unsubscribe_=",
        "url}} end=20",
    ]
    raw = html("\n".join(lines), QP)

    copied, _ = copy(raw)

    (filled,) = bodies(copied)
    assert filled.startswith(
        f'caf\u00e9 <a href="{LINK}">Stop here</a> and some words that come behind it, up to 76'
        f"{ADDRESS}\r\n{LINK} {LINK} end \r\n"
    )
    start = copied.index(b"\r\n\r\n")
    assert max(map(len, copied[start:].split(b"\r\n"))) <= 76
    assert b"Stop here</a> and some words that come behind it, up to 76=\r\n" in copied


def test_quoted_printable_that_is_not_read_alike_by_all_gets_its_footer_beside() -> None:
    raw = text("Hello =\t{{unsubscribe_url}}", QP)
    found = footer(email(raw), facts())

    assert found == footer_beside(email(raw), facts())


@pytest.mark.parametrize("position", range(4))
def test_base64_is_encoded_again_from_the_placeholder_on(position: int) -> None:
    start = "x" * (120 + position)
    encoded = encodebytes(f"{start}{{{{unsubscribe_url}}}}|{{{{physical_address}}}}.\r\n".encode())
    raw = text(encoded.decode(), BASE64)

    copied, _ = copy(raw)

    (filled,) = bodies(copied)
    assert filled.startswith(f"{start}{LINK}|{ADDRESS}.\r\n")
    first = crlf(encoded.decode()).split(b"\r\n")[0]
    assert copied.split(b"\r\n\r\n", 1)[1].startswith(first)


@pytest.mark.parametrize(
    ("charset", "before"),
    [
        ("iso-2022-jp", "\u3042 {}"),
        ("utf-16-le", "\ufeff\u3042 {}"),
        ("utf-16-be", "\ufeffcaf\u00e9 {}"),
        ("shift_jis", "\u3042{}"),
        ("gb18030", "\u4f60{}"),
        ("koi8-r", "\u0442{}"),
    ],
)
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_every_charset_is_filled_in_its_own_bytes(charset: str, before: str, kind: str) -> None:
    label = "utf-16" if charset.startswith("utf-16") else charset
    written = before.format("Unsubscribe: {{unsubscribe_url}} {{physical_address}}").encode(charset)
    head = f"Content-Type: text/{kind}; charset={label}\n{BASE64}\n"
    raw = message(head) + encodebytes(written).replace(b"\n", b"\r\n")

    copied, _ = copy(raw)

    (part,) = oracle.message_from_bytes(copied).walk()
    filled = content(part).decode(charset)
    assert filled.startswith(before.format(f"Unsubscribe: {LINK} {ADDRESS}"))
    assert filled.count(LINK) == 1


def test_half_a_character_is_no_brace() -> None:
    raw = message("Content-Type: text/plain; charset=shift_jis\n\n")
    raw += b"\x83{{unsubscribe_url}} \x83A{{unsubscribe_url}}\r\n"

    written = copy(raw)[0].partition(b"\r\n\r\n")[2]

    assert written.startswith(b"\x83{{unsubscribe_url}} \x83A" + LINK.encode())
    assert written.count(LINK.encode()) == 1


@pytest.mark.parametrize("charset", ["utf-16", "iso-2022-jp"])
def test_a_text_that_cannot_be_read_keeps_its_placeholders(charset: str) -> None:
    broken = (b"\xfe\xff" if charset == "utf-16" else b"\x1b$B") + b"{{unsubscribe_url}}"
    raw = message(f"Content-Type: text/plain; charset={charset}\n{BASE64}\n") + encodebytes(broken)

    message_ = email(raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    plan = footer(message_, facts())

    assert b"unsubscribe_url" not in render(message_.raw, plan, SAMPLE_TOKEN)
    assert plan == footer_beside(message_, facts())


@pytest.mark.parametrize("charset", ["us-ascii", "iso-8859-1", "utf-8"])
def test_a_text_that_cannot_say_the_address_is_written_in_one_that_can(charset: str) -> None:
    context = facts(identity=identity(postal_address="1 Ulica \u0141\u00f3d\u017a, 90-001 Polska"))
    placeholders = "{{physical_address}} Opt out: {{unsubscribe_url}}"
    raw = message(f"Content-Type: text/plain; charset={charset}\n\n{placeholders}")

    copied, fixes = copy(raw, context)

    (filled,) = bodies(copied)
    assert filled.startswith(f"1 Ulica \u0141\u00f3d\u017a, 90-001 Polska Opt out: {LINK}")
    assert filled.count(LINK) == filled.count("Polska") == 1
    assert "F_CTE_CHANGED" in fixes
    assert ("F_CHARSET_CHANGED" in fixes) is (charset != "utf-8")


def test_a_text_that_can_be_written_in_no_charset_gets_its_footer_beside() -> None:
    context = facts(identity=identity(postal_address="1 Stra\u00dfe, 10115 Berlin"))
    raw = message("\n") + b"tr\xe8s {{physical_address}}"

    assert footer(email(raw), context) == footer_beside(email(raw), context)


@given(
    words=st.lists(
        st.sampled_from(
            [
                "caf\u00e9 ", "x" * 70, "=", "\r\n", " ", "{{unsubscribe_url}}", "<p>", "</p>",
                "{{physical_address}}", "{{gateway_footer}}", "%7B%7Bunsubscribe_url%7D%7D",
                "<!--", "-->", "<a href='", "'>y</a>", "<b title=", ">", "</body>", "> ",
            ]
        ),
        max_size=12,
    ),
    kind=st.sampled_from(["plain", "html"]),
    encoding=st.sampled_from(["8bit", "quoted-printable", "base64"]),
)  # fmt: skip
def test_whatever_stands_around_them_all_is_told_once_or_beside(
    words: list[str], kind: str, encoding: str
) -> None:
    written = "".join(words)
    data = written.encode()
    if encoding == "base64":
        data = crlf(encodebytes(data))
    elif encoding == "quoted-printable":
        data = crlf(quopri.encodestring(data.replace(b"\r\n", b"\n")))
    head = f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n"
    raw = message(head) + data
    message_, context = email(raw), facts()

    plans = [
        combine(edit(message_, context) for edit in (one_click_unsubscribe, last))
        for last in (footer, footer_beside)
    ]

    assert () in [prove(message_, context, plan) for plan in plans]
