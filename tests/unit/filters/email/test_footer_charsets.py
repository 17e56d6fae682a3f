"""The footer in every language, put into parts of every charset and transfer encoding."""

from __future__ import annotations

import email as oracle
import quopri
from email.base64mime import body_encode
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.email.charset import decode
from filters.email.footer.edit import footer, wording
from filters.email.footer.languages import LANGUAGES
from filters.email.proof import prove
from filters.email.trace import trace_fields
from filters.email.unsubscribe import one_click_unsubscribe
from filters.message import Category
from filters.plan import combine, render
from suppression.tokens import SAMPLE_TOKEN
from tests.mail_builders import ADDRESS, URL, email, facts, identity, message, policy

LINK = f"{URL}/u/{SAMPLE_TOKEN}"
WORDS = {
    "us-ascii": "Hello", "utf-8": "caf\u00e9", "iso-8859-1": "caf\u00e9", "iso-8859-2": "\u0142",
    "iso-8859-15": "\u20ac", "windows-1252": "\u20ac", "windows-1255": "\u05d0",
    "windows-1256": "\u0634", "iso-8859-6": "\u0634", "iso-8859-8": "\u05d0",
    "koi8-r": "\u0442", "windows-1251": "\u0442", "iso-2022-jp": "\u3042", "shift_jis": "\u3042",
    "euc-jp": "\u3042", "gb18030": "\u4f60", "gb2312": "\u4f60", "big5": "\u4f60",
    "euc-kr": "\uac00", "utf-16": "caf\u00e9",
}  # fmt: skip
EACH = [
    (Category.COMMERCIAL, "8bit"),
    (Category.COMMERCIAL, "quoted-printable"),
    (Category.TRANSACTIONAL, "base64"),
]
KEEP = [
    ("ja", "iso-2022-jp"), ("ja", "shift_jis"), ("ja", "euc-jp"), ("zh", "gb18030"),
    ("zh", "gb2312"), ("zh-Hant", "big5"),
    ("pl", "iso-8859-2"), ("de", "iso-8859-1"), ("fr", "iso-8859-1"),
    ("sv", "iso-8859-1"), ("ar", "windows-1256"), ("he", "windows-1255"), ("en", "us-ascii"),
    ("ar", "utf-16"), ("it", "utf-8"),
]  # fmt: skip


