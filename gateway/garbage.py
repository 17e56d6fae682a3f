"""How often the interpreter looks for garbage that refers to itself."""

from __future__ import annotations

import gc
from typing import Final

_YOUNG_OBJECTS: Final = 50_000


def look_seldom() -> None:
    """Look every 50 000 objects, and at the old ones hardly ever.

    Loading the program makes 250 000 that stay, and a message hundreds without a cycle: looked at
    as often as by default, both take a tenth longer.
    """
    gc.set_threshold(_YOUNG_OBJECTS, 50, 100)
