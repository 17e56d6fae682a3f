"""Why nobody hears what people text over a route, just now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why a provider cannot tell us what people text, and since when."""

    route: str
    since: datetime
    why: str


Troubles: TypeAlias = Mapping[str, Trouble | None]
"""By route, of the providers that say whether they can; none where they can."""
