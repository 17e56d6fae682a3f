"""Filling the placeholders of a displayed text, and making earlier links of ours out anew."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from filters.email.charset import ASCII_ESCAPE, ESCAPE, UTF_8
from filters.email.footer import text as footer_text
from filters.email.footer.placeholders import MOST, Kind, find
from filters.email.footer.places import Place, places
from filters.email.iso_2022_jp import masked
from filters.plan import Token
from suppression.tokens import TOKEN_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from filters.email.charset import Charset
    from filters.email.footer.placeholders import Found
    from filters.email.footer.text import Wording

_IN_URL: Final = re.compile(rb"://|mailto:|[?&][\w.~-]*=", re.IGNORECASE)
_AROUND_URLS: Final = (b" ", b"\t", b"\r", b"\n", b'"', b"'", b"<", b">")
_LONGEST_URL: Final = 2000
_TOKEN: Final = re.compile(rb"[a-z2-7]{%d}(?![a-z0-9])" % TOKEN_LENGTH, re.IGNORECASE)
_ONLY_TOKEN: Final = ("", "")
_BETWEEN: Final = re.compile(
    rb"(?:[\s,.;:|+\xb7\xa0\xc2-]|%20|&(?:nbsp|#160|middot|bull);|<[^<>]*>)*", re.IGNORECASE
)
_MOST_BETWEEN: Final = 1000
_READ_AT_ONCE: Final = 1000  # bytes before a placeholder, to know where characters begin


@dataclass(frozen=True, slots=True)
class Change:
    """What stands instead of `content[start:end]` of a decoded part.

    Two texts have the recipient's token between them.
    """

    start: int
    end: int
    texts: tuple[str, ...]

    @property
    def is_renewal(self) -> bool:
        """Whether only the token of a link is replaced."""
        return self.texts == _ONLY_TOKEN

    def pieces(self, charset: Charset, content: bytes) -> tuple[bytes | Token, ...]:
        """Return it in the charset, for its place in the content.

        Raises:
            UnicodeEncodeError: the charset cannot say it.
        """
        written = _written(self.texts, charset)
        if charset.is_stateful:
            escape = content.rfind(ESCAPE, 0, self.start)
            if escape >= 0 and not content.startswith(ASCII_ESCAPE, escape):
                opened = content[escape : escape + len(ASCII_ESCAPE)]
                return (ASCII_ESCAPE, *written, opened if self.end < len(content) else b"")
        return written


@lru_cache(maxsize=64)  # the placeholders of a text say the same, and the proof asks again
def _written(texts: tuple[str, ...], charset: Charset) -> tuple[bytes | Token, ...]:
    token = Token(charset.writes if charset.is_wide else "ascii")
    found: list[bytes | Token] = []
    for text in texts:
        found += [token, text.encode(charset.writes)]
    return tuple(found[1:])


def fillings(
    content: bytes, charset: Charset, wording: Wording, *, is_html: bool, renews: bool
) -> tuple[Change, ...]:
    """Return what fills the placeholders of a text, in order; none where none can be used.

    `renews`: links of ours in it were made out to the recipient of an earlier passage; each gets
    the token of this recipient, in its place and of the same length.
    """
    text = as_ascii(content, charset)
    if text is None:
        return ()
    changes = list(_filled(text, wording, is_html=is_html))
    if renews:
        changes += _renewed(text, wording.link.encode())
    if not changes:
        return ()
    changes.sort(key=lambda change: change.start)
    placed = [_placed(change, content, charset) for change in changes]
    return tuple(change for change in placed if change is not None)


def pieces(
    content: bytes, changes: Sequence[Change], source: Charset, target: Charset
) -> tuple[bytes | Token, ...]:
    """Return the whole content with its changes, written in `target`.

    Raises:
        UnicodeError: it cannot be read, or `target` cannot say it.
    """
    found: list[bytes | Token] = []
    position = 0
    for change in changes:
        found.append(_recoded(content[position : change.start], source, target))
        found += change.pieces(target, content)
        position = change.end
    found.append(_recoded(content[position:], source, target))
    return tuple(_joined(found))


def filled(pieces: Sequence[bytes | Token], token: str) -> bytes:
    """Return the content that one recipient gets."""
    return b"".join(p if isinstance(p, bytes) else token.encode(p.charset) for p in pieces)


def read_filled(
    content: bytes, changes: Sequence[Change], charset: Charset, token: str
) -> str | None:
    """Return the text that one recipient gets; None where it cannot be read."""
    if not changes:
        return content.decode(charset.reads, "replace")
    for target in (charset, UTF_8):
        try:
            return filled(pieces(content, changes, charset, target), token).decode(
                target.reads, "replace"
            )
        except UnicodeError:
            continue
    return None


def _joined(pieces: list[bytes | Token]) -> Iterator[bytes | Token]:
    """Yield pieces with what stands between two tokens as one."""
    between: list[bytes] = []
    for piece in pieces:
        if isinstance(piece, bytes):
            between.append(piece)
        else:
            yield b"".join(between)
            yield piece
            between = []
    yield b"".join(between)


def _recoded(content: bytes, source: Charset, target: Charset) -> bytes:
    return content if source is target else content.decode(source.reads).encode(target.writes)


def as_ascii(content: bytes, charset: Charset) -> bytes | None:
    """Return the text with ASCII as it is and where it is, or one byte for two of a wide charset.

    None: it cannot be read.
    """
    if charset.is_plain:
        return content
    try:
        text = content.decode(charset.reads)
    except UnicodeDecodeError:
        return None
    return masked(content) if charset.is_stateful else text.encode("ascii", "replace")


def _placed(change: Change, content: bytes, charset: Charset) -> Change | None:
    """Return a change at its place in the content; None where it is none of the text."""
    if charset.is_plain:
        line = content.rfind(b"\n", 0, change.start) + 1
        placeholder = content[change.start : change.end].decode("latin-1")
        before = content[max(line, change.start - _READ_AT_ONCE) : change.end]
        read = before.decode(charset.reads, "replace")
        # the byte of a brace may be the second half of a character
        return change if not placeholder.isascii() or read.endswith(placeholder) else None
    if charset.is_stateful:
        return change
    text = content.decode(charset.reads)
    start, end = (len(text[:at].encode(charset.writes)) for at in (change.start, change.end))
    written = text[change.start : change.end].encode(charset.writes)
    return Change(start, end, change.texts) if content[start:end] == written else None


def _filled(text: bytes, wording: Wording, *, is_html: bool) -> Iterator[Change]:
    found = list(islice(find(text), MOST + 1))
    if not found or len(found) > MOST:  # a check refuses what has more
        return
    standing = (
        places(text, [(each.start, each.end) for each in found])
        if is_html
        else [Place.TEXT] * len(found)
    )
    has_footer, row = False, 0
    for each, place in zip(found, standing, strict=True):
        if each.kind is Kind.FOOTER:
            if place is Place.TEXT:
                texts = ("",) if has_footer else _footer(text, wording, is_html=is_html)
                has_footer = True
                yield Change(each.start, each.end, texts)
        elif place is Place.NOWHERE:
            continue
        elif each.label is not None:
            yield from _labelled(each, each.label, wording, place, is_html=is_html)
        elif each.kind is Kind.ADDRESS_PIECE and _goes_on(text, row, each.start):
            start = each.start if b"<" in text[row : each.start] else row
            yield Change(start, each.end, ("",))
            row = each.end
        else:
            row = each.end if each.kind is Kind.ADDRESS_PIECE else 0
            texts = _value(text, each, wording, is_html=is_html)
            if place is not Place.BARE or not any(" " in value for value in texts):
                yield Change(each.start, each.end, texts)


def _goes_on(text: bytes, row: int, start: int) -> bool:
    """Whether nothing but what parts the pieces of an address stands before this piece of it."""
    return row > 0 and start - row <= _MOST_BETWEEN and bool(_BETWEEN.fullmatch(text, row, start))


def _labelled(
    found: Found, label: tuple[int, int], wording: Wording, place: Place, *, is_html: bool
) -> Iterator[Change]:
    """Make a link of the words that stand in a placeholder; in plain text it comes behind them."""
    start, end = label
    if place is not Place.TEXT:
        yield Change(found.start, found.end, (escape(wording.link), ""))
    elif is_html:
        yield Change(found.start, start, (f'<a href="{escape(wording.link)}', '">'))
        yield Change(end, found.end, ("</a>",))
    else:
        yield Change(found.start, start, ("",))
        yield Change(end, found.end, (f": {wording.link}", ""))


def _value(text: bytes, found: Found, wording: Wording, *, is_html: bool) -> tuple[str, ...]:
    """Return the link, the address or the name, as the place wants it written."""
    texts: tuple[str, ...] = (wording.link, "")
    if found.kind is Kind.COMPANY:
        texts = (footer_text.one_line(wording.company),)
    elif found.kind is not Kind.URL:
        texts = (footer_text.one_line(wording.postal_address, ", "),)
    before = text[max(found.start - _LONGEST_URL, 0) : found.start]
    beginning = max(map(before.rfind, _AROUND_URLS)) + 1
    if _IN_URL.search(
        before, beginning
    ):  # part of another address: it is not ours, but it stays whole
        return tuple(quote(value, safe="") for value in texts)
    return _in_html(texts) if is_html else texts


@lru_cache(maxsize=64)
def _in_html(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(footer_text.ascii_html, map(escape, texts)))


def _footer(text: bytes, wording: Wording, *, is_html: bool) -> tuple[str, ...]:
    if is_html:
        return footer_text.html(wording)
    newline = "\r\n" if b"\r\n" in text or b"\n" not in text else "\n"
    return footer_text.plain(wording, newline, flowed=False)


def _renewed(text: bytes, link: bytes) -> Iterator[Change]:
    at = text.find(link)
    while at >= 0:
        token = at + len(link)
        if _TOKEN.match(text, token):
            yield Change(token, token + TOKEN_LENGTH, _ONLY_TOKEN)
        at = text.find(link, token)
