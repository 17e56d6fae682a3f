"""Messages whose HTML is made to hold the engine up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.bench.patterns import TOLD, entity, lines, numbered, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _html(body: Callable[[int], bytes]) -> Callable[[int], bytes]:
    fields = b"Content-Type: text/html; charset=utf-8\r\n"
    return lambda size: entity(fields, b"<html><body>" + body(size))


def _html_of(pattern: bytes) -> Callable[[int], bytes]:
    return _html(lambda size: lines(pattern, size))


def _deep_rules(size: int) -> bytes:
    """Hold as many rules as may be alike against elements as deep as may be."""
    rules = numbered("b div{opacity:%03d}\r\n", 290 * 23)
    return b"<style>" + rules + b"</style>" + b"<div>\r\n" * 400 + lines(b"Hello ", size)


def _styled(pattern: bytes) -> Callable[[int], bytes]:
    return _html(lambda size: b"<style>" + lines(pattern, size) + b"{display:none}</style>")


_DEEP_NOTICE: Final = (
    lines(b"<div>", 184 * 5)
    + b"This is an advertisement from Example Co. {{physical_address}}\r\n"
    + b"<a href='{{unsubscribe_url}}'>unsubscribe</a>\r\n"
    + lines(b"</div>", 184 * 6)
)


def _told_html(pattern: str, before: bytes = b"") -> Callable[[int], bytes]:
    return _html(lambda size: before + TOLD + numbered(pattern, size))


def _hiding_sheet(size: int) -> bytes:
    return (
        b"<style>" + numbered(".a%d{display:none}\r\n", size // 2) + b"</style>" + TOLD
        + numbered("<p class=a%d>x\r\n", size // 2)
    )  # fmt: skip


HOSTILE_PAGES: Final[Mapping[str, Callable[[int], bytes]]] = {
    "html: nesting": _html_of(b"<div>"),
    "html: angles": _html_of(b"<"),
    "html: end tags": _html_of(b"</body>"),
    "html: open tags": _html_of(b"<a "),
    "html: names that run into each other": _html_of(b"<aaa"),
    "html: open end tags": _html_of(b"</"),
    "html: open comments": _html_of(b"<!--"),
    "html: comments that never end": _html_of(b"<!-- - -> "),
    "html: declarations": _html_of(b"<!x"),
    "html: CDATA": _html_of(b"<![CDATA["),
    "html: scripts": _html_of(b"<script>"),
    "html: comments in scripts": _html(
        lambda size: b"<script>" + lines(b"<!--", size) + b"</script>"
    ),
    "html: titles": _html_of(b"<title></titl "),
    "html: bold letters in one line": _html(lambda size: one_line(b"<b>x</b>", size)),
    "html: styled paragraphs": _html_of(b"<p style='color:#fff'>x"),
    "html: as many links to us as are filled": _html(
        lambda size: b"<a href='{{unsubscribe_url}}'>Stop</a>\r\n" * 960 + lines(b"Hello ", size)
    ),
    "html: notices in the deep": _html(lambda size: _DEEP_NOTICE * (size // len(_DEEP_NOTICE) + 1)),
    "html: links left open": _html_of(b"<a href=x>b"),
    "html: formatting left open": _html_of(b"<b><i><font color=red>x</p><p>"),
    "html: tables": _html_of(b"<table><tr><td>"),
    "html: attributes": _html(lambda size: b"<p " + lines(b"a=b ", size) + b">"),
    "html: open attribute": _html_of(b'<a b="'),
    "html: equal signs": _html_of(b"<a ==="),
    "html: entities": _html_of(b"&amp;&#x26;&"),
    "html: style sheet": _html(lambda size: b"<style>" + lines(b"a{b:c}", size) + b"</style>"),
    "html: open braces": _html(lambda size: b"<style>" + lines(b"a{", size) + b"</style>"),
    "html: blocks in blocks": _html(lambda size: b"<style>" + lines(b"a{", size)),
    "html: rules in the deep": _html(_deep_rules),
    "html: hidden": _html_of(b"<p style=display:none>x"),
    "html: hidden in the deep": _html(
        lambda size: (
            b"<div>\r\n" * 400 + lines(b"<b style='color:#fffffe;display:none'>x</b>", size)
        )
    ),
    "html: hidden in the tiny": _html(
        lambda size: b"<p style='font-size:0'>\r\n" * 500 + lines(b"<p hidden>", size)
    ),
    "html: style of escapes": _styled(b"\\9"),
    "html: style of comments": _styled(b"/*"),
    "html: style of shifts": _styled(b"left:transform:translate"),
    "html: style of selectors": _styled(b".a:x([x"),
    "html: tiny": _html_of(b"<div style=font-size:0>x"),
    "html: quotes": _html_of(b"<blockquote>x"),
    "html: one line": _html(lambda size: one_line(b"<p>Hello to all our friends</p>", size)),
    "html: placeholders written as characters": _html_of(b"&#123;&#123;unsub"),
    "html: coloured addresses": _told_html(
        "<p style='color:#%06d'>{{physical_address}}</p>\r\n", b"<style>p{margin:0}</style>"
    ),
    "html: hiding sheet": _html(_hiding_sheet),
    "html: large sheet": _html(
        lambda size: b"<style>" + numbered("p .a%d,b+i{color:#fff}\r\n", size) + b"</style>" + TOLD
    ),
    "html: filled links": _told_html("<a href='{{unsubscribe_url}}?%d'>Shop</a>\r\n"),
    "html: styles": _told_html("<b style='color:#%06d;margin:1px'>x</b>\r\n"),
    "html: foreign links": _told_html("<a href='https://a.example/%d'>x</a>\r\n"),
    "html: blanks": _told_html("&nbsp;&zwnj;<br>%d\r\n"),
}
