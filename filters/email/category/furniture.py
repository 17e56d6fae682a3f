"""What stands around the text of every mail of a sender, whatever it is about: menu and footer."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from typing import Final

_LABEL_WORDS: Final = 5
_RUN: Final = 3  # labels in a row
_ROW: Final = re.compile(r"\s[|\u00b7\u2022/]\s")  # of labels: "Women | Men | Sale"
_OFFER: Final = re.compile(r"[%$\u20ac\u00a3]")
_END_OF_SENTENCE: Final = (".", "!", "?", ":", "\u2026")
_OF_EVERY_MAIL: Final = (
    "\u00a9", "(c) 20", "all rights reserved", "app store", "communication preferences",
    "do not reply", "email preferences", "email settings", "e-mail preferences", "find us on",
    "follow us", "get the app", "google play", "help center", "help centre", "in browser",
    "in your browser", "mail preferences", "mail settings", "not monitored",
    "notification preferences", "notification settings", "privacy notice", "privacy policy",
    "privacy statement", "unsubscribe", "you are receiving", "you received this",
    "you're receiving",
)  # fmt: skip
_LONG: Final = 200  # characters; a longer line says something
_ENOUGH: Final = 8  # words that have to be left


@lru_cache(maxsize=8)  # the judgement and the footnote ask the same
def prose(text: str) -> str:
    r"""Return a text without its furniture, unless little is left: then all of it says something.

    >>> prose("Women\nMen\nSale\nWe received your parcel and sent the money back to your card.")
    'We received your parcel and sent the money back to your card.'
    """
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    if len(lines) == 1:
        return text
    lowered = text.lower()
    marks = [mark for mark in _OF_EVERY_MAIL if mark in lowered]
    told: list[str] = []
    labels: list[str] = []
    for is_label, run in groupby(lines, key=_is_label):
        kept = [line for line in run if not _is_of_every_mail(line, marks, is_label=is_label)]
        (labels if is_label and len(kept) >= _RUN else told).extend(kept)
    if len(told) == len(lines) or _length(told) < max(_ENOUGH, _length(labels)):
        return text
    return "\n".join(told)


def _length(lines: list[str]) -> int:
    return sum(len(line.split()) for line in lines)


def _is_label(line: str) -> bool:
    """Whether a line only names something, as a link of a menu does; a price offers it."""
    if line.endswith(_END_OF_SENTENCE) or len(line) > _LONG or _OFFER.search(line):
        return False
    if len(line.split()) <= _LABEL_WORDS:
        return True
    labels = _ROW.split(line)
    return len(labels) > 1 and all(len(label.split()) <= _LABEL_WORDS for label in labels)


def _is_of_every_mail(line: str, marks: list[str], *, is_label: bool) -> bool:
    if marks and len(line) <= _LONG:
        lowered = line.lower()
        if any(mark in lowered for mark in marks):
            return True
    return is_label and len(_ROW.findall(line)) > 1
