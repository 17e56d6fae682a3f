"""`optwarden trace`: everything that happened to a message or a person, in order."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import rich_click as click
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from gateway import queue_id as queue_ids
from gateway.cli.people import person
from gateway.cli.session import Session, run
from gateway.cli.table import plain
from gateway.shown import shown
from gateway.steps import Step, of_message, of_person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gateway.spool.model import TraceLine
    from gateway.stores import Stores
    from suppression.event import Event


@click.command()
@click.argument("about")
@click.pass_obj
def trace(session: Session, about: str) -> None:
    """Show everything that happened to ABOUT: a queue id, an address or a number.

    \b
    Examples:
      optwarden trace 06fkzsbvq7m3c
      optwarden trace jane@example.org
    """  # noqa: D301 - click takes the character itself
    with session.reading() as stores:
        lines, events = _known(session, stores, about)
    if not lines and not events:
        message = f"nothing is known about {about}"
        raise click.ClickException(message)
    if session.as_json:
        found: list[TraceLine | Event] = [*lines, *events]
        for each in sorted(found, key=lambda one: one.at):
            session.print_json(plain(each))
        return
    steps = sorted((*map(of_message, lines), *map(of_person, events)), key=lambda step: step.at)
    _print(steps)


def _known(
    session: Session, stores: Stores, about: str
) -> tuple[Sequence[TraceLine], Sequence[Event]]:
    if _is_queue_id(about):
        return run(stores.spool.trace(queue_id=about)), ()
    key, channel = person(session, about)
    return run(stores.spool.trace(key=key)), run(stores.suppression.history(key, channel))


def _is_queue_id(text: str) -> bool:
    try:
        queue_ids.decode(text)
    except ValueError:
        return False
    return True


def _print(steps: Sequence[Step]) -> None:
    """Print a paragraph a step on a terminal, a line of tab-separated fields in a pipe."""
    if not sys.stdout.isatty():
        for step in steps:
            fields = (f"{step.at:%Y-%m-%dT%H:%M:%SZ}", step.what, step.message, step.who)
            says = " ".join("; ".join(step.says).split())
            click.echo(shown("\t".join((*fields, says))))
        return
    console = Console(highlight=False)
    for step in steps:
        about = "  ".join(part for part in (step.message, escape(shown(step.who))) if part)
        console.print(f"{step.at:%Y-%m-%d %H:%M:%S}Z  [bold]{step.what}[/]  {about}")
        for sentence in step.says:
            console.print(Padding(escape(shown(sentence)), (0, 0, 0, 4)))
