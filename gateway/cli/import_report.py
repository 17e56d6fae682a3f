"""What an import did, and what taking it back did, in the words of people."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import rich_click as click

from gateway.cli.people import needs_compliance, operator
from gateway.cli.session import run
from gateway.counted import counted
from gateway.shown import shown
from suppression.lifting import NotLiftable

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.cli.session import Session
    from gateway.importing.imports import Finished
    from suppression.transfer.job import Import

_MEANINGS: Final = {
    "new": "people who were not on the list",
    "stronger": "people who were, for less: the list now stops more",
    "known": "the list did that already",
    "duplicate": "another row asks for the same or more",
    "skipped": "rows that ask for nothing: agreed, or over",
    "invalid": "rows that cannot be read",
}


def report(session: Session, name: str, finished: Finished, errors: Path | None) -> None:
    """Say what became of a file, and what to do about it."""
    counts, found = asdict(finished.counts), finished.report
    made = finished.imported
    if session.as_json:
        told = {"import_id": made.import_id if made else None, "name": name, **found}
        session.print_json({**told, "counts": counts})
        return
    whose = "" if found["recognised"] == "no service" else f" of {found['recognised']}"
    click.echo(f"{shown(name)}: {found['form']}{whose}, {counted(found['rows'], 'row')}")
    for what, meaning in _MEANINGS.items():
        if counts[what] or what in {"new", "known", "invalid"}:
            click.echo(f"  {what:9} {counts[what]:>11,}  {meaning}")
    for note in found["notes"]:
        session.say(f"note: {note}")
    for mistake in found["errors"][:5] if errors is None else ():
        column = f"{mistake['column']}: " if mistake["column"] else ""
        session.say(f"row {mistake['row']}: {column}{mistake['reason']}")
    if counts["invalid"]:
        session.say(
            f"the rows that cannot be read are in {errors}" if errors
            else "--errors FILE writes down all rows that cannot be read"
        )  # fmt: skip
    if made is None:
        session.say("a dry run: nothing was changed")
    elif made.made:
        session.say(f"to take it back within 24 hours: {session.command} suppress import "
                    f"--undo {made.import_id}")  # fmt: skip
    else:
        session.say("it added nobody: there is nothing to take back")


def take_back(session: Session, import_id: str, *, as_compliance: bool) -> None:
    """Undo an import, and say what of it stays."""
    by = operator(as_compliance=as_compliance)
    with session.stores() as stores:
        try:
            undone, lifted = run(stores.suppression.undo_import(import_id, by))
        except NotLiftable as error:
            raise needs_compliance(error, "nothing was lifted") from error
        except ValueError as error:
            message = f"{import_id}: {error}"
            raise click.ClickException(message) from error
    if session.as_json:
        session.print_json({"import_id": undone.import_id, "lifted": lifted})
    else:
        what = counted(lifted, "entry", "entries")
        click.echo(f"{undone.import_id} ({shown(undone.name)}): {what} lifted")
        session.say(_stays(undone, lifted))


def _stays(undone: Import, lifted: int) -> str:
    if not undone.made and not lifted:
        return "it had added nobody: whoever it names was on the list before"
    if lifted >= undone.made:
        return "everything that it had added"
    stays = counted(undone.made - lifted, "entry stays", "entries stay")
    return f"of what it had added {stays}: asked for by somebody else too, or lifted before"
