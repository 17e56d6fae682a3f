"""`optwarden review`: the replies that may ask for an opt-out, and wait for a person."""

from __future__ import annotations

import rich_click as click

from gateway.cli.people import operator
from gateway.cli.sentence import sentence
from gateway.cli.session import Session, run
from gateway.cli.table import print_table
from suppression.entry import COMMERCIAL, Origin, Reason
from suppression.review import Decision, Review
from suppression.store import NewEntry

_COLUMNS = ("review_id", "received_at", "channel", "key", "matched", "decision")
_WHOLE = (*_COLUMNS, "text", "decided_at", "decided_by", "because")


@click.group()
def review() -> None:
    """Read what people wrote back, where a program could not tell what they want."""


@review.command("list")
@click.option("--all", "everything", is_flag=True, help="The decided ones too.")
@click.option("--limit", type=click.IntRange(1, 10000), default=100, show_default=True)
@click.pass_obj
def list_(session: Session, *, everything: bool, limit: int) -> None:
    """List the replies that wait, oldest first; the law gives ten business days."""
    with session.reading() as stores:
        found = run(stores.suppression.reviews(everything=everything, limit=limit))
    print_table(session, found, _COLUMNS)


@review.command()
@click.argument("review_id")
@click.pass_obj
def show(session: Session, review_id: str) -> None:
    """Show one reply with its text."""
    with session.reading() as stores:
        found = _found(review_id, run(stores.suppression.find_review(review_id)))
    print_table(session, [found], _WHOLE)


@review.command("opt-out")
@click.argument("review_id")
@click.pass_obj
def opt_out(session: Session, review_id: str) -> None:
    """Stop all marketing to whoever wrote; in force when this returns."""
    with session.stores() as stores:
        found = _found(review_id, run(stores.suppression.find_review(review_id)))
        new = NewEntry(
            channel=found.channel,
            key=found.key,
            scope=COMMERCIAL,
            reason=Reason.UNSUBSCRIBE,
            origin=Origin.RECIPIENT,
            evidence=f"reply {found.review_id}: {found.matched}",
            requested_at=found.received_at,
        )
        entry, _ = run(stores.suppression.add(new, operator()))
        decision = stores.suppression.decide_review(
            review_id, Decision.OPTED_OUT, by=operator().name, because=entry.entry_id
        )
        decided = _found(review_id, run(decision))
    print_table(session, [decided], _COLUMNS)


@review.command()
@click.argument("review_id")
@click.option(
    "--because", callback=sentence, required=True, help="Why it asks for nothing; recorded."
)
@click.pass_obj
def dismiss(session: Session, review_id: str, *, because: str) -> None:
    """Note that a reply asks for no opt-out."""
    with session.stores() as stores:
        decision = stores.suppression.decide_review(
            review_id, Decision.DISMISSED, by=operator().name, because=because
        )
        decided = _found(review_id, run(decision))
    print_table(session, [decided], _COLUMNS)


def _found(review_id: str, found: Review | None) -> Review:
    if found is None:
        message = f"no reply {review_id} waits"
        raise click.ClickException(message)
    return found
