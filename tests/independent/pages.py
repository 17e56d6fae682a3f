"""What a reader of HTML sees: selectolax builds the page, html.parser finds where its body ends."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

_UNSEEN: Final = frozenset(
    "head title script style textarea template noscript noembed noframes iframe xmp plaintext"
    " select option object audio video canvas svg math".split()
)
_QUOTED: Final = re.compile(r"(?i)type=cite|cite=.|class=[^=]*(?:gmail|yahoo|moz-cite)[-_]?quote")
_RAW: Final = frozenset({"script", "style", "title", "textarea", "xmp", "iframe", "noembed",
                         "noframes", "plaintext"})  # fmt: skip
_HIDING: Final = re.compile(
    r"display\s*:\s*none|opacity\s*:\s*0(?![.\d]*[1-9])|clip\s*:\s*rect|content-visibility\s*:\s*hid"
    r"|(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*0(?:px|em|%)?\s*(?:!|;|$)"
    r"|mso-hide\s*:\s*all|(?:left|top|text-indent)\s*:\s*-\d{4,}",
    re.IGNORECASE,
)
_OVERRIDABLE: Final = re.compile(r"visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?!\.)",
                                 re.IGNORECASE)  # fmt: skip
_RULE: Final = re.compile(r"([^{}]{1,400})\{([^{}]*)\}")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)


def page(html: str) -> LexborHTMLParser:
    return LexborHTMLParser(html.replace("\0", "\ufffd"))


def links(tree: LexborHTMLParser, prefix: str) -> list[LexborNode]:
    return [a for a in tree.css("a") if (a.attributes.get("href") or "").startswith(prefix)]


def why_unseen(tree: LexborHTMLParser, node: LexborNode) -> str:
    """Return what keeps a reader from seeing a node; "" where nothing does."""
    above = list(_lineage(node))
    if not any(each.tag == "body" for each in above):
        return "outside the body"
    own = node.attributes.get("style") or ""
    overrides = re.search("visibility|font", own, re.IGNORECASE)
    for each in above:
        if why := _why_hiding(each, is_overridden=each is node or bool(overrides)):
            return why
    ids = {each.mem_id for each in above}
    for selector in _hiding_selectors(tree):
        if any(hit.mem_id in ids for hit in _hits(tree, selector)):
            return f"hidden by the style sheet: {selector[:60]}"
    return ""


def _why_hiding(element: LexborNode, *, is_overridden: bool) -> str:
    style = element.attributes.get("style") or ""
    if _QUOTED.search(" ".join(f"{k}={v}" for k, v in element.attributes.items())):
        return "in a quotation"
    if element.tag in _UNSEEN or "hidden" in element.attributes:
        return f"in a hidden <{element.tag}>"
    if _HIDING.search(style) or (not is_overridden and _OVERRIDABLE.search(style)):
        return f"in <{element.tag}> of the style {style[:60]}"
    return ""


def _hiding_selectors(tree: LexborHTMLParser) -> Iterator[str]:
    for sheet in tree.css("style"):
        for selector, declarations in _RULE.findall(_COMMENT.sub("", sheet.text())):
            if re.search(r"display\s*:\s*none", declarations, re.IGNORECASE):
                yield selector.strip()


def _hits(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    if "@" in selector or ":" in selector:
        return []
    try:
        found = tree.css(selector)
    except Exception:  # noqa: BLE001 - lexbor names no type for a selector it cannot read
        return []
    return [hit for hit in found if "display:block" not in (hit.attributes.get("style") or "")
            and "display:inline" not in (hit.attributes.get("style") or "")]  # fmt: skip


def _lineage(node: LexborNode) -> Iterator[LexborNode]:
    at: LexborNode | None = node
    while at is not None and at.tag not in (None, "-undef"):
        yield at
        at = at.parent


def elements(tree: LexborHTMLParser) -> list[str]:
    """Return the elements of a page in its order."""
    return [str(node.tag) for node in _nodes(tree) if str(node.tag)[0] not in "-#"]


def words(tree: LexborHTMLParser) -> str:
    """Return the text of a page without white space, scripts and styles left out."""
    texts = (
        node.text(deep=False)
        for node in _nodes(tree)
        if node.tag == "-text" and node.parent is not None
        and node.parent.tag not in ("script", "style")
    )  # fmt: skip
    return "".join("".join(texts).split())


def _nodes(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    if tree.root is not None:
        yield from tree.root.traverse(include_text=True)


class _Bodies(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.starts = [0]
        self.starts += [found.end() for found in re.finditer("\n", html)]
        self.ends: list[int] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _RAW:
            self.set_cdata_mode(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "body":
            line, column = self.getpos()
            self.ends.append(self.starts[line - 1] + column)


def end_of_body(html: str) -> int | None:
    """Return where the last end tag of a body stands; None where there is none."""
    try:
        ends = _Bodies(html).ends
    except (AssertionError, ValueError):  # the standard library gives up on some declarations
        return None
    return ends[-1] if ends else None
