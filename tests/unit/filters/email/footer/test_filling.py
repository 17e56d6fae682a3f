"""Placeholders are filled in place, and the footer says what is missing then."""

from __future__ import annotations

import email as oracle
import quopri
from base64 import encodebytes
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.email.footer.edit import footer, footer_beside
from filters.email.proof import prove
from filters.email.structure import commercial_body_must_stay
from filters.email.trace import trace_fields
from filters.email.unsubscribe import one_click_unsubscribe
from filters.judge import judge
from filters.message import Category, EmailFacts
from filters.plan import combine, render
from suppression.tokens import SAMPLE_TOKEN
from tests.mail_builders import ADDRESS, NOTICE, URL, crlf, email, facts, identity, message, policy

if TYPE_CHECKING:
    from email.message import Message

LINK = f"{URL}/u/{SAMPLE_TOKEN}"
BLOCK = '<div role="contentinfo"'
QP = "Content-Transfer-Encoding: quoted-printable\n"
BASE64 = "Content-Transfer-Encoding: base64\n"


def html(body: str, more: str = "") -> bytes:
    return message(f"Content-Type: text/html; charset=utf-8\n{more}\n{body}\n")


def text(body: str, more: str = "") -> bytes:
    return message(f"Content-Type: text/plain; charset=utf-8\n{more}\n{body}\n")


def copy(raw: bytes, context: EmailFacts | None = None) -> tuple[bytes, tuple[str, ...]]:
    """Return what leaves and its fixes, after the proof found nothing wrong."""
    context = context or facts()
    message_ = email(raw)
    edits = (trace_fields, one_click_unsubscribe, footer)
    plan = combine(edit(message_, context) for edit in edits)
    assert prove(message_, context, plan) == ()
    return render(raw, plan, SAMPLE_TOKEN), plan.fixes


def bodies(raw: bytes) -> list[str]:
    """Return the texts of a message, read by the standard library."""
    found = [p for p in oracle.message_from_bytes(raw).walk() if p.get_content_maintype() == "text"]
    return [content(part).decode(part.get_content_charset() or "ascii") for part in found]


def content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload


def body(raw: bytes, context: EmailFacts | None = None) -> str:
    (only,) = bodies(copy(raw, context)[0])
    return only


ALL_IN_TEXT = f"Unsubscribe: {LINK}\r\n{ADDRESS}\r\n\r\n----\r\n{NOTICE}\r\n"


@pytest.mark.parametrize(
    "written",
    [
        "{{unsubscribe_url}}",
        "{{ unsubscribe_url }}",
        "%7B%7Bunsubscribe_url%7D%7D",
        "http://{{unsubscribe_url}}",
        "%unsubscribe_url%",
        "{{{ pm:unsubscribe }}}",
        "{{amazonSESUnsubscribeUrl}}",
        "<%asm_group_unsubscribe_raw_url%>",
        "*|UNSUB|*",
        "{{ unsubscribe_link }}",
    ],
)
def test_a_filled_placeholder_is_not_doubled_by_the_footer(written: str) -> None:
    assert body(text(f"Unsubscribe: {written}\n{{{{physical_address}}}}")) == ALL_IN_TEXT

    escaped = written.replace("<", "&lt;").replace(">", "&gt;")
    pressed = body(html(f"<p><a href='{escaped}'>Unsubscribe</a></p><p>*|LIST:ADDRESS|*</p>"))
    assert pressed.startswith(f"<p><a href='{LINK}'>Unsubscribe</a></p><p>{ADDRESS}</p>\r\n")
    assert pressed.count(LINK) == pressed.count(ADDRESS) == pressed.count(NOTICE) == 1


def test_the_footers_own_placeholder_says_where_it_stands() -> None:
    copied, fixes = copy(html("<p>Hello</p>{{gateway_footer}}<p>Bye</p>"))

    (filled,) = bodies(copied)
    assert filled.startswith(f"<p>Hello</p>\r\n{BLOCK}")
    assert filled.endswith("</div>\r\n<p>Bye</p>\r\n")
    assert filled.count(BLOCK) == 1
    assert fixes[-1] == "F_PLACEHOLDER_FILLED"


