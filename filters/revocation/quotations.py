"""What a reply quotes in quotation marks: words of somebody, and maybe not of whoever replies."""

from __future__ import annotations

import re
from typing import Final

_MARKED: Final = re.compile(r'"[^"\n]{8,400}"|“[^”\n]{8,400}”|«[^»\n]{8,400}»|„[^“”\n]{8,400}[“”]')
_SENTENCE: Final = 3  # words: fewer are a name or a keyword


def without_quotations(text: str) -> str:
    """Return a reply without the sentences it quotes; "" where there are none, or little else.

    >>> without_quotations('A client wrote "take me off your list". What now?')
    'A client wrote  . What now?'
    >>> without_quotations('I said "stop" and meant it'), without_quotations('"please stop this"')
    ('', '')
    """
    own = _MARKED.sub(_unless_short, text)
    return own if own != text and len(own.split()) >= _SENTENCE else ""


def _unless_short(marked: re.Match[str]) -> str:
    return " " if len(marked[0].split()) >= _SENTENCE else marked[0]
