"""`optwarden serve`: run the gateway until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import TYPE_CHECKING

import rich_click as click

from gateway import log
from gateway.cli.session import Session, utc_now
from gateway.data_lock import data_lock
from gateway.errors import GatewayError
from gateway.service import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from gateway.config.models import Config


_SWITCH_S = 0.0002  # the writers wait for the interpreter at every statement: not 5 ms each time


@click.command()
@click.pass_obj
def serve(session: Session) -> None:
    """Run the gateway.

    Prints one line "ready smtp=HOST:PORT http=HOST:PORT" on standard error when every listener is
    bound. SIGTERM and Ctrl-C stop it in order.
    """
    log.configure(session.log_level)
    run_service(session.config, ready=lambda line: click.echo(line, err=True))


def run_service(
    config: Config,
    *,
    ready: Callable[[str], None],
    beside: Callable[[Service, asyncio.Event], Coroutine[Any, Any, None]] | None = None,
) -> None:
    """Serve until a signal says stop; `beside` is what runs in the same loop meanwhile.

    Raises:
        GatewayError: it cannot start: a store, a key, an address.
    """
    import gc; gc.collect(); gc.freeze(); gc.set_threshold(50000, 50, 100)
    sys.setswitchinterval(_SWITCH_S)
    with data_lock(config.data_dir):
        try:
            with asyncio.Runner(loop_factory=_loop_factory()) as runner:
                runner.run(_serve(config, ready, beside))
        except OSError as error:
            message = f"cannot listen: {error.strerror or error}"
            raise GatewayError(message) from error


async def _serve(
    config: Config,
    ready: Callable[[str], None],
    beside: Callable[[Service, asyncio.Event], Coroutine[Any, Any, None]] | None,
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    try:
        service = Service(config, clock=utc_now)
        async with asyncio.TaskGroup() as group:
            if beside is not None:
                group.create_task(beside(service, stop))
            await service.run(ready=ready, stop=stop)
    except* GatewayError as failed:
        raise failed.exceptions[0] from failed
    except* OSError as failed:
        raise failed.exceptions[0] from failed


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop  # noqa: PLC0415 - not on every platform

    return uvloop.new_event_loop
