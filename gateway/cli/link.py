"""`optwarden link`: addresses and numbers of the same person, shown on the same page."""

from __future__ import annotations

import rich_click as click

from gateway.cli.people import needs_compliance, operator, person
from gateway.cli.sentence import sentence
from gateway.cli.session import Session, run
from gateway.cli.table import print_table
from suppression.keys import is_hashed
from suppression.lifting import NotLiftable

_COLUMNS = ("link_id", "email", "phone", "evidence", "recorded_by", "recorded_at", "ended_at")


@click.group()
def link() -> None:
    """Say whose number belongs to which address: the page behind a link then shows both."""


@link.command()
@click.argument("email")
@click.argument("number")
@click.option("--evidence", callback=sentence, required=True, help="Where the person gave both.")
@click.pass_obj
def add(session: Session, email: str, number: str, *, evidence: str) -> None:
    """Record that EMAIL and NUMBER are the same person's."""
    address, _ = person(session, email, "email")
    phone, _ = person(session, number, "sms")
    for key, text in ((address, email), (phone, number)):
        if key.startswith("@") or is_hashed(key):
            message = f"{text!r} is no address or number of a person"
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
@click.option("--because", callback=sentence, required=True, help="Why.")
@click.option("--as-compliance", is_flag=True, help="Though a legal or minor entry stops by it.")
@click.pass_obj
def end(session: Session, who: str, *, because: str, as_compliance: bool) -> None:
    """End the links of WHO, an address or a number.

    A legal or minor entry of one stops the other while they are linked.
    """
    key, _ = person(session, who)
    by = operator(as_compliance=as_compliance)
    with session.stores() as stores:
        try:
            ended = run(stores.suppression.unlink(key, because=because, by=by))
        except NotLiftable as error:
            raise needs_compliance(error, "nothing was ended") from error
    print_table(session, ended, _COLUMNS)
    if not ended:
        message = f"nothing is linked with {who}"
        raise click.ClickException(message)
