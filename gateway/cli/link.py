"""`optwarden link`: addresses and numbers of the same person, shown on the same page."""

from __future__ import annotations

import rich_click as click

from gateway.cli.people import operator, person
from gateway.cli.session import Session, run
from gateway.cli.table import print_table

_COLUMNS = ("link_id", "email", "phone", "evidence", "recorded_by", "recorded_at", "ended_at")


@click.group()
def link() -> None:
    """Say whose number belongs to which address: the page behind a link then shows both."""


@link.command()
@click.argument("email")
@click.argument("number")
@click.option("--evidence", required=True, help="Where the person gave both.")
@click.pass_obj
def add(session: Session, email: str, number: str, *, evidence: str) -> None:
    """Record that EMAIL and NUMBER are the same person's."""
    address, _ = person(session, email, "email")
    phone, _ = person(session, number, "sms")
    if address.startswith("@"):
        message = f"{email!r} is a domain, and no person"
        raise click.UsageError(message)
    with session.stores() as stores:
        made, is_new = run(
            stores.suppression.link(address, phone, evidence=evidence, by=operator())
        )
    print_table(session, [made], _COLUMNS)
    if not is_new:
        click.echo("was linked already; nothing changed", err=True)


@link.command()
@click.argument("who")
@click.pass_obj
def show(session: Session, who: str) -> None:
    """Show every link there was of WHO, an address or a number."""
    key, _ = person(session, who)
    with session.reading() as stores:
        found = run(stores.suppression.links(key))
    print_table(session, found, _COLUMNS)


@link.command()
@click.argument("who")
@click.option("--because", required=True, help="Why.")
@click.pass_obj
def end(session: Session, who: str, *, because: str) -> None:
    """End the links of WHO, an address or a number."""
    key, _ = person(session, who)
    with session.stores() as stores:
        ended = run(stores.suppression.unlink(key, because=because, by=operator()))
    print_table(session, ended, _COLUMNS)
    if not ended:
        message = f"nothing is linked with {who}"
        raise click.ClickException(message)
