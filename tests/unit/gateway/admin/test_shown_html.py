"""What others wrote is shown with what was added set off, and without anything that acts."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape
from selectolax.lexbor import LexborHTMLParser

from gateway.admin.disarm import disarmed
from gateway.admin.fitting import fitting, fitting_rows
from gateway.admin.highlight import highlighted, marked_lines

PLANTED: Final = (
    (Path(__file__).parents[3] / "data" / "planted.txt").read_text("utf-8").splitlines()
)
ADDED = "\r\n<div>by us</div>\r\n"
_ACTING: Final = "script, iframe, object, embed, link, base, meta, svg, math, video, audio"


@pytest.mark.parametrize(
    "before",
    [
        "<html><body><p>x</p></body></html>\r\n",
        "<html><body><p>x</p>\r\n</body></html>\r\n",
        "<p>x</p>\r\n",
        "<div>x</div></div>",
        "<div>by us</div>\r\n</body>",
        "",
    ],
)
@pytest.mark.parametrize("added", [ADDED, "<div>by us</div>", "<br><div>by us</div>\n"])
def test_what_was_added_is_set_off_and_nothing_else_is_touched(before: str, added: str) -> None:
    at = before.find("</body>") if "</body>" in before else len(before)
    after = before[:at] + added + before[at:]
    shown = highlighted(before, after)
    frame = shown[shown.index('<div style="outline') :].partition(">")[0] + ">"
    inside = shown.partition(frame)[2]
    assert "by us" in inside
    assert shown.replace(frame, "", 1).replace("</div>", "", 1).count("by us") == after.count(
        "by us"
    )
    assert len(shown) == len(after) + len(frame) + len("</div>")


def test_what_differs_otherwise_is_shown_as_it_is() -> None:
    for before, after in (("<p>a</p>", "<p>b</p>"), ("<p>a</p>", "<p>a</p>"), ("<p>ab", "<p>axb")):
        assert highlighted(before, after) == after


def test_lines_that_were_added_are_marked() -> None:
    assert marked_lines("a\nb\n", "a\nx\nb\n") == (("", "a"), ("ins", "x"), ("", "b"))
    assert marked_lines("", "x") == (("ins", "x"),)
    assert marked_lines("a", "a") == (("", "a"),)


@pytest.mark.parametrize("planted", PLANTED)
def test_nothing_acts_in_what_is_disarmed(planted: str) -> None:
    tree = LexborHTMLParser(disarmed(f"<body><p>before</p>{planted}</body>"))
    assert tree.css(_ACTING) == []
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on")
            assert name not in ("href", "srcset", "action", "background")
            if name == "src":
                assert str(value).startswith("data:image/")


def test_what_a_reader_sees_is_kept() -> None:
    html = (
        '<style>p{color:red}</style><p style="color:blue">a <a href="https://x.example">link</a>'
        '<img src="data:image/png;base64,AAAA" alt="b"></p>'
    )
    shown = disarmed(html)
    for kept in ("p{color:red}", 'style="color:blue"', 'title="https://x.example"', "data:image"):
        assert kept in shown
    assert disarmed("") == ""


@pytest.mark.parametrize(
    "style",
    ["background:url(//evil.example/x)", "@import '//evil.example'",
     r"background:u\72l(//e.example)",
     "background:image-set('//evil.example' 1x)"],
)  # fmt: skip
def test_a_style_that_loads_is_dropped(style: str) -> None:
    shown = disarmed(f'<style>p{{{style}}}</style><p style="{style}">x</p>')
    assert "evil" not in shown
    assert "e.example" not in shown


@given(st.text(), st.integers(min_value=0, max_value=60))
def test_what_fits_is_a_beginning_within_the_room(text: str, room: int) -> None:
    piece = fitting(text, room)
    assert text.startswith(piece)
    assert len(escape(piece).encode("utf-8", "surrogatepass")) <= room


def test_rows_that_fit_are_the_first() -> None:
    assert fitting_rows("abc", str, 130) == (("a", "b"), True)
    assert fitting_rows("abc", str, 300) == (("a", "b", "c"), False)
