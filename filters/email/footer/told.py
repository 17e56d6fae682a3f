"""What a text tells its reader by itself of what the law asks for, seen as the reader sees it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

from filters.email.answering import INTRODUCTION
from filters.email.footer.colours import like_their_ground
from filters.email.footer.duties import Duty
from filters.email.footer.text import one_line
from filters.email.hiding import hidden_names
from filters.email.html import is_monstrous
from filters.email.reading import BLOCK, QUOTES, drop, hidden, sheets

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from filters.email.footer.text import Wording

NOTHING: Final[frozenset[Duty]] = frozenset()
_NOT_SHOWN: Final = [
    "head", "title", "style", "script", "template", "noscript", "select", "datalist", "textarea",
    "details", "dialog", "object", "video", "audio", "canvas", "svg", "iframe", "noframes",
    "noembed", "map",
]  # fmt: skip
_FORWARDED: Final = "#divRplyFwdMsg,#appendonsend,.OutlookMessageHeader"
"""Where Outlook begins what it quotes: that and all behind it is somebody's earlier message."""
_AS_TEXT: Final = "\n-----Original Message-----\n"
_WHOLE: Final = frozenset({"html", "body"})
_QUOTED: Final = re.compile(r"(?m)^[ \t\xa0]*>.*$")
_QUOTE_FOLLOWS: Final = re.compile(
    r"(?im)^[ \t\xa0]*(?:-{2,}[ \t]*(?:original message|forwarded message|ursprüngliche nachricht"
    r"|weitergeleitete nachricht|message d'origine|message original|message transféré"
    r"|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht)[ \t]*-{2,}"
    rf"|begin forwarded message:|{INTRODUCTION})"
)
_IDEOGRAPH: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_WORD: Final = re.compile(rf"{_IDEOGRAPH.pattern}|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
_NEVER: Final = re.compile("(?!)")
_BETWEEN: Final = r"[\W_]{1,20}"
_MAYBE: Final = r"[\W_]{0,20}"  # ideographs stand side by side
_ASCII_WORD: Final = re.compile(r"[a-z0-9]{2,}")
_FEWEST_LETTERS: Final = 2  # of a link that people can press


def told(
    text: str, wording: Wording, link: str, *, is_html: bool, is_ours: bool
) -> frozenset[Duty]:
    """Return what a text says where its reader sees it, outside of what it quotes.

    `link`: with the token of the one it goes to; no other link counts, its opt-outs would not reach
    us. `is_ours`: the message went through here before, so that what stands below a quote is not
    the quoted message's own, but what was added here.
    """
    folded = text.casefold()
    may_say = {duty for duty in wording.owed if _hint(duty, wording, link) in folded}
    if not may_say:
        return NOTHING
    if is_html:
        shown = None if is_monstrous(text.encode("utf-8", "replace")) else _shown(text, link)
    else:
        shown = text
    if shown is None:
        return NOTHING
    own = _QUOTED.sub("", shown)
    quote = None if is_ours else _QUOTE_FOLLOWS.search(own)
    own = own[: quote.start()] if quote else own
    return frozenset(duty for duty in may_say if _pattern(duty, wording, link).search(own))


def _sentence(duty: Duty, wording: Wording) -> str:
    return wording.notice if duty is Duty.NOTICE else one_line(wording.postal_address, ", ")


@lru_cache(maxsize=64)
def _hint(duty: Duty, wording: Wording, link: str) -> str:
    """Return a piece without which a text cannot say it: the rest is not looked at then."""
    if duty is Duty.LINK:
        return link.casefold()
    words = _ASCII_WORD.findall(_sentence(duty, wording).casefold())
    with_number = [word for word in words if not word.isalpha()]
    return max(with_number or words, key=len, default="")


@lru_cache(maxsize=64)
def _pattern(duty: Duty, wording: Wording, link: str) -> re.Pattern[str]:
    """Return what finds it however it is set: blanks, case and punctuation do not matter.

    A word more at either end of the address would make another one of it; a hyphen goes on.
    """
    if duty is Duty.LINK:
        # what stands right behind it becomes a part of it where programs make it a link
        ends = r"(?=[\s<>\"')\]?#]|[.,;:!](?:\s|\Z)|\Z)"
        return re.compile(rf"(?<![a-zA-Z0-9_/=&?%.-]){re.escape(link)}{ends}")
    words = _WORD.findall(_sentence(duty, wording))
    if not words:
        return _NEVER
    gaps = [
        _MAYBE if _IDEOGRAPH.search(before + after) else _BETWEEN
        for before, after in pairwise(words)
    ]
    pieces = [re.escape(word) + gap for word, gap in zip(words, [*gaps, ""], strict=True)]
    return re.compile(r"(?<![\w-])" + "".join(pieces) + r"(?!\w|-\w)", re.IGNORECASE)


def _shown(html: str, link: str) -> str | None:
    """Return what is seen of an HTML text outside of quotes, the links to us written out."""
    parser = LexborHTMLParser(BLOCK.sub("\n<", html))
    names = hidden_names("\n".join(sheets(parser)))
    parser.strip_tags(_NOT_SHOWN)
    unseen = list(hidden(parser, names))
    body = parser.body
    if body is None or any(node.tag in _WHOLE for node in unseen):
        return None
    for node in parser.css(_FORWARDED):
        node.insert_before(_AS_TEXT)
    unseen += like_their_ground(parser.css("[style],[color]"))
    drop([*unseen, *parser.css(QUOTES), *parser.css("[popover]")])
    for node in parser.css("a[href]"):
        if _leads_to(node, link):
            node.replace_with(f" {link} ")
    return body.text(separator=" ", strip=False)


def _leads_to(node: LexborNode, link: str) -> bool:
    """Whether people can see and press an element, and get to our page by it."""
    address = (node.attributes.get("href") or "").strip()
    letters = sum(map(str.isalnum, node.text()))
    behind = address[len(link) :]
    return (
        letters >= _FEWEST_LETTERS
        and address.startswith(link)
        and (not behind or behind[0] in "?#")
    )
