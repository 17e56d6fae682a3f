from __future__ import annotations

from html import escape
from urllib.parse import quote

import pytest

from filters.email.footer.placeholders import (
    MOST,
    PLACEHOLDERS,
    Kind,
    Placeholder,
    find,
    is_crowded,
)

SPELLINGS = [placeholder.spelling for placeholder in PLACEHOLDERS]


def found(text: str) -> list[tuple[Kind, str]]:
    raw = text.encode()
    return [(each.kind, raw[each.start : each.end].decode()) for each in find(raw)]


@pytest.mark.parametrize("placeholder", PLACEHOLDERS, ids=SPELLINGS)
def test_ours_and_those_of_the_services_are_known_and_say_where_they_are_documented(
    placeholder: Placeholder,
) -> None:
    assert found(f"Hello {placeholder.spelling}!") == [(placeholder.kind, placeholder.spelling)]
    assert placeholder.source


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_placeholder_written_as_url_or_html_writes_characters_is_the_same(spelling: str) -> None:
    in_url, in_html = quote(spelling, safe=""), escape(spelling)
    numeric = "".join(c if c.isalnum() else f"&#{ord(c)};" for c in spelling)
    hexadecimal = "".join(c if c.isalnum() else f"&#x{ord(c):04X};" for c in spelling)
    for written in (in_url, in_url.lower(), in_html, numeric, hexadecimal, spelling.upper()):
        assert [text for _, text in found(f"x {written} y")] == [written]


@pytest.mark.parametrize(
    "written",
    [
        "{{ unsubscribe_url }}",
        "{{{unsubscribe_url}}}",
        "{{\r\nunsubscribe_url\r\n}}",
        "{{&nbsp;unsubscribe_url&#160;}}",
        "{{\u00a0unsubscribe_url\u00a0}}",
        "{{%20unsubscribe_url%20}}",
        "{{{ pm:unsubscribe }}}",
        "&lcub;&lbrace;unsubscribe&lowbar;url&rcub;&rbrace;",
        "http://{{unsubscribe_url}}",
        "HTTPS://%7B%7Bunsubscribe_url%7D%7D",
    ],
)
def test_blanks_braces_and_an_editors_scheme_belong_to_it(written: str) -> None:
    assert found(f"({written})") == [(Kind.URL, written)]


@pytest.mark.parametrize(
    "text",
    [
        "unsubscribe_url",
        "{unsubscribe_url}",
        "{{unsubscribe_urls}}",
        "{{first_name}} unsubscribe",
        "{{first_name}} {{ physical }} address",
        "%unsubscribe%",
        "100% unsubscribed 100%",
        "|UNSUB|",
        "&amp; unsubscribe &#8212;",
        "{{" + " " * 2000 + "unsubscribe_url}}",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert found(text) == []


def test_each_is_found_once_in_the_order_of_the_text() -> None:
    text = "{{unsubscribe_foo}}{{physical_address}}{{unsubscribe_url}} %unsubscribe_url%%25"

    assert [kind for kind, _ in found(text)] == [Kind.ADDRESS, Kind.URL, Kind.URL]


def test_http_before_an_address_stays() -> None:
    assert found("http://{{physical_address}}") == [(Kind.ADDRESS, "{{physical_address}}")]


def test_percent_signs_before_one_hide_it_from_nobody() -> None:
    assert found("20 % off %unsubscribe_url%") == [(Kind.URL, "%unsubscribe_url%")]


@pytest.mark.parametrize(
    "written",
    ["<{}>", "({})", "[{}]", '"{}"', "&lt;{}&gt;"],
)
def test_brackets_round_the_footer_go_with_its_placeholder(written: str) -> None:
    whole = written.format("{{gateway_footer}}")
    assert found(f"x {whole} y") == [(Kind.FOOTER, whole)]
    assert found(whole[:-1]) == [(Kind.FOOTER, "{{gateway_footer}}")]
    url = written.format("{{unsubscribe_url}}")
    assert found(url) == [(Kind.URL, "{{unsubscribe_url}}")]


@pytest.mark.parametrize(
    "written",
    [
        '{{{ pm:unsubscribe label="Stop it" }}}',
        "{{{pm:unsubscribe\r\nlabel = &quot;Stop it&quot;}}}",
        "{{pm:unsubscribe label=&#34;Stop it&#34;}}",
    ],
)
def test_the_words_of_a_link_are_found_in_its_placeholder(written: str) -> None:
    text = f"%unsubscribe_url% {written} {{{{unsubscribe_url}}}} {written}"
    urls = list(find(text.encode()))
    assert [each.label is not None for each in urls] == [False, True, False, True]
    assert [text[slice(*each.label)] for each in urls if each.label] == ["Stop it"] * 2
    assert [text[each.start : each.end] for each in urls][1::2] == [written] * 2


def test_all_that_are_there_are_found_and_too_many_are_seen() -> None:
    text = b"{{unsubscribe_url}} " * MOST
    assert len(list(find(b"unsubscribe " * 5000 + text))) == MOST
    assert not is_crowded(text)
    assert is_crowded(text + b"*|UNSUB|*")
