"""The words of a footer, as plain text and as HTML, in two halves with the token between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final, NamedTuple

_SEPARATOR: Final = "----"
_INVISIBLE: Final = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+"
)
_STUFFED: Final = (" ", ">", "From ")


def _important(*declarations: str) -> str:
    """Write declarations as important ones, three a line."""
    written = [f"{declaration}!important;" for declaration in declarations]
    return "\r\n".join("".join(written[at : at + 3]) for at in range(0, len(written), 3))


_SEEN: Final = (
    "visibility:visible", "opacity:1", "content-visibility:visible", "position:static",
    "float:none", "width:auto", "max-width:none", "height:auto", "max-height:none",
    "margin:0", "overflow:visible", "clip-path:none", "mask:none", "filter:none",
    "transform:none", "zoom:1", "text-indent:0", "letter-spacing:normal",
    "font:normal 12px/18px Arial,Helvetica,sans-serif", "text-align:left", "white-space:normal",
    "-webkit-text-fill-color:currentcolor",
)  # fmt: skip
ROLE: Final = "contentinfo"
BLOCK_STYLE: Final = _important(
    "display:block", "clear:both", "padding:16px", "background:#ffffff", "color:#333333", *_SEEN
)
_LINK_STYLE: Final = _important(
    "display:inline", "background:none", "padding:0", "color:#0b57d0", "text-decoration:underline",
    *_SEEN,
)  # fmt: skip


class Halves(NamedTuple):
    """A text that is the same for everybody but for the token in the middle."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What a footer has to say, and for which kind of message."""

    company: str
    postal_address: str
    link: str  # the unsubscribe address up to the token
    is_advertisement: bool

    @property
    def lines(self) -> tuple[str, str, str, str]:
        """The sentences: ad notice (or ""), who and where, why you, how to stop it."""
        return _sentences(self)


@lru_cache(maxsize=64)
def _sentences(wording: Wording) -> tuple[str, str, str, str]:
    # 15 U.S.C. 7704(a)(5)(A): an ad is named as one, the opt-out is told, the address is valid
    company = _one_line(wording.company)
    address = _one_line(wording.postal_address, ", ")
    if wording.is_advertisement:
        return (
            f"This is an advertisement from {company}.",
            f"{company}, {address}",
            f"You receive this email as a contact of {company}.",
            "To stop these emails, unsubscribe here:",
        )
    return (
        "",
        f"{company}, {address}",
        f"You receive this email because of your dealings with {company}.",
        f"To stop advertising emails from {company}, unsubscribe here:",
    )


@lru_cache(maxsize=64)
def plain(wording: Wording, newline: str, *, flowed: bool) -> Halves:
    """Return the footer as text lines without a newline before or after them.

    `flowed`: lines are space-stuffed where RFC 3676 4.4 wants it, and none ends in a space.
    """
    lines = [line for line in (_SEPARATOR, *wording.lines) if line]
    if flowed:
        lines = [" " + line if line.startswith(_STUFFED) else line for line in lines]
    return Halves(newline.join([*lines, wording.link]), "")


@lru_cache(maxsize=64)
def html(wording: Wording) -> Halves:
    """Return the footer as HTML in ASCII, lines of its own, readable under any style of the host.

    Two elements, each with every property that could hide it, or move it away: no style sheet
    stands above what is important and inline. Own colours, a size that can be read, and no class
    or id of anybody.
    """
    notice, sender, reason, _ = (escape(line) for line in wording.lines)
    company = escape(_one_line(wording.company))
    ending = "these emails" if wording.is_advertisement else f"advertising emails from {company}"
    before = "\r\n".join(
        [
            "",
            f'<div role="{ROLE}" lang="en" dir="ltr" align="left" style="{BLOCK_STYLE}">',
            *(f"{line}<br>" for line in (notice, sender, reason) if line),
            f"To stop {ending}, ",
            f'<a href="{escape(wording.link)}',
        ]
    )
    after = f'"\r\n style="{_LINK_STYLE}">unsubscribe here</a>.\r\n</div>\r\n'
    return Halves(_ascii(before), _ascii(after))


def _ascii(text: str) -> str:
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _one_line(text: str, between: str = " ") -> str:
    """Join the lines of a configured value and drop what cannot be seen."""
    lines = (_INVISIBLE.sub(" ", line).strip(" ,") for line in text.splitlines())
    return between.join(line for line in lines if line)
