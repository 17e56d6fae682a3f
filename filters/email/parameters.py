"""Field values with parameters, as Content-Type has them (RFC 2045 5.1, RFC 2231)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import unquote_to_bytes

from filters.errors import MalformedMessage

Parameters = Mapping[str, str]
"""Names in lower case, values as written."""

MAX_PARAMETERS: Final = 100
_SHORT: Final = 128  # bytes; the same few values stand in nearly every part

_VALUE: Final = re.compile(rb"\s*+([^\s;(\"]*+)")
_PARAMETER: Final = re.compile(
    rb';\s*+([^\s=;"()]++)\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)"?|([^\s;()]*+))', re.DOTALL
)
_SIMPLE: Final = re.compile(
    rb"[\w.+/-]+(?:\s*;\s*[\w-]+\s*=\s*(?:\"[^\"\\\r\n]*\"|[\w.+/:'-]+))*\s*;?", re.ASCII
)
"""What everybody reads alike: a word, and parameters without comments, escapes or sections."""
_SECTION: Final = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?\Z")
_DECIDING: Final = frozenset({"boundary", "charset"})


def with_parameters(value: bytes) -> tuple[str, Parameters]:
    """Read a field value: what stands before the first semicolon in lower case, and its parameters.

    >>> with_parameters(b' text/PLAIN; Charset="utf-8"')
    ('text/plain', {'charset': 'utf-8'})

    Raises:
        MalformedMessage: too many parameters, or two boundaries or charsets.
    """
    return _remembered(value) if len(value) <= _SHORT else _read(value)


def are_alike(one: bytes, other: bytes) -> bool:
    """Whether two field values say the same to every reader, however they are spelt.

    >>> are_alike(b"text/html; charset=utf-8", b'Text/HTML;charset="UTF-8"')
    True
    """
    if one == other:
        return True
    if not (_SIMPLE.fullmatch(one) and _SIMPLE.fullmatch(other)):
        return False
    return _said(one) == _said(other)


def _said(value: bytes) -> list[bytes]:
    """Return the words of a simple value; case means something in few of them (RFC 2045 5.1)."""
    found = [value.partition(b";")[0].strip().lower()]
    for name, quoted, plain in _PARAMETER.findall(value):
        text = quoted or plain
        found += [name.lower(), text.lower() if name.lower() == b"charset" else text]
    return found


def _read(value: bytes) -> tuple[str, Parameters]:
    match = _VALUE.match(value)
    word = match[1].decode("latin-1").lower() if match else ""
    found: dict[str, str] = {}
    for count, parameter in enumerate(_PARAMETER.finditer(value, match.end() if match else 0)):
        if count == MAX_PARAMETERS:
            raise MalformedMessage(f"more than {MAX_PARAMETERS} parameters in one header field")
        name_bytes, quoted, plain = parameter.groups(b"")
        name = name_bytes.decode("latin-1").lower()
        text = _text(_unescaped(quoted) if quoted else plain)
        if found.setdefault(name, text) != text and name in _DECIDING:
            raise MalformedMessage(f"two different {name} parameters")
    return word, _joined(found) if any("*" in name for name in found) else found


_remembered = lru_cache(maxsize=512)(_read)


def _unescaped(quoted: bytes) -> bytes:
    """Drop folds and the backslashes of quoted pairs."""
    if b"\r" in quoted:
        quoted = quoted.replace(b"\r\n", b"")
    return re.sub(rb"\\(.)", rb"\1", quoted, flags=re.DOTALL) if b"\\" in quoted else quoted


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _joined(found: Parameters) -> Parameters:
    """Join the continued and encoded parameters of RFC 2231 3 and 4."""
    joined = {name: text for name, text in found.items() if "*" not in name}
    sections: dict[str, list[tuple[int, bool, str]]] = {}
    for name, text in found.items():
        match = _SECTION.match(name)
        if match and "*" in name:
            section = (int(match[2] or 0), bool(match[3]), text)
            sections.setdefault(match[1], []).append(section)
    for name, several in sections.items():
        text = _assembled(sorted(several))
        if joined.setdefault(name, text) != text and name in _DECIDING:
            raise MalformedMessage(f"two different {name} parameters")
    return joined


def _assembled(sections: list[tuple[int, bool, str]]) -> str:
    charset, data = "", b""
    for number, is_encoded, text in sections:
        value = text
        if is_encoded and number == 0 and value.count("'") >= 2:  # noqa: PLR2004 - charset'language'
            charset, _, value = value.split("'", 2)
        data += unquote_to_bytes(value) if is_encoded else value.encode()
    known = charset.lower() in {"iso-8859-1", "latin1", "windows-1252"}
    return data.decode("cp1252" if known else "utf-8", "replace")
