"""`optwarden doctor`: look whether everything around the gateway is as it has to be."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import rich_click as click
from click.exceptions import Exit

from gateway.cli.session import run, utc_now
from gateway.doctor.answer import Level
from gateway.doctor.examination import examine_all
from gateway.doctor.names import Names
from gateway.shown import shown

if TYPE_CHECKING:
    from gateway.cli.session import Session
    from gateway.doctor.answer import Answer

_CONFIG_INVALID: Final = 3
_NOT_REACHABLE: Final = 4
_OF_FILES: Final = frozenset({"file", "secret"})
_COLOURS: Final = {Level.OK: "green", Level.WARNING: "yellow", Level.FAULT: "red"}


@click.command()
@click.option(
    "--dns", "server", default="", metavar="ADDRESS[:PORT]", help="The name server to ask."
)
@click.pass_obj
def doctor(session: Session, *, server: str) -> None:
    """Look at files, disk, clock, certificates, ports, the public URL, next hops and DNS.

    Nothing is sent, logged in to or changed. A line a check, with how to mend what is wrong; exits
    3 where a file of the configuration cannot be used, 4 where anything else is a fault.
    """
    try:
        names = Names(server)
    except ValueError as error:
        message = f"--dns: {server!r} is no address of a name server"
        raise click.UsageError(message) from error
    raise Exit(run(_examined(session, names)))


async def _examined(session: Session, names: Names) -> int:
    faults: set[str] = set()
    async for answer in examine_all(session.loaded, names, utc_now()):
        _print(session, answer)
        if answer.level is Level.FAULT:
            faults.add(answer.check)
    if faults & _OF_FILES:
        return _CONFIG_INVALID
    return _NOT_REACHABLE if faults else 0


def _print(session: Session, answer: Answer) -> None:
    if session.as_json:
        session.print_json(asdict(answer))
        return
    level = f"{answer.level.value:8}"
    if sys.stdout.isatty():
        level = click.style(level, fg=_COLOURS[answer.level])
    mend = f"; {answer.mend}" if answer.mend else ""
    click.echo(f"{level}{answer.check}: {shown(f'{answer.where} {answer.what}{mend}')}")
