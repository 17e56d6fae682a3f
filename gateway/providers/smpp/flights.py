"""Which texts are on their way to an SMSC just now, and which ids its last answers gave them."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from gateway.spool.parts import folded, spellings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from gateway.spool.parts import PartOf
    from suppression.keys import RecipientKey

_REMEMBERED: Final = 10_000


class Flights:
    """What a report may be about that the spool does not know of yet."""

    def __init__(self) -> None:
        """Begin with none."""
        self._under_way: dict[RecipientKey, set[asyncio.Future[None]]] = defaultdict(set)
        self._answered: dict[str, PartOf] = {}
        self.late: asyncio.Queue[PartOf] = asyncio.Queue()
        """What was taken after all, though nobody waited for the answer any more."""

    @contextmanager
    def to(self, person: RecipientKey) -> Iterator[None]:
        """Have a text to a person on its way meanwhile."""
        flight: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._under_way[person].add(flight)
        try:
            yield
        finally:
            flight.set_result(None)
            self._under_way[person].discard(flight)
            if not self._under_way[person]:
                del self._under_way[person]

    def answered(self, part: PartOf) -> None:
        """Remember the id of a part until the spool knows it for long."""
        self._answered.pop(folded(part.provider_id), None)
        self._answered[folded(part.provider_id)] = part
        if len(self._answered) > _REMEMBERED:
            del self._answered[next(iter(self._answered))]

    def of(self, provider_id: str, people: Collection[RecipientKey]) -> PartOf | None:
        """Return the part that was given an id just now, where it was for one of these people."""
        for spelling in spellings(provider_id):
            part = self._answered.get(spelling)
            if part is not None and (not people or part.person in people):
                return part
        return None

    async def landed(self, people: Collection[RecipientKey]) -> None:
        """Wait until what is on its way to these people just now is answered, or never will be."""
        if flights := {each for person in people for each in self._under_way.get(person, ())}:
            await asyncio.wait(flights)
