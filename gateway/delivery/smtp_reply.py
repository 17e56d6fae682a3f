"""Replies of a next hop: read within bounds, cleaned for people."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.email.refusal import STATUS, status_of
from gateway.errors import TemporaryFailure

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LINE: Final = 512  # RFC 5321 4.5.3.1.5
MAX_LINES: Final = 20
MAX_REPLY_BYTES: Final = 65536  # what is read before the next hop counts as broken

# RFC 5321 4.3.2: the first digit decides, whatever the others are (571 is in use)
_LINE: Final = re.compile(rb"([2-5][0-9][0-9])(?:([ -])(.*))?", re.DOTALL)
_TOO_MANY_RECIPIENTS: Final = "5.5.3"  # RFC 3463 3.6
_UNPRINTABLE: Final = re.compile(r"[^\x20-\x7e]")
_NEXT_HOP_ID: Final = re.compile(r"(?:queued as|\bid[= ]) ?<?([\w.@+-]{4,100})", re.IGNORECASE)


class Answers(StrEnum):
    """What a next hop answers with a reply, and so whom it can be about."""

    SENDER = "MAIL"  # us
    RECIPIENT = "RCPT"  # that one person
    MESSAGE = "DATA"  # or its end: the message, to all who were taken


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply: its code, and its text as printable ASCII, in one line and in its own lines."""

    code: int
    text: str
    reports: bool = False  # whoever says so reports a success to the sender (RFC 3461)
    lines: tuple[str, ...] = field(default=(), compare=False)
    answers: Answers = field(default=Answers.MESSAGE, compare=False)

    @property
    def is_positive(self) -> bool:
        """Whether the command was done."""
        return 200 <= self.code < 300  # noqa: PLR2004 - RFC 5321 4.2.1

    @property
    def is_permanent(self) -> bool:
        """Whether the same command would fail again."""
        return self.code >= 500  # noqa: PLR2004 - RFC 5321 4.2.1

    @property
    def is_too_many_recipients(self) -> bool:
        """Whether it is the 552 that says 452; other ones are of a full mailbox, or of the size."""
        is_said = self.status in (_TOO_MANY_RECIPIENTS, "5.0.0")
        return self.code == 552 and is_said  # noqa: PLR2004 - RFC 5321 4.5.3.1.10

    @property
    def status(self) -> str:
        """The enhanced status code, or the unspecific one of the class (RFC 3463)."""
        return status_of(self.code, self.text)

    @property
    def next_hop_id(self) -> str:
        """The id the next hop gave the message, where it said one; else ""."""
        match = _NEXT_HOP_ID.search(self.text)
        return match[1] if match else ""

    def __str__(self) -> str:
        """Return the reply as people quote it."""
        return f"{self.code} {self.text}".rstrip()


class ReplyParser:
    """Cuts a stream of bytes into replies.

    A line ends with CR LF or LF alone. Text beyond 512 bytes a line and 20 lines a reply is
    dropped; a reply beyond 64 KiB is an error.
    """

    def __init__(self) -> None:
        """Start at the beginning of a reply."""
        self._buffer = bytearray()
        self._code = b""
        self._lines: list[str] = []
        self._size = 0

    @property
    def is_empty(self) -> bool:
        """Whether no reply has begun."""
        return not self._buffer and not self._code

    def feed(self, data: bytes) -> Iterator[Reply]:
        """Take what arrived and yield the replies it completes.

        Raises:
            TemporaryFailure: that is no SMTP reply, or it is too long.
        """
        self._buffer += data
        while (end := self._buffer.find(b"\n")) >= 0:
            line = bytes(self._buffer[:end])
            del self._buffer[: end + 1]
            reply = self._take(line.removesuffix(b"\r"))
            if reply is not None:
                yield reply
        if self._size + len(self._buffer) > MAX_REPLY_BYTES:
            raise _broken("the reply of the next hop is too long")

    def _take(self, line: bytes) -> Reply | None:
        """Add one line; return the reply when it was the last one."""
        code, separator, text = _parts(line)
        if not code or (self._code and self._code != code):
            raise _broken(f"the next hop does not speak SMTP: {clean(line)}")
        self._code = code
        self._size += len(line)
        if self._size > MAX_REPLY_BYTES:
            raise _broken("the reply of the next hop is too long")
        if len(self._lines) < MAX_LINES:
            self._lines.append(text)
        if separator == b"-":
            return None
        reply = Reply(int(self._code), join(self._lines), lines=tuple(self._lines))
        self._code, self._lines, self._size = b"", [], 0
        return reply


@lru_cache(maxsize=256)  # most lines of a next hop are always the same
def _parts(line: bytes) -> tuple[bytes, bytes, str]:
    """Return code, separator and cleaned text of a line; no code when it is no reply."""
    match = _LINE.fullmatch(line)
    return (match[1], match[2] or b"", clean(match[3] or b"")) if match else (b"", b"", "")


def clean(text: bytes | str) -> str:
    r"""Return text of a next hop as printable ASCII, at most a line of it.

    >>> clean(b"no such\x00user\r\n")
    'no such?user'
    """
    if isinstance(text, bytes):
        text = text[:MAX_LINE].decode("latin-1")
    return _UNPRINTABLE.sub("?", text.strip()[:MAX_LINE]).strip()


def join(lines: list[str]) -> str:
    """Return the lines of a reply as one; an enhanced status code is kept on the first only.

    >>> join(["5.1.1 no such user", "5.1.1 see https://a.test/"])
    '5.1.1 no such user see https://a.test/'
    """
    match = STATUS.match(lines[0])
    if match is None:
        return " ".join(filter(None, lines))
    rest = (line.removeprefix(match[0]).lstrip() for line in lines[1:])
    return " ".join(filter(None, (lines[0], *rest)))


def _broken(reason: str) -> TemporaryFailure:
    return TemporaryFailure(reason, status="4.5.0")
