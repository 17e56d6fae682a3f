"""Messages made to hold the engine up: each family grows with the size asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.bench.hostile_pages import HOSTILE_PAGES
from tests.bench.hostile_structure import HOSTILE_STRUCTURE
from tests.bench.hostile_texts import HOSTILE_TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HOSTILE: Final[Mapping[str, Callable[[int], bytes]]] = {
    **HOSTILE_STRUCTURE,
    **HOSTILE_PAGES,
    **HOSTILE_TEXTS,
}
