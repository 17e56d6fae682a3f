"""What an edit returns: splices over the submitted bytes, with slots for each recipient's token."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

_encode: Final = msgspec.json.Encoder().encode
_BASE64_BYTES_A_LINE: Final = 57  # 76 characters, RFC 2045 6.8
_BASE64_BYTES_A_STRETCH: Final = _BASE64_BYTES_A_LINE << 12  # lines take up much while in pieces


@dataclass(frozen=True, slots=True)
class Token:
    """Where the recipient's unsubscribe token goes, in the charset of the place."""

    charset: str = "ascii"


@dataclass(frozen=True, slots=True)
class Base64Text:
    """Text of a base64 part with the token somewhere in it, encoded when the token is known.

    `pieces` are the decoded bytes around the tokens.
    """

    pieces: tuple[bytes | Token, ...]


Piece = bytes | Token | Base64Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Splice:
    """Replace the bytes from `start` to `end` of the submitted message by the template."""

    start: int
    end: int
    template: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that is changed on a message, as data: splices in order, none overlapping."""

    splices: tuple[Splice, ...] = ()
    fixes: tuple[str, ...] = ()  # F_ codes of what is changed

    @property
    def is_personal(self) -> bool:
        """Whether each recipient needs a copy of their own."""
        return any(
            not isinstance(piece, bytes) for splice in self.splices for piece in splice.template
        )


NO_PLAN: Final = Plan()


def combine(plans: Iterable[Plan]) -> Plan:
    """Join the plans of several edits.

    Splices at the same place keep the order of the edits.

    Raises:
        ValueError: two edits change the same bytes.
    """
    every = [plan for plan in plans if plan.splices or plan.fixes]
    if len(every) == 1:
        return every[0]
    splices = sorted((s for plan in every for s in plan.splices), key=lambda s: (s.start, s.end))
    for before, after in pairwise(splices):
        if after.start < before.end:
            message = f"two edits change the same bytes ({after.start} < {before.end})"
            raise ValueError(message)
    return Plan(
        splices=tuple(splices), fixes=tuple(dict.fromkeys(f for p in every for f in p.fixes))
    )


def render(raw: bytes, plan: Plan, token: str) -> bytes:
    """Return the copy of one recipient: a join of slices, never a second parse."""
    view, position = memoryview(raw), 0
    pieces: list[bytes | memoryview] = []
    for splice in plan.splices:
        pieces.append(view[position : splice.start])
        pieces += [
            piece if isinstance(piece, bytes) else _fill(piece, token) for piece in splice.template
        ]
        position = splice.end
    return b"".join([*pieces, view[position:]])


def _fill(piece: Token | Base64Text, token: str) -> bytes:
    if isinstance(piece, Token):
        return token.encode(piece.charset)
    each = [p if isinstance(p, bytes) else token.encode(p.charset) for p in piece.pieces]
    decoded = each[0] if len(each) == 1 else b"".join(each)
    stretches = range(0, len(decoded), _BASE64_BYTES_A_STRETCH)
    return b"\r\n".join(_lines(decoded[i : i + _BASE64_BYTES_A_STRETCH]) for i in stretches)


def _lines(decoded: bytes) -> bytes:
    lines = range(0, len(decoded), _BASE64_BYTES_A_LINE)
    return b"\r\n".join(base64.b64encode(decoded[i : i + _BASE64_BYTES_A_LINE]) for i in lines)


def dumps(plan: Plan) -> str:
    """Write a plan as JSON, for the spool."""
    return _encode(
        {"splices": [[s.start, s.end, [_dump(p) for p in s.template]] for s in plan.splices],
         "fixes": plan.fixes}
    ).decode()  # fmt: skip


def loads(text: str) -> Plan:
    """Read a plan that `dumps` wrote."""
    data = msgspec.json.decode(text)
    return Plan(
        splices=tuple(
            Splice(start=start, end=end, template=tuple(_load(p) for p in template))
            for start, end, template in data["splices"]
        ),
        fixes=tuple(data["fixes"]),
    )


def _dump(piece: Piece) -> Any:  # noqa: ANN401 - JSON
    if isinstance(piece, bytes):
        return piece.decode("latin-1")
    if isinstance(piece, Token):
        return {"token": piece.charset}
    return {"base64": [_dump(p) for p in piece.pieces]}


def _load(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return value.encode("latin-1")
    if "token" in value:
        return Token(value["token"])
    return Base64Text(tuple(_load(p) for p in value["base64"]))
