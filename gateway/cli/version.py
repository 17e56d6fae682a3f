"""`optwarden version`: which program this is."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

import rich_click as click

from gateway.version import our_version

if TYPE_CHECKING:
    from gateway.cli.session import Session


@click.command()
@click.pass_obj
def version(session: Session) -> None:
    """Show the version of the program and of Python."""
    python = platform.python_version()
    ours = our_version()
    if session.as_json:
        session.print_json({"optwarden": ours, "python": python})
    else:
        click.echo(f"optwarden {ours} (Python {python})")
