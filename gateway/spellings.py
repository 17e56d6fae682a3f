"""How a person is named in what is kept but not taken apart: reports, what nobody could read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import idna
from phonenumbers import national_significant_number

from gateway.delivery.dsn import ascii_of
from suppression.e164 import parsed_number
from suppression.keys import read_local_part

if TYPE_CHECKING:
    from collections.abc import Iterable

    from suppression.keys import RecipientKey


_ESCAPE: Final = rb"(?<=\\[nrtbf])|(?<=\\u[0-9a-fA-F]{4})|(?<=%[0-9a-fA-F]{2})"
"""What may end in a letter or digit of its own: a character as JSON or an address writes it."""
_MARKS: Final = "[^0-9A-Za-z]{0,3}"
"""What people write between the digits of a number."""


def spellings(key: RecipientKey, written: Iterable[str] = ()) -> re.Pattern[bytes]:
    """Return what finds a person, whatever the case: by their key, and as others wrote it.

    A number is found with and without its +; an address with its domain in either form (RFC 5890
    2.3.2.1), in UTF-8, and as reports write it (RFC 6533 3).

    >>> bool(spellings("ann@xn--bcher-kva.example").search("Ann@bücher.example".encode()))
    True
    >>> bool(spellings("ann@x.test").search(b"joann@x.test"))
    False
    """
    if key.startswith("+"):
        return re.compile(rb"(?:(?<!\d)|%b)(?:00|011)?%b(?!\d)" % (_ESCAPE, key[1:].encode()))
    forms = {form for each in (key, *written) for form in _forms(each)}
    longest_first = sorted((re.escape(form) for form in forms), reverse=True)
    within = rb"(?:(?<![\w.+-])|%b)(?:%b)(?!\.?[\w-])" % (_ESCAPE, b"|".join(longest_first))
    return re.compile(within, re.IGNORECASE)


def is_named_in(url: str, key: RecipientKey) -> bool:
    """Whether a URL names a person; by their number however it is written, at home as well.

    Digits that are theirs by chance count, too: a URL is rather forgotten than kept.

    >>> is_named_in("https://shop.test/told?of=%28202%29%20555-0143", "+12025550143")
    True
    """
    said = unquote(unquote(url))  # one may stand within another
    if key.startswith("+"):
        return bool(re.search(_MARKS.join(national_significant_number(parsed_number(key))), said))
    return any(spellings(key).search(each.encode()) for each in (url, said))


def struck(text: str, people: Iterable[RecipientKey]) -> str:
    """Return a text without the addresses and numbers of people.

    >>> struck("she wrote from Ann@x.test, and called from +12025550143", ["ann@x.test"])
    'she wrote from •••, and called from +12025550143'
    """
    said = text.encode()
    for key in people:
        said = spellings(key).sub("•••".encode(), said)
    return said.decode()


def _forms(address: str) -> set[bytes]:
    local, _, domain = address.rpartition("@")
    said = read_local_part(local) if local else ""
    names = {f"{each}@" for each in _cased({local, said, f'"{said}"'})}
    found = {name + each for name in names for each in _cased({domain, _read(domain)})}
    return {form for each in found for form in (each.encode(), ascii_of(each).encode())}


def _cased(forms: set[str]) -> set[str]:
    return {form for each in forms for form in (each, each.upper(), each.lower())}


def _read(domain: str) -> str:
    """Return a domain as people read it."""
    try:
        return idna.decode(domain)
    except idna.IDNAError:
        return domain
