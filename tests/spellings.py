"""The spellings of one address or number: every one of them is the same person."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

import idna
import phonenumbers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

_FULL_WIDTH: Final = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_DOTS: Final = ".\u3002\uff0e\uff61"  # UTS 46 takes all of these for the dot between labels
_GAPS: Final = (" ", "-", ".", "/", "\u00a0", "\u2011", "\u2013", " - ", "")
_ATOM: Final = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~."
)
_NATIONAL: Final = (
    phonenumbers.PhoneNumberFormat.NATIONAL,
    phonenumbers.PhoneNumberFormat.INTERNATIONAL,
    phonenumbers.PhoneNumberFormat.E164,
    phonenumbers.PhoneNumberFormat.RFC3966,
)


def address_spellings(address: str, random: Random) -> Iterator[str]:
    """Yield spellings of an address without end; the local part is given unquoted."""
    local, _, domain = address.rpartition("@")
    while True:
        yield f"{_local(local, random)}@{_domain(domain, random)}"


def number_spellings(number: str, random: Random) -> Iterator[str]:
    """Yield spellings of a number of region US, given in E.164, without end."""
    parsed = phonenumbers.parse(number)
    while True:
        written = phonenumbers.format_number(parsed, random.choice(_NATIONAL))
        if not written.startswith("tel:"):
            gap = random.choice(_GAPS)
            written = "".join(gap if c in " -" and random.random() < 0.7 else c for c in written)
            if random.random() < 0.3:
                written = written.replace("(", "[").replace(")", "]")
            if written[0] != "+" and random.random() < 0.3:
                written = f"1{random.choice(_GAPS)}{written}"
            if random.random() < 0.2:
                written = f"{random.choice(('tel:', 'TEL:'))}{written}"
        if random.random() < 0.2:
            written = (
                "".join(
                    c.translate(_FULL_WIDTH) if c.isdecimal() or c in "+-" else c for c in written
                )
                if not written.lower().startswith("tel:")
                else written
            )
        yield written


def _local(local: str, random: Random) -> str:
    written = _normalised(_cased(local, random), random)
    needs_quotes = not set(written) <= _ATOM and written.isascii()
    if needs_quotes or random.random() < 0.3:
        following = (*written[1:], "")
        pairs = zip(written, following, strict=True)
        return '"' + "".join(_quoted(c, after, random) for c, after in pairs) + '"'
    return written


def _quoted(character: str, after: str, random: Random) -> str:
    # what is escaped is ASCII (RFC 5321 4.1.2), and stays so where the next combines with it
    may = character.isascii() and not (after and unicodedata.combining(after))
    must = character in '"\\'
    return f"\\{character}" if must or (may and random.random() < 0.2) else character


def _domain(domain: str, random: Random) -> str:
    if domain.startswith("["):
        return _cased(domain, random)
    labels = [_label(label, random) for label in domain.split(".")]
    written = labels[0] + "".join(random.choice(_DOTS) + label for label in labels[1:])
    if written.isascii() and random.random() < 0.5:
        written = written.replace(_DOTS[0], ".")
    return written + ("." if random.random() < 0.2 else "")


def _label(label: str, random: Random) -> str:
    if not label.isascii() and random.random() < 0.4:
        return _cased(idna.encode(label, uts46=True).decode(), random)
    written = _normalised(_cased(label, random), random)
    if random.random() < 0.1 and written.isascii():
        written = "".join(c.translate(_FULL_WIDTH) if c.isalnum() else c for c in written)
    return written


def _cased(text: str, random: Random) -> str:
    return "".join(c.upper() if random.random() < 0.5 and len(c.upper()) == 1 else c for c in text)


def _normalised(text: str, random: Random) -> str:
    return unicodedata.normalize(random.choice(("NFC", "NFD")), text)
