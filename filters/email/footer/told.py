"""What a text tells its reader by itself of what the law asks for, seen as the reader sees it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final

from filters.email.answering import INTRODUCTION
from filters.email.footer.duties import Duty
from filters.email.footer.opt_out_words import says_opt_out
from filters.email.footer.own_footer import told_by_ours
from filters.email.footer.shown import Shown, shown_html, shown_text
from filters.email.footer.text import one_line
from filters.email.monstrous import is_monstrous

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.email.footer.text import Wording

NOTHING: Final[frozenset[Duty]] = frozenset()
_QUOTED: Final = re.compile(r"[ \t\xa0]*+[>|]")
_QUOTE_FOLLOWS: Final = re.compile(
    r"(?im)\n[ \t\xa0]*+(?:--++[ \t]*+(?:original message|forwarded message"
    r"|ursprüngliche nachricht|weitergeleitete nachricht|message d'origine|message original"
    r"|message transféré|mensaje original|mensagem original|messaggio originale"
    r"|oorspronkelijk bericht)[ \t]*+--|begin forwarded message:|"
    rf"{INTRODUCTION})"
)
_IDEOGRAPH: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_WORD: Final = re.compile(rf"{_IDEOGRAPH.pattern}|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
_NEVER: Final = re.compile("(?!)")
_BETWEEN: Final = r"[\W_]{1,20}"
_MAYBE: Final = r"[\W_]{0,20}"  # ideographs stand side by side
_ASCII_WORD: Final = re.compile(r"[a-z0-9]{2,}")
_MAX_TAGS: Final = 12_000  # more than twice what the longest mailings have
_MAX_LINKS: Final = 100  # to us
_MAX_FOUND: Final = 50
"""So often a text says something; it is enough to look at the first ones."""


def told(
    text: str, wording: Wording, link: str, *, is_html: bool, is_ours: bool
) -> frozenset[Duty]:
    """Return what a text says where its reader surely sees it, outside of what it quotes.

    `link`: with the token of the one it goes to; no other link counts, its opt-outs would not reach
    us. `is_ours`: the message went through here before, so that what stands below a quote is not
    the quoted message's own, but what was added here.
    """
    found = _told(text, wording, link, is_html=is_html, is_ours=is_ours)
    if not is_ours or found == wording.owed:
        return found
    return told_by_ours(text, wording, link, found, is_html=is_html)


def _told(
    text: str, wording: Wording, link: str, *, is_html: bool, is_ours: bool
) -> frozenset[Duty]:
    if is_html and (text.count("<") > _MAX_TAGS or text.count(link) > _MAX_LINKS):
        return NOTHING
    folded = text.casefold()
    may_say = {duty for duty in wording.owed if _hint(duty, wording, link) in folded}
    if not may_say:
        return NOTHING
    if is_html:
        shown = None if is_monstrous(text.encode("utf-8", "replace")) else shown_html(text, link)
    else:
        shown = shown_text(text)
    if shown is None:
        return NOTHING
    quote = None if is_ours else _QUOTE_FOLLOWS.search("\n" + shown.text)
    own = shown.text[: max(quote.start() - 1, 0)] if quote else shown.text
    return frozenset(duty for duty in may_say if _says(own, shown, duty, wording, link))


def _says(own: str, shown: Shown, duty: Duty, wording: Wording, link: str) -> bool:
    found = islice(_pattern(duty, wording, link).finditer(own), _MAX_FOUND)
    return any(
        not _is_quoted(own, *match.span())
        and shown.is_read(*match.span())
        and (duty is not Duty.LINK or says_opt_out(shown.beside(*match.span())))
        for match in found
    )


def _is_quoted(own: str, start: int, end: int) -> bool:
    """Whether one of the lines that a piece of text stands in is marked as quoted."""
    return any(
        _QUOTED.match(own, line)
        for line in (own.rfind("\n", 0, start) + 1, *_line_starts(own, start, end))
    )


def _line_starts(own: str, start: int, end: int) -> Iterator[int]:
    while (start := own.find("\n", start, end) + 1) > 0:
        yield start


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
        written = re.escape(link)  # first, so that it is looked for at once
        return re.compile(rf"{written}(?<![a-zA-Z0-9_/=&?%.-]{written}){ends}")
    words = _WORD.findall(_sentence(duty, wording))
    if not words:
        return _NEVER
    gaps = [
        _MAYBE if _IDEOGRAPH.search(before + after) else _BETWEEN
        for before, after in pairwise(words)
    ]
    first, *rest = map(re.escape, words)
    written = "".join(gap + word for gap, word in zip(gaps, rest, strict=True))
    return re.compile(rf"{first}(?<![\w-]{first}){written}(?!\w|-\w)", re.IGNORECASE)
