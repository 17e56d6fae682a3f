"""`optwarden version`: which program this is."""

from __future__ import annotations

import platform
import tomllib
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import rich_click as click

if TYPE_CHECKING:
    from gateway.cli.session import Session

_PROJECT: Final = Path(__file__).resolve().parents[2] / "pyproject.toml"


@click.command()
@click.pass_obj
def version(session: Session) -> None:
    """Show the version of the program and of Python."""
    python = platform.python_version()
    ours = _ours()
    if session.as_json:
        session.print_json({"optwarden": ours, "python": python})
    else:
        click.echo(f"optwarden {ours} (Python {python})")


def _ours() -> str:
    """Return the version that is installed; of a checkout, the one it would be installed as."""
    try:
        return installed_version("optwarden")
    except PackageNotFoundError:
        return str(tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"])
