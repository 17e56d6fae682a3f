"""The verbs of forgetting: what is kept long enough, and who asked to be forgotten.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from gateway.spool import retention, review
from gateway.spool.forgetting import Forgotten, forget_person, named
from gateway.spool.passing_verbs import PassingVerbs
from suppression.spelling import spellings_in

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from suppression.keys import RecipientKey


_PATIENCE_S: Final = 0.1  # with who reads, while nobody writes; the next round tries again


class ForgettingVerbs(PassingVerbs):
    """What is emptied when its time is over, and at a person's request."""

    _log_names = True  # the log of the file may have what an erasure let go: from before the start

    async def retire(self, now: datetime, *, email_body: timedelta, sms_text: timedelta) -> int:
        """Empty some hundred finished messages past their retention; how many there were."""
        retired = await self._write(
            lambda connection: retention.retire(
                connection, now=now, email_body=email_body, sms_text=sms_text
            )
        )
        self._log_names |= retired.is_erasing
        if self._log_names:
            self._log_names = not await self.empty_log(patience_s=_PATIENCE_S)
        return retired.count

    async def spellings(self, key: RecipientKey) -> tuple[RecipientKey, ...]:
        """Return how else a person was written to: what an opt-out of the key covers."""
        return await asyncio.to_thread(
            self._database.snapshot,
            lambda each: spellings_in(each, "SELECT key FROM deliveries", key, self._matching),
        )

    async def forget_person(self, key: RecipientKey, *, by: str, because: str) -> Forgotten:
        """Take back what waits for a person, and empty what can be read of them.

        The reports are read before, for that may take long: what came since is read with the lock.
        """
        seen = await asyncio.to_thread(
            self._database.snapshot, lambda each: named(each, key, pepper=self._pepper)
        )
        order = review.Order(by=by, because=because, at=self._clock())
        return await self._write(
            lambda each: forget_person(each, key, seen, pepper=self._pepper, order=order)
        )
