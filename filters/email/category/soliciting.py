"""Whether a text asks a stranger for business: it names a price, leads somewhere, or offers."""

from __future__ import annotations

import re
from typing import Final

from filters.email.category.wording.soliciting import ASKS, WHO_DOES_WHAT
from filters.email.category.wording.vocabulary import spelled_out
from filters.expression import compiled

PRICE: Final = "price"
LINK: Final = "link"
OFFER: Final = "offer"
_PRICE: Final = re.compile(
    r"[$\u20ac\u00a3\u00a5\u20bd\u20a9] ?\d|\br\$ ?\d"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty"
    r"|hundred) (?:percent|per cent|dollars|euros|pounds|bucks)\b"
    r"|\b(?:half|third|quarter) (?:price|off|less)\b|\b(?:for|at) half\b(?! (?:past|an?|of)\b)"
    r"|\d ?(?:[$\u20ac\u00a3\u00a5\u20bd%\u5143\u5186\uc6d0]"
    r"|(?:usd|eur|euros?|dollars?|pounds?|bucks|percent|per cent|prozent|pour cent|por ciento"
    r"|kr|z\u0142|pln|tl|lei|k\u010d|ft|\u0440\u0443\u0431)\b)"
)
_LINK: Final = re.compile(
    r"https?:/|\bwww\.|\.(?:com|net|org|info|biz|io|co|ai|app|dev|shop|store|online|site|xyz|me|ly"
    r"|us|uk|de|fr|es|it|pt|nl|pl|eu|ch|at|be|se|dk|no|fi|ru|cn|jp|kr|br|mx|ca|au|in|example|test"
    r")\b(?![.@-]?\w)"
)
_LINKED: Final = re.compile(
    r"<a\b[^<>]{0,2000}?\bhref\s*=\s*+(?:[\"']\s*+)?(?:https?:)?//", re.IGNORECASE
)
_MAX_NAME: Final = 255  # RFC 1035 2.3.4
_WORD: Final = re.compile(r"[\w'-]+")
_DOES: Final[dict[str, list[str]]] = {}  # expressions, by who does it
for _whos, _gap, _what in WHO_DOES_WHAT:
    for _who in _whos.split("/"):
        _done = rf" {_who}(?:'\w+)?(?: [\w'-]+){{0,{_gap}}} (?:{'|'.join(_what.split())}) "
        _DOES.setdefault(_who, []).append(_done)
_ASKS: Final[dict[str, list[str]]] = {}  # by their last word
for _asked in spelled_out(ASKS):
    _ASKS.setdefault(_asked.rpartition(" ")[2], []).append(f" {_asked} ")


def solicits(text: str, *, markup: str = "") -> frozenset[str]:
    """Return which of these a text has: a price, a link, an offer.

    `markup` is the HTML that the text stands in: there a link need not show its address.

    >>> sorted(solicits("We just launched the Example 3000, from $49: https://x.example/"))
    ['link', 'offer', 'price']
    >>> sorted(solicits("Are you free on Thursday? I can give you a lift."))
    []
    """
    plain = text.lower().replace("\u2019", "'")
    has_link = _leads_somewhere(plain) or _LINKED.search(markup)
    found = {PRICE: _PRICE.search(plain), LINK: has_link, OFFER: _offers(plain)}
    return frozenset(way for way, is_there in found.items() if is_there)


def _leads_somewhere(plain: str) -> bool:
    """Whether a text has the address of a page; that of a mailbox is none."""
    for match in _LINK.finditer(plain):
        before = plain[max(match.start() - _MAX_NAME, 0) : match.start()]
        name = before.rsplit(None, 1)[-1] if before[-1:].strip() else ""
        if not match[0].startswith(".") or (name and "@" not in name):
            return True
    return False


def _offers(plain: str) -> bool:
    found = _WORD.findall(plain)
    spaced, told = f" {' '.join(found)} ", {word.partition("'")[0] for word in found}.union(found)
    return any(asked in spaced for word in told & _ASKS.keys() for asked in _ASKS[word]) or any(
        compiled(does).search(spaced) for who in told & _DOES.keys() for does in _DOES[who]
    )
