"""What somebody makes of a text to be a template: what would vary, and what is wrong with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filters.sms.template import KINDS, LINK, MARK, Template, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_MARKS: Final = 10
LEAST_WORDS: Final = 4
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_HOST: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]{1,5})?", re.IGNORECASE)
_VARIES: Final = re.compile(
    r"(?P<link>https?://(?P<host>[a-z0-9.:-]+)\S*?(?=[.,!?)]*(?:\s|$)))"
    r"|(?P<time>\b[0-9]{1,2}(?::[0-9]{2})(?: ?[ap]\.?m\b\.?)?|\b[0-9]{1,2} ?[ap]m\b)"
    r"|(?P<amount>[$\u20ac\u00a3] ?[0-9](?:[0-9.,]{0,10}[0-9])?)"
    r"|(?P<number>#?\b[A-Za-z-]{0,8}[0-9][A-Za-z0-9-]{0,19}\b)",
    re.IGNORECASE,
)


def marked(text: str) -> str:
    """Return a text with marks where it plainly varies; names only people can tell.

    >>> marked("Hi Ann, order #48213 is due at 3:30 pm: https://shop.example/o/1.")
    'Hi Ann, order {number} is due at {time}: {link:shop.example}.'
    """
    return _VARIES.sub(_mark, text)


def mistakes(draft: str, text: str) -> tuple[str, ...]:
    """Return what is wrong with a draft of a template, one sentence each.

    `text`: what it was made of, which it has to fit.
    """
    found = tuple(_mistakes(draft))
    made = Template(template_id="", text=draft, identity="", purpose="")
    if not found and not made.fits(text):
        return ("It does not fit the text it was made of: change nothing but what varies.",)
    return found


def _mark(match: re.Match[str]) -> str:
    host = match["host"]
    return f"{{{LINK}:{host.lower()}}}" if host else f"{{{match.lastgroup}}}"


def _mistakes(draft: str) -> Iterator[str]:
    pieces = MARK.split(plain(draft))
    fixed, marks = pieces[::2], pieces[1::2]
    if any(sign in piece for piece in fixed for sign in "{}"):
        yield "A brace stands alone: write {name} and the like."
    for mark in marks:
        kind, _, host = mark.partition(":")
        if kind not in KINDS:
            yield f"{{{mark}}} is no mark: there are {', '.join(f'{{{each}}}' for each in KINDS)}."
        elif kind != LINK and host:
            yield f"{{{mark}}} says too much: {{{kind}}} is all."
        elif kind == LINK and not _HOST.fullmatch(host):
            yield "Say where the link may lead: {link:shop.example}."
    if len(marks) > MOST_MARKS:
        yield f"At most {MOST_MARKS} parts may vary: these are {len(marks)}."
    if any(not piece.strip() for piece in fixed[1:-1]):
        yield "Two marks stand side by side: something fixed has to stand between them."
    if sum(len(_WORD.findall(piece)) for piece in fixed) < LEAST_WORDS:
        yield f"Too little of it is fixed: {LEAST_WORDS} words at least stay as they are."
