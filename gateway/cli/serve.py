"""`optwarden serve`: run the gateway until it is told to stop."""

from __future__ import annotations

import rich_click as click

from gateway import log
from gateway.cli.examine import examine
from gateway.cli.session import Session, utc_now
from gateway.process import run_gateway


@click.command()
@click.pass_obj
def serve(session: Session) -> None:
    """Run the gateway.

    Prints one line "ready smtp=HOST:PORT http=HOST:PORT" on standard error when every listener is
    bound. SIGTERM and Ctrl-C stop it in order, SIGHUP reloads the configuration: all of it, or
    nothing if it has a mistake.
    """
    log.configure(session.log_level)
    examine(session.loaded)
    run_gateway(session.load_config, clock=utc_now, ready=lambda line: click.echo(line, err=True))
