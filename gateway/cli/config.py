"""`optwarden config`: read the configuration over, and show what is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rich_click as click
from pydantic import SecretStr

from gateway.cli.session import Session
from gateway.config.loader import dotted
from gateway.config.models import Section
from gateway.delivery.carriers import make_carriers
from gateway.delivery.signers import load_signers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.config.lines import KeyPath


@click.group()
def config() -> None:
    """Check and show the configuration."""


@config.command()
@click.pass_obj
def check(session: Session) -> None:
    """Read the configuration and the keys it names; say everything that is wrong. Exits 3 then."""
    examine(session.loaded)
    if session.as_json:
        session.print_json({"file": str(session.loaded.file), "problems": []})
    else:
        click.echo(f"{session.loaded.file}: nothing is wrong")


@config.command()
@click.pass_obj
def show(session: Session) -> None:
    """Show every value in force and where it comes from; secrets are masked."""
    rows = [
        {"key": dotted(path), "value": value, "source": session.loaded.source(path)}
        for path, value in _values(session.config, ())
    ]
    if session.as_json:
        session.print_json(rows)
        return
    if not sys.stdout.isatty():
        for row in rows:
            click.echo(f"{row['key']}\t{_toml(row['value'])}\t{row['source']}")
        return
    width = max(len(row["key"]) for row in rows)
    for row in rows:
        key, value = f"{row['key']:{width}}", _toml(row["value"])
        click.echo(f"{key}  {value}  {click.style('# ' + row['source'], dim=True)}")


def _values(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Any]]:  # noqa: ANN401 - any value
    if isinstance(value, Section):
        for name, field in type(value).model_fields.items():
            yield from _values(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, tuple) and any(isinstance(item, Section) for item in value):
        for index, item in enumerate(value):
            yield from _values(item, (*path, index))
    elif isinstance(value, SecretStr):
        yield path, "********" if value.get_secret_value() else ""
    elif isinstance(value, tuple):
        yield path, [str(item) for item in value]
    else:
        yield path, "" if value is None else str(value)
