"""Puts down how attempts ended, many in one commit.

**Failures:** while the spool cannot be written, outcomes wait here and are tried again; those of
damaged items are given up once others are written. What is lost was not settled: emails are sent
again, texts become `unknown`.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Protocol

from gateway.errors import StoreUnavailable
from gateway.log import logger
from gateway.spool.quarantine import is_of_one_item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gateway.spool.model import Settlement

_GATHER_S: Final = 0.005  # under load, what ends within this time shares a commit
_RETRY_S: Final = 1.0
_TOGETHER_TRIES: Final = 3
_LAST_TRIES: Final = 5  # when the program stops


class Settling(Protocol):
    """The spool, as far as endings go."""

    async def settle(self, settlements: Sequence[Settlement]) -> object:
        """Store how attempts ended, in one durable commit."""
        ...


class Settler:
    """Gathers outcomes and hands them to the spool in groups."""

    def __init__(self, spool: Settling) -> None:
        """Settle in `spool`."""
        self._spool = spool
        self._waiting: list[Settlement] = []
        self._news = asyncio.Event()
        self._finishing = False
        self._is_behind = False

    @property
    def is_behind(self) -> bool:
        """Whether outcomes wait that the spool did not take, so that their leases may run out."""
        return self._is_behind

    def add(self, settlements: Sequence[Settlement]) -> None:
        """Note the outcome of one attempt."""
        self._waiting += settlements
        self._news.set()

    def finish(self) -> None:
        """Let `run` return when everything is settled."""
        self._finishing = True
        self._news.set()

    async def run(self) -> None:
        """Settle until `finish`."""
        while self._waiting or not self._finishing:
            await self._news.wait()
            self._news.clear()
            settlements, self._waiting = self._waiting, []
            if settlements:
                await self._commit(settlements)
            if not self._finishing:
                await asyncio.sleep(_GATHER_S)

    async def _commit(self, settlements: Sequence[Settlement]) -> None:
        last_tries, tries = _LAST_TRIES, 0
        while settlements and last_tries:
            try:
                await self._spool.settle(settlements)
            except StoreUnavailable:
                last_tries -= self._finishing
                tries += 1
                self._is_behind = self._is_behind or tries == 1
            else:
                break
            await asyncio.sleep(_RETRY_S)
            settlements, self._waiting = [*settlements, *self._waiting], []
            if tries >= _TOGETHER_TRIES:
                settlements = await self._alone(settlements)
        self._is_behind = self._is_behind and bool(self._waiting)

    async def _alone(self, settlements: Sequence[Settlement]) -> list[Settlement]:
        """Settle one by one, as one of them may be what fails; return those to be tried again.

        Room may come back meanwhile: only what is damaged is given up, and once others are written.
        """
        damaged: list[Settlement] = []
        left: list[Settlement] = []
        for each in settlements:
            try:
                await self._spool.settle([each])
            except StoreUnavailable as error:
                (damaged if is_of_one_item(error) else left).append(each)
        self._is_behind = bool(left or self._waiting)
        if len(damaged) + len(left) == len(settlements):
            return [*damaged, *left]
        if damaged:
            logger().error("not-settled", count=len(damaged))
        return left
