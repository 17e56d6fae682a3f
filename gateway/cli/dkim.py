"""`optwarden dkim`: make the keys that sign email, and the DNS records that publish them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from gateway.cli.dkim_keys import Kind, new_key, read_key
from gateway.errors import ConfigError, Problem
from gateway.secret_files import write_secret

if TYPE_CHECKING:
    from gateway.cli.session import Session


@click.group()
def dkim() -> None:
    """Make the keys that sign email (RFC 6376), and show the DNS records that publish them."""


@dkim.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--type", "kind", type=click.Choice(["rsa", "ed25519"]), default="rsa", show_default=True
)
@click.option("--selector", default="s1", show_default=True)
@click.option("--domain", default="example.com", show_default=True, help="Your From domain.")
def keygen(file: Path, kind: Kind, selector: str, domain: str) -> None:
    """Make a key in FILE, readable by its owner only, and print its DNS record.

    \b
    Example:
      optwarden dkim keygen keys/s1.pem --domain shop.example
    """  # noqa: D301 - click takes the character itself
    if file.exists():
        message = f"{file} exists; a key in use must not be lost: name another file"
        raise click.UsageError(message)
    key = new_key(kind)
    write_secret(file, key.pem)
    click.echo(key.record(selector, domain))
    table = f'dkim = [{{ selector = "{selector}", key_file = "{file}" }}]'
    click.echo(f"Publish the record above, then put into the [[sender]]: {table}", err=True)


@dkim.command("show-dns")
@click.pass_obj
def show_dns(session: Session) -> None:
    """Print the DNS record of every key in the configuration."""
    for sender in session.config.sender:
        for key in sender.dkim:
            try:
                published = read_key(key.key_file.read_bytes())
            except ValueError as error:
                problem = Problem(
                    str(key.key_file), 0, f"the DKIM key of {sender.name}", str(error)
                )
                raise ConfigError((problem,)) from error
            for domain in sender.domains:
                click.echo(published.record(key.selector, domain))
