from __future__ import annotations

import pytest

from filters.email.hiding import hidden_names, hides, is_hidden, is_tiny


@pytest.mark.parametrize(
    "style",
    [
        "display:none", "DISPLAY : NONE !important", "display:/**/none", "d\\69 splay:none",
        "d\\isplay:none", "visibility:collapse", "opacity:0.00", "max-height:0px;overflow:hidden",
        "width:0", "left:-9999px", "margin:0 0 0 -900px", "text-indent:-9999em",
        "clip:rect(0 0 0 0)", "clip-path:inset(50%)", "transform:scale(0)",
        "transform:translateX(-2000px)", "content-visibility:hidden", "color:transparent",
    ],
)  # fmt: skip
def test_styles_that_hide_are_known(style: str) -> None:
    assert hides(style)
    assert hides("color:red;" + style)


@pytest.mark.parametrize(
    "style",
    [
        "", "display:block", "line-height:0", "min-width:0", "max-width:600px", "opacity:0.9",
        "width:100%", "height:0.5em", "margin:-1px", "clip:auto", "transform:rotate(3deg)",
        "mso-hide:all", "\\110000 display:block", "color:#000/*; display:none",
    ],
)  # fmt: skip
def test_other_styles_hide_nothing(style: str) -> None:
    assert not hides(style)


@pytest.mark.parametrize(
    ("style", "tiny"),
    [("font-size:0", True), ("font-size:1px", True), ("font-size:10px", False), ("", False)],
)
def test_letters_too_small_to_read_are_known(style: str, tiny: bool) -> None:
    assert is_tiny(style) is tiny


@pytest.mark.parametrize(
    ("sheet", "names"),
    [
        ("td.a, p > b {display:none} h1 {color:red}", {".a", "b"}),
        ("@import url(x); .k:hover::before{display:none}", {".k"}),
        ("@media screen { tr {visibility:collapse} } .z{top:-999px}", {".z"}),
        ("@font-face {src:url(x)} } } .z{opacity:0", set()),
        ("td[class=x], a[class~='y'], p[id=\"z\"] {display:none}", {".x", ".y", "#z"}),
        ("[class*=hide], [data-x], b[class]{display:none}", {"*hide", "[data-x", "[class"}),
        ("* , [x|=y z], {display:none}", {"*", "[x"}),
        ("<!-- .a {color:red; display:none} -->", {".a"}),
        ("", set()),
    ],
)
def test_what_a_style_sheet_hides_is_known_by_name(sheet: str, names: set[str]) -> None:
    assert hidden_names(sheet) == names


def test_what_only_some_screens_hide_is_left_out() -> None:
    assert hidden_names("@media print {.m {display:none}} .a {display:none}") == {".a"}


@pytest.mark.parametrize(
    ("names", "hidden"),
    [
        ({"p"}, True), ({"*"}, True), ({".big"}, True), ({"#top"}, True), ({"[title"}, True),
        ({"*op"}, True), ({"*bi"}, True), ({"td", ".top", "#big", "[alt", "*x"}, False),
        (set(), False),
    ],
)  # fmt: skip
def test_an_element_is_hidden_by_any_of_its_names(names: set[str], hidden: bool) -> None:
    attributes = {"class": "Big red", "id": "TOP", "title": None}
    assert is_hidden("p", attributes, frozenset(names)) is hidden


def test_an_element_without_names_is_hidden_by_its_own_style() -> None:
    assert is_hidden("p", {"hidden": None}, frozenset())
    assert is_hidden("p", {"style": "display:none"}, frozenset({".x"}))
    assert not is_hidden("p", {"style": None}, frozenset({".x"}))


@pytest.mark.parametrize(
    "nasty", ["left:", "opacity:0", "0", "a{", "[x", "transform:translate", ".a:x(", "/*", "\\9"]
)
def test_nasty_styles_are_read(nasty: str) -> None:
    text = nasty * (10_000 // len(nasty))
    assert isinstance(hides(text), bool)
    assert isinstance(hidden_names(text + "{display:none}"), frozenset)


def test_who_hides_by_parts_of_many_names_hides_everything() -> None:
    parts = ",".join(f"[class*=a{number}]" for number in range(101))
    names = hidden_names(parts + "{display:none}")
    assert is_hidden("p", {}, names)
    assert not is_hidden("p", {}, hidden_names("[class*=a1],[class*=a2]{display:none}"))
    assert is_hidden("p", {"class": "xa1"}, hidden_names("[class*=a1]{display:none}"))
