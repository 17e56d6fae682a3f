"""The words that a person wrote in answering: without the letter that is quoted, or a signature."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from mailparser_reply import EmailReplyParser

from filters.email.answering import QUOTE_FOLLOWS
from filters.email.displayed import HTML, decoded_text, displayed_parts
from filters.email.reading import read_html
from filters.revocation.reading import both_ends

if TYPE_CHECKING:
    from filters.email.part import Part

_MAX_READ: Final = 1 << 20  # characters, with all that is quoted
_MAX_CHARACTERS: Final = 8000  # of a person's own
_SHORT_LETTER: Final = 300  # characters, of which a newsletter has more
_MAX_LINE: Final = 400  # the parser's time grows with the square of a line
_LANGUAGES: Final = ["en", "de", "es", "fr", "it", "nl", "pl", "ja", "zh", "da", "sv", "cs", "ko"]
_PARSER: Final = EmailReplyParser(languages=_LANGUAGES)
_QUOTED_LINES: Final = re.compile(r"(?:^[>|][^\n]*\n)+", re.MULTILINE)
_MARK: Final = "\ufdd0"  # no character of any text
_QUOTED: Final = f"{_MARK}\n"  # stands for quoted lines
_FIELD: Final = r"[*\u200e\u200f]*[^\W\d_][^\n:\uff1a@]{0,30}[:\uff1a]"
_WHO_AND_WHEN: Final = (
    r"(?:(?<=[^\n]\n)|(?<=[^\n]\n\n))"
    rf"^{_FIELD}[^\n]{{0,200}}@[^\n]*\n"
    rf"{_FIELD}(?=[^\n]{{0,60}}\d{{4}})(?=[^\n]{{0,80}}\d[:.]\d\d)[^\n]*\n"
)
_HEADER_BY_FORM: Final = rf"(?m:{_WHO_AND_WHEN}{_FIELD}[^\n@]*@[^\n]*\n{_FIELD})"
"""Outlook's, in whatever language: who, when, to whom and what about; some words stand above it."""
_PERHAPS_HEADER: Final = re.compile(rf"(?m:{_WHO_AND_WHEN}{_FIELD}[^\n]*\n{_FIELD})")
"""So is a list of a person's own, about themselves."""
_INTRODUCES: Final = (
    QUOTE_FOLLOWS
    + "|"
    + _HEADER_BY_FORM
    + r"|(?im:^[ \t]*(?:on|am|le|el|em|il|op|den|w dniu|dnia)\b[^\n]{4,200}(?:\n[^\n]{0,120})?"
    r"(?:wrote|schrieb[^\n]{0,80}|a écrit|escribió|escreveu|ha scritto|schreef[^\n]{0,80}|skrev"
    r"[^\n]{0,80}|napisał[^\n]{0,10})[ \xa0]?:[ \t\r]*$)"
    r"|(?im:^[ \t]*\*?(?:from|von|de|da|van)\*?[ \xa0]?:[^\n]{1,200}\n"
    r"[ \t]*\*?(?:sent|date|to|gesendet|datum|an|envoyé|à|enviado|fecha|para"
    r"|inviato|a|verzonden|aan|subject|betreff)\*?[ \xa0]?:)"
)
_INTRODUCTION: Final = re.compile(_INTRODUCES)
_INTRODUCED: Final = re.compile(
    rf"(?:{_INTRODUCES})(?:[^\n]{{0,300}}\n\*?\w{{1,12}}\*? ?:){{0,8}}[^\n]{{0,300}}\s{{0,20}}"
    + _QUOTED
)
"""An introduction, with the fields of a header where it is one, right above what it introduces."""
_HTML_QUOTATION: Final = re.compile(r"<(?=blockquote\b)", re.IGNORECASE)
_HTML_ORIGINAL: Final = re.compile(
    r"<(?=div\b[^<>]{0,200}\bid=[\"']?divRplyFwdMsg\b)", re.IGNORECASE
)
_BY_TELEPHONE: Final = (
    r"(?im:^[ \t]*(?:sent from (?:my|mail for|outlook|yahoo)"
    r"|get outlook for|gesendet von|von meinem|envoyé de(?:puis)? mon|enviado (?:desde mi|do meu)"
    r"|inviato da|verstuurd vanaf)\b)"
)
_SIGNATURE: Final = re.compile(r"(?m:^(?:--|__|—)[ \t]*$)|" + _BY_TELEPHONE)  # RFC 3676 4.3
_SIGN_OFF: Final = re.compile(
    r"(?im:^[ \t]*(?:(?:best|kind|warm|kindest|with)[ ]*(?:regards|wishes)?|regards|sincerely"
    r"|yours (?:truly|faithfully|sincerely)|cheers|cordially|mit freundlichen grüßen|viele grüße"
    r"|beste grüße|cordialement|bien à vous|atentamente|saludos(?: cordiales)?|un saludo"
    r"|atenciosamente|cordiali saluti|met vriendelijke groet(?:en)?|mvg|mfg|lg)[ ]*[,.!]?[ \t]*$)"
)
_NAME: Final = re.compile(rf"\A(?:{_BY_TELEPHONE}[^\n]*|[^\n]*\n?[^\n]*)")
"""What a signature begins with, and who signs on the next line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a person wrote, and what else stands there that nothing says is somebody else's."""

    own: str
    first: str = ""  # of a letter of several texts, where another one is longer
    below: str = ""  # an answer, or a signature, stands above, and lines that are quoted
    signed: str = ""  # behind the name of who signs, or in further texts

    @property
    def words(self) -> str:
        """What is surely the person's."""
        return _joined(self.first, self.own)

    @property
    def all(self) -> str:
        """All of it, for somebody who reads it."""
        return _joined(self.first, self.own, self.signed, self.below)


