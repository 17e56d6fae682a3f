"""How the footer looks in HTML, and that nothing around it hides it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final


def _important(*declarations: str) -> str:
    """Write declarations as important ones, three a line."""
    written = [f"{declaration}!important;" for declaration in declarations]
    return "\r\n".join("".join(written[at : at + 3]) for at in range(0, len(written), 3))


_SEEN: Final = (
    "visibility:visible", "opacity:1", "content-visibility:visible", "position:relative",
    "z-index:999999999", "top:auto", "right:auto", "bottom:auto", "left:auto", "float:none",
    "width:auto", "max-width:none", "height:auto", "max-height:none",
    "margin:0", "overflow:visible", "clip-path:none", "mask:none", "filter:none",
    "transform:none", "scale:none", "translate:none", "rotate:none", "offset-path:none",
    "animation:none", "transition:none", "clip:auto", "contain:none", "mix-blend-mode:normal",
    "zoom:1", "text-indent:0", "letter-spacing:normal", "word-spacing:normal",
    "font:normal 12px/18px Arial,Helvetica,sans-serif", "text-align:center", "white-space:normal",
    "-webkit-text-fill-color:currentcolor",
)  # fmt: skip
"""In front of all that a style sheet may lay over it: nothing else may be as far in front."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Element:
    """An element of the footer: its role, and the declarations that are its own."""

    role: str = ""
    own: tuple[str, ...]

    def style(self, direction: str) -> str:
        """Return all its declarations, for text of this direction, each an important one."""
        return _style(self, direction)


@lru_cache(maxsize=8)
def _style(element: Element, direction: str) -> str:
    return _important(*element.own, *_SEEN, f"direction:{direction}")


BACKGROUND: Final = "#ffffff"
TEXT_COLOR: Final = "#333333"
LINK_COLOR: Final = "#0b57d0"
_COLORS: Final = (f"background:{BACKGROUND}", f"color:{TEXT_COLOR}")
BLOCK: Final = Element(
    role="contentinfo", own=("display:block", "clear:both", "padding:16px", *_COLORS)
)
LINE: Final = Element(
    role="note", own=("display:block", "clear:both", "padding:8px 16px", *_COLORS)
)
LINK: Final = Element(
    own=("display:inline", "background:none", "padding:0", f"color:{LINK_COLOR}",
         "text-decoration:underline")
)  # fmt: skip
