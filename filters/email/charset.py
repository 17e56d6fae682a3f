"""Charset labels as mail writes them: which codec reads them, and which writes them strictly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import webencodings

from filters.email import iso_2022_jp
from filters.email.utf_16 import BYTE_ORDERS, is_utf_16


@dataclass(frozen=True, slots=True)
class Charset:
    """A charset that can be read and written here."""

    reads: str  # codec for decoding, as wide as mail programs read the label
    writes: str  # codec for encoding, no wider than the label promises
    is_wide: bool = False  # two bytes for "a": markup cannot be found in the bytes
    is_stateful: bool = False  # escape sequences: what a byte means depends on those before

    @property
    def is_plain(self) -> bool:
        """Whether markup and ASCII text stand in the bytes as they are."""
        return not (self.is_wide or self.is_stateful)


UTF_8: Final = Charset("utf-8", "utf-8")
ASCII: Final = Charset("utf-8", "ascii")  # 8-bit text that names no charset is mostly UTF-8
_WESTERN: Final = Charset("cp1252", "ascii")  # else windows-1252, where that is plain
ESCAPE: Final = b"\x1b"
ASCII_ESCAPE: Final = b"\x1b(B"  # ISO 2022: back to ASCII

_EXACT: Final = {
    "": ASCII, "us-ascii": ASCII, "ascii": ASCII, "ansi_x3.4-1968": ASCII, "iso646-us": ASCII,
    "utf-8": UTF_8, "utf8": UTF_8,
    "iso-8859-1": Charset("cp1252", "latin-1"), "latin1": Charset("cp1252", "latin-1"),
    "iso-8859-9": Charset("cp1254", "iso8859-9"), "iso-8859-11": Charset("cp874", "iso8859-11"),
    "tis-620": Charset("cp874", "tis-620"), "gb2312": Charset("gb18030", "gb2312"),
    "gbk": Charset("gb18030", "gbk"), "gb18030": Charset("gb18030", "gb18030"),
    "euc-kr": Charset("cp949", "euc_kr"), "ks_c_5601-1987": Charset("cp949", "cp949"),
    "shift_jis": Charset("cp932", "shift_jis"), "windows-31j": Charset("cp932", "cp932"),
    "cp932": Charset("cp932", "cp932"), "big5": Charset("big5hkscs", "big5"),
    "iso-2022-jp": Charset(iso_2022_jp.NAME, "iso2022_jp", is_stateful=True),
    "utf-16le": Charset("utf-16-le", "utf-16-le", is_wide=True),
    "utf-16be": Charset("utf-16-be", "utf-16-be", is_wide=True),
}  # fmt: skip
_AS_ISO_2022_JP: Final = re.compile(r"iso2022jp(?:[123]|2004|ext|ms)?|cp5022[01]|jis")
"""What PHP, Java and Windows call it, and what has it in it, by letters and digits alone."""
_SHIFT: Final = re.compile(
    rb"[\0\x0e\x0f]|\x1b(?:\$|[(-/](?!B))"  # ISO 2022: but no colours of a terminal
    rb"|~\{(?:[!-w][!-~])++~\}"  # RFC 1843: but no LaTeX or Lisp
)
"""Into what is not ASCII."""
_WITHOUT_ASCII: Final = re.compile(
    r"(?:cs|x)?(?:cp|ibm)?(?:0?3[789]|256|27[3-8]|28[0-9]|29[07]|42[0-4]|500(?:v1)?|803|83[368]"
    r"|87[015]|880|905|918|924|93[013579]|10(?:25|26|47|70|79|81|84|97)"
    r"|11(?:12|22|23|3[027]|4[0-9]|5[3-8]|6[0456])|13(?:64|71|88|90|99)"
    r"|4899|4971|9030|12712|16804)"  # EBCDIC by the number of the code page
    r"|.*ebcdic.*|osf1002.*|.*(?:scsu|bocu|utf7|utf16|utf32|ucs[24]|iso10646).*|u(?:7|16|32)"
    r"|unicode(?:big|little).*|hz(?:gb(?:2312)?)?|xuserdefined"
)
"""What no mail program writes by itself, and reads ASCII as something else.