def reply_in_text(text: str) -> Reply:
    r"""Return what was newly written in a plain text.

    >>> reply_in_text("Please stop.\n\nOn Monday, Ann <a@b.example> wrote:\n> Unsubscribe here").own
    'Please stop.'
    """
    lines = "\n".join(" ".join(line.split()) for line in text[:_MAX_READ].splitlines())
    lines = re.sub(r"\n{3,}", "\n\n", lines)
    marked = _QUOTED_LINES.sub(_QUOTED, lines.replace(_MARK, "") + "\n")
    above = _before(_INTRODUCTION, marked)
    around = _before(_INTRODUCTION, _INTRODUCED.sub(_QUOTED, marked))
    answer = above if _unmarked(above) else around  # it may stand below what it answers
    sure = _before(_PERHAPS_HEADER, answer)
    newest, older = _newest(sure)
    listed, _ = _newest(answer[len(sure) :])
    own, behind = _parted_from_signature(newest)
    signature, _, below = behind.partition(_MARK)
    further, _ = _newest(around[len(answer) :])
    reply = Reply(
        own=_unmarked(own),
        signed=_NAME.sub("", signature, count=1).strip(),
        below=_unmarked(f"{below}\n\n{older.partition(_MARK)[2]}\n\n{listed}\n\n{further}"),
    )
    if reply.own or reply.below or len(lines) > _SHORT_LETTER:
        return reply
    return Reply(own="", signed=_unmarked(around) or _unmarked(marked) or lines.strip())


def reply_in_html(html: str) -> Reply:
    """Return what was newly written in an HTML text, its quotations taken out as those of a text.

    >>> reply_in_html("<blockquote>Unsubscribe here</blockquote><p>Please <b>stop</b>.").own
    'Please stop.'
    """
    marked = _HTML_QUOTATION.sub("<p>&gt;</p><", html[:_MAX_READ])
    marked = _HTML_ORIGINAL.sub("<p>-----Original Message-----</p><", marked)
    return reply_in_text(read_html(marked, without_quotes=True).shown)


def reply_of(raw: bytes, tree: Part) -> Reply:
    """Return what was newly written in a message, whichever of its texts says it.

    A program may have put a notice before it or behind it, and is no alternative to it.
    """
    letters: dict[int, Reply] = {}
    alternatives = _alternatives(tree)
    left = _MAX_READ
    for part in displayed_parts(tree):
        text = decoded_text(raw, part)[:left]
        left -= len(text)
        found = reply_in_html(text) if part.content_type == HTML else reply_in_text(text)
        letter = alternatives.get(id(part), id(part))
        letters[letter] = max(letters.get(letter, found), found, key=_length)
    first, *others = [each for each in letters.values() if each.all] or [Reply(own="")]
    longest = max(first, *others, key=_length) if others else first
    others = [each for each in others if each is not longest]
    return replace(
        longest,
        first=first.own if first is not longest else "",
        below=_joined(longest.below, first.below if first is not longest else ""),
        signed=_joined(
            longest.signed,
            first.signed if first is not longest else "",
            *(each.all for each in others),
        ),
    )


def _alternatives(tree: Part) -> dict[int, int]:
    """Return which parts say the same, each with the multipart that they stand in."""
    found: dict[int, int] = {}
    for outer in tree.walk():
        if outer.content_type == "multipart/alternative":
            for part in outer.walk():
                found.setdefault(id(part), id(outer))
    return found


def _length(reply: Reply) -> tuple[int, int]:
    return len(reply.own), len(reply.all)


def _joined(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))


def _newest(text: str) -> tuple[str, str]:
    """Return the letter that a text begins with, and those that it answers."""
    short = _short_lines(both_ends(re.sub(r"\n{3,}", "\n\n", text.strip()), _MAX_CHARACTERS))
    bodies = [reply.full_body for reply in _PARSER.read(short).replies]
    said = [body for body in bodies if _unmarked(body)]
    return (said[0], "\n\n".join(said[1:])) if said else ("", "")


def _unmarked(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text.replace(_MARK, "").strip())


def _short_lines(text: str) -> str:
    lines = (
        piece
        for line in text.splitlines()
        for piece in wrap(line, _MAX_LINE, break_on_hyphens=False) or [""]
    )
    return "\n".join(lines)


def _before(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return text[: found.start()] if found else text


def _parted_from_signature(text: str) -> tuple[str, str]:
    """Return a reply without its signature, and what stands from there on."""
    body = _before(_SIGNATURE, text)
    signed = _SIGN_OFF.search(body)
    body = body[: signed.start()] if signed and _unmarked(body[: signed.start()]) else body
    return body.strip(), text[len(body) :].strip()
