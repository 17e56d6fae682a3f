"""Where the style sheets of an HTML document stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from filters.email.css.sheet import Sheet, sheet
from filters.email.css.writing import FONTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

_FOR_OUTLOOK: Final = re.compile(
    r"<!--\[if\b[^\]>]{0,99}\]>(.*?)<!\[endif\]", re.DOTALL | re.IGNORECASE
)
_STYLE: Final = re.compile(r"<style\b[^>]*>(.*?)</style", re.DOTALL | re.IGNORECASE)
_ABSOLUTE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", re.IGNORECASE)
_SKIN: Final = re.compile(r"chrome://messagebody/skin/", re.IGNORECASE)
"""What Thunderbird writes into a message that it forwards: its own, and no other program's."""
_FOR_ALL: Final = frozenset({"", "all", "screen"})
_CSS: Final = frozenset({"", "text/css"})
_WIDTH: Final = re.compile(r"(?<![\w-])width\s*=\s*(?!device-width)([^\s,;]*)")
_USUAL_WIDTH: Final = re.compile(r"[3-9]\d\d(?:px)?|1[01]\d\d(?:px)?")
_SCALE: Final = re.compile(r"(?<![\w-])(?:initial|maximum)-scale\s*=\s*([^\s,;]*)")
_USUAL_SCALE: Final = re.compile(r"(?:0?\.[5-9]|1\d?|[2-9])(?:\.?\d{0,9})?")
_DECIDING: Final = "template,style,meta,link"
_GOVERNING: Final = frozenset({"content-security-policy", "default-style", "refresh"})


class Sources(NamedTuple):
    """The elements of a document that decide over its styles, in its order."""

    parser: LexborHTMLParser
    every: tuple[tuple[str, LexborNode], ...]

    def named(self, tag: str) -> list[LexborNode]:
        """Return those of one name."""
        return [node for name, node in self.every if name == tag]


def sources(parser: LexborHTMLParser) -> Sources:
    """Find them, in one walk."""
    return Sources(parser, tuple((node.tag or "", node) for node in parser.css(_DECIDING)))


def sheet_of(sources: Sources) -> Sheet:
    """Return all style sheets of a document as one, but for what is loaded from elsewhere."""
    return sheet(*map(_text, sources.named("style")))


def sheet_for_all(sources: Sources, html: str) -> Sheet:
    """Return it with what only Outlook reads, and with what the document says of dark modes."""
    hidden = "\n".join(_FOR_OUTLOOK.findall(html)) if "<!--[if" in html else ""
    of_outlook = map("@media mso {{{}".format, _STYLE.findall(hidden))
    return sheet(*map(_text, sources.named("style")), *of_outlook, *_schemes(sources))


def is_unknown(sources: Sources) -> bool:
    """Whether something decides over styles that does not stand in those of the document."""
    if any(_has_shadow(node) for node in sources.named("template")):
        return True  # what is in its element is shown only where the shadow has a slot for it
    if any(not _is_text(node) for node in sources.named("style")):
        return True  # in a drawing a style sheet is what of it stands outside of its elements
    return any(map(_is_governed, sources.named("meta"))) or _is_loaded(sources)


def _is_text(style: LexborNode) -> bool:
    return all(child.is_text_node for child in style.iter(include_text=True))


def _has_shadow(template: LexborNode) -> bool:
    return any(name.startswith("shadowroot") for name in template.attributes)


def _is_governed(meta: LexborNode) -> bool:
    """Whether it takes styles away, or the page as a whole, or makes all of it tiny."""
    attributes = meta.attributes
    if (attributes.get("name") or "").strip().lower() == "viewport":
        view = (attributes.get("content") or "").lower()
        widths, scales = _WIDTH.findall(view), _SCALE.findall(view)
        return not all(map(_USUAL_WIDTH.fullmatch, widths)) or not all(
            map(_USUAL_SCALE.fullmatch, scales)
        )
    return (attributes.get("http-equiv") or "").strip().lower() in _GOVERNING


def _is_loaded(sources: Sources) -> bool:
    """Whether a style sheet is to be loaded that defines more than fonts."""
    addresses = [
        "".join((node.attributes.get("href") or "").split())
        for node in sources.named("link")
        if "stylesheet" in (node.attributes.get("rel") or "").lower()
    ]
    elsewhere = [each for each in addresses if not FONTS.match(each) and not _SKIN.match(each)]
    if any(map(_ABSOLUTE.match, elsewhere)):
        return True
    # else nothing is where a name leads
    return bool(elsewhere) and sources.parser.css_first("base[href]") is not None


def _text(node: LexborNode) -> str:
    """Return a style sheet, under a condition where it does not hold for every reader."""
    attributes = node.attributes
    media = (attributes.get("media") or "").strip().lower()
    kind = (attributes.get("type") or "").strip().lower()
    text = node.text()
    # a titled one is an alternative to others (CSSOM 6.2)
    is_certain = media in _FOR_ALL and kind in _CSS and not attributes.get("title")
    return text if is_certain else f"@media ({media}) {{{text}"


def _schemes(sources: Sources) -> Iterator[str]:
    for node in sources.named("meta"):
        if (node.attributes.get("name") or "").lower() == "color-scheme":
            yield f":root {{color-scheme:{node.attributes.get('content') or ''}}}"
