"""What somebody chose from a list, kept until they confirm it: they act on that, and no more."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST: Final = 10_000
_LASTS: Final = timedelta(minutes=30)
_KEPT: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Things that a user chose, each by its id, and what for."""

    user_id: int
    purpose: str
    ids: tuple[str, ...]
    made_at: datetime


class Selections:
    """The last selections of all users; those of before a restart are over."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Keep none yet."""
        self._clock = clock
        self._kept: OrderedDict[str, Selection] = OrderedDict()

    def keep(self, user_id: int, purpose: str, ids: Iterable[str]) -> str:
        """Keep a selection; return the token that its form brings back."""
        token = secrets.token_urlsafe(16)
        self._kept[token] = Selection(
            user_id=user_id,
            purpose=purpose,
            ids=tuple(dict.fromkeys(ids)),
            made_at=self._clock(),
        )
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return token

    def find(self, token: str, user_id: int, purpose: str) -> Selection | None:
        """Return a selection of this user for this purpose; none that is over or somebody's."""
        found = self._kept.get(token)
        if found is None or (found.user_id, found.purpose) != (user_id, purpose):
            return None
        return found if self._clock() - found.made_at < _LASTS else None

    def drop(self, token: str) -> None:
        """Forget a selection that was used."""
        self._kept.pop(token, None)
