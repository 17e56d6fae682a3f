"""Where people stop reading: before blank lines without end, and before what is no text."""

from __future__ import annotations

import re
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

from filters.email.footer.blocks import open_block, without_blocks
from filters.email.footer.gaps import (
    MOST_LINES,
    SEEN,
    blank_runs,
    height,
    is_gap,
    letters,
    trailing_blanks,
)
from filters.email.footer.style import BLOCK
from filters.email.hiding import hides
from filters.email.reading import drop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborNode

_BLANK: Final = rb"[ \t\r\n\f]|&nbsp;|&#160;|&#[xX][aA]0;|\xc2\xa0|<[bB][rR]\b[^<>]*>"
_INSIDE: Final = rb"(?:" + _BLANK + rb"|</?(?:span|font|b|i|o:p)\b[^<>]*>)*"
_EMPTIES: Final = re.compile(
    rb"(?:" + _BLANK + rb"|<p\b[^<>]*>" + _INSIDE + rb"</p>|<div\b[^<>]*>" + _INSIDE + rb"</div>)+",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(rb"(?:\s|</[^<>]*>)*")
_LINE: Final = re.compile(rb"<br\b|</p\b|</div\b", re.IGNORECASE)
_NARROW: Final = 40  # characters
_WORD: Final = 5  # letters: people scroll on for a word a line
_MAY_BE_BLANK: Final = re.compile(r"<(?:br|p|div|tr|li|h[1-6])\b|nbsp|\xa0|&#")
_MOST_ROLES: Final = 8  # that are ours, or are said to be
_LEAST: Final = 160  # characters that so many lines are written in
_UNSEEN: Final = re.compile(r"^[^<>]*>|^#?\w{0,8};|<[^<>]*>?|&#?\w+;?")
_ENDS_NO_TEXT: Final = re.compile(r"</(?:style|script|title|template)|-->")
_NO_TEXT: Final = ["head", "style", "script", "template"]
_PICTURES: Final = frozenset({"img", "video", "canvas", "svg", "object", "input", "button"})
_DOT: Final = re.compile(r"\s*\d(?:px)?\s*")
_DOT_BY_STYLE: Final = re.compile(
    r"(?:^|;)\s*(?:width|height)\s*:\s*\d(?:px)?\s*(?:!|;|$)", re.IGNORECASE
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none")
_KEEPS_LINES: Final = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)")
_SHEET: Final = re.compile(r"<style\b[^<]*")
_PRE: Final = re.compile(r"<pre\b")
_ROLE: Final = re.compile(f'role="{BLOCK.role}"')
"""All these are looked for in lower case: an expression that ignores it is many times slower."""


def end_of_text(text: str, added: Sequence[str] = ()) -> int:
    r"""Return where a plain text ends that is looked at; lines that were added prove nothing.

    >>> end_of_text("Sale\n" + "\n" * 50), end_of_text("Sale\nbegin 644 a.txt\nM")
    (5, 5)
    >>> end_of_text("Sale\n\n\n")
    7
    """
    block = open_block(text)
    end = len(text) if block is None else block
    blanks = trailing_blanks(text[:end])
    if is_gap(blanks):
        end = _line_end(end - len(blanks), blanks)
    return _end_of_words(text[:end], added)


def shows(text: str, lines: tuple[str, ...]) -> bool:
    """Whether each of these lines, that were added, stands where a plain text is looked at."""
    seen = without_blocks(text[: end_of_text(text, lines)])
    return all(line in seen for line in lines)


def _end_of_words(text: str, added: Sequence[str]) -> int:
    """Return where the first gap begins with too few words behind it; without one, the end.

    Texts made of a page have such gaps all through them, and are read on. Nobody who sees nothing
    in front of a gap takes the text for read.
    """
    end = start = len(text)
    gaps = [each for each in blank_runs(text) if is_gap(each[0])]
    behind = -sum(map(letters, added)) if gaps else 0
    for gap in reversed(gaps):
        behind += letters(without_blocks(text[gap.end() : start]))
        start = gap.start()
        if start and behind < height(gap[0]) * _WORD:
            end = _line_end(start, gap[0])
    return end


def _line_end(start: int, blanks: str) -> int:
    """Return where the line ends that blanks begin in, if that is near."""
    rest_of_line = blanks.find("\n") + 1
    return start + (rest_of_line if rest_of_line <= _NARROW else 0)


def before_empties(html: bytes, end: int) -> int:
    """Return where the empty lines begin that a page has before `end`; without many, `end`.

    >>> before_empties(b"<p>Sale</p>" + b"<br>" * 50 + b"</body>", 211)
    11
    """
    if _says_something(_folded(html[max(end - _LEAST, 0) : end].decode("utf-8", "ignore"))):
        return end
    if len(_LINE.findall(html, 0, end)) < MOST_LINES:
        return end
    for run in _EMPTIES.finditer(html, 0, end):
        if len(_LINE.findall(run[0])) >= MOST_LINES and _ENDS.fullmatch(html, run.end(), end):
            return run.start()
    return end


def is_behind_empties(html: str) -> bool:
    """Whether a footer of ours stands in a page behind more empty lines than anybody scrolls."""
    folded = _folded(html)
    keeps_lines = _PRE.search(folded) is not None or _KEEPS_LINES.search(folded) is not None
    if not keeps_lines and _cannot_be(folded):
        return False
    by_sheet = keeps_lines and any(map(_KEEPS_LINES.search, _SHEET.findall(folded)))
    parser = LexborHTMLParser(html)
    parser.strip_tags(_NO_TEXT)
    drop(node for node in parser.css("[style]") if hides(node.attributes.get("style") or ""))
    blanks, gap = 0, None
    for node in parser.root.traverse(include_text=True) if parser.root else ():
        if node.is_text_node:
            text = node.text_content or ""
            blanks = _blanks_after(text, blanks)
            if keeps_lines and is_gap(trailing_blanks(text)):
                gap = node
            elif SEEN.search(text):
                gap = None
        elif node.tag == "br":
            blanks += 1
        elif node.tag in _PICTURES and not _is_dot(node):
            blanks, gap = 0, None
        elif node.attributes.get("role") == BLOCK.role:
            if blanks > MOST_LINES or (gap is not None and (by_sheet or _is_kept(gap))):
                return True
            gap = None
    return False


def _cannot_be(html: str) -> bool:
    """Whether it is seen without a tree that no empty lines are before the footer of ours."""
    roles = [found.start() for found in islice(_ROLE.finditer(html), _MOST_ROLES)]
    blocks = [html.rfind("<div", 0, role) for role in roles]
    is_many = len(blocks) == _MOST_ROLES
    if blocks and not is_many and all(map(partial(_says_something_before, html), blocks)):
        return True
    return len(_MAY_BE_BLANK.findall(html)) <= MOST_LINES


def _says_something_before(html: str, block: int) -> bool:
    """Whether something is surely seen right before one of those that may be the footer."""
    if block < 0 or _HIDDEN.search(html, 0, block):
        return False
    return _says_something(html[max(block - _LEAST, 0) : block])


def _is_kept(text: LexborNode) -> bool:
    """Whether a text stands where line ends are shown as such."""
    around = text.parent
    while around is not None and around.tag != "pre":
        if _KEEPS_LINES.search(_folded(around.attributes.get("style") or "")):
            return True
        around = around.parent
    return around is not None


def _says_something(end: str) -> bool:
    """Whether a piece of a page surely has something in it that is seen: the most have."""
    return not _ENDS_NO_TEXT.search(end) and SEEN.search(_UNSEEN.sub("", end)) is not None


def _blanks_after(text: str, blanks: int) -> int:
    """Return how many empty lines there are in a row behind a text."""
    if SEEN.search(text):
        return MOST_LINES + 1 if not text.isascii() and is_gap(trailing_blanks(text)) else 0
    if not text.strip(" \t\r\n\f"):
        return blanks
    return blanks + (MOST_LINES + 1 if is_gap(text) else 1)


def _folded(text: str) -> str:
    """Return a text in lower case, a letter for a letter, as expressions that ignore case do."""
    if not text.isascii():
        text = text.replace("\u0130", "i").replace("\u0131", "i").replace("\u017f", "s")
    return text.lower()


def _is_dot(node: LexborNode) -> bool:
    """Whether a picture is too small to be seen, as those are that tell of being opened."""
    if _DOT_BY_STYLE.search(node.attributes.get("style") or ""):
        return True
    sizes = (node.attributes.get(name) or "" for name in ("width", "height"))
    return any(map(_DOT.fullmatch, sizes))
