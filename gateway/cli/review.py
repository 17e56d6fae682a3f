"""`optwarden review`: the replies that may ask for an opt-out, and wait for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rich_click as click

from gateway.cli.people import operator
from gateway.cli.privacy import COLUMNS as OF_REQUESTS
from gateway.cli.sentence import sentence
from gateway.cli.session import Session, run
from gateway.cli.table import print_table
from gateway.log import configure
from gateway.privacy.request import Kind
from suppression.review import Decision

if TYPE_CHECKING:
    from gateway.reviews import Decided, Reviews
    from gateway.stores import Stores

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
        found = run(stores.suppression.find_review(review_id))
    if found is None:
        raise _none_waits(review_id)
    print_table(session, [found], _WHOLE)


@review.command("opt-out")
@click.argument("review_id")
@click.pass_obj
def opt_out(session: Session, review_id: str) -> None:
    """Stop all marketing to whoever wrote; in force when this returns.

    What was held for them and this stops leaves no more, and its senders are told.
    """
    with session.stores() as stores:
        decided = run(_reviews(stores).opt_out(review_id, operator()))
    _show(session, review_id, decided)


@review.command()
@click.argument("review_id")
@click.option(
    "--because", callback=sentence, required=True, help="Why it asks for nothing; recorded."
)
@click.pass_obj
def dismiss(session: Session, review_id: str, *, because: str) -> None:
    """Note that a reply asks for no opt-out, and release what was held for that alone.

    The list is asked once more before anything leaves.
    """
    with session.stores() as stores:
        decided = run(_reviews(stores).dismiss(review_id, operator(), because))
    _show(session, review_id, decided)


@review.command()
@click.argument("review_id")
@click.option("--kind", required=True, type=click.Choice([each.value for each in Kind]))
@click.pass_obj
def privacy(session: Session, review_id: str, *, kind: str) -> None:
    """Open a request about their data for whoever wrote; its clocks run from when the reply came.

    The reply waits on: opt-out or dismiss says what becomes of marketing.
    """
    from gateway.reviews import request_of  # noqa: PLC0415 - loads the spool

    with session.stores() as stores:
        found = run(stores.suppression.find_review(review_id))
        if found is None or found.decision is not Decision.OPEN:
            raise _none_waits(review_id)
        taken = run(stores.privacy.take(request_of(found, Kind(kind)), operator().name))
    print_table(session, [taken.request], OF_REQUESTS)
    if not taken.is_whole:
        full = f"the note of {taken.request.request_id} is full"
        session.say(f"{full}: keep what {review_id} says before you decide it")


def _reviews(stores: Stores) -> Reviews:
    from gateway.reviews import Reviews  # noqa: PLC0415 - loads the spool

    configure("error")
    return Reviews(stores.suppression, stores.joint)


def _show(session: Session, review_id: str, decided: Decided | None) -> None:
    if decided is None:
        raise _none_waits(review_id)
    print_table(session, [decided.review], _COLUMNS)
    if decided.released:
        session.say(f"released: {' '.join(decided.released)}")
    if decided.stopped:
        session.say(f"stopped: {' '.join(decided.stopped)}")


def _none_waits(review_id: str) -> click.ClickException:
    return click.ClickException(f"no reply {review_id} waits")
