from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from filters.email.left_open import closing, shows_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode


@pytest.mark.parametrize(
    ("html", "closed_by"),
    [
        ("<div class=a><p>Hello", "</p></div>"),
        ("<p><font color=white>Hello</p><p>you</p>", "</font>"),
        ("<b><b>Hello", "</b></b>"),
        ("<TABLE class=a><TR><TD>Hello", "</td></tr></tbody></table>"),
        ("<table class=a><tr><td>Hello</td>", "</table>"),
        ("<table><tr><td><table class=a><tr>", "</table></td></tr></tbody></table>"),
        ("<a href=x>Hello", "</a>"),
        ("<A\r\nhref=x>Hello<A href=y>you</A>", "</a>"),
        ("<span=20 id=a>Hello", "</span=20>"),
        ("<select><option>Hello", "</option></select>"),
    ],
)
def test_what_is_left_open_is_closed_innermost_first(html: str, closed_by: str) -> None:
    assert closing(html).replace("\r\n", "") == closed_by


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<html><body>Hello",
        "<p>Hello<br><img src=x>",
        "<div>Hello</div></div></center>",
        "<!--[if mso]><table><tr><td><![endif]-->Hello<!--[if mso]></td></tr></table><![endif]-->",
        "<p><o:p>Hello",
        "<article>Hello</article>",
    ],
)
def test_nothing_is_written_where_nothing_is_open(html: str) -> None:
    assert not closing(html)


@pytest.mark.parametrize(
    "html", ["<frameset><frame>", "<template><b>x", "<sp\u00e4n>x", "<x'\"<>y"]
)
def test_what_has_no_end_that_can_be_written_is_left_as_it_is(html: str) -> None:
    assert not closing(html)


@pytest.mark.parametrize(
    ("rest", "nothing"),
    [
        ("", True),
        ("</div>\r\n</body><!-- x > y --></html>\n", True),
        ("</body>Not for you", False),
        ("</body><p>", False),
        ("<!-- <p>not for you", False),
    ],
)
def test_end_tags_are_written_only_where_nothing_follows_that_they_would_move(
    rest: str, *, nothing: bool
) -> None:
    assert shows_nothing(rest) is nothing


def test_so_many_elements_as_no_page_has_are_not_closed() -> None:
    assert closing("<div>" * 100).count("</div>") == 100
    assert not closing("<div>" * 101)


_PIECES = (
    "<div class=a>", "</div>", "<p>", "</p>", "<b>", "</b>", "<font color=white>", "</font>", "x",
    "<a href=x>", "</a>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<span>", "</span>",
    "<center>", "<ul>", "<li>", "<blockquote>", "<i>", "</i>", "<h1>", "<button>", "<nobr>",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
def test_what_follows_stands_in_the_body_alone(html: str) -> None:
    closed = closing(html)
    if not closed:
        return
    tree = LexborHTMLParser(f"{html}{closed}<div id=ours>ours</div>")
    ours = tree.css_first("#ours")
    assert ours is not None
    assert list(_around(ours)) == ["body", "html"]
    assert not [child.tag for child in ours.iter()]


def _around(node: LexborNode) -> Iterator[str | None]:
    parent = node.parent
    while parent is not None and parent.is_element_node:
        yield parent.tag
        parent = parent.parent
