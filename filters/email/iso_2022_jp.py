"""ISO-2022-JP as browsers read it: with NEC row 13 (a circled 1) and half-width katakana."""

from __future__ import annotations

import re
from codecs import CodecInfo, lookup, register
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

NAME: Final = "iso2022_jp_as_shown"
_STRICT: Final = "iso2022_jp"
_ESCAPE: Final = re.compile(rb"\x1b(\([BJI]|\$[@B])")
_SHIFT: Final = re.compile(rb"[\x0e\x0f]|\x1b(?!\([BJI]|\$[@B])")
_TWO_BYTES: Final = frozenset({b"$@", b"$B"})
_KATAKANA: Final = b"(I"
_IN_KATAKANA: Final = re.compile(rb"([!-_]+)|[\0- ]+|.", re.DOTALL)
_HIGH: Final = bytes(range(0x80, 0x100)) * 2
_IN_TWO_BYTES: Final = re.compile(rb"((?:[!-~][!-~])+)|[\0- ]+|.", re.DOTALL)
_MASKED: Final = re.compile(rb"\x1b(?:\$[@B]|\(I)[^\x1b]*|\x1b\([BJ]")
_MOST_ESCAPES: Final = 20_000  # two a line: a text of 10,000 lines
_ROWS: Final = 31  # of the first half of Shift JIS, two rows of JIS X 0208 a lead byte
_NO_ASCII: Final = b"\xff"


def masked(content: bytes) -> bytes:
    r"""Return a text with all that is not ASCII as question marks, each byte in its place.

    >>> masked(b"a \x1b$B-!\x1b(B b")
    b'a ???????? b'
    """
    return _MASKED.sub(lambda match: b"?" * len(match[0]), content)


def reads(content: bytes) -> bool:
    r"""Whether a text shifts into nothing that is not read here, as wider sets than this do.

    >>> reads(b"\x1b$B-!\x1b(B"), reads(b"\x1b$A-!\x1b(B")
    (True, False)
    """
    return _SHIFT.search(content) is None


def _decoded(data: ReadableBuffer, errors: str = "strict") -> tuple[str, int]:
    content = bytes(data)
    if content.count(b"\x1b") > _MOST_ESCAPES:
        if errors == "strict":
            raise UnicodeDecodeError(NAME, content, 0, len(content), "more escapes than text")
        return content.decode(_STRICT, errors), len(content)
    try:
        return content.decode(_STRICT), len(content)
    except UnicodeDecodeError:
        pass
    texts, position, state = [], 0, b"(B"
    for escape in _ESCAPE.finditer(content):
        texts.append(_read(content[position : escape.start()], state, errors))
        position, state = escape.end(), escape[1]
    texts.append(_read(content[position:], state, errors))
    return "".join(texts), len(content)


def _read(run: bytes, state: bytes, errors: str) -> str:
    """Read what stands behind one escape sequence, up to the next."""
    if state in _TWO_BYTES:
        return "".join(
            _kanji(match[1]).decode("cp932", errors) if match[1] else _blank(match[0], errors)
            for match in _IN_TWO_BYTES.finditer(run)
        )
    if state == _KATAKANA:
        return "".join(
            match[0].translate(_HIGH).decode("cp932") if match[1] else _blank(match[0], errors)
            for match in _IN_KATAKANA.finditer(run)
        )
    text = _ascii(run, errors)
    return text.replace("\\", "\u00a5").replace("~", "\u203e") if state == b"(J" else text


def _blank(run: bytes, errors: str) -> str:
    """Read a space or a line end, which stand in every state; all else is nothing."""
    return _ascii(run if run[:1] <= b" " else _NO_ASCII, errors)


def _ascii(run: bytes, errors: str) -> str:
    return run.replace(b"\x1b", _NO_ASCII).decode("ascii", errors)


def _kanji(pairs: bytes) -> bytes:
    """Return characters of JIS X 0208 as they are in Shift JIS, which knows row 13 (WHATWG)."""
    found = bytearray()
    for high, low in zip(pairs[::2], pairs[1::2], strict=True):
        row, cell = high - 0x21, low - 0x21
        lead = row // 2 + (0x81 if row // 2 < _ROWS else 0xC1)
        trail = cell + (0x9F if row % 2 else 0x40 if cell < 0x3F else 0x41)  # noqa: PLR2004 - leaves 0x7F out
        found += bytes((lead, trail))
    return bytes(found)


def _search(name: str) -> CodecInfo | None:
    if name != NAME:
        return None
    return CodecInfo(lookup(_STRICT).encode, _decoded, name=NAME)


register(_search)
