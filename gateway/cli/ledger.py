"""`optwarden ledger`: the record that cannot be changed unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rich_click as click
from click.exceptions import Exit

from gateway import ledger as chains
from gateway.counted import counted
from gateway.errors import StoreUnavailable

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.cli.session import Session

_FILES = ("suppression.db", "messages.db")
_LATER = ("users.db", "privacy.db")  # not there before the version that brought them has run
_INTEGRITY_FAILURE = 5


@click.group()
def ledger() -> None:
    """Verify and export the hash-chained record of every act."""


@ledger.command()
@click.pass_obj
def verify(session: Session) -> None:
    """Compute every chain anew, from the first line to the last. Exits 5 if one is broken.

    A chain shows every change in its middle. Keep the heads elsewhere: they vouch for its end.
    """
    broken = False
    for file in _files(session):
        verdict = chains.verify(file)
        broken = broken or verdict.broken_at > 0
        if session.as_json:
            session.print_json(
                {
                    "file": file.name,
                    "lines": verdict.head.seq,
                    "head": verdict.head.hash.hex(),
                    "broken_at": verdict.broken_at or None,
                    "reason": verdict.reason,
                }
            )
        elif verdict.broken_at:
            click.echo(f"{file.name}: line {verdict.broken_at} is broken: {verdict.reason}")
        else:
            lines = counted(verdict.head.seq, "line")
            click.echo(f"{file.name}: {lines}, whole, head {verdict.head.hash.hex()}")
    if broken:
        raise Exit(_INTEGRITY_FAILURE)


@ledger.command()
@click.option("--with-details", is_flag=True, help="Name people, where their data is still kept.")
@click.pass_obj
def export(session: Session, *, with_details: bool) -> None:
    """Print every line as JSON, so that somebody else can check the chain."""
    for file in _files(session):
        for line in chains.export(file, with_details=with_details):
            click.echo(line)


def _files(session: Session) -> list[Path]:
    found = [session.config.data_dir / name for name in _FILES]
    missing = [str(file) for file in found if not file.exists()]
    if missing:
        message = f"there is no {' and no '.join(missing)}: has the gateway ever run here?"
        raise StoreUnavailable(message)
    later = (session.config.data_dir / name for name in _LATER)
    return [*found, *(file for file in later if file.exists())]
