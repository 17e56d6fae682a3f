"""Tells a provider of every opt-out from texts, until it has taken it.

What a provider has to learn stands in the list, under a clock. It is noted from the entries
themselves, so that none is forgotten, whoever put it there; and struck off once the provider said
yes to it, or once it was lifted. That somebody opted in again is never told.

**Failures:** none raised. A provider that cannot be told is asked again, ever more rarely; what it
refuses waits by itself, and shows in `/readyz` with its deadline.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

from gateway.errors import ConfigError, DeliveryFailure, Mistake, StoreUnavailable, TemporaryFailure
from gateway.log import logger
from gateway.providers.guard import guarded
from gateway.providers.http_carrier import password_of
from gateway.providers.numbers import masked
from suppression.waiting import Wait

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from gateway.config.models import Route
    from gateway.providers.asking import Asking
    from gateway.providers.pushing import Pusher
    from suppression.entry import Entry
    from suppression.waiting import Backlog

_EVERY_S: Final = 15.0
_AFTER: Final = timedelta(minutes=5)
"""47 CFR 64.1200(a)(12): a provider that knows would not let the confirmation of a stop out."""
_FIRST_S: Final = 30.0
_LONGEST_S: Final = 3600.0
_NOT_SO: Final = frozenset({400, 413, 422})
"""RFC 9110 15.5.1, 15.5.14, 15.5.21: the request is not taken as it is; a part of it may be."""


class Waits(Protocol):
    """The list, as far as others have to learn of it."""

    async def note_propagation(self, target: str, after: int) -> int:
        """Note which opt-outs of texts a system has to learn of, behind an entry's number."""
        ...

    async def to_propagate(self, target: str, after: str = "") -> tuple[Entry, ...]:
        """Return the next entries, behind one, that a system has not learned of, lifted or not."""
        ...

    async def propagated(self, target: str, references: Collection[str]) -> None:
        """Note that a system has learned of these entries: it said so."""
        ...

    async def end_propagation(self, target: str, references: Collection[str] | None = None) -> None:
        """Forget that a system had to learn of these entries, or of any: it need not any more."""
        ...

    async def backlog(self) -> Sequence[Backlog]:
        """Return what waits, by what it waits for."""
        ...


@dataclass(slots=True)
class _Rest:
    """How often something failed, and until when it is left alone."""

    tries: int = 0
    until: float = 0.0

    def failed(self, now: float, pause_s: float = 0.0) -> None:
        """Leave it alone for as long as was asked for, or else ever longer."""
        if not pause_s:
            self.tries += 1
            pause_s = min(_LONGEST_S, _FIRST_S * 2.0 ** (self.tries - 1))
        self.until = now + pause_s


async def end_of_others(waits: Waits, routes: Collection[Route]) -> None:
    """End what waits for providers that are to be told no more, or would give alarm for ever."""
    told = {route.name for route in routes if route.push_opt_outs}
    for waiting in await waits.backlog():
        if waiting.kind is Wait.PROPAGATION and waiting.target not in told:
            await waits.end_propagation(waiting.target)


class Propagation:
    """Tells one provider."""

    def __init__(  # noqa: PLR0913 - everything it works with
        self,
        route: Route,
        pusher: Pusher,
        asker: Asking,
        *,
        waits: Waits,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Ask nothing yet."""
        self._route = route
        self._pusher = pusher
        self._asker = asker
        self._waits = waits
        self._clock = clock
        self._monotonic = monotonic
        self._seen = 0  # the last entry that was looked at
        self._rest = _Rest()  # of all
        self._pause_s = 0.0  # what the last answer asked for
        self._is_warned = False
        self._rests: dict[str, _Rest] = {}  # of entries that were refused

    async def run(self) -> None:
        """Tell until cancelled."""
        try:
            while True:
                await self.push()
                await asyncio.sleep(_EVERY_S)
        finally:
            await self.close()

    async def close(self) -> None:
        """Let go of what is held open."""
        await self._asker.close()

    async def push(self) -> None:
        """Tell what the provider has not taken, as far as it is due."""
        if self._monotonic() < self._rest.until:
            return
        try:
            self._pause_s = 0.0
            with guarded():
                await self._note()
                await self._tell()
        except DeliveryFailure as failure:
            self._failed(failure.reply)
        except ConfigError:  # a file's name is nobody's business who reads this
            self._failed("a secret of the route cannot be read")
        except (StoreUnavailable, Mistake) as error:
            self._failed(str(error))
        else:
            self._rest = _Rest()
            self._is_warned = False

    async def _note(self) -> None:
        name = self._route.name
        while (seen := await self._waits.note_propagation(name, self._seen)) > self._seen:
            self._seen = seen

    async def _tell(self) -> None:
        after = ""
        while waiting := await self._waits.to_propagate(self._route.name, after):
            await self._tell_if_due(waiting)
            after = waiting[-1].entry_id

    async def _tell_if_due(self, waiting: Sequence[Entry]) -> None:
        over = {each.entry_id for each in waiting if not self._is_told(each)}
        if over:
            await self._waits.end_propagation(self._route.name, over)
        for entry_id in over:
            self._rests.pop(entry_id, None)
        now, before = self._monotonic(), self._clock() - _AFTER
        left = over | {id_ for id_, rest in self._rests.items() if rest.until > now}
        due = [
            each for each in waiting if each.entry_id not in left and each.requested_at <= before
        ]
        for first in range(0, len(due), self._pusher.most):
            batch = due[first : first + self._pusher.most]
            refused = await self._tell_of(batch)
            if len(refused) == len(batch) > 1:  # it may be us
                raise TemporaryFailure(next(iter(refused.values())))

    async def _tell_of(self, batch: Sequence[Entry]) -> Mapping[str, str]:
        """Tell of these at once, or of fewer; return what was refused, by entry id, and why.

        A provider that understands one of them not may refuse them all for it.
        """
        answer = await self._asker.ask(self._pusher.order(batch, password_of(self._route)))
        self._pause_s = answer.retry_after_s
        is_refused = answer.status in _NOT_SO
        if is_refused and len(batch) > 1:
            half = len(batch) // 2
            return {**await self._tell_of(batch[:half]), **await self._tell_of(batch[half:])}
        try:
            refused = self._pusher.failures(answer, batch)
        except TemporaryFailure as failure:
            if not is_refused:
                raise
            refused = {batch[0].entry_id: failure.reply}
        taken = [each.entry_id for each in batch if each.entry_id not in refused]
        await self._waits.propagated(self._route.name, taken)
        for entry_id in taken:
            self._rests.pop(entry_id, None)
        if taken:
            self._rest.tries = 0
        self._refused(refused)
        return refused

    def _is_told(self, entry: Entry) -> bool:
        """Whether an entry is told: not what was lifted meanwhile, nor what has no number now."""
        return entry.is_active(self._clock()) and entry.key.startswith("+")

    def _refused(self, refused: Mapping[str, str]) -> None:
        for entry_id, why in refused.items():
            self._rests.setdefault(entry_id, _Rest()).failed(self._monotonic())
            logger().warning(
                "opt-out-not-taken", route=self._route.name, entry_id=entry_id, why=masked(why)
            )

    def _failed(self, why: str) -> None:
        self._rest.failed(self._monotonic(), self._pause_s)
        if not self._is_warned:
            logger().warning("opt-outs-not-told", route=self._route.name, why=masked(why))
        self._is_warned = True
