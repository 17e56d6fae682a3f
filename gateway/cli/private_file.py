"""A file that only its owner can read, there as a whole or not at all.

**Failures:** what cannot be written raises `OSError`; a file that was there before stays.
"""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO


@contextmanager
def private_file(output: Path) -> Iterator[BinaryIO]:
    """Open a file to be written beside `output`; it takes its place once all of it is on the disk.

    A device or a pipe is written to as it is: `/dev/stdout`, say.
    """
    if output.exists() and not output.is_file():
        with output.open("wb") as file:
            yield file
        return
    place = output.resolve()  # of a link, what it leads to
    partial = place.parent / f".optwarden-{secrets.token_hex(4)}"
    try:
        descriptor = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(output)) from error
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(place)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
