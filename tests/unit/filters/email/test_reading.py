from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.email.reading import read_html, visible_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hello <b>y</b>ou<p>Bye", "Hello you\nBye"),
        ("<head><title>t</title></head><script>s</script><style>c</style>x<!-- no -->", "x"),
        ("<div style='display:none'>preheader</div>Hello", "preheader\nHello"),
        ("", ""),
        ("<frameset></frameset>", ""),
    ],
)
def test_visible_text_is_what_stands_there_for_people(html: str, text: str) -> None:
    assert "\n".join(visible_text(html).split("\n\n")) == text


def test_text_nested_deeper_than_browsers_follow_is_still_read() -> None:
    assert visible_text("<div>\n" * 4000 + "50% off &amp; more").split() == [
        "50%",
        "off",
        "&",
        "more",
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none'>no</div>",
        "<p hidden>no</p>",
        "<style>.pre {display: none !important}</style><p class='Pre'>no</p>",
        "<style>#x > b {visibility:hidden}</style><i id=x><b>no</b></i>",
        "<div style='font-size:0'>no</div>",
        "<div style='color:transparent'>no<p style='font-size:9px'>no</p></div>",
        "<div style='opacity:0.0'><p hidden>no</p>no</div>",
    ],
)
def test_what_is_hidden_is_in_the_text_and_not_seen(hidden: str) -> None:
    reading = read_html(f"<body>{hidden}<p>yes</p></body>")
    assert reading.shown.split() == ["yes"]
    assert "no" in reading.everything.split()


@pytest.mark.parametrize(
    "shown",
    [
        "<td style='font-size:0px'><p style='font-size:12px'>yes</p></td>",
        "<style>@media (max-width:600px) {.m {display:none}}</style><p class=m>yes</p>",
        "<style>.a, .b {color:red}</style><p class='a b' style='width:100%'>yes</p>",
    ],
)
def test_what_only_looks_hidden_is_seen(shown: str) -> None:
    assert read_html(f"<table><tr><td>{shown}").shown.split() == ["yes"]


def test_a_page_that_is_hidden_whole_shows_nothing() -> None:
    for page in ("<body hidden>x", "<html style='display:none'>x", "<style>*{opacity:0}</style>x"):
        reading = read_html(page)
        assert (reading.shown, reading.everything) == ("", "x")


def test_what_stands_for_pictures_is_in_the_text() -> None:
    reading = read_html("<img src=x alt='Flash sale'><img src=y>")
    assert (reading.shown, reading.everything) == ("", "\nFlash sale")
    assert reading.has_pictures
    assert read_html("<p style='background:url(x)'>").has_pictures
    assert not read_html("<p>&nbsp;</p>").has_pictures


def test_quotes_can_be_left_out() -> None:
    letter = "<p>Thanks!</p><div class=gmail_quote>On Monday<blockquote>Buy now</blockquote></div>"
    assert read_html(letter, without_quotes=True).everything == "Thanks!"
    assert "Buy now" in read_html(letter).everything


def test_a_text_that_hides_the_same_again_and_again_shows_nothing() -> None:
    html = "<p style='font-size:0'>" * 500 + "x" * 100_000 + "<p hidden>" * 20_000
    assert "x" in read_html(html).everything


@given(st.text(st.sampled_from("<>/=\"' pdivhstyle{}display:none*#.[]@;,\\0-"), max_size=200))
def test_any_html_is_read(html: str) -> None:
    assert isinstance(read_html(html + "<style>" + html).shown, str)
