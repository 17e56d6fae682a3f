"""The verbs of texts that travel in parts, both ways.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.spool import hearing, parts
from gateway.spool.notices import NoticeVerbs

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from gateway.spool.hearing import Heard, Kept, Whole
    from gateway.spool.parts import PartOf, PartReport


class PartVerbs(NoticeVerbs):
    """What is reported of parts of ours, and what is heard in parts."""

    async def find_part(self, told: PartReport) -> PartOf | None:
        """Return what a report is about; none where that is nothing of ours."""
        return await self._write(lambda each: parts.find(each, told, self._pepper))

    async def take_part_report(self, told: PartReport) -> PartOf | None:
        """Note a report, and what it means for the whole text; states go forward only."""
        return await self._write(
            lambda each: parts.take(each, told, pepper=self._pepper, at=self._clock())
        )

    async def keep_heard(self, whole: Whole, part: int, words: str, *, at: datetime) -> Kept:
        """Keep a part of a text to us that came then, or say what has to be heard before it."""
        return await self._write(lambda each: hearing.keep(each, whole, part, words, at=at))

    async def forget_heard(self, whole: Whole, numbers: Collection[int]) -> None:
        """Forget parts that were taken, or that will be said again."""
        await self._write(lambda each: hearing.forget(each, whole, numbers))

    async def overdue(self, route: str, *, before: datetime) -> list[Heard]:
        """Return what is there of texts whose first part to come came before then, some hundred."""
        return hearing.texts(
            await self._database.scan(hearing.OVERDUE, (route, before.timestamp()))
        )

    async def left_over(self, routes: Collection[str]) -> list[Heard]:
        """Return what is there of texts that came over any other route than these."""
        return hearing.texts(await self._database.scan(hearing.LEFT_OVER, (hearing.names(routes),)))

    async def heard_at(
        self, route: str, said: tuple[str, str, str], *, over: str, at: datetime, again: bool
    ) -> datetime:
        """Return when a text came first, by the connections that brought it."""
        return await self._write(
            lambda each: hearing.received_at(
                each, route, said, over=over, pepper=self._pepper, at=at, again=again
            )
        )
