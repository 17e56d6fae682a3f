"""`optwarden suppress`: what link scanners seem to have pressed, and what waits for the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import rich_click as click

from gateway.asked import ByLink, read
from gateway.cli.people import moment, operator
from gateway.cli.sentence import sentence_or_nothing
from gateway.cli.session import Session, run, utc_now
from gateway.cli.table import print_table
from gateway.queue_id import encode
from gateway.stores import JOURNAL
from suppression.deadlines import deadlines
from suppression.entry import NEVER
from suppression.journal import waiting as records_of
from suppression.lifting import is_said

if TYPE_CHECKING:
    from datetime import date, datetime

_COLUMNS: Final = ("entry_id", "key", "scope", "sender", "evidence", "effective_at", "lifted_at")
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An opt-out that could not be written to the list yet."""

    at: datetime
    deadline: date
    origin: str
    method: str
    what: str


@click.command("undo-scanner")
@click.option("--since", default=None, help="From this time on; else a week ago.")
@click.option("--until", default=None, help="Up to this time; else now.")
@click.option(
    "--because", callback=sentence_or_nothing, default="", help="What showed that it was a scanner."
)
@click.option("--as-compliance", is_flag=True, help="You answer for it: without, it only lists.")
@click.pass_obj
def undo_scanner(
    session: Session,
    *,
    since: str | None,
    until: str | None,
    because: str,
    as_compliance: bool,
) -> None:
    """Lift the opt-outs of the page's form that are tagged suspected_scanner, and nothing else.

    One-click unsubscribes of mailbox providers are never among them, nor what a person asked for
    once more.
    """
    span = (
        moment(since, otherwise=utc_now() - _WEEK),
        min(moment(until, otherwise=utc_now()), NEVER),
    )
    if as_compliance and not is_said(because):
        message = "--because: what showed that it was a scanner"
        raise click.UsageError(message)
    with session.stores() if as_compliance else session.reading() as stores:
        if as_compliance:
            by = operator(as_compliance=True)
            found = run(stores.suppression.lift_suspected(*span, because=because, by=by))
        else:
            found = run(stores.suppression.suspected(*span))
    print_table(session, found, _COLUMNS)
    if found and not as_compliance:
        session.say("in force; --as-compliance --because WHY lifts them")


@click.command()
@click.pass_obj
def waiting(session: Session) -> None:
    """Show the opt-outs that wait for the list to be writable; nothing leaves until it is."""
    asked = [read(record) for record in records_of(session.config.data_dir / JOURNAL)]
    shown = [
        Waiting(
            at=each.at,
            deadline=deadlines(each.at).conservative,
            origin=each.origin,
            method=each.method if isinstance(each, ByLink) else "form",
            what=f"link of message {encode(each.message)}"
            if isinstance(each, ByLink)
            else each.key,
        )
        for each in asked
    ]
    print_table(session, shown, ("at", "deadline", "origin", "method", "what"))
