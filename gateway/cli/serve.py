"""`optwarden serve`: run the gateway until it is told to stop."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import rich_click as click

from gateway import log
from gateway.admin.address import come_in
from gateway.admin.user import By
from gateway.cli.examine import examine
from gateway.cli.session import Session, utc_now
from gateway.errors import StoreUnavailable
from gateway.process import run_gateway

if TYPE_CHECKING:
    from gateway.config.models import Config
    from gateway.supervisor import Supervisor


@click.command()
@click.pass_obj
def serve(session: Session) -> None:
    """Run the gateway.

    Prints one line "ready smtp=HOST:PORT http=HOST:PORT" on standard error when every listener is
    bound. SIGTERM and Ctrl-C stop it in order, SIGHUP reloads the configuration: all of it, or
    nothing if it has a mistake.
    """
    log.configure(session.log_level)
    is_ready = asyncio.Event()

    def ready(line: str) -> None:
        _say(line)
        is_ready.set()

    def load() -> Config:
        loaded = session.load()
        examine(loaded)
        return loaded.config

    run_gateway(
        load,
        clock=utc_now,
        ready=ready,
        beside=partial(_invite_the_first, config=session.config, ready=is_ready),
        reread=session.load,
    )


async def _invite_the_first(
    gateway: Supervisor, _stop: asyncio.Event, *, config: Config, ready: asyncio.Event
) -> None:
    """Print the link that makes the first user of the admin pages, as long as there is none."""
    await ready.wait()
    users = gateway.stores.users
    if not any("admin" in each.serves for each in config.http) or users.list():
        return
    try:
        token = await users.invite(None, "first", By(name="serve"))
    except StoreUnavailable:
        return  # the next start invites
    url = come_in(config, token)
    _say(f"admin pages have no user yet; make the first one, once, today: {url}")


def _say(line: str) -> None:
    """Say something on standard error; that nobody can hear it stops nothing."""
    with suppress(OSError):
        click.echo(line, err=True)
