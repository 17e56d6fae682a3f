from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.email.footer.text import Wording, html
from filters.email.plain_page import ends_plainly
from filters.email.sight import is_seen_in_tree
from tests.mail_builders import ADDRESS
from tests.unit.filters.email.footer_frames import DOUBTED_FOOTERS, SEEN_FOOTERS

WORDING = Wording("Example Co", ADDRESS, "https://x/u/", is_advertisement=True)
FOOTER = "TOKEN".join(html(WORDING))
NAMES = (
    "p", "div", "span", "table", "tbody", "tr", "td", "th", "ul", "ol", "li", "h1", "h6", "center",
    "br", "img", "html", "body", "head", "title", "a", "b", "i", "u", "em", "strong", "font",
    "select", "style", "P",
)  # fmt: skip
ATTRIBUTES = (
    "", ' style="margin:0 0 12px"', ' style="padding:90px"', ' style="display:none"',
    ' style="position:fixed"', ' style="overflow:hidden"', ' align="center"', ' width="600"',
    ' width="1"', ' height="300"', ' href="https://a.example"', " hidden", ' class="x"',
    ' border="0"', ' title=">"', ' style="color:red" align="left"', " /", ' style="height:100%"',
    ' dir="rtl"', " style='opacity:0'", ' style="&#100;isplay:none"',
)  # fmt: skip
PIECES = (
    *(f"<{name}{attribute}>" for name in NAMES for attribute in ATTRIBUTES),
    *(f"</{name}>" for name in NAMES),
    "text", " ", "&amp;", "<", 'style="', '"', "<!-- x -->", "<!doctype html>", "<b>x</b>",
    '<a href="https://a.example">x</a>', "<title>x</title>", "<b>", "<u>x</b>", "\0",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_is_seen_at_a_glance_is_seen_in_the_tree(before: str) -> None:
    page = f"{before}{FOOTER}</body></html>"
    if ends_plainly(page, FOOTER):
        assert is_seen_in_tree(page, "https://x/u/TOKEN", WORDING)


@given(
    st.lists(st.sampled_from(("<ul>", "<td>", '<p style="padding:90px">', "x", "<b>x</b>")),
             max_size=99).map("".join)
)  # fmt: skip
def test_so_it_is_behind_many_elements(before: str) -> None:
    page = f"{before}{FOOTER}"
    if ends_plainly(page, FOOTER):
        assert is_seen_in_tree(page, "https://x/u/TOKEN", WORDING)


@pytest.mark.parametrize(
    "frame",
    [
        "{}", "<p>Hello</p>{}</body></html>", '<html lang="en"><body><p>x</p>{}</body></html>',
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title></head><body>{}</body>',
        '<table width="600" cellpadding="0" border="0"><tr><td align="center">x</td></tr>{}',
        '<p style="margin:0 0 12px">x<br>y <b>z</b> <a href="https://a.example">there</a></p>{}',
        '<div>\r\n<img src="cid:x" alt="" width="600" height="300" /></div>{}',
        "<ul><li>x</li></ul>{}",
    ],
)  # fmt: skip
def test_a_simple_page_is_looked_through_at_a_glance(frame: str) -> None:
    assert ends_plainly(frame.format(FOOTER), FOOTER)


@pytest.mark.parametrize(
    "frame",
    [
        *DOUBTED_FOOTERS, "", "{}{}", "{}<p>x</p>", "<b>x{}", '<a href="x">x{}', "<p hidden>{}",
        '<p style="display:none">{}', '<p style="margin-bottom:-9px">{}', "<font color=white>{}",
        "<br>" * 91 + "{}", '<img height="999">' * 11 + "{}", "<ul>" * 8 + "{}",
        '<div style="padding:20px">' * 20 + "{}", '<p style="min-height:900px">' * 9 + "{}",
        "<p class=x>{}", "<!-- x -->{}",
    ],
)  # fmt: skip
def test_any_other_page_is_not(frame: str) -> None:
    assert not ends_plainly(frame.format(FOOTER, FOOTER), FOOTER)


def test_frames_with_style_sheets_are_left_to_the_tree() -> None:
    plain = [frame for frame in SEEN_FOOTERS if ends_plainly(frame.format(FOOTER), FOOTER)]
    assert plain == ["{}"]
