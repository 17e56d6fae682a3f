"""Standard input, output and error of a command: they are there, and no character ends it.

**Failures:** none; what nobody gave us leads nowhere.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import TextIO

_NOTHING: Final = Path(os.devnull)


def settle_streams() -> None:
    r"""Open what is closed, before a database gets its number, and take every character.

    What the terminal lacks is written as `\u20ac`; bytes that are no UTF-8 are read as U+FFFD.
    """
    # in the order of their numbers: each gets the lowest that is free
    sys.stdin = sys.stdin or _NOTHING.open()
    sys.stdout = sys.stdout or _NOTHING.open("w")
    sys.stderr = sys.stderr or _NOTHING.open("w")
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def takes_all(stream: TextIO) -> bool:
    """Whether a stream has every letter there is."""
    return codecs.lookup(stream.encoding or "utf-8").name == "utf-8"
