"""A text as the submit_sm units that hand it over: one, or one a segment (SMPP 4.4.1)."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

from filters.sms.segments import count, cut
from gateway.providers.smpp.alphabets import SMSC_DEFAULT, UCS_2, gsm_7
from gateway.providers.smpp.pdu import Tag, c_octets, optional

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.providers.provider import Text

Long = Literal["udh", "sar", "payload"]

_ADDRESS_SIZE: Final = 21
_SHORT_MESSAGE_BYTES: Final = 254
_HAS_HEADER: Final = 0x40  # of esm_class
_REPORT_WANTED: Final = 1  # registered_delivery: of success and of failure
_INTERNATIONAL, _NETWORK_SPECIFIC, _UNKNOWN = b"\x01\x01", b"\x03\x00", b"\x00\x00"
_LONGEST_NETWORK_NUMBER: Final = 8
_REFERENCES: Final = 256


@dataclass(frozen=True, slots=True)
class _Part:
    words: bytes
    esm_class: int = 0
    parameters: bytes = b""


class Wording:
    """Words submit_sm units for one SMSC."""

    def __init__(self, *, alphabet: Literal["gsm-7", "latin-1"], long: Long) -> None:
        """`alphabet` is what the SMSC reads data_coding 0 as; `long` how segments are told."""
        self._alphabet = alphabet
        self._long = long
        self._references = itertools.count(random.randrange(_REFERENCES))  # noqa: S311 - no secret

    def bodies(self, text: Text) -> tuple[bytes, ...]:
        """Return the body of each unit, in the order of the text.

        Raises:
            Garbled: a number is none that SMPP can carry.
        """
        coding = self._coding(text.words)
        before = b"\0" + address(text.sender) + address(text.to)
        after = (
            c_octets("", 1)  # schedule_delivery_time: now
            + c_octets(validity(text.valid_s), 17)
            + bytes([_REPORT_WANTED, 0, coding, 0])
        )
        return tuple(
            before
            + bytes([part.esm_class, 0, 0])
            + after
            + bytes([len(part.words)])
            + part.words
            + part.parameters
            for part in self._parts(text.words, coding)
        )

    def _coding(self, words: str) -> int:
        if self._alphabet == "latin-1":
            return SMSC_DEFAULT if _is_latin_1(words) else UCS_2
        return SMSC_DEFAULT if count(words).encoding == "GSM-7" else UCS_2

    def _parts(self, words: str, coding: int) -> Iterator[_Part]:
        if self._long == "payload":
            encoded = self._encoded(words, coding)
            if len(encoded) <= _SHORT_MESSAGE_BYTES:
                yield _Part(encoded)
            else:
                yield _Part(b"", parameters=optional({Tag.MESSAGE_PAYLOAD: encoded}))
            return
        segments = cut(words, as_ucs_2=coding == UCS_2)
        if len(segments) == 1:
            yield _Part(self._encoded(words, coding))
            return
        reference = next(self._references) % _REFERENCES
        for number, segment in enumerate(segments, start=1):
            yield self._segment(self._encoded(segment, coding), reference, len(segments), number)

    def _segment(self, encoded: bytes, reference: int, total: int, number: int) -> _Part:
        if self._long == "sar":
            told: dict[int, bytes] = {
                Tag.SAR_REFERENCE: reference.to_bytes(2, "big"),
                Tag.SAR_TOTAL: bytes([total]),
                Tag.SAR_PART: bytes([number]),
            }
            return _Part(encoded, parameters=optional(told))
        # 3GPP TS 23.040 9.2.3.24.1: a header of five bytes with one element, of three
        return _Part(bytes([5, 0, 3, reference, total, number]) + encoded, _HAS_HEADER)

    def _encoded(self, words: str, coding: int) -> bytes:
        if coding == UCS_2:
            return words.encode("utf-16-be")
        return words.encode("latin-1") if self._alphabet == "latin-1" else gsm_7(words)


def address(number: str) -> bytes:
    r"""Return a number with its type and plan; "" leaves it to the SMSC (5.2.5, 5.2.6).

    >>> address("+12025550143")
    b'\x01\x0112025550143\x00'
    """
    if number.startswith("+"):
        return _INTERNATIONAL + c_octets(number[1:], _ADDRESS_SIZE)
    is_short = 0 < len(number) <= _LONGEST_NETWORK_NUMBER
    return (_NETWORK_SPECIFIC if is_short else _UNKNOWN) + c_octets(number, _ADDRESS_SIZE)


def validity(seconds: int) -> str:
    """Return how long a text is of use, from now on (7.1.1).

    >>> validity(3600)
    '000000010000000R'
    """
    left = timedelta(seconds=min(seconds, 30 * 86_400))
    hours, rest = divmod(left.seconds, 3600)
    return f"0000{left.days:02}{hours:02}{rest // 60:02}{rest % 60:02}000R"


def _is_latin_1(words: str) -> bool:
    """Whether a text is of GSM-7 and of Latin-1: then it costs what it was counted at."""
    return count(words).encoding == "GSM-7" and all(ord(char) <= 0xFF for char in words)  # noqa: PLR2004 - its last code
