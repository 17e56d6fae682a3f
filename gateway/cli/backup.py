"""`optwarden backup`: a copy of everything, taken while the gateway runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from gateway.backup import back_up
from gateway.cli.people import operator
from gateway.cli.session import utc_now
from gateway.counted import counted

if TYPE_CHECKING:
    from gateway.cli.session import Session


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.pass_obj
def backup(session: Session, folder: Path) -> None:
    """Copy everything the gateway knows to a folder that is not there yet; it may run meanwhile.

    A gateway that is started on the copy sends nothing that waited: it is held until a person
    releases it, since it may have left after the copy was taken. The configuration and the files it
    names are not in it.
    """
    made = back_up(session.config.data_dir, folder.absolute(), by=operator().name, at=utc_now())
    heads = {
        name: each.head
        for name, each in zip(("messages", "suppression"), made.verdicts, strict=True)
    }
    if session.as_json:
        session.print_json(
            {
                "folder": str(made.folder),
                "files": made.files,
                "held": made.held,
                "heads": {
                    name: {"lines": h.seq, "head": h.hash.hex()} for name, h in heads.items()
                },
            }
        )
        return
    held = counted(made.held, "delivery is", "deliveries are")
    click.echo(f"{made.folder}: {counted(len(made.files), 'file')}; {held} held in it")
    for name, head in heads.items():
        click.echo(f"{name}.db: {counted(head.seq, 'line')}, head {head.hash.hex()}")
