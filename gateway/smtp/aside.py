"""A large message on the disk, while it comes in.

It lies in a file without a name, which is gone when the message is, or we are.

**Failures:** where the disk has no room, or fails, `add` and `read` say so.
"""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from gateway.off_loop import off_loop

if TYPE_CHECKING:
    from io import BufferedRandom

    from gateway.disk import Disk


class Aside:
    """A stretch of bytes that takes up no memory."""

    __slots__ = ("_disk", "_file", "size_bytes")

    def __init__(self, disk: Disk) -> None:
        """Make no file yet: most messages need none."""
        self._disk = disk
        self._file: BufferedRandom | None = None
        self.size_bytes = 0

    async def add(self, content: bytearray) -> bool:
        """Write more; whether that could be done. Beside the loop, where it is much."""
        if not self._disk.has_room(len(content)):
            return False
        try:
            await off_loop(len(content), lambda: self._write(content))
        except OSError:
            return False
        self.size_bytes += len(content)
        return True

    async def read(self, start: int) -> bytes | None:
        """Return all of it from there on, in memory once; None where it cannot be read."""
        try:
            content = await off_loop(self.size_bytes, lambda: self._read(start))
        except OSError:
            return None
        return content if len(content) == self.size_bytes - start else None

    def close(self) -> None:
        """Forget it."""
        if self._file is not None:
            self._file.close()
        self._file, self.size_bytes = None, 0

    def _write(self, content: bytearray) -> None:
        if self._file is None:
            self._file = TemporaryFile(dir=self._disk.data_dir)  # noqa: SIM115 - until `close`
        self._file.write(content)

    def _read(self, start: int) -> bytes:
        if self._file is None:
            return b""
        self._file.seek(start)
        return self._file.read(self.size_bytes - start)
