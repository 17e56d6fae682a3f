"""`optwarden config`: read the configuration over, and show what is in force."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import rich_click as click

from gateway.cli.examine import examine
from gateway.config.lines import dotted
from gateway.config.values import values
from gateway.errors import ConfigError

if TYPE_CHECKING:
    from gateway.cli.session import Session


@click.group()
def config() -> None:
    """Check and show the configuration."""


@config.command()
@click.pass_obj
def check(session: Session) -> None:
    """Read the configuration and the keys it names; say everything that is wrong. Exits 3 then."""
    try:
        loaded = session.loaded
        examine(loaded)
    except ConfigError as error:
        if session.as_json:
            session.print_json({"problems": list(map(str, error.problems))})
        raise
    doubts, unkept = list(map(str, loaded.doubts)), list(map(str, loaded.unkept))
    if session.as_json:
        told = {"file": str(loaded.file), "problems": [], "mode": loaded.config.mode}
        session.print_json({**told, "doubts": doubts, "before_enforcing": unkept})
        return
    click.echo(f"{loaded.file}: nothing is wrong")
    for doubt in doubts:
        click.echo(f"worth a look: {doubt}")
    if loaded.config.mode == "observe":
        click.echo(
            'mode = "observe": mail and texts leave unchanged, without footer, unsubscribe\n'
            "link and signature; opt-outs hold. `optwarden observed report` says what\n"
            "enforcing would have done."
        )
        for problem in unkept:
            click.echo(f"before you enforce: {problem}")


@config.command()
@click.pass_obj
def show(session: Session) -> None:
    """Show every value in force and where it comes from; secrets are masked."""
    rows = [
        {"key": dotted(path), "value": value, "source": session.loaded.source(path)}
        for path, value in values(session.config)
    ]
    if session.as_json:
        session.print_json(rows)
        return
    if not sys.stdout.isatty():
        for row in rows:
            click.echo(
                f"{row['key']}\t{json.dumps(row['value'], ensure_ascii=False)}\t{row['source']}"
            )
        return
    width = max(len(row["key"]) for row in rows)
    for row in rows:
        key, value = f"{row['key']:{width}}", json.dumps(row["value"], ensure_ascii=False)
        click.echo(f"{key}  {value}  {click.style('# ' + row['source'], dim=True)}")