def test_a_second_footer_placeholder_leaves_nothing() -> None:
    filled = body(text("{{gateway_footer}}\nHello {{gateway_footer}}\nBye"))

    assert filled.startswith(f"----\r\n{NOTICE}\r\n")
    assert filled.endswith(f"\r\n{LINK}\r\nHello \r\nBye\r\n")
    assert filled.count(LINK) == 1


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_footers_lines_end_as_those_of_the_text(newline: str) -> None:
    encoded = encodebytes(f"a{newline}{{{{gateway_footer}}}}{newline}".encode()).decode()

    filled = body(text(encoded, BASE64))

    assert filled.startswith(f"a{newline}----{newline}{NOTICE}{newline}")
    assert filled.count("\r") == (0 if newline == "\n" else filled.count("\n"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="{{unsubscribe_url}}">Unsubscribe</a>', f'<a href="{LINK}">Unsubscribe</a>'),
        ("<a href={{unsubscribe_url}}>Unsubscribe</a>", f"<a href={LINK}>Unsubscribe</a>"),
        (
            "<a href='{{unsubscribe_url}}?a=1'>Unsubscribe</a>",
            f"<a href='{LINK}?a=1'>Unsubscribe</a>",
        ),
        ("Opt out: &lt;%asm_preferences_raw_url%&gt;", f"Opt out: {LINK}"),
        ("Opt out: &#123;&#123;unsubscribe_url&#125;&#125;", f"Opt out: {LINK}"),
    ],
)
def test_the_link_stands_where_the_placeholder_stood(before: str, after: str) -> None:
    filled = body(html(f"<p>{before}</p></body>"))

    assert filled.startswith(f"<p>{after}</p>\r\n{BLOCK}")
    assert filled.count(LINK) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<!-- {{unsubscribe_url}} -->", f"<!-- {LINK} -->"),
        ("<!-- {{gateway_footer}} -->", "<!-- {{gateway_footer}} -->"),
        ("<p title='{{gateway_footer}}'>x</p>", "<p title='{{gateway_footer}}'>x</p>"),
        ("<title>{{unsubscribe_url}}</title>", f"<title>{LINK}</title>"),
        ("<p style='display:none'>{{unsubscribe_url}}</p>", f"<p style='display:none'>{LINK}</p>"),
        ("<blockquote>{{unsubscribe_url}}</blockquote>", f"<blockquote>{LINK}</blockquote>"),
        ("<style>a{{unsubscribe_url}}</style>", "<style>a{{unsubscribe_url}}</style>"),
        ("<a {{unsubscribe_url}}>x</a>", "<a {{unsubscribe_url}}>x</a>"),
        ("<p title={{physical_address}}>x</p>", "<p title={{physical_address}}>x</p>"),
        (
            "<a href='https://elsewhere.example/?to={{unsubscribe_url}}'>Unsubscribe</a>",
            f"<a href='https://elsewhere.example/?to={quote(LINK, safe='')}'>Unsubscribe</a>",
        ),
        (
            "<a href='https://maps.example/?q={{physical_address}}'>Map</a>",
            f"<a href='https://maps.example/?q={quote(ADDRESS, safe='')}'>Map</a>",
        ),
    ],
)
def test_where_nobody_sees_it_or_it_is_of_no_use_the_footer_says_it_all(
    before: str, after: str
) -> None:
    filled = body(html(before))

    start = filled.index(BLOCK)
    assert filled[:start].rstrip("\r\n") == after
    assert all(each in filled[start:] for each in (LINK, ADDRESS, NOTICE))


HUBSPOT = (
    "{{{{ site_settings.company_name }}}}, {{{{site_settings.company_street_address_1}}}}{between}"
    "{{{{site_settings.company_city}}}}, {{{{site_settings.company_state}}}} "
    "{{{{site_settings.company_zip}}}} . Bye"
)


def test_the_pieces_of_an_address_become_the_address() -> None:
    filled = body(text(HUBSPOT.format(between=" | ")))
    assert filled.startswith(f"Example Co, {ADDRESS} . Bye\r\n\r\n----\r\n{NOTICE}")
    assert filled.count(ADDRESS) == 1

    filled = body(html(f"<p>{HUBSPOT.format(between='&nbsp;<br />')}</p>"))
    assert filled.startswith(f"<p>Example Co, {ADDRESS}&nbsp;<br /> . Bye</p>\r\n\r\n{BLOCK}")
    assert filled.count(ADDRESS) == 1


def test_pieces_that_stand_apart_are_an_address_each() -> None:
    filled = body(text("{{site_settings.company_city}} and {{ site_settings.company_zip }}"))
    assert filled.startswith(f"{ADDRESS} and {ADDRESS}\r\n")
    assert filled.count(ADDRESS) == 2


def test_a_link_keeps_the_words_that_stand_in_its_placeholder() -> None:
    placeholder = '{{{ pm:unsubscribe label="Caf\u00e9, opt out!" }}}'
    filled = body(html(f"<p>{placeholder}</p>"))
    assert filled.startswith(f'<p><a href="{LINK}">Caf\u00e9, opt out!</a></p>\r\n\r\n{BLOCK}')
    assert filled.count(LINK) == 1
    assert body(text(placeholder)).startswith(f"Caf\u00e9, opt out!: {LINK}\r\n")
    within = placeholder.replace('"', "&quot;")
    assert body(html(f'<a href="{within}">Stop</a>')).startswith(f'<a href="{LINK}">Stop</a>')


@pytest.mark.parametrize("form", ["<{}>", "[{}]"])
def test_brackets_round_the_footer_leave_no_litter(form: str) -> None:
    filled = body(text(f"Hello\n{form.format('{{gateway_footer}}')}\nBye"))
    assert filled.startswith(f"Hello\r\n----\r\n{NOTICE}")
    assert filled.endswith(f"{LINK}\r\nBye\r\n")


