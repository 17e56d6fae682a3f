"""`optwarden version`: which program this is."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from typing import TYPE_CHECKING

import rich_click as click

if TYPE_CHECKING:
    from gateway.cli.session import Session


@click.command()
@click.pass_obj
def version(session: Session) -> None:
    """Show the version of the program and of Python."""
    python = platform.python_version()
    try:
        ours = installed_version("optwarden")
    except PackageNotFoundError:
        ours = "not installed"  # run from a checkout
    if session.as_json:
        session.print_json({"optwarden": ours, "python": python})
    else:
        click.echo(f"optwarden {ours} (Python {python})")
