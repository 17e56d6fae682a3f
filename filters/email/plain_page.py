"""HTML so plain that what is added at its end is surely seen: told without building its tree."""

from __future__ import annotations

import re
from typing import Final

from filters.email.css.effects import Doing, effects
from filters.email.html import NOTHING

_BLANKS: Final = r"[ \t\r\n]++"
_VALUE: Final = r'"[^"<>&\\]*+"'
_ATTRIBUTES: Final = (
    rf"(?:{_BLANKS}(?:(?:style|align|valign|lang|bgcolor|href|src|alt|title|target|xmlns)={_VALUE}"
    r'|(?:border|cellpadding|cellspacing)="0"|dir="(?:ltr|rtl)"|width="(?:[1-9]\d\d|100%)"'
    r'|height="\d{1,3}")'
    rf"|{NOTHING.decode()})*+[ \t\r\n]*+/?>"
)
_FORMATTED: Final = "|".join(
    rf"<{name}>[^<\0]*+</{name}>" for name in ("b", "i", "u", "em", "strong")
)
"""Without groups that capture: in possessive ones they break the module's bookkeeping."""
_PAGE: Final = re.compile(
    r"[ \t\r\n]*+(?:<![dD][oO][cC][tT][yY][pP][eE] html>)?"
    r"(?:[^<\0]++"
    rf"|<(?:p|div|span|table|tbody|tr|td|th|ul|ol|li|h[1-6]|center|br|img|html|body){_ATTRIBUTES}"
    r"|</(?:p|div|span|table|tbody|tr|td|th|ul|ol|li|h[1-6]|center|head)>"
    rf"|{_FORMATTED}"
    rf"|<a{_ATTRIBUTES}(?:[^<\0]++|<(?:img|br){_ATTRIBUTES}|{NOTHING.decode()})*+</a>"
    r'|<head>|<meta charset="utf-8"[ /]*+>|<title>[^<\0]*+</title>'
    rf"|{NOTHING.decode()})*+"
)
"""Elements that show all that is in them, with attributes that hide nothing. What a tree may carry
on into what follows, links and formatting, ends where it begins."""
_END: Final = re.compile(r"\s*+(?:</body>)?\s*+(?:</html>)?\s*+")
_STYLE: Final = re.compile(r'style="([^"<>]*+)"')
_MAX_TAGS: Final = 90
_MAX_HEIGHTS: Final = 10  # of up to 999 pixels
_FARTHEST: Final = 300
_TALLEST: Final = 5000
_INDENT: Final = 40
"""Pixels: less than what is looked through in a tree may have together, wherever it stands."""


def ends_plainly(html: str, added: str) -> bool:
    """Whether a text stands once in a page, at its end, and nothing before it can hide it.

    >>> ends_plainly("<p>Hello</p><div>x</div></body>", "<div>x</div>")
    True
    >>> ends_plainly("<p hidden>Hello<div>x</div></body>", "<div>x</div>")
    False
    """
    before, found, after = html.partition(added)
    if not found or before.count("<") > _MAX_TAGS or _END.fullmatch(after) is None:
        return False
    if before.count('height="') > _MAX_HEIGHTS or _PAGE.fullmatch(before) is None:
        return False
    far = float(_INDENT * (before.count("<ul") + before.count("<ol")))
    tall = 0.0
    for style in _STYLE.findall(before):
        done = effects(style)
        if done.hiding or done.doing is not Doing.NOTHING or done.pulls:
            return False
        far += done.moves
        tall += done.height
    return far <= _FARTHEST and tall <= _TALLEST
