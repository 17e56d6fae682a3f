"""`optwarden trace`: everything that happened to a message or a person, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import rich_click as click

from gateway import queue_id as queue_ids
from gateway.cli.people import person
from gateway.cli.session import Session, run
from gateway.cli.table import print_table

if TYPE_CHECKING:
    from datetime import datetime

    from gateway.spool.model import TraceLine
    from suppression.store import Event

_COLUMNS = ("at", "what", "message", "says")
_IN_COLUMNS = frozenset({"queue_id", "at", "kind", "person"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    at: datetime
    what: str
    message: str
    says: str


@click.command()
@click.argument("about")
@click.pass_obj
def trace(session: Session, about: str) -> None:
    """Show everything that happened to ABOUT: a queue id, an address or a number."""
    with session.stores() as stores:
        if _is_queue_id(about):
            steps = [_of_message(line) for line in run(stores.spool.trace(queue_id=about))]
        else:
            key, channel = person(session, about)
            lines = run(stores.spool.trace(key=key))
            events = run(stores.suppression.history(key, channel))
            steps = [*map(_of_message, lines), *map(_of_person, events)]
    if not steps:
        message = f"nothing is known about {about}"
        raise click.ClickException(message)
    print_table(session, sorted(steps, key=lambda step: step.at), _COLUMNS)


def _is_queue_id(text: str) -> bool:
    try:
        queue_ids.decode(text)
    except ValueError:
        return False
    return True


def _of_message(line: TraceLine) -> _Step:
    said: dict[str, Any] = {**line.detail, **line.facts}
    words = [
        f"{name}={_word(value)}"
        for name, value in said.items()
        if value and name not in _IN_COLUMNS
    ]
    return _Step(at=line.at, what=line.kind, message=line.queue_id, says=" ".join(words))


def _of_person(event: Event) -> _Step:
    where = f" from {event.address}" if event.address else ""
    says = f"{event.summary} by {event.by} ({event.method}{where})"
    return _Step(at=event.at, what=event.kind, message="", says=says)


def _word(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ",".join(str(item) for item in value)
    return str(value)
