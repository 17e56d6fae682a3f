"""Between who listens and who does what was heard: kept on disk from the one to the other.

Who listens never waits for the list, and for the disk only where very much comes at once: what is
on its way to us when a connection breaks is nowhere else.

**Failures:** what cannot be kept on disk is done all the same; what is set aside in vain is logged.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from gateway.log import logger

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gateway.providers.received import Piece, Received

_Result = TypeVar("_Result")

_MOST_IN_MEMORY: Final = 64 << 20
_OF_ITSELF: Final = 1000  # what a piece takes beside its words


@dataclass(frozen=True, slots=True)
class Batch:
    """What came together: in a file, or where it cannot be kept, here alone."""

    name: str
    pieces: tuple[Piece, ...] = ()


class Inbox:
    """What was heard and is not done yet, of every route."""

    def __init__(self, received: Received) -> None:
        """Begin with nothing; `run` finds what an earlier process left."""
        self.caught_up = asyncio.Event()
        self._received = received
        self._fresh: list[Piece] = []
        self._to_do: deque[Batch] = deque()
        self._left = 0  # of what an earlier process left
        self._in_memory = 0
        self._changed = asyncio.Condition()

    async def put(self, pieces: Sequence[Piece]) -> None:
        """Take what was heard, all of it at once; returns when there is room for more."""
        self._fresh += pieces
        self._in_memory += _size(pieces)
        async with self._changed:
            self._changed.notify_all()
            await self._changed.wait_for(lambda: self._in_memory < _MOST_IN_MEMORY)

    async def settled(self) -> None:
        """Wait until all of it is on disk, or done where it cannot be."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._in_memory)

    async def next(self) -> Batch:
        """Return the oldest that is not done; it is returned until `done` is told of it."""
        async with self._changed:
            await self._changed.wait_for(lambda: bool(self._to_do))
        return self._to_do[0]

    async def pieces(self, batch: Batch) -> tuple[Piece, ...]:
        """Return what it holds; nothing where the file cannot be read, which stays there."""
        if not batch.name:
            return batch.pieces
        try:
            return await unbroken(lambda: self._received.read(batch.name))
        except ValueError:
            kept = await self._on_disk(lambda: self._received.set_aside_file(batch.name))
            logger().error(
                "signal-broken", reference=batch.name, error="no file of ours", kept=kept
            )
        except OSError as error:
            logger().error("signal-not-kept", error=str(error))
        return ()

    async def done(self, batch: Batch, *, is_read: bool = True) -> None:
        """Forget it; a file that could not be read is not looked at again before the next start."""
        if batch.name and is_read:
            await self._on_disk(lambda: self._received.forget(batch.name))
        self._to_do.popleft()
        self._in_memory -= _size(batch.pieces)
        self._left -= 1
        if self._left <= 0:
            self.caught_up.set()
        await self._tell()

    async def set_aside(self, piece: Piece) -> str:
        """Keep for a person what we cannot read; the file, or "" where that failed."""
        return await self._on_disk(lambda: self._received.set_aside(piece)) or ""

    async def run(self) -> None:
        """Bring what is put in to the disk until cancelled, and what is in then as well."""
        self._to_do.extend(Batch(each) for each in await self._on_disk(self._received.names) or ())
        self._left = len(self._to_do)
        if not self._left:
            self.caught_up.set()
        try:
            await self._tell()
            while True:
                async with self._changed:
                    await self._changed.wait_for(lambda: bool(self._fresh))
                await self._keep()
        finally:
            await self._keep()

    async def _keep(self) -> None:
        pieces, self._fresh = tuple(self._fresh), []
        if not pieces:
            return
        name = await self._on_disk(lambda: self._received.keep(pieces))
        self._to_do.append(Batch(name) if name else Batch("", pieces))
        if name:
            self._in_memory -= _size(pieces)
        await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _on_disk(self, verb: Callable[[], _Result]) -> _Result | None:
        try:
            return await unbroken(verb)
        except OSError as error:
            logger().error("signal-not-kept", error=str(error))
            return None


async def unbroken(verb: Callable[[], _Result]) -> _Result:
    """Do something in a thread, and wait for it also when cancelled: nobody races with it."""
    step = asyncio.get_running_loop().run_in_executor(None, verb)
    try:
        return await asyncio.shield(step)
    except asyncio.CancelledError:
        await asyncio.wait({step})
        raise


def _size(pieces: Sequence[Piece]) -> int:
    return sum(len(each.raw) + _OF_ITSELF for each in pieces)
