"""What a process does to the files of one folder, in order: a library under it writes it down.

It stands between the process and the kernel (`LD_PRELOAD`, recorder.c), so it sees the product's
own writes, SQLite's and the journal's alike, with nothing in the product that knows of it; and it
lets a test make the n-th write or sync fail.
"""

from __future__ import annotations

import mmap
import struct
import subprocess
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.e2e.peers import need

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SOURCE: Final = Path(__file__).with_name("recorder.c")
_EVENT: Final = struct.Struct("=IIQQQII")
_FAULTS: Final = struct.Struct("=7i")


class Kind(IntEnum):
    """What happened; as in recorder.c."""

    WRITE = 1
    TRUNCATE = 2
    SYNC_BEGUN = 3
    SYNC_DONE = 4
    CREATE = 5
    UNLINK = 6
    RENAME = 7
    LINK = 8
    MKDIR = 9
    SAID = 10  # on a socket
    HEARD = 11
    SYNC_FAILED = 12


@dataclass(frozen=True, slots=True)
class Event:
    """One call; `file` is the number of an inode, `data` of a new name that name."""

    kind: Kind
    descriptor: int
    file: int
    offset: int
    length: int
    path: str
    data: bytes


class Faults:
    """The faults of a process under way, set from outside of it."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(bytes(mmap.PAGESIZE))
        with path.open("r+b") as file:
            self._page = mmap.mmap(file.fileno(), mmap.PAGESIZE)

    def fail_write(self, number: int, error: int) -> None:
        """Make the n-th write from now on fail, once."""
        self._set(0, number)
        self._set(1, error)

    def fail_syncs(self, number: int, error: int) -> None:
        """Make the n-th sync from now on fail, and every one behind it."""
        self._set(3, error)
        self._set(2, number)

    def fill_disk(self, *, is_full: bool = True) -> None:
        """Make whatever needs more room than it has fail, as a full disk does."""
        self._set(4, int(is_full))

    def none(self) -> None:
        """Let everything succeed again."""
        for index in (0, 2, 4):
            self._set(index, 0)

    @property
    def is_armed(self) -> bool:
        """Whether the write that was to fail has not come yet."""
        return self._all()[0] > 0

    @property
    def writes(self) -> int:
        """How many writes there were."""
        return self._all()[5]

    @property
    def syncs(self) -> int:
        """How many syncs there were."""
        return self._all()[6]

    def _all(self) -> tuple[int, ...]:
        return _FAULTS.unpack_from(self._page)

    def _set(self, index: int, value: int) -> None:
        struct.pack_into("=i", self._page, 4 * index, value)


class Recorder:
    """A library to start a process with, and what it writes down."""

    def __init__(self, library: Path, root: Path, folder: Path) -> None:
        """Record what happens below `root`; `folder` is for what this needs itself."""
        folder.mkdir(parents=True, exist_ok=True)
        self._library = library
        self._root = root
        self._log = folder / "events"
        self.faults = Faults(folder / "faults")
        self._faults_file = folder / "faults"

    @property
    def environment(self) -> Mapping[str, str]:
        """What the process is started with."""
        return {
            "LD_PRELOAD": str(self._library),
            "RECORDER_ROOT": str(self._root),
            "RECORDER_LOG": str(self._log),
            "RECORDER_FAULTS": str(self._faults_file),
        }

    def events(self) -> Iterator[Event]:
        """Yield everything that happened, the first first."""
        with self._log.open("rb", buffering=1 << 20) as file:
            while head := file.read(_EVENT.size):
                kind, descriptor, number, offset, length, path, data = _EVENT.unpack(head)
                yield Event(
                    Kind(kind), descriptor, number, offset, length,
                    file.read(path).decode(), file.read(data),
                )  # fmt: skip


def build(folder: Path) -> Path:
    """Compile the library."""
    need("cc")
    library = folder / "recorder.so"
    subprocess.run(
        ["cc", "-O2", "-Wall", "-Werror", "-shared", "-fPIC", "-o", str(library), str(_SOURCE)],
        check=True,
    )
    return library
