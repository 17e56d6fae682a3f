"""What is shown of a text, and whether a piece of it can surely be read."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final, Protocol

from selectolax.lexbor import LexborHTMLParser

from filters.email.belief import Belief
from filters.email.css.effects import MAX_STYLES, Doing, effects
from filters.email.css.room import is_far, is_touched, is_wide, room
from filters.email.css.sources import is_unknown, sheet_for_all, sources
from filters.email.footer.blocks import without_blocks
from filters.email.footer.gaps import MOST_LINES, SEEN, blank_runs, is_gap
from filters.email.footer.opt_out_words import points_here, says_opt_out
from filters.email.hiding import hides
from filters.email.reading import BLOCK, QUOTES, drop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from filters.email.css.sheet import Sheet

_NOT_SHOWN: Final = [
    "head", "title", "style", "script", "template", "noscript", "select", "datalist", "textarea",
    "details", "dialog", "object", "video", "audio", "canvas", "svg", "iframe", "noframes",
    "noembed", "map",
]  # fmt: skip
_FORWARDED: Final = "#divRplyFwdMsg,#appendonsend,.OutlookMessageHeader"
"""Where Outlook begins what it quotes: that and all behind it is somebody's earlier message."""
_FOLDED: Final = (
    f"{QUOTES},.gmail_signature,.gmail_extra,.moz-signature,.protonmail_quote,.tutanota_quote"
    ",.zmail_extra"
)
"""What mail programs fold away, or may."""
_AS_TEXT: Final = "\n-----Original Message-----\n"
_BARRIER: Final = " :// "  # a link to somebody else: what is said there is not said of ours
_BREAKS: Final = frozenset({"\n", "\n\n"})  # between blocks: several in a row are one
_TURNING: Final = ("\u202d", "\u202e")  # letters in another order than they stand in
_BEFORE: Final = 120
_BEHIND: Final = 60
_FEWEST_LETTERS: Final = 2  # of a link that people can press
_MAX_PIECES: Final = 60  # of text, looked through for what is said beside a link
_UNBROKEN: Final = re.compile(r"[^ \t\r\n\f]*+\Z")
_MOST_UNBROKEN: Final = 200  # characters that no line is broken between, and beginnings of elements
_OUT_OF_PLACE: Final = Doing.COVER | Doing.PUSH | Doing.WIDE


