from __future__ import annotations

import pytest

from filters.email.css.names import names
from filters.email.css.sheet import sheet, touching

HIDES = "{opacity:0}"


def touched(css: str, *path: tuple[str, dict[str, str]]) -> bool:
    """Whether a rule of a style sheet may touch the last of these elements, one in the other."""
    around: frozenset[str] = frozenset()
    *outer, last = (names(tag, attributes) for tag, attributes in path)
    for each in outer:
        around |= each
    return bool(touching(sheet(css).rules, last, around))


@pytest.mark.parametrize(
    ("selector", "touches"),
    [
        ("p", True), ("P.A", True), ("p.a.b", True), (".a, .z", True), ("#i", True), ("*", True),
        ("div p", True), ("div > p", True), (".o p", True), ("div p.a", True), ("p[title]", False),
        ("p[class]", True), ("p[class=a]", True), ("p[id='i']", True), ("p[class~=b]", True),
        ("p[class^=a]", True), ("p[class*=zz]", False), (".z", False), (".z p", False),
        ("p p", False), ("p div", False), (".z + p", True), (".z ~ p", True), (".z + p .q", False),
        (".z b + p", False), (".o b + p", True), (".o b ~ i + p", True), (".z b + .o p", False),
        ("b + .o p", True), ("b + .z p", False), ("div > b+p", True), ("> p", True),
        ("p:hover", False), ("p:visited", True), ("p:not(:hover)", True), ("p::first-line", True),
        ("p:not(:is(.z .q))", True), (":root p", False), ("p.c\\:d", True), ("p.c", False),
        ("@media print{p", True), ("@layer x{@supports (a:b){p", True), ("i{p", True),
        ("from", False), ("/*x*/p", True), ("<!-- p", True), ("} p", True),
        ("[data-ogsc] p", False),
    ],
)  # fmt: skip
def test_a_selector_touches_what_it_may_ask_for(selector: str, touches: bool) -> None:
    path = ("div", {"class": "o"}), ("p", {"class": "A b c:d", "id": "i"})
    assert touched(selector + HIDES, *path) is touches


@pytest.mark.parametrize(
    ("selector", "touches"),
    [
        ("a", True), ("a[href]", True), ("a[href^=http]", True), ("a[href^=tel]", False),
        ("a[href^='mailto:']", False), ("a[href*=tel]", True), ("a:not([href^=tel])", True),
    ],
)  # fmt: skip
def test_a_link_to_a_page_is_none_to_a_telephone(selector: str, touches: bool) -> None:
    assert touched(selector + HIDES, ("a", {"href": "https://x.example/"})) is touches
    assert touched(selector + HIDES, ("a", {"href": "TEL:1"})) is ("mailto" not in selector)


def test_keyframes_and_fonts_touch_nothing() -> None:
    css = "@keyframes x{p{opacity:0}} @font-face{font-family:p;src:url(data:x)} @page{size:1in}"
    assert not sheet(css).rules
    assert sheet(css).fonts.odd == {"p"}
    known = "https://fonts.gstatic.com/s/lato.woff2"
    assert not sheet(f"@font-face{{font-family:p;src:local('Lato'),url({known})}}").fonts.odd
    for source in ("url(https://a.example/x)", "local('Zapf Dingbats')", f"url({known}),url(x)"):
        assert sheet(f"@font-face{{font-family:p;src:{source}}}").fonts.odd == {"p"}


def test_a_font_that_only_word_reads_of_stands_in_for_none() -> None:
    of_word = "@font-face{font-family:Arial;panose-1:2 11 6 4 2 2 2 2 2 4}"
    assert sheet(of_word).fonts == sheet("").fonts
    assert sheet("@font-face{font-family:Arial;src:local(Lato)}").fonts.loaded == {"arial"}


@pytest.mark.parametrize(
    ("css", "is_open"),
    [
        ("@import url(https://fonts.googleapis.com/css?family=Lato);", False),
        ("@import 'https://fonts.googleapis.com/css?family=Lato';", False),
        ("@import url(https://fonts.googleapis.com.evil.example/css);", True),
        ("@import 'https://fonts_googleapis_com/css';", True),
        ("@import url(x.css);", True), ("@IMPORT 'x.css'", True), ("@charset 'utf-8';", False),
        ("x" * 100_001, True), (f"a{HIDES}" * 300, False), (f"a{HIDES}" * 301, True),
        ("".join(f".a{n}{HIDES}" for n in range(4000)), False),
        ("".join(f".a{n}{HIDES}" for n in range(4001)), True),
        ("@media a{" * 29 + f"b{HIDES}", False), ("@media a{" * 30 + f"b{HIDES}", True),
        ("a{" * 30_000, True),
    ],
)  # fmt: skip
def test_what_is_loaded_from_elsewhere_is_not_known(css: str, is_open: bool) -> None:
    assert sheet(css).is_open is is_open


@pytest.mark.parametrize(
    "nasty",
    ["a{", "/*", "'", '"', "url(", "\\", "[x", ":not(", "a:x(", ",", "}", "a b>", "@x", "0"],
)
def test_nasty_style_sheets_are_read(nasty: str) -> None:
    assert isinstance(sheet(nasty * (10_000 // len(nasty)) + HIDES).is_open, bool)
