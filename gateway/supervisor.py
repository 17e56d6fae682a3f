"""The running gateway: one service after another, as the configuration is reloaded.

**Failures:** what prevents the first start is raised, and so is `StoreBroken` once a disk does not
keep what it is given. What prevents a reload is logged, and the old configuration stays: all of it
or nothing.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from gateway.commons import Commons
from gateway.errors import ConfigError, GatewayError, Problem
from gateway.log import logger
from gateway.metrics import counts
from gateway.pace import PACE
from gateway.service import Service
from gateway.sockets import Sockets
from gateway.stores import Stores

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gateway.config.loader import Loaded
    from gateway.config.models import Config
    from gateway.pace import Pace


_WATCH_S: Final = 0.1


class _Turn:
    """One service's time: it listens, delivers when the one before has ended, and ends."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.may_deliver = asyncio.Event()
        self.may_end = asyncio.Event()
        self.ended = asyncio.Event()

    async def run(self, sockets: Sockets) -> None:
        """Serve from the first connection to the last delivery under way."""
        try:
            await self._listen_and_deliver(sockets)
        except BaseException:
            await self.service.close()  # also when cancelled: uvloop waits for open listeners
            raise
        finally:
            self.ended.set()

    async def _listen_and_deliver(self, sockets: Sockets) -> None:
        try:
            self.ready.set_result(await self.service.listen(sockets))
        except (GatewayError, OSError) as error:
            await self.service.close()
            self.ready.set_exception(error)
            return
        async with asyncio.TaskGroup() as group:
            await self.may_deliver.wait()
            group.create_task(self.service.deliver())
            await self.may_end.wait()
            await self.service.close()
            await self.service.stop()


class Supervisor:
    """Runs the gateway on one data directory until it is told to stop."""

    def __init__(
        self,
        config: Config,
        *,
        clock: Callable[[], datetime],
        reread: Callable[[], Loaded] | None = None,
        pace: Pace = PACE,
    ) -> None:
        """Start with this configuration; nothing is opened yet.

        `reread` reads its file with where each value stands, for people who look at it.
        """
        self._config = config
        self._clock = clock
        self._reread = reread
        self._pace = pace
        self._sockets = Sockets()
        self._commons = Commons()
        self.stores = Stores(config, clock=clock)

    async def run(
        self,
        *,
        ready: Callable[[str], None],
        stop: asyncio.Event,
        reloads: asyncio.Queue[Config],
        reloaded: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Serve until `stop`; each configuration put into `reloads` replaces the one before.

        `ready` is told the addresses once all of them are bound, `reloaded` those that are in use
        after a reload, whether it was done or not.

        Raises:
            StoreBroken: a sync failed; whoever starts it again starts from what is on the disk.
        """
        self.stores.open()
        try:
            await self.stores.spool.begin_event_ids()
            self._open_journal()
            async with asyncio.TaskGroup() as group:
                watch = group.create_task(self._watch())
                turn = await self._begin(group, self._config)
                turn.may_deliver.set()
                ready(turn.ready.result())
                while (config := await _next(reloads, stop)) is not None:
                    turn = await self._replace(group, turn, config)
                    reloaded(turn.ready.result())
                self._sockets.keep_only(())  # who comes now is refused, and asks another instance
                turn.may_end.set()
                await turn.ended.wait()
                watch.cancel()
        finally:
            self._sockets.keep_only(())
            self.stores.close()

    def _open_journal(self) -> None:
        journal = self.stores.journal
        journal.open()
        if journal.set_aside is not None:
            kept = len(journal.records)
            logger().error("journal-damaged", file=str(journal.set_aside), kept=kept)

    async def _watch(self) -> None:
        """End everything once a file is broken: the writers promise nothing more by then."""
        while (broken := self.stores.broken) is None:  # noqa: ASYNC110 - told by a thread
            await asyncio.sleep(_WATCH_S)
        logger().error("disk-broken", error=str(broken))
        raise broken

    async def _begin(self, group: asyncio.TaskGroup, config: Config) -> _Turn:
        service = Service(
            config, self.stores, commons=self._commons, clock=self._clock, reread=self._reread,
            pace=self._pace,
        )  # fmt: skip
        turn = _Turn(service)
        group.create_task(turn.run(self._sockets))
        await turn.ready
        return turn

    async def _replace(self, group: asyncio.TaskGroup, turn: _Turn, config: Config) -> _Turn:
        """Let a new service take over; the old one stays if it cannot."""
        try:
            _check_replaceable(self._config, config)
            successor = await self._begin(group, config)
        except (GatewayError, OSError) as error:
            self._sockets.keep_only(turn.service.places)
            logger().error("not-reloaded", why=str(error).splitlines())
            counts.RELOADS.labels("refused").inc()
            return turn
        senders = self.stores.senders
        senders.names = self._config.sender_names & config.sender_names  # both serve for a moment
        self._sockets.keep_only(successor.service.places)
        turn.may_end.set()
        await turn.ended.wait()  # two schedulers would send everything twice
        successor.may_deliver.set()
        self._config, senders.names = config, config.sender_names
        counts.RELOADS.labels("done").inc()
        logger().info("reloaded", listening=successor.ready.result())
        return successor


async def _next(reloads: asyncio.Queue[Config], stop: asyncio.Event) -> Config | None:
    """Return the next configuration; None once `stop` is set."""
    async with asyncio.TaskGroup() as group:
        stopping = group.create_task(stop.wait())
        arriving = group.create_task(reloads.get())
        await asyncio.wait((stopping, arriving), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        arriving.cancel()
    return None if stop.is_set() else arriving.result()


def _check_replaceable(old: Config, new: Config) -> None:
    """Refuse what only a restart can change: the files that are open."""
    problems = [
        Problem("", 0, name, "is changed by a restart only")
        for name in ("data_dir", "suppression")
        if getattr(old, name) != getattr(new, name)
    ]
    if problems:
        raise ConfigError(tuple(problems))