class Shown(Protocol):
    """A text as it is shown."""

    text: str

    def is_read(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` can surely be read."""

    def beside(self, start: int, end: int) -> str:
        """Return what can be read right beside `text[start:end]`, up to the next link."""


class _Text:
    """A plain text, as far as nobody has to look for it."""

    def __init__(self, text: str) -> None:
        seen = without_blocks(text)
        self.text = seen[: next((gap.start() for gap in blank_runs(seen) if is_gap(gap[0])), None)]

    def is_read(self, start: int, end: int) -> bool:
        return start <= end

    def beside(self, start: int, end: int) -> str:
        return _up_to_links(self.text[max(start - _BEFORE, 0) : start], self.text[end:][:_BEHIND])


class _Html:
    """What an HTML text shows, in the pieces that it consists of."""

    def __init__(self, pieces: Iterator[tuple[str, LexborNode | None]], sheet: Sheet) -> None:
        self._texts: list[str] = []
        self._elements: list[LexborNode | None] = []
        self._starts: list[int] = []
        at = 0
        for text, element in pieces:
            self._texts.append(text)
            self._elements.append(element)
            self._starts.append(at)
            at += len(text) + 1
        self.text = " ".join(self._texts)
        modes = (False, True) if sheet.has_dark else (False,)
        self._beliefs = [Belief(sheet, is_dark=is_dark) for is_dark in modes]

    def is_read(self, start: int, end: int) -> bool:
        first, last = self._piece(start), self._piece(end - 1)
        return self._is_reached(start) and all(
            self._is_read(number) or not self._texts[number].strip()
            for number in range(first, last + 1)
        )

    def beside(self, start: int, end: int) -> str:
        first, last = self._piece(start), self._piece(end - 1)
        link = self._elements[first]
        if link is not None and link.tag == "a":
            own = self._readable_in(link, first)
            if sum(map(str.isalnum, own)) < _FEWEST_LETTERS:
                return ""
            if says_opt_out(own) or not points_here(own):
                return own
        before = self._texts[first][: start - self._starts[first]]
        for number in range(first - 1, max(first - _MAX_PIECES, -1), -1):
            before = f"{self._readable(number)} {before}"
            if len(before) >= _BEFORE:
                break
        behind = self._texts[last][end - self._starts[last] :]
        for number in range(last + 1, min(last + _MAX_PIECES, len(self._texts))):
            behind = f"{behind} {self._readable(number)}"
            if len(behind) >= _BEHIND:
                break
        return _up_to_links(before[-_BEFORE:], behind[:_BEHIND])

    def _is_reached(self, at: int) -> bool:
        """Whether a line can be broken soon before this place: else it goes on out of sight."""
        number, run = self._piece(at), 0
        text = self._texts[number][: at - self._starts[number]]
        while run <= _MOST_UNBROKEN:
            unbroken = _UNBROKEN.search(text)
            assert unbroken is not None  # noqa: S101 - it may be empty
            run += len(unbroken[0])
            if number == 0 or unbroken.start():
                return run <= _MOST_UNBROKEN
            number, run = number - 1, run + 1
            text = self._texts[number]
        return False

    def _readable_in(self, link: LexborNode, number: int) -> str:
        """Return the letters of a link that can be read, up to the address written out in it."""
        pieces: list[str] = []
        for before in range(number - 1, max(number - _MAX_PIECES, -1), -1):
            if not _is_inside(self._elements[before], link):
                break
            pieces.insert(0, self._readable(before))
        return " ".join(" ".join(pieces).split())

    def _readable(self, number: int) -> str:
        text = self._texts[number]
        return text if text == _BARRIER or self._is_read(number) else ""

    def _is_read(self, number: int) -> bool:
        element = self._elements[number]
        return element is not None and all(belief.is_read(element) for belief in self._beliefs)

    def _piece(self, at: int) -> int:
        return bisect_right(self._starts, at) - 1


def shown_text(text: str) -> Shown | None:
    """Return a plain text as it is shown; None where its letters are put into another order."""
    return None if _turns(text) else _Text(text)


def _turns(text: str) -> bool:
    """Whether letters are put into another order."""
    return not text.isascii() and any(map(text.__contains__, _TURNING))


def shown_html(html: str, link: str) -> Shown | None:
    """Return an HTML text as it is shown outside of quotes, the links to us written out.

    None: something in it may lie over any of its text.
    """
    if _turns(html):
        return None
    parser = LexborHTMLParser(BLOCK.sub("\n<", html))
    deciding = sources(parser)
    sheet = sheet_for_all(deciding, html)
    if sheet.is_open or sheet.fonts.is_any_odd or is_unknown(deciding):
        return None
    if _may_be_covered(parser, html, sheet):
        return None
    parser.strip_tags(_NOT_SHOWN)
    document = parser.root and parser.root.parent
    assert document is not None  # noqa: S101 - whatever was parsed
    for node in parser.css(_FORWARDED):
        node.insert_before(_AS_TEXT)
    drop(parser.css(_FOLDED))
    for node in parser.css("a[href]"):
        if _leads_to(node, link):
            node.insert_child(f" {link} ")
        else:
            node.insert_before(_BARRIER)
            node.insert_after(_BARRIER)
    shown = _Html(_pieces(document), sheet)
    return None if _turns(shown.text) else shown


def _pieces(document: LexborNode) -> Iterator[tuple[str, LexborNode | None]]:
    """Yield the texts of a document and what they stand in; None: what Outlook leaves out.

    What only stands behind a long gap is not looked for by anybody.
    """
    blanks = 0
    is_conditional = is_between = False
    for node in document.traverse(include_text=True):
        if node.is_text_node:
            text, element = node.text_content or "", node.parent
            if is_between and text in _BREAKS and blanks <= MOST_LINES:
                continue
            is_between = text in _BREAKS
            if SEEN.search(text):
                blanks = 0
            elif text.strip(" \t\r\n\f"):
                blanks += 1
            if blanks > MOST_LINES or _has_gap(text, element):
                return
            yield text, None if is_conditional else element
        elif node.is_comment_node:
            is_conditional = _begins_condition(node.comment_content or "", before=is_conditional)
        elif node.tag == "br":
            blanks += 1


def _begins_condition(comment: str, *, before: bool) -> bool:
    """Whether behind this comment there is what Outlook leaves out."""
    lower = comment.strip().lower()
    if "[endif]" in lower:
        return False if lower.startswith(("[endif]", "<!")) else before
    return before or lower.startswith("[if")


def _has_gap(text: str, element: LexborNode | None) -> bool:
    """Whether a text has a long gap in it, where somebody sees it: mailings hide such behind."""
    if len(text) < MOST_LINES:
        return False
    gaps = (gap[0] for gap in blank_runs(text) if is_gap(gap[0]))
    if not any(not gap.isascii() or gap.count("\n") >= MOST_LINES for gap in gaps):
        return False  # others are none in HTML
    while element is not None and not hides(element.attributes.get("style") or ""):
        element = element.parent
    return element is None


def _may_be_covered(parser: LexborHTMLParser, html: str, sheet: Sheet) -> bool:
    """Whether an element may stand over others, or take their place, or there are too many."""
    if parser.css_first("col,colgroup") is not None or is_wide(parser):
        return True
    taken = room(parser, html)
    is_full = len(taken.styles) > MAX_STYLES or is_far(parser, taken, sheet)
    if is_full or is_touched(parser, sheet.covering, taken):
        return True
    return any(effects(each).doing & _OUT_OF_PLACE for each in taken.styles)


def _up_to_links(before: str, behind: str) -> str:
    between = f"{before.rpartition('://')[2]} {behind.partition('://')[0]}"
    return " ".join(between.split())


def _is_inside(node: LexborNode | None, outer: LexborNode) -> bool:
    while node is not None and node.mem_id != outer.mem_id:
        node = node.parent
    return node is not None


def _leads_to(node: LexborNode, link: str) -> bool:
    """Whether a link gets people to our page."""
    address = (node.attributes.get("href") or "").strip()
    behind = address[len(link) :]
    return address.startswith(link) and (not behind or behind[0] in "?#")
