"""HTML that was made to hold parsers up: too long, too deep, or growing when it is parsed."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import islice
from typing import Final

LONGEST_BYTES: Final = 2 << 20
"""Of a text: HTML that is longer is shown by no program as it was meant, and nobody reads it."""

_ELEMENT: Final = re.compile(
    rb"<(/?)(?=[a-zA-Z])(?!(?i:p|br|img|hr|td|th|tr|li|dt|dd|option|meta|link|input|col|wbr|area|o:p)[\s/>])"
    rb"([a-zA-Z][^\s/>]{0,15})"
)
"""Tags that can nest: those left out stand alone or end the one before."""
_INNERMOST: Final = re.compile(rb"<([a-zA-Z]{1,15})\b[^<>]*+>[^<]*+</\1>")
_MAX_DEPTH: Final = 512
_MAX_ATTRIBUTES: Final = 1000
_LONG_TAG: Final = re.compile(rb"<[a-zA-Z][^<>]{2000,}")
_QUOTED: Final = re.compile(rb"\"[^\"]*\"|'[^']*'")
_BETWEEN_ATTRIBUTES: Final = re.compile(rb"[\s/\"=]+")
_SURELY_SHALLOW: Final = 16 << 10  # bytes: what fits in there is parsed in milliseconds
_MOST_TAGS: Final = 40_000  # eight times what the longest mailings have
_MOST_STYLED: Final = 10_000
_LETTERS: Final = re.compile(
    rb"<(?:b|big|code|em|font|i|s|small|strike|strong|tt|u)(?:[\s/][^>]*+)?>", re.IGNORECASE
)
_MOST_ALIKE: Final = 3
_MOST_REOPENED: Final = 500_000  # eight times what the most colourful mailings can have


@lru_cache(maxsize=2)  # the plan, the category and the proof ask the same
def is_deep(html: bytes) -> bool:
    """Whether elements are nested deeper than browsers follow: no page is, and parsers crawl."""
    if len(html) <= _SURELY_SHALLOW or _begins(html) <= _MAX_DEPTH:
        return False
    opened: Counter[bytes] = Counter()
    depth = 1  # of what is in the innermost: that is quickly told, and left out
    for slash, name in _ELEMENT.findall(_INNERMOST.sub(b"", html)):
        if not slash:
            opened[name] += 1
            depth += 1
            if depth > _MAX_DEPTH:
                return True
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
    return False


def _begins(html: bytes) -> int:
    """Return how many elements can begin in a text: not more."""
    return html.count(b"<") - html.count(b"</") - html.count(b"<!")


def is_monstrous(html: bytes) -> bool:
    """Whether it was made to hold parsers up: too long, deep or growing, or with a tag of too much.

    A parser of the DOM compares each attribute with all before it, and keeps a node for each tag.
    """
    if _reopens(html):
        return True
    if len(html) <= _SURELY_SHALLOW:
        return False
    if len(html) > LONGEST_BYTES or html.count(b"<") > len(html) // 3:
        return True
    return is_deep(html) or any(map(_is_crowded, _LONG_TAG.findall(html)))


def _reopens(html: bytes) -> bool:
    """Whether letters that nothing closes could be begun anew in too many places.

    A parser repeats each open `<b>` and `<font>` in every paragraph that follows, but no more than
    three that are alike (WHATWG HTML 13.2.4.3). End tags are not trusted: some end nothing.
    """
    places = html.count(b"<")
    if places**2 <= _MOST_REOPENED:
        return False
    begun = Counter(map(bytes.lower, _LETTERS.findall(html)))
    kept = sum(min(number, _most_kept(tag)) for tag, number in begun.items())
    return kept * places > _MOST_REOPENED


def _most_kept(tag: bytes) -> int:
    """Return how many of one tag stay open: where it ends is not sure when a quote is."""
    is_whole = not (tag.count(b'"') % 2 or tag.count(b"'") % 2)
    return _MOST_ALIKE if is_whole else _MOST_REOPENED


def is_endless(html: bytes) -> bool:
    """Whether it has more tags, or more with a style, than are looked through for a footer."""
    return html.count(b"<") > _MOST_TAGS or html.count(b"style=") > _MOST_STYLED


def _is_crowded(tag: bytes) -> bool:
    between = _BETWEEN_ATTRIBUTES.finditer(_QUOTED.sub(b'""', tag))
    return next(islice(between, _MAX_ATTRIBUTES, None), None) is not None