def written(kind: str, charset: str, encoding: str) -> bytes:
    words = WORDS[charset]
    text = f"<html><body><p>{words}</p></body></html>" if kind == "html" else words + "\r\n"
    data = text.encode(charset)
    if charset == "utf-16" or encoding == "base64":
        encoding, body = "base64", body_encode(data, eol="\r\n").encode()
    elif encoding == "quoted-printable":
        body = quopri.encodestring(data.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    else:
        body = data
    head = f"Content-Type: text/{kind}; charset={charset}\nContent-Transfer-Encoding: {encoding}\n"
    return message(head + "\n") + body


@pytest.mark.parametrize("charset", WORDS)
@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_is_readable_in_a_part_of_every_charset(tag: str, charset: str) -> None:
    rules = policy(footer_language=tag, footer_scope="all-but-conversational")
    for kind in ("plain", "html"):
        for category, encoding in EACH:
            context = facts(category, policy=rules)
            message_ = email(written(kind, charset, encoding))
            plan = combine(
                edit(message_, context) for edit in (trace_fields, one_click_unsubscribe, footer)
            )
            assert prove(message_, context, plan) == ()
            part = oracle.message_from_bytes(render(message_.raw, plan, SAMPLE_TOKEN))
            assert part.get_content_type() == f"text/{kind}"
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            text = payload.decode(str(part.get_content_charset()))
            assert WORDS[charset] in text
            if kind == "html":
                assert ADDRESS in unescape(text)
                assert f'lang="{LANGUAGES[tag].tag}"' in text
            else:
                assert LINK in text.splitlines()
                assert set(wording(message_, context).lines) <= set(text.splitlines())


@pytest.mark.parametrize(("tag", "charset"), KEEP)
def test_a_charset_that_can_say_it_stays(tag: str, charset: str) -> None:
    context = facts(policy=policy(footer_language=tag))

    plan = footer(email(written("plain", charset, "base64")), context)

    assert plan.fixes == ("F_FOOTER_TEXT",)


def test_a_charset_that_cannot_say_it_is_changed_in_that_part_alone() -> None:
    raw = message(
        "Content-Type: multipart/alternative; boundary=b\nContent-Language: ja\n\n"
        "--b\nContent-Type: text/plain; charset=iso-8859-1\n\nHello\n"
        "--b\nContent-Type: text/html; charset=iso-8859-1\n\n<p>Hello</p>\n--b--\n"
    )
    copy = oracle.message_from_bytes(render(raw, footer(email(raw), facts()), SAMPLE_TOKEN))

    _, text, markup = copy.walk()
    assert (text.get_content_charset(), markup.get_content_charset()) == ("utf-8", "iso-8859-1")


JAPANESE = [
    (b"\x1b$B-!%F%9%H\x1b(B", "\u2460\u30c6\u30b9\u30c8"),  # NEC row 13: a circled 1
    (b"\x1b$B-j\x1b(B Tokyo", "\u3231 Tokyo"),
    (b"\x1b$B%F\x1b(I1\x1b(B", "\u30c6\uff71"),
]


@pytest.mark.parametrize(("words", "shown"), JAPANESE)
@pytest.mark.parametrize("tag", ["en", "ja", "de"])
@pytest.mark.parametrize("filled", [b"", b" {{physical_address}} Unsubscribe: {{unsubscribe_url}}"])
def test_what_japanese_mail_programs_write_is_edited_in_its_place(
    words: bytes, shown: str, tag: str, filled: bytes
) -> None:
    context = facts(policy=policy(footer_language=tag))
    for kind in ("plain", "html"):
        text = (
            words + filled + b"\r\n"
            if kind == "plain"
            else b"<p>" + words + filled + b"</p></body>"
        )
        raw = message(f"Content-Type: text/{kind}; charset=iso-2022-jp\n\n") + text
        plan = combine(
            edit(email(raw), context) for edit in (trace_fields, one_click_unsubscribe, footer)
        )
        assert prove(email(raw), context, plan) == ()
        copy = render(raw, plan, SAMPLE_TOKEN)
        part = oracle.message_from_bytes(copy)
        assert part.get_content_type() == f"text/{kind}"
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        assert shown in decode(payload, str(part.get_content_charset()))
        assert payload.count(LINK.encode()) == 1
        if tag != "de" or kind == "html":
            assert words in copy


@pytest.mark.parametrize("open_", ["\x1b(J", "\x1b(B"])
def test_what_follows_the_footer_is_read_as_it_was(open_: str) -> None:
    page = f"<p>x \x1b$B-!{open_}</p></body>\\~"
    raw = message(f"Content-Type: text/html; charset=iso-2022-jp\n\n{page}")
    plan = combine(
        edit(email(raw), facts()) for edit in (trace_fields, one_click_unsubscribe, footer)
    )
    assert prove(email(raw), facts(), plan) == ()
    copy = oracle.message_from_bytes(render(raw, plan, SAMPLE_TOKEN))
    payload = copy.get_payload(decode=True)
    assert isinstance(payload, bytes)
    text = decode(payload, "iso-2022-jp")
    assert LINK in text
    assert text.endswith("</body>\u00a5\u203e" if open_ == "\x1b(J" else "</body>\\~")


HALLO = "Gr\u00fc\u00dfe aus K\u00f6ln\r\n"
GERMAN = identity(company="M\u00fcller GmbH", postal_address="Hauptstra\u00dfe 5, 10115 Berlin")


def copied(head: str, body: bytes) -> bytes:
    """Return the copy of a message with a German footer."""
    raw = message(head + "\n") + body
    message_, context = email(raw), facts(identity=GERMAN, policy=policy(footer_language="de"))
    plan = combine(
        edit(message_, context) for edit in (trace_fields, one_click_unsubscribe, footer)
    )
    assert prove(message_, context, plan) == ()
    return render(raw, plan, SAMPLE_TOKEN)


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
@pytest.mark.parametrize(
    "head",
    [
        "",
        "Content-Type: text/plain\nContent-Transfer-Encoding: 8bit\n",
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=us-ascii\n",
    ],
)
def test_8_bit_text_that_names_no_charset_is_said_to_be_what_it_is(head: str, charset: str) -> None:
    copy = oracle.message_from_bytes(copied(head, HALLO.encode(charset)))
    payload = copy.get_payload(decode=True)
    assert isinstance(payload, bytes)
    text = payload.decode(str(copy.get_content_charset()))
    assert text.startswith(HALLO)
    assert {"Diese E-Mail ist Werbung von M\u00fcller GmbH.", LINK} <= set(text.splitlines())
    assert copy["MIME-Version"] == "1.0"


def test_8_bit_text_in_nobody_knows_which_charset_keeps_every_byte() -> None:
    body = "Tr\u00e8s bien\r\n".encode("latin-1")
    copy = copied("", body)
    assert oracle.message_from_bytes(copy).get_content_type() == "multipart/mixed"
    assert b"\r\n\r\n" + body in copy


def test_8_bit_text_that_names_no_charset_keeps_its_bytes_under_ascii_and_in_html() -> None:
    plain = message("\n") + HALLO.encode()
    copy = render(plain, footer(email(plain), facts()), SAMPLE_TOKEN)
    assert copy.startswith(plain)
    assert b"charset" not in copy.lower()
    page = b"<p>" + HALLO.encode("latin-1")
    copy = copied("Content-Type: text/html\n", page)
    assert oracle.message_from_bytes(copy).get_content_charset() is None
    assert b"\r\n\r\n" + page.rstrip() in copy


def test_the_sender_identitys_own_name_and_address_stand_in_it() -> None:
    brand = identity(company="Brand GmbH", postal_address="Hauptstr. 5, 10115 Berlin, Germany")
    raw = message("Content-Language: de\n\nHallo\n")
    context = facts(identity=brand)

    copy = render(raw, footer(email(raw), context), SAMPLE_TOKEN).decode()

    assert "Werbung von Brand GmbH.\r\nBrand GmbH, Hauptstr. 5, 10115 Berlin, Germany\r\n" in (
        quopri.decodestring(copy.encode()).decode()
    )
    assert ADDRESS not in copy


def test_a_receipt_in_any_language_promises_no_end_of_receipts_and_is_no_ad() -> None:
    receipt = email(message("\nYour order\n"))
    for tag in LANGUAGES:
        rules = policy(footer_language=tag, footer_scope="all-but-conversational")
        ad = wording(receipt, facts(policy=rules)).lines
        lines = wording(receipt, facts(Category.TRANSACTIONAL, policy=rules)).lines

        assert len(lines) == len(ad) - 1
        assert {ad[0], ad[2], ad[3]}.isdisjoint(lines)
        assert "Example Co" in lines[-1]  # what ends is said: the advertising of this company


BOTH = message(
    "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nHello\n--b\n"
    "Content-Type: text/html\n\n<body><p>Hello</p></body>\n--b--\n"
)
VALUES = st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=50
) | st.sampled_from(
    ["{notice}", "[A] {link}", "A\x00B\x01", "</div><a href=x>", "&lt;", "\u202eevil\u202c", "----"]
)


@given(VALUES, VALUES, st.sampled_from(sorted(LANGUAGES)), st.sampled_from(list(Category)[:2]))
def test_whatever_the_company_is_called_its_footer_is_whole(
    company: str, address: str, tag: str, category: Category
) -> None:
    rules = policy(footer_language=tag, footer_scope="all-but-conversational")
    sender = identity(company=company, postal_address=address)
    context, message_ = facts(category, policy=rules, identity=sender), email(BOTH)

    plan = combine(
        edit(message_, context) for edit in (trace_fields, one_click_unsubscribe, footer)
    )

    assert prove(message_, context, plan) == ()
    assert {"F_FOOTER_TEXT", "F_FOOTER_HTML"} <= set(plan.fixes)
