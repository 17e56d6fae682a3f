"""How often the interpreter looks for garbage that refers to itself."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_YOUNG_OBJECTS: Final = 50_000


def look_seldom() -> None:
    """Look every 50 000 objects, and at the old ones hardly ever.

    A message makes hundreds without a cycle: looked at as often as by default, it takes a tenth
    longer.
    """
    gc.set_threshold(_YOUNG_OBJECTS, 50, 100)


@contextmanager
def all_stays() -> Iterator[None]:
    """Look at nothing that is made meanwhile, then or ever: a program that is loaded stays."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