Compared by letters and digits alone: some programs know it as `utf 7`, `UTF_7` or `hz-gb`.
"""
_BETWEEN: Final = re.compile(r"[^a-z0-9]+")
_LETTER: Final = rb"[\xc4\xc9\xd3\xd6\xdc\xdf\xe4\xe9\xf3\xf6\xfc]"
_NOT_PLAINLY_WESTERN: Final = re.compile(
    rb"[^\0-\x7f\x80\x82\x84\x85\x91-\x97\xa0\xa7\xa9\xab\xae\xb0\xb7\xbb%(letters)b]"
    rb"|(?<=[A-Za-z])[\x80\x82\x84\x85\x93-\x95](?=[A-Za-z])"
    rb"|%(one)b{3}|(?<![A-Za-z])(?<!%(one)b)%(one)b{1,2}(?![A-Za-z])(?!%(one)b)"
    % {b"one": _LETTER, b"letters": _LETTER[1:-1]}
)
"""All but a letter or two beside those of ASCII, quotes and dashes: all Latin code pages have them.

What the code pages differ in, or stands in a row as in other writing, may be any of them.
"""
_STRETCH: Final = 64 << 10  # octets
_CUT: Final = re.compile(
    rb"[\0-\x7f]|[^\0-\x7f%(letters)b](?=[\x80-\xff])|%(one)b{3}"
    % {b"one": _LETTER, b"letters": _LETTER[1:-1]}
)
"""What ends before or behind it is judged alike without the rest; three letters decide by
themselves."""


def lookup(label: str, data: bytes = b"") -> Charset | None:
    """Return the charset a label names, or None for one that is unknown or cannot be appended to.

    `data` is the text itself: UTF-16 takes its byte order from its start. What begins as UTF-16
    under another label is read as either.
    """
    name, marked = label.strip().strip("'").lower(), BYTE_ORDERS.get(data[:2])
    if name in ("utf-16", "unicode"):
        name = marked or name
    exact = _EXACT.get(name)
    if marked and marked != name:
        return None
    if exact is not None:
        return _unnamed(data) if exact is ASCII else exact
    encoding = webencodings.lookup(name)
    if encoding is None:
        return _unlisted(_BETWEEN.sub("", name), data)
    if encoding.name in ("replacement", "x-user-defined", "utf-16le"):
        return None  # webencodings reads "utf-16" as little-endian, RFC 2781 4.3 as big-endian
    if encoding.name in _EXACT:
        return _EXACT[encoding.name]
    return Charset(encoding.codec_info.name, encoding.codec_info.name)


def _unlisted(bare: str, data: bytes) -> Charset | None:
    """Return the charset of a label that browsers do not know."""
    if _AS_ISO_2022_JP.fullmatch(bare):
        return _EXACT["iso-2022-jp"] if iso_2022_jp.reads(data) else None
    # a label nobody knows, "default": every charset of today has ASCII in it
    return None if _SHIFT.search(data) or _WITHOUT_ASCII.fullmatch(bare) else ASCII


def _unnamed(data: bytes) -> Charset:
    """Return how text is read that names no charset, or ASCII; nothing but ASCII is added."""
    if data.isascii():
        return ASCII
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _WESTERN if _is_plainly_western(data) else ASCII
    return ASCII


def _is_plainly_western(data: bytes) -> bool:
    """Whether letters beyond ASCII can be but those of western Europe.

    It is looked at in stretches: no other thread runs while an expression searches, and 25 MiB
    take it seconds.
    """
    start = 0
    while start < len(data):
        cut = _CUT.search(data, start + _STRETCH)
        end = cut.end() if cut else len(data)
        if _NOT_PLAINLY_WESTERN.search(data, start, end):
            return False
        start = end
    return True


def is_legible(data: bytes, label: str) -> bool:
    """Whether bytes are read here as mail programs show them, by their label or by their mark."""
    if lookup(label, data) is not None:
        return True
    unmarked = lookup(label)
    return unmarked is not None and unmarked.is_plain and is_utf_16(data)


def decode(data: bytes, label: str) -> str:
    """Read bytes for judging: what the label cannot say is read as UTF-8, else as windows-1252."""
    # a byte order mark tells browsers more than the label does (WHATWG Encoding 6)
    charset = lookup(BYTE_ORDERS.get(data[:2], label), data) or UTF_8
    if charset is not ASCII:
        try:
            return data.decode(charset.reads)
        except UnicodeDecodeError:
            pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252" if charset in (ASCII, UTF_8) else charset.reads, "replace")
