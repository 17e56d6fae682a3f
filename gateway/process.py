"""The gateway as a process: its loop, its signals, the lock on its data, its garbage.

**Failures:** what prevents a start is raised as the `GatewayError` that says so, once everything
that was begun has ended.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from gateway.data_lock import data_lock
from gateway.errors import ConfigError, GatewayError
from gateway.garbage import look_seldom
from gateway.log import logger
from gateway.metrics import counts
from gateway.metrics.loop_watch import watch_loop
from gateway.notify import ServiceManager
from gateway.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from concurrent.futures import Executor
    from datetime import datetime

    from gateway.config.loader import Loaded
    from gateway.config.models import Config

    Companion = Callable[[Supervisor, asyncio.Event], Coroutine[Any, Any, None]]

_SWITCH_S: Final = 0.0002
_BY_SIGNAL: Final = 128  # exit status of what a signal ended, as shells count it
_M_MMAP_THRESHOLD: Final = -3  # of malloc.h
_LARGE_BYTES: Final = 1 << 20


def run_gateway(
    load: Callable[[], Config],
    *,
    clock: Callable[[], datetime],
    ready: Callable[[str], None],
    beside: Companion | None = None,
    reread: Callable[[], Loaded] | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT; SIGHUP loads the configuration anew, all of it or nothing.

    `ready` is told the addresses once all are bound; `beside` runs in the same loop meanwhile;
    `reread` is what the admin pages show of the file.

    Raises:
        GatewayError: it cannot start.
    """
    config = load()
    _tune()
    with data_lock(config.data_dir), asyncio.Runner(loop_factory=_loop_factory()) as runner:
        try:
            runner.run(_serve(Supervisor(config, clock=clock, reread=reread), load, ready, beside))
        except BaseExceptionGroup as failed:
            error = _first(failed)
            if isinstance(error, OSError):
                message = f"cannot start: {error.strerror or error}"
                raise GatewayError(message) from failed
            raise error from failed


async def _serve(
    supervisor: Supervisor,
    load: Callable[[], Config],
    ready: Callable[[str], None],
    beside: Companion | None,
) -> None:
    manager = ServiceManager(os.environ)

    def begun(line: str) -> None:
        ready(line)
        manager.ready(line)

    # one thread: of two hangups, what the later one read stays in force
    with ThreadPoolExecutor(1, "configuration") as reader:
        signals = _Signals(load, manager, reader)
        async with asyncio.TaskGroup() as group:
            company = [group.create_task(watch_loop(manager.alive))]
            company += [group.create_task(beside(supervisor, signals.stop))] if beside else []
            await supervisor.run(
                ready=begun, stop=signals.stop, reloads=signals.reloads, reloaded=manager.ready
            )
            for task in company:
                task.cancel()


class _Signals:
    """What the process is told by signals: to end, to end at once, to read its configuration."""

    def __init__(
        self, load: Callable[[], Config], manager: ServiceManager, reader: Executor
    ) -> None:
        """Listen to them from now on, in the loop that runs; `reader` loads beside it."""
        self.stop = asyncio.Event()
        self.reloads: asyncio.Queue[Config] = asyncio.Queue()
        self._load = load
        self._manager = manager
        self._reader = reader
        self._loop = loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._end, number)
        loop.add_signal_handler(signal.SIGHUP, self._reload)

    def _end(self, number: signal.Signals) -> None:
        """End in order; asked twice, at once: what was acknowledged is on the disk."""
        if self.stop.is_set():
            logger().warning("stop-forced")
            os._exit(_BY_SIGNAL + number)
        self._manager.stopping()
        self.stop.set()

    def _reload(self) -> None:
        self._manager.reloading()
        self._loop.run_in_executor(self._reader, self._load).add_done_callback(self._loaded)

    def _loaded(self, loading: asyncio.Future[Config]) -> None:
        try:
            self.reloads.put_nowait(loading.result())
        except ConfigError as error:
            self._refuse([str(problem) for problem in error.problems])
        except GatewayError as error:
            self._refuse([str(error)])
        except OSError as error:  # out of file descriptors, or a disk that breaks
            self._refuse([error.strerror or type(error).__name__])

    def _refuse(self, why: list[str]) -> None:
        """Stay with the configuration before, and tell whoever waits for the new one."""
        logger().error("not-reloaded", why=why)
        counts.RELOADS.labels("refused").inc()
        self._manager.ready("the configuration has a mistake, and the one before is in use")


def _first(failed: BaseException) -> BaseException:
    """Return the first failure of a group; the others are of its making."""
    while isinstance(failed, BaseExceptionGroup):
        failed = failed.exceptions[0]
    return failed


def _tune() -> None:
    """Set the interpreter up for one busy loop beside writers that wait for it."""
    sys.setswitchinterval(_SWITCH_S)  # a writer waits at every SQL step: not 5 ms each time
    gc.freeze()  # what is loaded by now stays: nobody has to look at it again
    look_seldom()
    _give_back_at_once()


def _give_back_at_once() -> None:
    """Have glibc map each large block by itself, so that a message of 25 MiB leaves no holes.

    By itself it learns to keep such blocks: a peak of 154 MiB for that message instead of 125, and
    150 MiB kept afterwards instead of 50.
    """
    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop  # noqa: PLC0415 - not on every platform

    return uvloop.new_event_loop
