"""What is done beside all else: writing the journal to the list, and emptying what is over.

**Failures:** none raised; what cannot be written is logged and tried again.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from gateway.errors import StoreUnavailable
from gateway.log import log_backlog, log_requests, logger
from gateway.pace import PACE
from gateway.providers.propagation import end_of_others

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gateway.config.models import Config
    from gateway.opt_outs import OptOuts
    from gateway.stores import Stores

_RETIRE_EVERY_S: Final = 300.0
_BETWEEN_BATCHES_S: Final = 0.1  # for those who wait to write


class Upkeep:
    """Keeps the stores of one service in order."""

    def __init__(  # noqa: PLR0913 - everything it works with
        self,
        config: Config,
        stores: Stores,
        opt_outs: OptOuts,
        *,
        wake: Callable[[], None],
        clock: Callable[[], datetime],
        recover_s: float = PACE.recover_s,
    ) -> None:
        """`wake` tells the scheduler that what waited for an opt-out may go on."""
        self._config = config
        self._stores = stores
        self._opt_outs = opt_outs
        self._wake = wake
        self._clock = clock
        self._recover_s = recover_s

    async def recover(self) -> None:
        """Write to the list what waits in the journal: nothing leaves before that is done."""
        told = False
        while True:
            try:
                if written := await self._opt_outs.replay():
                    logger().warning("journal-written", written=written)
                    self._wake()
                told = False
            except StoreUnavailable as error:
                if not told:
                    waiting = self._opt_outs.waiting
                    logger().error("journal-not-written", waiting=waiting, error=str(error))
                told = True
            await asyncio.sleep(self._recover_s)

    async def retire(self) -> None:
        """Empty what its time of keeping is over for, and say which opt-outs wait too long."""
        while True:
            await asyncio.sleep(_RETIRE_EVERY_S)
            log_backlog(self._opt_outs.backlog(), self._clock())
            self._stores.forget_copies()
            try:
                await end_of_others(self._stores.suppression, self._config.route)
                log_backlog(await self._stores.suppression.backlog(), self._clock())
                await self._stores.suppression.forget_claims()
                await self._stores.suppression.forget_what_lies_ahead()
                await self._stores.privacy.retire()
                log_requests(self._stores.privacy.list(), self._clock())
                await self._empty()
            except StoreUnavailable as error:
                logger().warning("not-retired", error=str(error))

    async def _empty(self) -> None:
        """Empty all messages whose time is over, a batch at a time."""
        kept = self._config.retention
        while True:
            emptied = await self._stores.spool.retire(
                self._clock(), email_body=kept.email_body, sms_text=kept.sms_text
            )
            if not emptied:
                return
            await asyncio.sleep(_BETWEEN_BATCHES_S)
