"""The verbs of texts that travel in parts, both ways.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.spool import hearing, parts
from gateway.spool.notices import NoticeVerbs

if TYPE_CHECKING:
    from datetime import datetime

    from gateway.spool.hearing import Whole
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

    async def keep_heard(self, whole: Whole, part: int, words: str) -> tuple[str, ...]:
        """Keep a part of a text to us, and return all once the last one is there; none before."""
        return await self._write(
            lambda each: hearing.keep(each, whole, part, words, at=self._clock())
        )

    async def forget_heard(self, whole: Whole, part: int = 0) -> None:
        """Forget the parts of a text that was taken, or one part that will be said again."""
        await self._write(lambda each: hearing.forget(each, whole, part))

    async def overdue(self, route: str, *, before: datetime) -> list[tuple[Whole, tuple[str, ...]]]:
        """Return what is there of texts whose last part to come came before then."""
        return await self._write(lambda each: hearing.overdue(each, route, before=before))

    async def heard_at(self, route: str, said: tuple[str, str, str], *, over: str) -> datetime:
        """Return when a text came first, by the connections that brought it."""
        return await self._write(
            lambda each: hearing.received_at(
                each, route, said, over=over, pepper=self._pepper, at=self._clock()
            )
        )
