"""How many segments a text is sent in, and which characters make it dear."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from filters.decision import Objection
from filters.plan import render
from filters.rule import rule
from filters.sms.graphemes import graphemes
from filters.sms.notice import opt_out_notice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Sms, SmsFacts

# 3GPP TS 23.038 6.2.1: the default alphabet, one septet each, without the escape itself.
GSM_7: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# 3GPP TS 23.038 6.2.1.1: the extension table, an escape and one more septet.
GSM_7_EXTENSION: Final = frozenset("\f^{}\\[~]|€")

_EXTENDED: Final = re.compile(f"[{re.escape(''.join(GSM_7_EXTENSION))}]")
_BEYOND: Final = re.compile(f"[^{re.escape(''.join(GSM_7 | GSM_7_EXTENSION))}]")

# 3GPP TS 23.040 9.2.3.24.1: 140 octets a segment, six of them for the header of a longer text.
_SEPTETS: Final = (160, 153)
_CODE_UNITS: Final = (70, 67)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """What a text costs on the air.

    `units` are septets in GSM-7 and UTF-16 code units in UCS-2.
    """

    encoding: Literal["GSM-7", "UCS-2"]
    segments: int
    units: int
    offending: tuple[str, ...]  # what forces UCS-2, each character once, in order


@lru_cache(maxsize=256)
def count(text: str) -> Segments:
    """Count the segments of a text as it will be cut: never through what is seen as a character.

    The count is Twilio's (its calculator of segments, 1.3.0).

    >>> count("a" * 159 + "€").segments
    2
    """
    if offending := tuple(dict.fromkeys(_BEYOND.findall(text))):
        return _cut("UCS-2", _sizes(text), _CODE_UNITS, offending)
    units = len(text) + len(_EXTENDED.findall(text))
    if units <= _SEPTETS[0]:  # as most texts are
        return Segments(encoding="GSM-7", segments=1, units=units, offending=())
    return _cut("GSM-7", [2 if c in GSM_7_EXTENSION else 1 for c in text], _SEPTETS, ())


def cut(text: str, *, as_ucs_2: bool = False) -> tuple[str, ...]:
    """Cut a text into its segments: never through an escape, a surrogate pair or a character.

    Only a character that carries so many marks that no segment holds it is cut through. With
    `as_ucs_2` it is not sent in GSM-7, whatever its characters.

    >>> [len(each) for each in cut("a" * 152 + "€€" + "a" * 150)]
    [152, 151, 1]
    """
    if count(text).encoding == "UCS-2" or as_ucs_2:
        whole, part = _CODE_UNITS
        pieces = [(each, _code_units(each)) for each in _fitting(text, part)]
    else:
        whole, part = _SEPTETS
        pieces = [(char, 2 if char in GSM_7_EXTENSION else 1) for char in text]
    if sum(units for _, units in pieces) <= whole:
        return (text,)
    segments, used = [""], 0
    for piece, units in pieces:
        if used + units > part:
            segments.append("")
            used = 0
        segments[-1] += piece
        used += units
    return tuple(segments)


def _fitting(text: str, room: int) -> Iterator[str]:
    """Yield what is seen as one character, or the code points of one that is larger than `room`."""
    for each in graphemes(text):
        yield from each if _code_units(each) > room else (each,)


def _code_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(
    encoding: Literal["GSM-7", "UCS-2"],
    sizes: list[int],
    room: tuple[int, int],
    offending: tuple[str, ...],
) -> Segments:
    whole, part = room
    units = sum(sizes)
    segments = 1
    if units > whole:
        used, begins_at = _end_of_the_first(sizes, whole, part)
        segments = 2
        for size in sizes[begins_at:]:
            if used + size > part:  # an escape, a surrogate pair or a cluster moves on as one
                segments, used = segments + 1, 0
            used += size
    return Segments(encoding=encoding, segments=segments, units=units, offending=offending)


def _end_of_the_first(sizes: list[int], whole: int, part: int) -> tuple[int, int]:
    """Return how full the second segment is with what the header drives out of the first one.

    And where the text goes on: the character that did not fit comes along, however large.
    """
    fitting = 0
    at = next(at for at, size in enumerate(sizes) if (fitting := fitting + size) > whole)
    fitting -= sizes[at]
    moved = 0
    for size in reversed(sizes[:at]):
        if fitting - moved <= part:
            break
        moved += size
    return moved + sizes[at], at + 1


def _sizes(text: str) -> list[int]:
    """Return the UTF-16 code units of each character that is seen as one."""
    if (units := _code_units(text)) <= _CODE_UNITS[0]:
        return [units]  # one segment, however cut
    return [_code_units(each) for each in graphemes(text)]


@rule("SMS_TOO_LONG", cites="3GPP TS 23.040 9.2.3.24.1")
def too_many_segments(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse a text that leaves, notice included, in more segments than allowed."""
    raw = sms.text.encode("utf-8", "surrogatepass")
    leaving = render(raw, opt_out_notice(sms, facts), "").decode("utf-8", "surrogatepass")
    counted = count(leaving)
    if counted.segments > facts.policy.max_segments:
        yield Objection(
            recipient=sms.recipient,
            reason=f"The text leaves in {counted.segments} segments; "
            f"at most {facts.policy.max_segments} are sent.",
            evidence=(f"{counted.units} units of {counted.encoding}", *counted.offending[:10]),
        )