def test_mail_with_more_placeholders_than_are_filled_is_refused() -> None:
    many = "*|UNSUB|*\n" * 1001
    for raw in (text(many), html(many), text(encodebytes(many.encode()).decode(), BASE64)):
        (ruling,) = judge(email(raw), facts(), (commercial_body_must_stay,))
        assert [finding.code for finding in ruling.findings] == ["MIME_IMMUTABLE_NONCOMPLIANT"]
        assert "more than 1000 placeholders" in ruling.findings[0].reason
    fewer = text(many.removesuffix("*|UNSUB|*\n"))
    (ruling,) = judge(email(fewer), facts(), (commercial_body_must_stay,))
    assert ruling.findings == ()
    assert "|UNSUB|" not in body(fewer)
    assert "|UNSUB|" in body(text(many))


def test_a_placeholder_in_a_quoted_letter_does_not_count() -> None:
    filled = body(text("Yes.\n> Unsubscribe: {{unsubscribe_url}}"))

    assert filled.startswith(f"Yes.\r\n> Unsubscribe: {LINK}\r\n\r\n----\r\n{NOTICE}\r\n")
    assert filled.endswith(f"{LINK}\r\n")


def test_what_is_configured_is_escaped_where_it_has_to_be() -> None:
    address = '1 <b>"A&B"</b> Stra\u00dfe, 10115 Berlin'
    context = facts(identity=identity(postal_address=address))

    written = "1 &lt;b&gt;&quot;A&amp;B&quot;&lt;/b&gt; Stra&#223;e, 10115 Berlin"
    filled = body(html("<p title='{{physical_address}}'>{{physical_address}}</p>"), context)
    assert filled.startswith(f"<p title='{written}'>{written}</p>")
    assert filled.count("Berlin") == 2
    assert body(text("{{physical_address}}"), context).startswith(address)


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


def test_texts_beside_the_body_are_filled_too() -> None:
    raw = message(
        "Content-Type: multipart/mixed; boundary=m\n\n--m\n\nOpt out: {{unsubscribe_url}}\n--m\n"
        "Content-Type: image/png\n\nPNG\n--m\n\nBye\n--m\n"
        "Content-Type: text/plain\nContent-Disposition: attachment\n\n{{unsubscribe_url}}\n--m--\n"
    )

    first, last, attached = bodies(copy(raw)[0])

    assert first.rstrip() == f"Opt out: {LINK}"
    assert last.startswith("Bye\r\n\r\n----")
    assert last.count(LINK) == 1
    assert attached.rstrip() == "{{unsubscribe_url}}"


def test_a_text_beside_the_body_that_cannot_be_edited_stays() -> None:
    raw = message(
        f"Content-Type: multipart/mixed; boundary=m\n\n--m\n{BASE64}\n!!\n--m\n\nBye\n--m--\n"
    )

    assert b"\r\n\r\n!!\r\n--m" in copy(raw)[0]


@pytest.mark.parametrize("category", [Category.TRANSACTIONAL, Category.CONVERSATIONAL])
def test_mail_that_gets_no_footer_keeps_its_placeholders(category: Category) -> None:
    raw = html(
        "<a href='{{unsubscribe_url}}'>Unsubscribe</a> {{physical_address}} {{gateway_footer}}"
    )

    copied, fixes = copy(raw, facts(category))

    assert copied.endswith(raw[raw.index(b"\r\n\r\n") :])
    assert fixes == ()


def test_a_receipt_that_gets_a_footer_has_its_placeholders_filled() -> None:
    context = facts(Category.TRANSACTIONAL, policy=policy(footer_scope="all-but-conversational"))
    raw = html("<a href='{{unsubscribe_url}}'>Unsubscribe</a> <p>{{physical_address}}</p>")

    copied, fixes = copy(raw, context)

    assert bodies(copied) == [f"<a href='{LINK}'>Unsubscribe</a> <p>{ADDRESS}</p>\r\n"]
    assert fixes == ("F_PLACEHOLDER_FILLED",)


def test_a_link_to_somebody_else_never_replaces_ours() -> None:
    raw = html("<a href='https://elsewhere.example/unsubscribe?id=1'>Unsubscribe</a>")

    filled = body(raw)

    assert "https://elsewhere.example/unsubscribe?id=1" in filled
    assert filled.count(LINK) == 1


def test_an_address_that_stands_in_the_message_is_not_said_twice() -> None:
    filled = body(html(f"<p>Example Co<br>{ADDRESS}</p>"))

    assert filled.count(ADDRESS) == 1
    assert filled.count(LINK) == filled.count(NOTICE) == 1


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


def test_a_long_body_is_filled_like_others() -> None:
    lines = "Hello to all friends of the house\n" * 50_000
    filled = body(text(lines + "Unsubscribe: {{unsubscribe_url}}\n"))
    assert len(filled) > 3 << 19
    assert filled.count(LINK) == 1


def test_a_link_of_a_sample_is_not_the_recipients() -> None:
    shown = body(
        text(f"This is an advertisement. To stop these emails, unsubscribe here:\n{LINK}\n")
    )
    assert shown.count(LINK) == 2
