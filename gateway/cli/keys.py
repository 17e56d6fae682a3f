"""`optwarden keys`: the API keys, which serve as SMTP AUTH passwords too."""

from __future__ import annotations

import rich_click as click

from gateway.callbacks.notes import callback_secret
from gateway.cli.session import Session, run
from gateway.cli.table import print_table
from gateway.credentials import FORMER_ROLES, ROLES

_COLUMNS = ("key_id", "submitter", "roles", "purpose", "created_at", "revoked_at")
_DEFAULT_ROLES = ("send", "check")


@click.group()
def keys() -> None:
    """Make and end API keys; a key is the SMTP AUTH password too, with the submitter's name."""


@keys.command()
@click.option("--submitter", required=True, help="Whose key it is: a [[submitter]].")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(sorted(ROLES)),
    metavar="ROLE",
    help=f"What the key may do, one of {', '.join(sorted(ROLES))}; repeat it."
    f" Else {' and '.join(_DEFAULT_ROLES)}.",
)
@click.option(
    "--scope",
    "former",
    multiple=True,
    type=click.Choice(sorted(ROLES | FORMER_ROLES.keys())),
    hidden=True,
)
@click.option("--purpose", default="", help="What its texts are for that do not say so.")
@click.pass_obj
def add(
    session: Session,
    submitter: str,
    roles: tuple[str, ...],
    former: tuple[str, ...],
    *,
    purpose: str,
) -> None:
    """Make a key. It is shown once: only its hash is kept.

    Roles: send, check, read, add, lift, import, export, consent and inbound, "*" for all of these,
    and compliance, which alone lifts legal and minor entries.

    \b
    Example:
      optwarden keys add --submitter local --role send --role read
    """  # noqa: D301 - click takes the character itself
    _check_submitter(session, submitter)
    purposes = session.config.sms.purposes
    if purpose and purpose not in purposes:
        message = f"--purpose: {purpose} is none of sms.purposes: {', '.join(purposes)}"
        raise click.UsageError(message)
    wanted = (*roles, *former) or _DEFAULT_ROLES
    with session.stores() as stores:
        new = run(stores.credentials.add(submitter, wanted, purpose=purpose))
    if session.as_json:
        session.print_json({"key_id": new.key_id, "secret": new.secret, "roles": sorted(wanted)})
        return
    click.echo(new.secret)
    session.say(f"key {new.key_id} of {submitter}; the line above is not shown again")


@keys.command("list")
@click.pass_obj
def list_(session: Session) -> None:
    """List the keys."""
    with session.reading() as stores:
        views = stores.credentials.list()
    print_table(session, views, _COLUMNS)


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


@keys.command("callback-secret")
@click.option("--submitter", required=True, help="Whose applications check it: a [[submitter]].")
@click.pass_obj
def callback_secret_(session: Session, submitter: str) -> None:
    """Show what an application checks callbacks with, as Standard Webhooks writes it."""
    _check_submitter(session, submitter)
    with session.stores() as stores:
        secret = callback_secret(stores.callback_secret, submitter)
    if session.as_json:
        session.print_json({"submitter": submitter, "secret": secret})
        return
    click.echo(secret)


def _check_submitter(session: Session, name: str) -> None:
    known = [each.name for each in session.config.submitter]
    if name not in known:
        message = f"there is no [[submitter]] named {name!r}; there is {', '.join(known) or 'none'}"
        raise click.UsageError(message)
