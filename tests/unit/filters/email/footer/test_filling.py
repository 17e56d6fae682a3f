"""Placeholders are filled in place, and the footer says what is missing then."""

from __future__ import annotations

from base64 import encodebytes
from urllib.parse import quote

import pytest

from tests.mail_builders import ADDRESS, NOTICE, facts, identity
from tests.unit.filters.email.footer.copies import BASE64, LINK, body, copy, html, text
from tests.unit.filters.email.footer.copies import texts as bodies

BLOCK = '<div role="contentinfo"'
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
