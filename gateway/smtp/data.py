"""The message after DATA, read in chunks: its end found, its dots unstuffed.

Lines may be longer than a receiver has to take (RFC 5321 4.5.3.1.6): that is decided with the
message. The work is linear in what arrives and done chunk by chunk, so that no message,
however it is made, stalls the other sessions. A message that cannot be taken is still read to its
end, so that the client and we agree where the next command begins, but no longer kept.

Memory is for messages that are whole: of one that still comes in, however slowly, no more is held
than `HEAVY_BYTES` and a chunk, and the rest is put aside on the disk. Where the disk or the memory
has no room, the client is told to come again (452).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.email.newlines import has_bare_newline
from gateway.smtp.aside import Aside

if TYPE_CHECKING:
    from gateway.admission import Room
    from gateway.disk import Disk

HEAVY_BYTES: Final = 256 << 10
"""What there may be in memory of a message that is not whole."""

_END: Final = b"\r\n.\r\n"  # RFC 5321 4.1.1.4: nothing else ends a message
_BEFORE: Final = b"\r\n"
"""A message begins where a line begins: with this in front an empty one ends like others."""
_PREFIXES_OF_END: Final = tuple(_END[:length] for length in range(4, 0, -1))


class Body:
    """One message on its way in; whole once `feed` says what came after it."""

    __slots__ = (
        "_aside",
        "_carry",
        "_content",
        "_limit",
        "_octets",
        "_reserved",
        "_room",
        "_whole",
        "problem",
    )

    def __init__(self, *, max_size_bytes: int, room: Room, disk: Disk) -> None:
        """Expect a message."""
        self._aside = Aside(disk)
        self._limit = max_size_bytes
        self._room = room
        self._reserved = 0
        self._octets = 0
        self._carry = _BEFORE
        self._content = bytearray()
        self._whole = b""  # once it was fetched
        self.problem = ""  # the reason code of what is wrong with it; the first thing found

    def feed(self, chunk: bytes) -> bytes | None:
        """Take what arrived; return what follows the end of the message, None before the end."""
        self._octets += len(chunk)
        text = self._carry + chunk
        end = text.find(_END)
        if end >= 0:
            self._keep(text[: end + 2])
            return text[end + len(_END) :]
        self._carry = next((p for p in _PREFIXES_OF_END if text.endswith(p)), b"")
        self._keep(text[: len(text) - len(self._carry)])
        return None

    @property
    def is_hopeless(self) -> bool:
        """Whether so much came after the message was lost that waiting for its end is too much."""
        return bool(self.problem) and self._octets > 2 * self._limit

    @property
    def is_heavy(self) -> bool:
        """Whether so much of it is in memory that it has to be put aside, if more comes."""
        return len(self._content) > HEAVY_BYTES

    async def put_aside(self) -> None:
        """Move what is in memory to the disk."""
        content, self._content = self._content, bytearray()
        if await self._aside.add(content):
            self._reserved -= len(content)
            self._room.give_back(len(content))
        else:
            self._lose("QUEUE_FULL")

    async def fetch(self) -> None:
        """Have a message that came to its end in memory again, all of it."""
        if self._aside.size_bytes and not self.problem:
            await self.put_aside()
        size = self._aside.size_bytes
        if not size:
            return
        if not self._room.take(size):
            self._lose("QUEUE_FULL")
            return
        self._reserved += size
        whole = await self._aside.read(len(_BEFORE))
        if whole is None:
            self._lose("QUEUE_FULL")
            return
        self._whole = whole
        self._aside.close()

    def content(self) -> bytes:
        """Return the message, CRLF line ends, dots unstuffed, and keep it no more.

        The room it takes up is given back by `release`: whoever has it now takes it up.
        """
        content = self._whole or bytes(memoryview(self._content)[len(_BEFORE) :])
        self._whole, self._content = b"", bytearray()
        return content

    def release(self) -> None:
        """Give back the room that the message took up, in memory and on the disk."""
        self._aside.close()
        self._whole, self._content = b"", bytearray()
        self._room.give_back(self._reserved)
        self._reserved = 0

    def _keep(self, text: bytes) -> None:
        """Look at a stretch that cuts no CRLF and no end of data in two, and keep it unstuffed."""
        if self.problem or not text:
            return
        if has_bare_newline(text):
            self._lose("SMTP_BARE_NEWLINE")
            return
        plain = text.replace(b"\r\n.", b"\r\n")  # RFC 5321 4.5.2
        if self._aside.size_bytes + len(self._content) + len(plain) - 2 > self._limit:
            self._lose("SMTP_TOO_LARGE")
        elif not self._room.take(len(plain)):
            self._lose("QUEUE_FULL")
        else:
            self._reserved += len(plain)
            self._content += plain

    def _lose(self, problem: str) -> None:
        self.problem = problem
        self.release()
