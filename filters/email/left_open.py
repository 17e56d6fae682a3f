"""What an HTML text leaves open at its end, and what closes it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from filters.email.html import NOTHING

_TAG: Final = re.compile(
    r"<(/?)(?!(?:html|body|head|p|li|dt|dd|option|td|th|tr|tbody|thead|tfoot|colgroup|col|br|img|hr"
    r"|meta|link|input|wbr|area|base|embed|param|source|frame)[\s/>])([a-z][^\s/<>:]{0,40}+)(?=[\s/>])"
)
"""Of elements that end with an end tag. What has a colon is Office's own, and often ends itself."""
_NAME: Final = re.compile(r"[!-;=?-~]{1,60}")
_NOTHING: Final = re.compile(rf"(?:\s|</[^>]*+>|<!--.*?-->|{NOTHING.decode()})*+", re.DOTALL)
_HERE: Final = "x-optwarden-end"
_ASK_TWICE: Final = ("table", "a")
"""What stands in a table but in no cell is moved in front of it, so the tree does not show a table
that is open; and some programs let links nest, which browsers end."""
_MOST: Final = 100
"""So many are open in no page that is meant well; each round looks through all of them."""
_ROUNDS: Final = 4
_OUTERMOST: Final = frozenset({"html", "body"})


def closing(html: str) -> str:
    r"""Return the end tags of the elements that a text leaves open, innermost first, one a line.

    With them what follows stands in the body alone: out of what a style sheet hides or folds away,
    out of links, and in no letters of an earlier paragraph. Where nothing is open they do nothing.

    >>> closing("<div class=a><p>Hello <b>you</p>"), closing("<div>Hello</div>")
    ('\r\n</b>\r\n</div>', '')
    """
    written = ""
    left = _unbalanced(html.lower())
    rounds = _ROUNDS if 0 < left.total() <= _MOST else 0
    for _ in range(rounds):  # an end tag may bring back the letters of another one
        names = _open(html + written, left)
        if names is None or not all(map(_NAME.fullmatch, names)):
            break
        if not names:
            return written
        written += "".join(map("\r\n</{}>".format, names))
        left = Counter()
    return ""


def shows_nothing(rest: str) -> bool:
    """Whether the rest of a text is end tags and comments: nothing that end tags would move out.

    >>> shows_nothing("</body></html>"), shows_nothing("</body>Not for you</div>")
    (True, False)
    """
    return _NOTHING.fullmatch(rest) is not None


def _open(html: str, left: Counter[str]) -> list[str] | None:
    """Return the elements that what follows would stand in, innermost first.

    None: no end tag leads out, as in a frameset or a template.
    """
    end = LexborHTMLParser(f"{html}<{_HERE}></{_HERE}>").css_first(_HERE)
    if end is None:
        return None
    names, around = list[str](), end.parent
    while around is not None and around.tag not in _OUTERMOST:
        names.append(around.tag or "")
        around = around.parent
    for name in _ASK_TWICE:
        names[:0] = [name] * (left[name] - names.count(name))
    return names


def _unbalanced(lowered: str) -> Counter[str]:
    """Return the elements that begin more often than they end, by how often."""
    tags = Counter(_TAG.findall(lowered))
    begun = {name: number for (slash, name), number in tags.items() if not slash}
    left = +Counter({name: number - tags["/", name] for name, number in begun.items()})
    if left and lowered.rfind("<table") > lowered.rfind("</table"):
        left["table"] = max(left["table"], 1)
    return left
