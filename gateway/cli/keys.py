"""`optwarden keys`: the API keys, which serve as SMTP AUTH passwords too."""

from __future__ import annotations

import rich_click as click

from gateway.cli.session import Session, run
from gateway.cli.table import print_table
from gateway.credentials import SCOPES

_DEFAULT_SCOPES = ("send", "read", "check")


@click.group()
def keys() -> None:
    """Make and end API keys; a key is the SMTP AUTH password too, with the submitter's name."""


@keys.command()
@click.option("--submitter", required=True, help="Whose key it is: a [[submitter]].")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    default=_DEFAULT_SCOPES,
    show_default=True,
    type=click.Choice(sorted(SCOPES)),
    metavar="SCOPE",
    help=f"What the key may do, one of {', '.join(sorted(SCOPES))}; repeat it.",
)
@click.pass_obj
def add(session: Session, submitter: str, scopes: tuple[str, ...]) -> None:
    """Make a key. It is shown once: only its hash is kept.

    \b
    Example:
      optwarden keys add --submitter local --scope send --scope read
    """  # noqa: D301 - click takes the character itself
    known = [each.name for each in session.config.submitter]
    if submitter not in known:
        message = (
            f"there is no [[submitter]] named {submitter!r}; there is {', '.join(known) or 'none'}"
        )
        raise click.UsageError(message)
    with session.stores() as stores:
        new = run(stores.credentials.add(submitter, scopes))
    if session.as_json:
        session.print_json({"key_id": new.key_id, "secret": new.secret, "scopes": sorted(scopes)})
        return
    click.echo(new.secret)
    session.say(f"key {new.key_id} of {submitter}; the line above is not shown again")


@keys.command("list")
@click.pass_obj
def list_(session: Session) -> None:
    """List the keys."""
    with session.reading() as stores:
        views = stores.credentials.list()
    print_table(session, views, ("key_id", "submitter", "scopes", "created_at", "revoked_at"))


@keys.command()
@click.argument("key_id")
@click.pass_obj
def revoke(session: Session, key_id: str) -> None:
    """Make a key worthless, at once."""
    with session.stores() as stores:
        if not run(stores.credentials.revoke(key_id)):
            message = f"no key {key_id} is in use; `optwarden keys list` shows them"
            raise click.ClickException(message)
    session.say(f"{key_id} revoked")
