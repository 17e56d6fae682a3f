"""The alphabets of texts on an SMPP link: what `data_coding` names, and how it is read.

What is read is read to the end, whatever it is: a text that cannot be decoded may be a stop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SMSC_DEFAULT: Final = 0
UCS_2: Final = 8

# 3GPP TS 23.038 6.2.1, in the order of its codes; 0x1B is the escape
_BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# 3GPP TS 23.038 6.2.1.1
_EXTENSION: Final[Mapping[int, str]] = {
    0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]",
    0x40: "|", 0x65: "€",
}  # fmt: skip
_ESCAPE: Final = 0x1B
_CODES: Final[Mapping[str, bytes]] = {
    **{char: bytes([code]) for code, char in enumerate(_BASIC) if code != _ESCAPE},
    **{char: bytes([_ESCAPE, code]) for code, char in _EXTENSION.items()},
}
# SMPP 5.2.19
_CODECS: Final[Mapping[int, str]] = {
    1: "ascii", 3: "latin-1", 5: "shift_jis", 6: "iso8859_5", 7: "iso8859_8", UCS_2: "utf-16-be",
    9: "shift_jis", 10: "iso2022_jp", 13: "iso2022_jp_2", 14: "euc_kr",
}  # fmt: skip
_CLASSES: Final = 0xF0
"""3GPP TS 23.038 4: codings of this group are GSM-7, or with bit 2 eight bits, for any class."""
_SHORTEST_WIDE: Final = 4  # bytes; "@S" alone may be meant
_GENERAL_UCS_2: Final = 0x08
"""The two bits of the alphabet in the general groups 00xx and 1110."""


def gsm_7(text: str) -> bytes:
    """Return a text as septets, each in a byte of its own.

    >>> gsm_7("5 €").hex()
    '35201b65'
    """
    return b"".join(_CODES[char] for char in text)


def from_gsm_7(septets: bytes) -> str:
    """Return the text of septets, each in a byte of its own.

    3GPP TS 23.038 6.2.1.1: what the extension table does not have is read from the basic one. Bytes
    with the eighth bit, which no septet has, are Latin-1: some SMSCs call that their default.
    """
    words: list[str] = []
    is_escaped = False
    for code in septets:
        if code == _ESCAPE and not is_escaped:
            is_escaped = True
            continue
        if is_escaped and code in _EXTENSION:
            words.append(_EXTENSION[code])
        elif code < len(_BASIC):
            words.append(_BASIC[code] if code != _ESCAPE else " ")
        else:
            words.append(chr(code))
        is_escaped = False
    return "".join(words)


def decode(raw: bytes, coding: int, default: str) -> str:
    """Return the text of what was delivered; `default` is the alphabet of data_coding 0."""
    codec = _codec(coding, default)
    if codec != "octets" and _is_wide(raw):
        codec = "utf-16-be"
    if codec == "gsm-7":
        return from_gsm_7(raw)
    if codec == "octets":
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return raw.decode("latin-1")
    if codec == "utf-16-be":
        marked = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": codec}.get(raw[:2])  # RFC 2781 3.2
        words = raw[2 if marked else 0 : len(raw) & ~1]
        return words.decode(marked or codec, "surrogatepass")  # a pair may be cut in two
    return raw.decode(codec, "replace")


def _is_wide(raw: bytes) -> bool:
    """Whether this is Latin in UCS-2, whatever it is called: NUL before every byte, and no other.

    Some SMSCs name no alphabet for it. As GSM-7 it would be a commercial at before every letter.
    """
    return len(raw) >= _SHORTEST_WIDE and not any(raw[::2]) and all(raw[1::2]) and not len(raw) % 2


def joined(parts: Iterable[str]) -> str:
    r"""Return the text of its parts, pairs of surrogates put together again.

    >>> joined(["\ud83d", "\ude00"]) == "\U0001f600"
    True
    """
    whole = "".join(parts).encode("utf-16-be", "surrogatepass")
    return whole.decode("utf-16-be", "replace")


def _codec(coding: int, default: str) -> str:
    if coding == SMSC_DEFAULT:
        return default
    if known := _CODECS.get(coding):
        return known
    if coding & _CLASSES == _CLASSES:
        return "octets" if coding & 0x04 else default
    if coding & 0x0C == _GENERAL_UCS_2:
        return "utf-16-be"
    return "octets" if coding & 0x0C else default
