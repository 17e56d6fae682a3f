"""`optwarden ledger`: the record that cannot be changed unseen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click
from click.exceptions import Exit
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gateway import ledger as chains
from gateway.counted import counted
from gateway.errors import StoreUnavailable
from gateway.ledger import EMPTY, Head

if TYPE_CHECKING:
    from gateway.cli.session import Session
    from gateway.ledger import Verdict

_FILES = ("suppression.db", "messages.db")
_LATER = ("users.db", "privacy.db")  # not there before the version that brought them has run
_INTEGRITY_FAILURE = 5


class _Line(BaseModel):
    """A line that `checkpoint` printed."""

    model_config = ConfigDict(val_json_bytes="hex")

    file: str
    lines: int = Field(ge=0)
    head: bytes = Field(min_length=32, max_length=32)


@click.group()
def ledger() -> None:
    """Verify and export the hash-chained record of every act."""


@ledger.command()
@click.option(
    "--checkpoint",
    "kept",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="What `checkpoint` printed earlier: the chains must still contain it.",
)
@click.pass_obj
def verify(session: Session, kept: Path | None) -> None:
    """Compute every chain anew, from the first line to the last. Exits 5 if one is broken.

    A chain shows every change in its middle. That its end was cut off, or all of it written anew,
    shows against a checkpoint that was kept elsewhere.
    """
    heads = {} if kept is None else _read_checkpoint(kept)
    files = _files(session)
    verdicts = {each.name: chains.verify(each, kept=heads.pop(each.name, EMPTY)) for each in files}
    for name, lost in heads.items():
        if lost.seq == 0:
            continue
        reason = f"the file is gone, and had {counted(lost.seq, 'line')} once"
        verdicts[name] = chains.Verdict(head=EMPTY, broken_at=1, reason=reason)
    for name, verdict in verdicts.items():
        _say(session, name, verdict)
    if not all(verdict.is_whole for verdict in verdicts.values()):
        raise Exit(_INTEGRITY_FAILURE)


@ledger.command()
@click.pass_obj
def checkpoint(session: Session) -> None:
    """Print the head of every chain as JSON; keep it where the gateway cannot write.

    `verify --checkpoint` compares with it.
    """
    for file in _files(session):
        head = chains.head(file)
        session.print_json({"file": file.name, "lines": head.seq, "head": head.hash.hex()})


@ledger.command()
@click.option("--with-details", is_flag=True, help="Name people, where their data is still kept.")
@click.pass_obj
def export(session: Session, *, with_details: bool) -> None:
    """Print every line as JSON, so that somebody else can check the chain."""
    for file in _files(session):
        for line in chains.export(file, with_details=with_details):
            session.print_json(json.loads(line))


def _say(session: Session, name: str, verdict: Verdict) -> None:
    head = verdict.head
    if session.as_json:
        session.print_json(
            {
                "file": name,
                "lines": head.seq,
                "head": head.hash.hex(),
                "broken_at": verdict.broken_at or None,
                "reason": verdict.reason,
            }
        )
    elif verdict.broken_at:
        click.echo(f"{name}: line {verdict.broken_at} is broken: {verdict.reason}")
    else:
        click.echo(f"{name}: {counted(head.seq, 'line')}, whole, head {head.hash.hex()}")


def _read_checkpoint(path: Path) -> dict[str, Head]:
    """Return the heads by the names of their files.

    Raises:
        BadParameter: a line is none that `checkpoint` or `verify --json` printed, or there is none.
    """
    heads: dict[str, Head] = {}
    with click.open_file(str(path), errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            try:
                told = _Line.model_validate_json(line)
            except ValidationError as error:
                message = f"line {number} of {path} is none that `ledger checkpoint` printed"
                raise click.BadParameter(message, param_hint="--checkpoint") from error
            heads[told.file] = Head(seq=told.lines, hash=told.head)
    if not heads:
        message = f"{path} is empty"
        raise click.BadParameter(message, param_hint="--checkpoint")
    return heads


def _files(session: Session) -> list[Path]:
    found = [session.config.data_dir / name for name in _FILES]
    missing = [str(file) for file in found if not file.exists()]
    if missing:
        message = f"there is no {' and no '.join(missing)}: has the gateway ever run here?"
        raise StoreUnavailable(message)
    later = (session.config.data_dir / name for name in _LATER)
    return [*found, *(file for file in later if file.exists())]
