"""JSON without a second meaning, and without more work in it than a request is worth.

What is read in one go holds up everybody else, so a body is first outlined: without its long
strings, which are texts and files, little may be left of it.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, Final, NoReturn

from gateway.http.problems import Refusal, bad_request

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DEPTH: Final = 32
_VALUES: Final = 50_000  # a thousand rows of all fields there are have less than half of it
_HARMLESS_BYTES: Final = 4 << 10
_SHORT_BYTES: Final = 1 << 10  # longer strings are texts and files
_OUTLINE_BYTES: Final = 1 << 20
_PIECE_BYTES: Final = 1 << 20  # looked at in one go
_ESCAPES: Final = 1 << 20
_UNICODE_ESCAPES: Final = 1 << 18
_BACKSLASH: Final = 92
_IS_NAME: Final = re.compile(rb"[ \t\r\n]*:")


def check_json(raw: bytes) -> None:
    """Refuse what two JSON readers could understand in two ways (RFC 8259 4, 6, 8).

    Strings of more than 1 KiB are left to who reads them.

    Raises:
        Refusal: not UTF-8, not JSON, a name twice, NaN, a number beyond all bounds, a lone
            surrogate, nested too deeply, or too much in it.
    """
    outlined = raw if len(raw) <= _HARMLESS_BYTES else _outline(raw)
    try:
        value = _DECODER.decode(outlined.decode())
    except UnicodeDecodeError as error:
        raise bad_request("the body is not UTF-8") from error
    except RecursionError as error:
        raise bad_request("the JSON is nested too deeply") from error
    except ValueError as error:
        raise bad_request(_where(error, whole=outlined is raw)) from error
    if _is_deep(value):
        raise bad_request("the JSON is nested too deeply")
    if b"\\u" in outlined:
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise bad_request("the JSON has half of a surrogate pair") from error


def _outline(raw: bytes) -> bytes:
    """Return the JSON with a mark in place of each long string.

    Raises:
        Refusal: what is left is too much, and so are escapes, or a name is a long string.
    """
    if _count(raw, b"\\") > _ESCAPES or _count(raw, b"\\u") > _UNICODE_ESCAPES:
        raise bad_request("too many escapes: write the body in UTF-8, and files in base64")
    kept, between, at = bytearray(), bytearray(), 0
    while (begin := raw.find(b'"', at)) >= 0:
        _room_for(begin - at, kept)
        between += raw[at:begin]
        kept += raw[at:begin]
        at = _behind_string(raw, begin + 1)
        if at - begin <= _SHORT_BYTES:
            kept += raw[begin:at]
        elif _IS_NAME.match(raw, at):
            raise bad_request("a name in the JSON is too long")
        else:
            kept += b'"%d"' % begin
    _room_for(len(raw) - at, kept)
    between += raw[at:]
    if sum(between.count(sign) for sign in (b",", b"[", b"{")) > _VALUES:
        raise bad_request(f"the JSON has more than {_VALUES} values")
    return bytes(kept + raw[at:])


def _count(raw: bytes, sign: bytes) -> int:
    """Count a sign, a piece at a time: not of all those that a piece ends within."""
    return sum(raw.count(sign, at, at + _PIECE_BYTES) for at in range(0, len(raw), _PIECE_BYTES))


def _room_for(more_bytes: int, kept: bytearray) -> None:
    if len(kept) + more_bytes > _OUTLINE_BYTES:
        detail = f"all but texts and files may have {_OUTLINE_BYTES} bytes"
        raise Refusal("SMTP_TOO_LARGE", detail)


def _behind_string(raw: bytes, start: int) -> int:
    """Return the place behind the quotation mark that ends a string."""
    while (end := raw.find(b'"', start)) >= 0:
        before = end
        while before > start and raw[before - 1] == _BACKSLASH:
            before -= 1
        if (end - before) % 2 == 0:
            return end + 1
        start = end + 1
    raise bad_request("not JSON: a string never ends")


def _where(error: ValueError, *, whole: bool) -> str:
    if isinstance(error, json.JSONDecodeError):
        column = f", column {error.colno}" if whole else ""
        return f"not JSON: line {error.lineno}{column}"
    return "not JSON: a number is too long"


def _no_name_twice(pairs: Sequence[tuple[str, Any]]) -> Mapping[str, Any]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise bad_request("the JSON gives a name twice in one object")
    return mapping


def _no_constant(_name: str) -> NoReturn:
    raise bad_request("JSON has no NaN and no Infinity")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise bad_request("a number is out of range")
    return number


def _is_deep(value: object) -> bool:
    level: list[object] = [value]
    for _ in range(_DEPTH):
        level = [c for v in level for c in _children(v)]
        if not level:
            return False
    return True


def _children(value: object) -> Sequence[object]:
    if isinstance(value, dict):
        return tuple(value.values())
    return value if isinstance(value, list) else ()


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_no_name_twice, parse_constant=_no_constant, parse_float=_finite
)
