"""Where the style sheets of an HTML document stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

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
_FOR_ALL: Final = frozenset({"", "all", "screen"})
_CSS: Final = frozenset({"", "text/css"})


def sheet_of(parser: LexborHTMLParser) -> Sheet:
    """Return all style sheets of a document as one, but for what is loaded from elsewhere."""
    return sheet(*map(_text, parser.tags("style")))


def sheet_for_all(parser: LexborHTMLParser, html: str) -> Sheet:
    """Return it with what only Outlook reads, and with what the document says of dark modes."""
    hidden = "\n".join(_FOR_OUTLOOK.findall(html)) if "<!--[if" in html else ""
    of_outlook = map("@media mso {{{}".format, _STYLE.findall(hidden))
    return sheet(*map(_text, parser.tags("style")), *of_outlook, *_schemes(parser))


def is_loaded(parser: LexborHTMLParser) -> bool:
    """Whether a style sheet is to be loaded that defines more than fonts."""
    addresses = [
        "".join((node.attributes.get("href") or "").split())
        for node in parser.tags("link")
        if "stylesheet" in (node.attributes.get("rel") or "").lower()
    ]
    elsewhere = [address for address in addresses if not FONTS.match(address)]
    if any(map(_ABSOLUTE.match, elsewhere)):
        return True
    # else nothing is where a name leads
    return bool(elsewhere) and parser.css_first("base[href]") is not None


def _text(node: LexborNode) -> str:
    """Return a style sheet, under a condition where it does not hold for every reader."""
    attributes = node.attributes
    media = (attributes.get("media") or "").strip().lower()
    kind = (attributes.get("type") or "").strip().lower()
    text = node.text()
    return text if media in _FOR_ALL and kind in _CSS else f"@media ({media}) {{{text}"


def _schemes(parser: LexborHTMLParser) -> Iterator[str]:
    for node in parser.tags("meta"):
        if (node.attributes.get("name") or "").lower() == "color-scheme":
            yield f":root {{color-scheme:{node.attributes.get('content') or ''}}}"
