"""The gateway with a watch on its event loop: `python -m tests.bench.watched CONFIG REPORT`.

A thread asks the loop for a sign of life every few milliseconds. Each line of the report is a time
that the loop let it wait for long: how long by the clock, how long by the processor (the rest of it
other programs had), and what the loop's thread was doing then.

**Failures:** those of the gateway.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from gateway import log
from gateway.config.loader import load
from gateway.process import run_gateway

if TYPE_CHECKING:
    from types import FrameType

    from gateway.supervisor import Supervisor

_EVERY_S: Final = 0.005
_LONG_S: Final = 0.02
_FRAMES: Final = 6
_MAIN: Final = threading.main_thread()


def main(config: Path, report: Path) -> None:
    """Serve until SIGTERM."""
    log.configure("warning")
    with report.open("w", buffering=1) as file:

        async def beside(_supervisor: Supervisor, _stop: asyncio.Event) -> None:
            loop = asyncio.get_running_loop()
            threading.Thread(target=_watch, args=(loop, file), daemon=True).start()

        run_gateway(
            lambda: load(config, {}).config,
            clock=lambda: datetime.now(UTC),
            ready=lambda line: print(line, flush=True),
            beside=beside,
        )


def _watch(loop: asyncio.AbstractEventLoop, report: TextIO) -> None:
    alive = threading.Event()
    clock = time.pthread_getcpuclockid(_MAIN.ident or 0)
    while not (loop.is_closed() or report.closed):
        alive.clear()
        asked_at, used_s = time.perf_counter(), time.clock_gettime(clock)
        try:
            loop.call_soon_threadsafe(alive.set)
        except RuntimeError:  # it was closed just now
            return
        if not alive.wait(_LONG_S):
            doing = _doing(sys._current_frames().get(_MAIN.ident or 0))
            alive.wait()
            waited_s = time.perf_counter() - asked_at
            line = {"s": waited_s, "busy_s": time.clock_gettime(clock) - used_s, "doing": doing}
            report.write(json.dumps(line) + "\n")
        time.sleep(_EVERY_S)


def _doing(frame: FrameType | None) -> list[str]:
    stack = traceback.extract_stack(frame)[-_FRAMES:] if frame else []
    return [f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in stack]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
