"""The files of rows that imports could not read, where somebody has to be forgotten.

**Failures:** a file that cannot be read or written raises `OSError`; it is as it was then.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gateway.errors import GatewayError
from gateway.importing.leftovers import INCOMING
from gateway.importing.lock import alone

if TYPE_CHECKING:
    import re
    from collections.abc import Collection

_STRUCK: Final = "•••".encode()
_QUIET_S: Final = 60.0


def naming(folder: Path, people: Collection[re.Pattern[bytes]]) -> list[Path]:
    """Return the files that name one of these people."""
    return [path for path in sorted(folder.glob("I-*.errors")) if _names(path, people)]


def strike(
    path: Path, people: Collection[re.Pattern[bytes]], *, of_import: str, now_s: float
) -> bool:
    """Take people out of a file: its other rows stay, for they are still to be mended.

    It is replaced as a whole, and no older for that. What breaks off goes with the uploads. False:
    the import of the file with the digest `of_import` writes on, or did less than a minute ago.
    """
    dated = path.stat()
    if now_s - dated.st_mtime < _QUIET_S:
        return False
    with suppress(GatewayError), alone(path.parent, of_import):
        _rewrite(path, dated, people)
        return True
    return False


def _rewrite(path: Path, dated: os.stat_result, people: Collection[re.Pattern[bytes]]) -> None:
    descriptor, name = tempfile.mkstemp(prefix=INCOMING, dir=path.parent)
    with path.open("rb") as file, os.fdopen(descriptor, "wb") as left:
        for line in file:
            left.write(reduce(lambda said, written: written.sub(_STRUCK, said), people, line))
        left.flush()
        os.fsync(left.fileno())
    os.utime(name, ns=(dated.st_atime_ns, dated.st_mtime_ns))
    Path(name).replace(path)


def _names(path: Path, people: Collection[re.Pattern[bytes]]) -> bool:
    with path.open("rb") as file:
        return any(written.search(line) for line in file for written in people)
