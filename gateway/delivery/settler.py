"""Puts down how attempts ended, many in one commit.

**Failures:** while the spool cannot be written, outcomes wait here and are tried again; those of
items that alone cannot be written are given up. What is lost was not settled: emails are sent
again, texts become `unknown`.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Protocol

from gateway.errors import StoreUnavailable
from gateway.log import logger

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
        while last_tries:
            try:
                await self._spool.settle(settlements)
            except StoreUnavailable:
                last_tries -= self._finishing
                tries += 1
                await asyncio.sleep(_RETRY_S)
            else:
                return
            if tries >= _TOGETHER_TRIES:
                settlements, self._waiting = [*settlements, *self._waiting], []
                left = await self._alone(settlements)
                if len(left) < len(settlements):  # the spool takes others, and never these
                    if left:
                        logger().error("not-settled", count=len(left))
                    return

    async def _alone(self, settlements: Sequence[Settlement]) -> list[Settlement]:
        """Settle one by one, as one of them may be what fails; return those that did."""
        left = []
        for each in settlements:
            try:
                await self._spool.settle([each])
            except StoreUnavailable:
                left.append(each)
        return left
