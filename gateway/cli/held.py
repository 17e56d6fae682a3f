"""`optwarden held`: the messages a person has to decide about."""

from __future__ import annotations

import rich_click as click

from gateway import rejecting
from gateway.cli.messages import print_messages
from gateway.cli.people import operator
from gateway.cli.queue import deed, show
from gateway.cli.sentence import sentence
from gateway.cli.session import Session, run, utc_now
from gateway.queue_id import QueueIds
from gateway.reports import Reports
from gateway.spool.model import SpoolQuery, State


@click.group()
def held() -> None:
    """Decide about held messages. Nobody deciding is a decision too: they are reported back."""


held.add_command(show)


@held.command("list")
@click.option("--limit", type=click.IntRange(1, 10000), default=100, show_default=True)
@click.pass_obj
def list_(session: Session, *, limit: int) -> None:
    """List what waits for a decision, newest first."""
    query = SpoolQuery(states=frozenset({State.HELD}), limit=limit)
    with session.reading() as stores:
        print_messages(session, run(stores.spool.messages(query)))


@held.command()
@click.argument("queue_ids", nargs=-1, required=True)
@click.option("--because", callback=sentence, required=True, help="Why it may leave; recorded.")
@click.pass_obj
def release(session: Session, queue_ids: tuple[str, ...], *, because: str) -> None:
    """Send messages after all, as the category they were declared; the list is asked once more."""
    with session.stores() as stores:
        deed(session, stores.spool.release, queue_ids, because, "released")


@held.command()
@click.argument("queue_id")
@click.option("--because", callback=sentence, required=True, help="Why not; the sender is told.")
@click.pass_obj
def reject(session: Session, queue_id: str, *, because: str) -> None:
    """Refuse a message; its sender gets a report with the reason."""
    with session.stores() as stores:
        done = run(
            rejecting.reject(
                stores.spool, Reports(session.config, QueueIds()), queue_id,
                by=operator().name, because=because, at=utc_now(),
            )
        )  # fmt: skip
    if not done:
        message = f"no message {queue_id} is held"
        raise click.ClickException(message)
    click.echo(f"{queue_id} rejected")
