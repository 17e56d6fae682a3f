"""Where log lines go: a stream that fails nobody and keeps nobody waiting.

A disk that is full, a reader that is gone and one that does not read cost lines, never a message.

**Failures:** none; what could not be written is counted.
"""

from __future__ import annotations

import os
import select
import stat
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import TextIO

_NOT_NOW: Final = "nobody reads"


class _Lost:
    """How many lines there were since the start that nobody will read."""

    count = 0


def lost_lines() -> int:
    """Return how many lines could not be written since the start."""
    return _Lost.count


class LogStream:
    """A text stream for lines, each written whole or counted as lost."""

    def __init__(self, stream: TextIO) -> None:
        """Write to this stream; past its buffer where it is a file, a pipe or a socket."""
        self._stream = stream
        self._is_torn = False  # the last line has no end
        try:
            self._descriptor = stream.fileno()
        except (OSError, ValueError):
            self._descriptor = -1
            return
        self._room = None if _is_file(self._descriptor) else select.poll()
        if self._room is not None:
            self._room.register(self._descriptor, select.POLLOUT)

    def write(self, line: str) -> None:
        """Write a line with its end."""
        try:
            if self._descriptor < 0:
                self._stream.write(line)
                self._stream.flush()
            else:
                self._write(line.encode("utf-8", "backslashreplace"))
        except (OSError, ValueError):  # a closed stream is a ValueError
            _Lost.count += 1

    def flush(self) -> None:
        """Do nothing: every line is out already."""

    def _write(self, line: bytes) -> None:
        # a pipe with less room than a line has would keep us waiting; a file never does
        if self._room is not None and not self._room.poll(0):
            raise BlockingIOError(_NOT_NOW)
        if self._is_torn:
            line = b"\n" + line
        written = os.write(self._descriptor, line)
        self._is_torn = written < len(line)
        if self._is_torn:
            raise BlockingIOError(_NOT_NOW)


def _is_file(descriptor: int) -> bool:
    return stat.S_ISREG(os.fstat(descriptor).st_mode)
