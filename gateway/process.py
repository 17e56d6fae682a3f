"""The gateway as a process: its loop, its signals, the lock on its data, its garbage.

**Failures:** what prevents a start is raised as the `GatewayError` that says so, once everything
that was begun has ended.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from gateway.data_lock import data_lock
from gateway.errors import ConfigError, GatewayError
from gateway.log import logger
from gateway.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from datetime import datetime

    from gateway.config.models import Config

    Companion = Callable[[Supervisor, asyncio.Event], Coroutine[Any, Any, None]]

_SWITCH_S: Final = 0.0002
_YOUNG_OBJECTS: Final = 50_000
_M_MMAP_THRESHOLD: Final = -3  # of malloc.h
_LARGE_BYTES: Final = 1 << 20


def run_gateway(
    load: Callable[[], Config],
    *,
    clock: Callable[[], datetime],
    ready: Callable[[str], None],
    beside: Companion | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT; SIGHUP loads the configuration anew, all of it or nothing.

    `ready` is told the addresses once all are bound; `beside` runs in the same loop meanwhile.

    Raises:
        GatewayError: it cannot start.
    """
    config = load()
    _tune()
    with data_lock(config.data_dir), asyncio.Runner(loop_factory=_loop_factory()) as runner:
        try:
            runner.run(_serve(config, load, clock, ready, beside))
        except BaseExceptionGroup as failed:
            error = _first(failed)
            if isinstance(error, OSError):
                message = f"cannot start: {error.strerror or error}"
                raise GatewayError(message) from failed
            raise error from failed


async def _serve(
    config: Config,
    load: Callable[[], Config],
    clock: Callable[[], datetime],
    ready: Callable[[str], None],
    beside: Companion | None,
) -> None:
    stop = asyncio.Event()
    reloads: asyncio.Queue[Config] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGINT, stop.set)
    loop.add_signal_handler(signal.SIGHUP, _reload, load, reloads)
    supervisor = Supervisor(config, clock=clock)
    async with asyncio.TaskGroup() as group:
        company = [group.create_task(beside(supervisor, stop))] if beside is not None else []
        await supervisor.run(ready=ready, stop=stop, reloads=reloads)
        for task in company:
            task.cancel()


def _reload(load: Callable[[], Config], reloads: asyncio.Queue[Config]) -> None:
    try:
        reloads.put_nowait(load())
    except ConfigError as error:
        logger().error("not-reloaded", why=[str(problem) for problem in error.problems])


def _first(failed: BaseException) -> BaseException:
    """Return the first failure of a group; the others are of its making."""
    while isinstance(failed, BaseExceptionGroup):
        failed = failed.exceptions[0]
    return failed


def _tune() -> None:
    """Set the interpreter up for one busy loop beside writers that wait for it."""
    sys.setswitchinterval(_SWITCH_S)  # a writer waits at every SQL step: not 5 ms each time
    gc.collect()
    gc.freeze()  # what is loaded by now stays: nobody has to look at it again
    gc.set_threshold(_YOUNG_OBJECTS, 50, 100)  # a message makes hundreds of objects and no cycle
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
