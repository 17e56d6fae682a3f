"""A text as it is read: disguises undone, sentence by sentence, without its opt-out footer."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Final

from filters.lookalikes import as_seen, readings, without_lookalikes
from filters.sms.lexicon import OFFER_WORDS
from filters.sms.percentages import UNIT_WORDS, with_percentages
from filters.sms.pictures import STAND_INS

if TYPE_CHECKING:
    from re import Match

_PLAIN: Final = str.maketrans(
    "\u2018\u2019\u201b\u2032`\u201c\u201d\u2010\u2011\u2012", "'''''\"\"---"
)

_BEYOND: Final = re.compile(r"[^\n\t\r -~]")
_ENTITY: Final = re.compile(r"&(?:#\d{1,8}|#[xX][\da-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
_SPACED: Final = re.compile(
    r"(?<!\w)[^\W_](?:([ .\-_*/|\u00b7\u2013\u2014\u2022\u2212])[^\W_])(?:\1[^\W_]){1,40}(?!\w)"
)
_DISGUISED: Final = re.compile(
    r"(?<![\w@$!|+])(?!(?:([a-z])(?!\1\1))+[.!-]*(?![\w@$!|+€*.-]))"  # no plain word
    r"(?=\S{0,30}[a-z])[\w@$!|+€*.-]*[\w@$|+€*]"
)
_O_FOR_ZERO: Final = re.compile(r"o(?<=\do)(?=[\d%o]|\s?%)")  # begins with what is looked for
_REPEATED: Final = re.compile(r"([a-z])\1{2,}")
_GAPS: Final = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
_LINES: Final = re.compile(r"\s*\n\s*")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?;])\s+|\n+")

_STOP_WORD: Final = r"[\"'(\[]?(?:stop|alto|parar|arret)[\"')\]]?"
_SEND: Final = (
    r"(?:reply|text|txt|send|respond|answer|responda|responde|envie|envia|repondez|envoyez)"
)
_LEAVE: Final = (
    r"(?:opt[ -]?out|end|quit|unsub(?:scribe)?|cancel(?:ar)?|stop|leave|salir|remove|darse de baja"
    r"|dejar|(?:vous |se )?desabonner|arreter|ne plus recevoir)"
)
_REST: Final = (  # nothing that could say more than how to stop
    r"(?: (?:of|from|receiving|getting|these|future|our|all|further|this|the|any|more|text|sms|out"
    r"|messag(?:es?|ing)|texts?|alerts?|notifications?|reminders?|updates?|list|at|time|anytime"
    r"|you'd|rather|us|mensajes|de|recibir))*\b"
)
_OPT_OUT: Final = re.compile(
    rf"\b{_SEND}(?: with| back| us| con| par)? {_STOP_WORD}(?!\w)"
    rf"(?: ?,? ?(?:(?:to|2|para|pour) ?{_LEAVE}{_REST}|(?:at any ?time|anytime)\b))?"
    rf"|\b{_STOP_WORD} ?(?:to|2|=|para|pour) ?{_LEAVE}{_REST}"
    rf"|\b(?:to|2) {_LEAVE}{_REST}[,:]? ?(?:just |please )?{_SEND} {_STOP_WORD}(?!\w)"
)
_STOPS: Final = ("stop", "alto", "parar", "arret")  # one is in every such sentence
_FOOTER: Final = re.compile(
    _OPT_OUT.pattern + r"|\b(?:reply |text )?help (?:for|4|to get) (?:help|info)\b"
    r"|\b(?:msg|message)s? ?(?:&|and) ?data rates? may apply\b"
    r"|\b(?:msg|message) freq(?:uency)? varies\b"
)
_FOOTS: Final = (*_STOPS, "help", " apply", " varies")  # and one of these in every footer


@lru_cache(maxsize=256)
def normalised(text: str) -> str:
    """Return a text as a reader sees it: one form for each letter, no disguise, small letters.

    Pictures that stand for words become `:word:`. Applied twice it changes nothing more.

    >>> normalised("FLASH s\u0430le: f r e e g\u200bift, 2O% 0ff")
    'flash sale: free gift, 20% off'
    """
    before, text = text, _normalised_once(text)
    while before != text and not _only_lost_capitals(before, text):
        before, text = text, _normalised_once(text)
    return text


@lru_cache(maxsize=256)
def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, normalised, the opt-out footer left out.

    >>> sentences("See you at 5. Reply STOP to opt out.")
    ('see you at 5.',)
    """
    cut = (part.strip() for part in _SENTENCE_END.split(without_footer(normalised(text))))
    return tuple(part for part in cut if any(c.isalnum() or c == ":" for c in part))


@lru_cache(maxsize=256)
def has_opt_out_notice(text: str) -> bool:
    """Whether a text says how to make the texts stop."""
    plain = normalised(text)
    return any(stop in plain for stop in _STOPS) and _OPT_OUT.search(plain) is not None


def without_footer(text: str) -> str:
    """Return normalised text without what every business text says about stopping and costs."""
    return _FOOTER.sub(" ", text) if any(foot in text for foot in _FOOTS) else text


def _only_lost_capitals(before: str, after: str) -> bool:
    """Whether nothing was found in a plain text that could be found in it a second time."""
    is_plain = "&" not in before and not _BEYOND.search(before)
    return is_plain and after == before.casefold().translate(_PLAIN)


def _normalised_once(text: str) -> str:
    plain = _ENTITY.sub(lambda entity: unescape(entity[0]), text) if "&" in text else text
    if _BEYOND.search(plain):
        plain = as_seen(plain.translate(STAND_INS))
    plain = without_lookalikes(plain.casefold().translate(_PLAIN))
    plain = _O_FOR_ZERO.sub("0", _SPACED.sub(_closed_up, plain))
    plain = with_percentages(_DISGUISED.sub(_undisguised, plain))
    plain = _GAPS.sub(" ", plain).strip()
    return _LINES.sub("\n", plain) if "\n" in plain else plain


def _closed_up(match: Match[str]) -> str:
    """Close up `f r e e`, if that gives words of an offer; initials and lists stay."""
    letters = match[0].replace(match[1], "")
    for end in range(len(letters), 2, -1):
        rest = letters[end:]
        if letters[:end] in _CLOSED and (not rest or rest in _CLOSED):
            return f"{letters[:end]} {rest}".strip()
    return match[0]


def _undisguised(match: Match[str]) -> str:
    """Read digits, signs and long vowels as letters, if that gives a word of an offer."""
    word = match[0]
    if word in OFFER_WORDS or (word.isalpha() and not _REPEATED.search(word)):
        return word
    bare = word.translate(_INSIDE)
    for reading in (*readings(bare), *readings(word)):
        for candidate in (reading, _REPEATED.sub(r"\1\1", reading), _REPEATED.sub(r"\1", reading)):
            if candidate in OFFER_WORDS:
                return candidate
    return word


_CLOSED: Final = OFFER_WORDS | UNIT_WORDS
_INSIDE: Final = str.maketrans("", "", "*.-_")
