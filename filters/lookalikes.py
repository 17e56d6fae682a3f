# ruff: noqa: RUF001, RUF002 - what is mistaken for a Latin letter is what this file is about
"""Text as it is seen: nothing invisible, and what is mistaken for a Latin letter read as one."""

from __future__ import annotations

import unicodedata
from typing import Final

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"})
"""What shows nothing of its own: controls, zero-width and bidi marks, halves of pairs, accents."""
_BLANK: Final = dict.fromkeys(map(ord, "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"), " ")

_READ_AS: Final = {
    # Unicode TR 39 confusables, those of use in a word; small letters, as casefolding leaves them
    "a": "аαɑᴀ", "b": "ьвʙ", "c": "сϲᴄ", "d": "ԁᴅ", "e": "еєεҽᴇ", "f": "ғꜰ", "g": "ɡցɢ",
    "h": "һнհʜ", "i": "іιɩıɪ", "j": "јϳᴊ", "k": "кκᴋ", "l": "ӏʟ", "m": "мᴍ", "n": "пηոɴ",
    "o": "оοօσᴏ", "p": "рρᴘ", "q": "ԛզ", "r": "гʀ", "s": "ѕꜱ", "t": "тτᴛ", "u": "υսᴜ",
    "v": "ѵνᴠ", "w": "ԝωᴡ", "x": "хχ", "y": "уүγʏ", "z": "ᴢ",
}  # fmt: skip
_LETTERS: Final = str.maketrans(
    {lookalike: letter for letter, alike in _READ_AS.items() for lookalike in alike}
)

_REMEMBERED: Final = 0x3000  # the letters of most writing


class _Shown(dict[int, int | None]):
    """What a character shows: itself or nothing; looked up once for those that stand in words."""

    def __missing__(self, code: int) -> int | None:
        is_seen = unicodedata.category(chr(code)) not in _UNSEEN
        shown = code if is_seen else None
        if code < _REMEMBERED:
            self[code] = shown
        return shown


_SHOWN: Final = _Shown({ord(blank): ord(blank) for blank in "\n\t\r"})
_SIGNS: Final = str.maketrans("0134578@$!|+€", "oieastbasilte")
_SIGNS_ELL: Final = str.maketrans("0134578@$!|+€", "oleastbasllte")


def as_seen(text: str) -> str:
    r"""Return a text with one form for each letter and without what shows nothing.

    >>> as_seen("s\u200bal\u00ade")
    'sale'
    """
    if text.isascii() and text.isprintable():
        return text
    shown = unicodedata.normalize("NFKD", text.translate(_BLANK))
    return unicodedata.normalize("NFKC", shown.translate(_SHOWN))


def without_lookalikes(text: str) -> str:
    """Return casefolded text with the letters of other alphabets read as Latin ones.

    >>> without_lookalikes("ѕаlе")
    'sale'
    """
    return text if text.isascii() else text.translate(_LETTERS)


def readings(word: str) -> tuple[str, ...]:
    """Return the words that one written with digits and signs may be meant to be.

    >>> readings("$a1e")
    ('saie', 'sale')
    """
    return word.translate(_SIGNS), word.translate(_SIGNS_ELL)
