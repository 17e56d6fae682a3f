"""The protocol data units of SMPP 3.4: how they lie on the wire, and how they are read from there.

**Failures:** `Garbled` where bytes are no unit, or a field does not end.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping

LONGEST_BYTES: Final = 1 << 17  # a message_payload of 64 KiB, and all that stands beside it
LAST_SEQUENCE: Final = 0x7FFFFFFF
VERSION: Final = 0x34
ANSWER: Final = 0x80000000
"""The bit that tells an answer from a request."""

_HEADER: Final = struct.Struct("!IIII")
_TLV: Final = struct.Struct("!HH")


class Garbled(ValueError):  # noqa: N818 - what the bytes are
    """Bytes that are no protocol data unit."""


class Command(IntEnum):
    """What a unit asks for (5.1.2.1); its answer has the bit `ANSWER`, too."""

    SUBMIT_SM = 0x4
    DELIVER_SM = 0x5
    UNBIND = 0x6
    BIND_TRANSCEIVER = 0x9
    ENQUIRE_LINK = 0x15
    ALERT = 0x102  # which nobody answers
    DATA_SM = 0x103
    GENERIC_NACK = ANSWER


class Tag(IntEnum):
    """The optional parameters that are used (5.3.2)."""

    RECEIPTED_MESSAGE_ID = 0x1E
    SAR_REFERENCE = 0x20C
    SAR_TOTAL = 0x20E
    SAR_PART = 0x20F
    MESSAGE_PAYLOAD = 0x424
    MESSAGE_STATE = 0x427


@dataclass(frozen=True, slots=True)
class Pdu:
    """One unit. `status` means something in answers only."""

    command: int
    sequence: int
    body: bytes = b""
    status: int = 0

    @property
    def is_answer(self) -> bool:
        """Whether it answers a request."""
        return bool(self.command & ANSWER)

    def encoded(self) -> bytes:
        """Return it as it goes over the wire."""
        length = _HEADER.size + len(self.body)
        return _HEADER.pack(length, self.command, self.status, self.sequence) + self.body


async def read(stream: asyncio.StreamReader) -> Pdu:
    """Return the next unit.

    Raises:
        Garbled: there is none: where the one after it would begin is not known either.
        IncompleteReadError: the other end closed.
    """
    length, command, status, sequence = _HEADER.unpack(await stream.readexactly(_HEADER.size))
    if not _HEADER.size <= length <= LONGEST_BYTES:
        message = f"a unit of {length} bytes"
        raise Garbled(message)
    body = await stream.readexactly(length - _HEADER.size)
    return Pdu(command, sequence, body, status)


class Fields:
    """Reads the body of a unit field by field."""

    def __init__(self, body: bytes) -> None:
        """Begin at its first field."""
        self._body = body
        self._at = 0

    def text(self) -> str:
        """Return a C-octet string, which ends with a NUL.

        Raises:
            Garbled: it does not end.
        """
        end = self._body.find(b"\0", self._at)
        if end < 0:
            message = "a string without end"
            raise Garbled(message)
        found = self._body[self._at : end]
        self._at = end + 1
        return found.decode("latin-1")

    def number(self) -> int:
        """Return an integer of one byte.

        Raises:
            Garbled: nothing is left.
        """
        return self.octets(1)[0]

    def octets(self, count: int) -> bytes:
        """Return as many bytes.

        Raises:
            Garbled: fewer are left.
        """
        found = self._body[self._at : self._at + count]
        if len(found) < count:
            message = "a field is cut off"
            raise Garbled(message)
        self._at += count
        return found

    def optional(self) -> dict[int, bytes]:
        """Return the optional parameters that are left, by their tags; of two alike the first.

        One that is cut off ends them: what stood before it has been said.
        """
        found: dict[int, bytes] = {}
        while len(self._body) - self._at >= _TLV.size:
            tag, length = _TLV.unpack(self.octets(_TLV.size))
            value = self._body[self._at : self._at + length]
            if len(value) < length:
                break
            found.setdefault(tag, value)
            self._at += length
        return found


def optional(parameters: Mapping[int, bytes]) -> bytes:
    """Return optional parameters as they lie on the wire."""
    return b"".join(_TLV.pack(tag, len(value)) + value for tag, value in parameters.items())


def c_octets(text: str, size: int) -> bytes:
    """Return a text of ASCII with the NUL that ends it; `size` counts that, too.

    Raises:
        Garbled: it does not fit, or is not ASCII.
    """
    if not text.isascii() or "\0" in text or len(text) >= size:
        message = f"no string of at most {size - 1} ASCII characters"
        raise Garbled(message)
    return text.encode() + b"\0"
