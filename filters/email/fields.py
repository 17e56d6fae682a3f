"""Reading header fields: unfolded, encoded words decoded, addresses taken apart."""

from __future__ import annotations

import binascii
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.email.charset import decode, lookup

if TYPE_CHECKING:
    from filters.email.part import Part

_SHORT: Final = 128  # characters; the same few senders stand in many messages
_ENCODED_WORDS: Final = re.compile(
    r"=\?[^?\s]*\?[bBqQ]\?[^?]*\?=(?:[ \t]+=\?[^?\s]*\?[bBqQ]\?[^?]*\?=)*"
)
"""With blanks in them, as mail programs read them, though RFC 2047 2 has none."""
_ENCODED_WORD: Final = re.compile(r"=\?([^?*\s]*)[^?\s]*\?([bBqQ])\?([^?]*)\?=")
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]+")
_ADDRESS_TOKEN: Final = re.compile(
    r'"(?:[^"\\]|\\.)*+"?|\[[^\]]*+\]?|(?P<mark>[(),:;<>\\])|[^"(),:;<>\\\[]++',
    re.DOTALL,
)
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*+(")?')
"""What stands in quotes, or behind one that nothing closes: then nothing closes a later one."""
_IN_ANGLE: Final = re.compile(r"<[ \t]*([^<>\s,;@]++@[^<>\s,;]++)")
_BARE: Final = re.compile(r"(?<![^\s<>,;\"])[^\s<>,;\"@]++@[^\s<>,;\"]++")
_ANGLE: Final = re.compile(r"<([^<>]*+)>[ \t]*+\Z")
_MARKS: Final = re.compile(r"(?<![ \t])[ \t]*+((?:[@.][ \t]*+)++)")


def raw_values(raw: bytes, tree: Part, name: str) -> tuple[str, ...]:
    """Return the values of every field of this name, unfolded and stripped, nothing decoded."""
    return tuple([_unfolded(raw[each.value_start : each.value_end]) for each in tree.named(name)])


def values(raw: bytes, tree: Part, name: str) -> tuple[str, ...]:
    """Return the values of every field of this name as people read them."""
    return tuple(decode_words(value) for value in raw_values(raw, tree, name))


def value(raw: bytes, tree: Part, name: str) -> str:
    """Return the value of the first field of this name as people read it; "" without one."""
    field = tree.field(name)
    return decode_words(_unfolded(raw[field.value_start : field.value_end])) if field else ""


def are_legible(raw: bytes, tree: Part, name: str) -> bool:
    """Whether every encoded word in the fields of this name is in a charset that is read here.

    What is read of another is not what people see whose mail program knows it.
    """
    return all(
        lookup(charset, data) is not None
        for text in raw_values(raw, tree, name)
        for match in _ENCODED_WORDS.finditer(text)
        for charset, data in _runs(match)
    )


def addresses(raw: bytes, tree: Part, name: str) -> tuple[str, ...]:
    """Return the addresses in the fields of this name, in their order, display names left out.

    What is no address is returned as it stands, so that a comparison with it fails and a mailbox
    that only looks like ours is not overlooked.
    """
    found: list[str] = []
    for text in raw_values(raw, tree, name):
        found.extend(_remembered(text) if len(text) <= _SHORT else split_addresses(text))
    return tuple(found)


def place_of_new_fields(tree: Part) -> int:
    """Return where fields of ours go that are no trace: before From, so trace stays a block.

    RFC 5322 3.6: trace and resent fields must not be reordered or parted.
    """
    field = tree.field("from")
    return field.start if field else 0


def split_addresses(text: str) -> tuple[str, ...]:
    """Take an address list apart (RFC 5322 3.4): comments, groups and obsolete routes too.

    >>> split_addresses('"Doe, J" <j@example.com>, k@example.com (Kay), team: l@example.com;')
    ('j@example.com', 'k@example.com', 'l@example.com')
    """
    found: list[str] = []
    pieces: list[str] = []
    comments, in_angle = 0, False
    for match in _ADDRESS_TOKEN.finditer(text):
        mark = match["mark"] or ""
        if mark and mark in "()":
            comments = max(comments + (1 if mark == "(" else -1), 0)
        elif comments:
            continue
        elif mark and mark in ",;" and not in_angle:
            _finish(pieces, found)
        elif mark == ":" and not in_angle:
            pieces.clear()  # the name of a group
        else:
            in_angle = (in_angle or mark == "<") and mark != ">"
            pieces.append(match[0])
    _finish(pieces, found)
    return tuple(found)


def loose_addresses(entry: str) -> tuple[str, ...]:
    """Return the addresses that an entry must mean which is none as it stands.

    What stands in angle brackets goes before all else, what stands in quotes is a name.

    >>> loose_addresses("Jane <j@example.com"), loose_addresses("Jane j@example.com")
    (('j@example.com',), ('j@example.com',))
    """
    unquoted = _QUOTED.sub(lambda m: " " if m[1] else m[0], entry)
    return tuple(_IN_ANGLE.findall(unquoted) or _BARE.findall(unquoted))


_remembered = lru_cache(maxsize=512)(split_addresses)


def _finish(pieces: list[str], found: list[str]) -> None:
    text = "".join(pieces).strip(" \t")
    pieces.clear()
    if not text:
        return
    quoted_away = _QUOTED.sub(lambda m: "_" * len(m[0]) if m[1] else m[0], text)
    match = _ANGLE.search(quoted_away)
    if match and quoted_away.count("<") == 1:
        start = match.start(1) + _length_of_route(match[1])
        text = text[start : match.end(1)].strip(" \t")
    found.append(_MARKS.sub(lambda m: "".join(m[1].split()), text) if '"' not in text else text)


def _length_of_route(in_angle: str) -> int:
    """Return how long the obsolete route before an address is (RFC 5322 4.4)."""
    return in_angle.rfind(":") + 1 if in_angle.lstrip(" \t").startswith("@") else 0


def decode_words(text: str) -> str:
    """Decode the encoded words of RFC 2047, as far as mail programs do; what is none stays.

    >>> decode_words("=?utf-8?q?caf=C3=A9?= =?utf-8?b?IQ==?= =?x?")
    'café! =?x?'
    """
    return _ENCODED_WORDS.sub(_decode_run, text) if "=?" in text else text


def _decode_run(match: re.Match[str]) -> str:
    return "".join(decode(data, charset) for charset, data in _runs(match))


def _runs(match: re.Match[str]) -> list[tuple[str, bytes]]:
    """Return what neighbouring encoded words say, each with its charset.

    A character may be split over two of the same charset.
    """
    runs: list[tuple[str, bytes]] = []
    for charset, encoding, text in _ENCODED_WORD.findall(match[0]):
        data = _decode_word(encoding, text.encode())
        if runs and runs[-1][0] == charset.lower():
            runs[-1] = (charset.lower(), runs[-1][1] + data)
        else:
            runs.append((charset.lower(), data))
    return runs


def _decode_word(encoding: str, text: bytes) -> bytes:
    if encoding in "qQ":
        return binascii.a2b_qp(text, header=True)
    digits = _NOT_BASE64.sub(b"", text)
    whole = digits[:-1] if len(digits) % 4 == 1 else digits  # a digit alone is no octet
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def _unfolded(value: bytes) -> str:
    if b"\r" in value:
        value = value.replace(b"\r\n", b"")
    # nearly every field is ASCII, and is asked for by many: no charset has to be looked up for it
    text = value.decode("ascii") if value.isascii() else decode(value, "utf-8")
    return text.strip(" \t")
