from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.email.html import (
    end_of_body,
    language_tag,
    start_of_body,
)


@pytest.mark.parametrize(
    "html",
    [
        "<html><body>Hello|</body></html>",
        "<BODY>Hello|</BODY\n></HTML>",
        "<p>fragment|",
        "|",
        "no end tag|</html>",
        "<body>a</body><p>late</p>|</body>junk",
        "<blockquote><body>quoted</body></blockquote>new|</body>",
        "<!-- </body> --><p>x|</body>",
        "x|</body><!-- </body> -->",
        "x</body><!-->|</body>-->",
        "<!--[if mso]></body><![endif]-->x|</body>",
        "<!--[if !mso]><!-->shown<!--<![endif]-->|</body>",
        "<![if !mso]>x<![endif]>|</body>",
        "<!doctype html><?xml version='1.0'?>x|</body>",
        "<script>if (a</body>b) '</scrip'</script>|</body>",
        "<style>/*</body>*/</style\n>|</body>",
        "<title></body></title><textarea></body></textarea>|</body>",
        "<svg><![CDATA[</body>]]></svg>|</body>",
        '<a title="</body>" href=x>y</a>|</body>',
        "<a title='</body>'>y</a>|</body>",
        '<a href=a=b">y|</body>',
        "<p =x></p><p a = ></p><br/>|</body>",
        "a < b <3 </> </3> <>|</body>",
        "<bodyguard></bodyguards>|</body>",
        "<script/>x</script>|</body>",
        "</style>|</body>",
    ],
)
def test_the_end_of_the_body_is_where_browsers_see_it(html: str) -> None:
    expected = html.index("|")

    assert end_of_body(html.replace("|", "").encode()) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<!-- never closed </body>",
        "<script>never closed</body>",
        "<textarea></body>",
        '<a href="never closed></body>',
        "<a href=",
        "<a",
        "</body",
        "<!doctype",
        "<![CDATA[</body>",
        "x<plaintext></body>",
    ],
)
def test_where_an_addition_would_be_swallowed_there_is_no_place(html: str) -> None:
    assert end_of_body(html.encode()) is None


@given(st.binary(max_size=80) | st.text(alphabet="<>/!-bodyhtml\"'= ", max_size=60).map(str.encode))
def test_every_text_has_a_place_or_none(html: bytes) -> None:
    place = end_of_body(html)

    assert place is None or 0 <= place <= len(html)


@pytest.mark.parametrize(
    "html",
    [
        "<body>|Hello</body>",
        "<BODY\nclass='a > b' title=\">\">|Hello<body>twice",
        "<!-- <body> --><body>|x",
        "<!--[if mso]><body class=mso><![endif]--><body>|x",
        "<title><body></title><style><body></style><script>'<body>'</script><body>|x",
        "<p>early<bodyguard><body/>|late",
        "</body><body>|x",
    ],
)
def test_the_start_is_after_the_first_real_body_tag(html: str) -> None:
    assert start_of_body(html.replace("|", "").encode()) == html.index("|")


@pytest.mark.parametrize(
    "html", ["", "<p>x", "<body", "<!-- <body>", "<title><body>", "<textarea><body></textarea>"]
)
def test_without_a_real_body_tag_there_is_no_start(html: str) -> None:
    assert start_of_body(html.encode()) is None


@given(st.text(alphabet="<>!-/ abody=\"'htmlng\n", max_size=80))
def test_a_start_is_always_behind_a_body_tag(text: str) -> None:
    html = text.encode()
    start = start_of_body(html)
    assert start is None or b"<body" in html[:start].lower()
    assert start is None or html[start - 1 : start] == b">"
    assert language_tag(html).isascii()


def test_more_comments_than_any_page_has_are_not_gone_through() -> None:
    assert end_of_body(b"<!-- -->" * 3000 + b"</body>") == 24_000
    assert end_of_body(b"<!-- -->" * 5000 + b"</body>") is None


@pytest.mark.parametrize(
    "html",
    [b"<script><!--<SCRIPT></script></body>", b"<![CDATA[</p><!-- ]]></body>", b"<![CDATA[x>"],
)
def test_where_readers_disagree_what_is_markup_there_is_no_place(html: bytes) -> None:
    assert end_of_body(html) is None


@pytest.mark.parametrize(
    "before", [b"<script><!-- x --></script>", b"<![CDATA[a > b]]>", b"<![CDATA[</body>]]>"]
)
def test_scripts_and_sections_that_all_read_alike_are_passed_over(before: bytes) -> None:
    assert end_of_body(before + b"</body>") == len(before)


@pytest.mark.parametrize(
    ("html", "is_seen_by_all"),
    [
        (b"<body>a<!--[if mso]><p>b</p><![endif]--></body>", True),
        (b"<body>a<!--[if !mso]><!--><p>b</p><!--<![endif]--></body>", True),
        (b"<body>a<![if !mso]>b<![endif]></body>", True),
        (b"<body>a<!--[if !mso]><!--></body></html><!--<![endif]-->", False),
        (b"a<![if !mso]></body></html><![endif]>", False),
        (b"<!--[if mso]>a<![endif]--><!--[if !mso]><!-->b</body>", False),
    ],
)
def test_nothing_is_put_where_outlook_leaves_it_out(html: bytes, is_seen_by_all: bool) -> None:
    assert (end_of_body(html) is not None) is is_seen_by_all
