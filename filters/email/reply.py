"""The words that a person wrote in answering: without the letter that is quoted, or a signature."""

from __future__ import annotations

import re
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
_MAX_LINE: Final = 400  # the parser's time grows with the square of a line
_LANGUAGES: Final = ["en", "de", "es", "fr", "it", "nl", "pl", "ja", "zh", "da", "sv", "cs", "ko"]
_PARSER: Final = EmailReplyParser(languages=_LANGUAGES)
_QUOTED_LINES: Final = re.compile(r"(?:^[>|][^\n]*\n)+", re.MULTILINE)
_QUOTED: Final = "\x1c\n"  # stands for quoted lines; no line has this character: it ends one
_INTRODUCES: Final = (
    QUOTE_FOLLOWS
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
_SIGNATURE: Final = re.compile(
    r"(?m:^(?:--|__|—)[ \t]*$)|(?im:^[ \t]*(?:sent from (?:my|mail for|outlook|yahoo)"
    r"|get outlook for|gesendet von|von meinem|envoyé de(?:puis)? mon|enviado (?:desde mi|do meu)"
    r"|inviato da|verstuurd vanaf)\b)"
)  # RFC 3676 4.3, and what telephones write
_SIGN_OFF: Final = re.compile(
    r"(?im:^[ \t]*(?:(?:best|kind|warm|kindest|with)[ ]*(?:regards|wishes)?|regards|sincerely"
    r"|yours (?:truly|faithfully|sincerely)|cheers|cordially|mit freundlichen grüßen|viele grüße"
    r"|beste grüße|cordialement|bien à vous|atentamente|saludos(?: cordiales)?|un saludo"
    r"|atenciosamente|cordiali saluti|met vriendelijke groet(?:en)?|mvg|mfg|lg)[ ]*[,.!]?[ \t]*$)"
)


def reply_text(text: str) -> str:
    r"""Return what was newly written in a plain text.

    >>> reply_text("Please stop.\n\nOn Monday, Ann <a@b.example> wrote:\n> To unsubscribe click")
    'Please stop.'
    """
    lines = "\n".join(" ".join(line.split()) for line in text[:_MAX_READ].splitlines())
    marked, quotes = _QUOTED_LINES.subn(_QUOTED, lines + "\n")
    before = _before(_INTRODUCTION, marked)
    if quotes and not before.strip():  # the answer stands below what it answers
        before = _before(_INTRODUCTION, _INTRODUCED.sub("", marked))
    own = re.sub(r"\n{3,}", "\n\n", before.replace(_QUOTED, "").strip())
    short = _short_lines(both_ends(own, _MAX_CHARACTERS))
    newest = next((r.full_body for r in _PARSER.read(short).replies if r.full_body.strip()), "")
    return _without_signature(newest)


def html_reply_text(html: str) -> str:
    """Return what was newly written in an HTML text, its quotations taken out as those of a text.

    >>> html_reply_text("<blockquote>Unsubscribe here</blockquote><p>Please <b>stop</b>.")
    'Please stop.'
    """
    marked = _HTML_QUOTATION.sub("<p>&gt;</p><", html[:_MAX_READ])
    marked = _HTML_ORIGINAL.sub("<p>-----Original Message-----</p><", marked)
    return reply_text(read_html(marked, without_quotes=True).shown)


def reply_of(raw: bytes, tree: Part) -> str:
    """Return what was newly written in a message, whichever of its texts says it."""
    said, left = [""], _MAX_READ
    for part in displayed_parts(tree):
        text = decoded_text(raw, part)[:left]
        left -= len(text)
        said.append(html_reply_text(text) if part.content_type == HTML else reply_text(text))
    return max(said, key=len)


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


def _without_signature(text: str) -> str:
    """Return a reply without its signature; a request is none, wherever it stands."""
    body = _before(_SIGNATURE, text)
    signed = _SIGN_OFF.search(body)
    return (body[: signed.start()] if signed and body[: signed.start()].strip() else body).strip()
