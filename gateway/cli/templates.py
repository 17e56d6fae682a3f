"""`optwarden templates`: the texts that people approved."""

from __future__ import annotations

import rich_click as click

from gateway.cli.people import operator
from gateway.cli.sentence import sentence
from gateway.cli.session import Session, run
from gateway.cli.table import print_table

_COLUMNS = ("template_id", "purpose", "text", "approved_by", "approved_at", "withdrawn_at")


@click.group()
def templates() -> None:
    """Texts that a person approved; the admin page Held makes them."""


@templates.command("list")
@click.option("--limit", type=click.IntRange(1, 10000), default=100, show_default=True)
@click.pass_obj
def list_(session: Session, *, limit: int) -> None:
    """List every template there was, those in force first."""
    with session.reading() as stores:
        print_table(session, run(stores.spool.all_templates(limit=limit)), _COLUMNS)


@templates.command()
@click.argument("template_id")
@click.option("--because", callback=sentence, required=True, help="Why it ends; recorded.")
@click.pass_obj
def withdraw(session: Session, template_id: str, *, because: str) -> None:
    """End a template: texts like it are judged like all others, at once."""
    with session.stores() as stores:
        ended = run(
            stores.spool.withdraw_template(template_id, by=operator().name, because=because)
        )
    if ended is None:
        message = f"no template {template_id} is in force"
        raise click.ClickException(message)
    click.echo(f"{template_id} withdrawn")
