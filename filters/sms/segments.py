"""How many segments a text is sent in, and which characters make it dear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from filters.decision import Objection
from filters.plan import render
from filters.rule import rule
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


def count(text: str) -> Segments:
    """Count the segments of a text as it will be cut: never through a character.

    >>> count("a" * 159 + "€").segments
    2
    """
    offending = tuple(dict.fromkeys(c for c in text if c not in GSM_7 and c not in GSM_7_EXTENSION))
    if offending:
        sizes = [2 if ord(c) > 0xFFFF else 1 for c in text]  # noqa: PLR2004 - a surrogate pair
        return _cut("UCS-2", sizes, _CODE_UNITS, offending)
    return _cut("GSM-7", [2 if c in GSM_7_EXTENSION else 1 for c in text], _SEPTETS, ())


def _cut(
    encoding: Literal["GSM-7", "UCS-2"],
    sizes: list[int],
    room: tuple[int, int],
    offending: tuple[str, ...],
) -> Segments:
    whole, part = room
    units = sum(sizes)
    segments, used = 1, 0
    for size in sizes if units > whole else ():
        if used + size > part:  # an escape or a surrogate pair moves on as one
            segments, used = segments + 1, 0
        used += size
    return Segments(encoding=encoding, segments=segments, units=units, offending=offending)


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
