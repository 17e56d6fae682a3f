"""Whether something in an HTML text is seen, read as a browser reads it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from filters.email.footer_text import Wording

_UNSEEN: Final = frozenset(
    {
        "head", "script", "style", "template", "select", "title", "textarea", "frameset", "svg",
        "math", "noframes", "object", "audio", "video", "canvas", "iframe",
    }
)  # fmt: skip
_HIDDEN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|\Z)"
    r"|(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|!|\Z)|font-size\s*:\s*0",
    re.IGNORECASE,
)


def is_seen(html: str, link: str, wording: Wording) -> bool:
    """Whether the link stands in the shown body with the words of the footer around it."""
    parser = LexborHTMLParser(html)
    links = [node for node in parser.tags("a") if node.attrs.get("href") == link]
    if len(links) != 1:
        return False
    cell = links[0].parent
    node: LexborNode | None = links[0]
    while node is not None and node.tag != "body":
        if node.tag in _UNSEEN or _is_hidden(node):
            return False
        node = node.parent
    shown = cell.text(separator="") if node is not None and cell is not None else ""
    return all(line in shown for line in wording.lines[:3])


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or _hides(attributes.get("style") or "")


@lru_cache(maxsize=256)
def _hides(style: str) -> bool:
    return _HIDDEN.search(style) is not None
