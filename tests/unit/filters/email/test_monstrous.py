from __future__ import annotations

import pytest

from filters.email.monstrous import is_deep, is_endless, is_monstrous


@pytest.mark.parametrize(
    ("html", "deep"),
    [
        ("<div>" * 600, False),  # short texts are parsed at once
        ("<div>" * 5000, True),
        ("<div></div>" * 5000, False),
        ("<div>" * 2500 + "</div>" * 2500, True),
        ("<p>x<br><li>y<td>z" * 2000, False),
        ("</b>" * 9000 + "<table><tr><td>x</table>" * 400, False),
    ],
)
def test_what_is_nested_deeper_than_browsers_follow_is_known(html: str, *, deep: bool) -> None:
    assert is_deep(html.encode()) is deep


@pytest.mark.parametrize(
    "html",
    [
        b"<a " + b" ".join(b"a%d=1" % n for n in range(5000)) + b">x</a>",
        b"<a " + b"/".join(b"a%d" % n for n in range(5000)) + b">x</a>",
        b"<a " + b"".join(b'a%d="1"' % n for n in range(5000)) + b">x</a>",
        b"<div>" * 5000,
        b"<p>x" * (600 << 10),
        b"<" * 20_000,
        b"</" * 20_000,
        b"<p>" + b"".join(b"<b a=%d>" % n for n in range(300)) + b"<p>x" * 2500,
        b"<p>" + b"".join(b"<b a=%d><!--</b>-->" % n for n in range(200)) + b"</p>x" * 2500,
        b"<p>" + b"".join(b'<FONT a=">%d">' % n for n in range(200)) + b"<p>x" * 2500,
    ],
)
def test_what_is_made_to_hold_a_parser_up_is_told_apart(html: bytes) -> None:
    assert is_monstrous(html)


def test_a_page_with_more_tags_than_anybody_sends_is_endless() -> None:
    assert not is_endless(b"<p>Hello</p>" * 20_000)
    assert is_endless(b"<p>Hello</p>" * 20_001)
    assert not is_endless(b"<p style=x>" * 10_000)
    assert is_endless(b"<p style=x>" * 10_001)


@pytest.mark.parametrize(
    "html",
    [
        b"<p>Hello</p>",
        b"<p>Hello</p>" * 5000,
        b'<img src="data:image/png;base64,' + b"a/b+" * 50_000 + b'">',
        b"<p>" + b"a b " * 10_000 + b"</p>",
        b"<p><font color=red>x" * 500,
        b"".join(b"<p><font color=%d>x</font>" % (n % 16) for n in range(3000)),
    ],
)
def test_a_page_as_pages_are_is_not(html: bytes) -> None:
    assert not is_monstrous(html)
