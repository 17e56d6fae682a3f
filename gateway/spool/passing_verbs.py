"""The verbs of mail that is passed on and not kept.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written; one that
asks the list also while an opt-out waits to be written to it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from gateway.errors import StoreUnavailable
from gateway.spool import acceptance, passing
from gateway.spool.template_verbs import TemplateVerbs
from gateway.spool.together import Together

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from gateway.spool.model import NewMessage
    from gateway.spool.passing import Barred, Passed
    from suppression.transaction import Written


class PassingVerbs(TemplateVerbs):
    """What a pass-through listener records."""

    async def grant(self, message: NewMessage) -> int:
        """Return what the link in the one copy of a message speaks for."""
        return await self._granting(message)

    async def begin_passing(self, message: NewMessage) -> Barred:
        """Record that a message leaves now, in a durable commit; its deliveries are `sending`.

        Whom the list stops is returned with the reason, and then nothing is recorded.
        """
        self._passing.add(message.queue_id)
        try:
            barred = await self._beginning(message)
        except BaseException:
            self._passing.discard(message.queue_id)
            raise
        if barred:
            self._passing.discard(message.queue_id)
        return barred

    async def end_passing(
        self, queue_id: str, passed: Passed, reports: Sequence[NewMessage] = ()
    ) -> None:
        """Record what became of a message that left, with the reports about others."""

        def job(connection: sqlite3.Connection) -> None:
            at = self._clock()
            passing.end(connection, queue_id, passed, at=at)
            acceptance.store(connection, reports, pepper=self._pepper, at=at)

        try:
            await self._write(job)
        finally:
            self._passing.discard(queue_id)

    @cached_property
    def _granting(self) -> Together[NewMessage, int]:
        async def work(messages: Sequence[NewMessage]) -> Sequence[int]:
            return await self._in_turn(lambda connection: passing.grant(connection, messages))

        return Together(work)

    @cached_property
    def _beginning(self) -> Together[NewMessage, Barred]:
        async def work(messages: Sequence[NewMessage]) -> Sequence[Barred]:
            def job(connection: sqlite3.Connection) -> Written[Sequence[Barred]]:
                if not self._may_claim():  # asked under the list's lock
                    why = "an opt-out waits to be written to the list"
                    raise StoreUnavailable(why)
                return passing.begin(
                    connection, messages,
                    pepper=self._pepper, matching=self._matching, at=self._clock(),
                )  # fmt: skip

            return await self._in_turn(job)

        return Together(work)
