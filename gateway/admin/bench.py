"""Where messages are judged that are not sent, and what was found about them lies for a while.

Nothing of it is on the disk: what was checked is forgotten within the hour, and at a restart.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from gateway.dry_run import DryRun
from gateway.nobody import OnlyTemplates
from gateway.reading.texts import Models

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gateway.admin.evidence import Evidence
    from gateway.config.models import Config
    from gateway.dry_run import Examined, ExaminedText
    from gateway.sources import People, Texts

_KEPT_FOR: Final = timedelta(hours=1)
_MOST: Final = 50
_MOST_BYTES: Final = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One message or text that a user had checked."""

    user_id: int
    at: datetime
    to: str
    email: Examined | None = None
    text: str = ""
    judged: ExaminedText | None = None
    evidence: Evidence | None = None

    @property
    def size_bytes(self) -> int:
        """How much it holds."""
        return len(self.email.before) + len(self.email.after) if self.email else len(self.text)


class Bench:
    """Judges without sending, and keeps what was found for whoever asked."""

    def __init__(self) -> None:
        """Load nothing yet: the models come when they are first asked."""
        self._models: Models | None = None
        self._dry_run: DryRun | None = None
        self._checked: OrderedDict[str, Checked] = OrderedDict()

    async def models(self) -> Models:
        """Return what reads texts."""
        if self._models is None:
            self._models = await asyncio.to_thread(Models)  # a third of a second
        return self._models

    async def dry_run(
        self, config: Config, *, people: People, texts: Texts, clock: Callable[[], datetime]
    ) -> DryRun:
        """Return what judges as the configuration says, with the list as it is."""
        models = await self.models()
        if self._dry_run is None:
            self._dry_run = DryRun(
                config, people=people, clock=clock, models=models, texts=OnlyTemplates(texts)
            )
        return self._dry_run

    def keep(self, checked: Checked) -> str:
        """Keep what was found, and return the name it is asked for by."""
        name = secrets.token_urlsafe(12)
        self._checked[name] = checked
        loop = asyncio.get_running_loop()
        loop.call_later(_KEPT_FOR.total_seconds(), self._checked.pop, name, None)
        while len(self._checked) > 1 and (
            len(self._checked) > _MOST or self._size_bytes() > _MOST_BYTES
        ):
            self._checked.popitem(last=False)
        return name

    def kept(self, name: str, user_id: int, now: datetime) -> Checked | None:
        """Return what was found for this user; none of somebody else's, and none that is old."""
        found = self._checked.get(name)
        is_theirs = found is not None and found.user_id == user_id and found.at > now - _KEPT_FOR
        return found if is_theirs else None

    def _size_bytes(self) -> int:
        return sum(each.size_bytes for each in self._checked.values())
