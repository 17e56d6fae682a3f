"""`optwarden privacy`: what people ask about their data, with the clocks of the law."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from gateway.cli.people import moment, operator, person
from gateway.cli.sentence import sentence
from gateway.cli.session import Session, run, utc_now
from gateway.cli.table import print_table
from gateway.counted import counted
from gateway.privacy.request import Act, Kind, NewRequest, NotPossible, Outcome, begins, day_of

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from datetime import datetime

    from gateway.privacy.request import Request
    from gateway.stores import Stores
    from suppression.keys import RecipientKey

COLUMNS = ("request_id", "kind", "shown", "received_at", "confirm_by", "answer_by")
_WHOLE = (
    *COLUMNS, "people", "manner", "note", "recorded_by", "confirmed_at", "verified_at",
    "verified_how", "extended_at", "extended_because", "closed_at", "outcome", "because",
    "closed_by",
)  # fmt: skip


@click.group()
def privacy() -> None:
    """Answer people who ask about their data: within 45 days, confirmed within 10 business days."""


@privacy.command("open")
@click.argument("people", nargs=-1, required=True)
@click.option("--kind", required=True, type=click.Choice([each.value for each in Kind]))
@click.option("--manner", default="email", show_default=True, help="How it came.")
@click.option("--note", default="", help="What was asked, and where to answer.")
@click.option("--received", default=None, help="When; else now. The clocks run from it.")
@click.pass_obj
def open_(  # noqa: PLR0913 - its options
    session: Session,
    people: tuple[str, ...],
    *,
    kind: str,
    manner: str,
    note: str,
    received: str | None,
) -> None:
    """Take down a request of one person, by all addresses and numbers they name.

    \b
    Example:
      optwarden privacy open jane@example.org +12025550123 --kind delete
    """  # noqa: D301 - click takes the character itself
    keys = tuple(person(session, each)[0] for each in people)
    now = utc_now()
    came = _came(received, now)
    try:
        new = NewRequest(kind=Kind(kind), people=keys, manner=manner, note=note, received_at=came)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    with session.stores() as stores:
        request = run(stores.privacy.add(new, operator().name))
        others = {each for key in keys for each in run(stores.suppression.linked(key))}
    print_table(session, [request], COLUMNS)
    for other in sorted(others.difference(keys)):
        session.say(f"linked with {other}: is that the same person? then open it for both")


@privacy.command("list")
@click.option("--all", "everything", is_flag=True, help="The answered ones too.")
@click.pass_obj
def list_(session: Session, *, everything: bool) -> None:
    """List the requests that wait, the oldest first, with the days that are left."""
    with session.reading() as stores:
        found = stores.privacy.list(everything=everything)
    print_table(session, found, (*COLUMNS, "outcome") if everything else COLUMNS)


@privacy.command()
@click.argument("request_id")
@click.pass_obj
def show(session: Session, request_id: str) -> None:
    """Show one request."""
    with session.reading() as stores:
        found = _found(stores, request_id)
    print_table(session, [found], _WHOLE)


@privacy.command()
@click.argument("request_id")
@click.pass_obj
def confirm(session: Session, request_id: str) -> None:
    """Note that the person was told that it came, how it is handled and how long that takes."""
    with session.stores() as stores:
        changed = _tried(stores.privacy.confirm(request_id, operator().name))
    print_table(session, [changed], COLUMNS)


@privacy.command()
@click.argument("request_id")
@click.option("--how", callback=sentence, required=True, help="How it was found out; recorded.")
@click.pass_obj
def verify(session: Session, request_id: str, *, how: str) -> None:
    """Note that the person is who they say."""
    with session.stores() as stores:
        changed = _tried(stores.privacy.verify(request_id, how, operator().name))
    print_table(session, [changed], COLUMNS)


@privacy.command()
@click.argument("request_id")
@click.option("--because", callback=sentence, required=True, help="Why; the person is told.")
@click.pass_obj
def extend(session: Session, request_id: str, *, because: str) -> None:
    """Take 90 days in the place of 45: once, within the first 45, with a reason."""
    with session.stores() as stores:
        changed = _tried(stores.privacy.extend(request_id, because, operator().name))
    print_table(session, [changed], COLUMNS)


@privacy.command()
@click.argument("request_id")
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), required=True,
    help="A folder that is made for it.",
)  # fmt: skip
@click.pass_obj
def export(session: Session, request_id: str, *, output: Path) -> None:
    """Write everything that is known of the person: known.json, and their messages as files."""
    from gateway.privacy.access import known_of  # noqa: PLC0415 - loads the spool

    with session.stores() as stores:
        request = _found(stores, request_id)
        people = _allowed(request, Act.SHOW)
        known = run(known_of(people, session.config, stores, utc_now()))
    try:
        output.mkdir(mode=0o700, parents=True)
    except FileExistsError as error:
        message = f"{output} exists: name a folder that does not"
        raise click.ClickException(message) from error
    for name, content in known.files().items():
        (output / name).write_bytes(content)
    session.say(f"{output / 'known.json'} and {counted(len(known.contents), 'message')}")
    for each in known.withheld:
        session.say(f"left out of {each.about}: {each.what} ({each.why})")


@privacy.command()
@click.argument("request_id")
@click.option("--yes", is_flag=True, help="Do not ask: it cannot be taken back.")
@click.pass_obj
def erase(session: Session, request_id: str, *, yes: bool) -> None:
    """Forget the person everywhere; what they stopped stays stopped, by a keyed hash.

    What waits for them is taken back. Backups and what next hops keep are not reached: what is
    printed names who has to be told.
    """
    from gateway.privacy.erasure import NOT_REACHED  # noqa: PLC0415 - loads the spool
    from gateway.privacy.erasure import erase as forget  # noqa: PLC0415 - loads the spool

    with session.stores() as stores:
        request = _found(stores, request_id)
        if not request.people:
            run(stores.empty_logs())
        people = _allowed(request, Act.FORGET)
        if not yes:
            click.confirm(f"forget {', '.join(people)} for good?", abort=True, err=True)
        try:
            erased = run(forget(people, stores, operator()))
        except ValueError as error:
            raise click.ClickException(str(error)) from error
    if session.as_json:
        session.print_json({
            "messages": erased.messages, "left": erased.left,
            "is_gone": erased.is_gone, "stopped_by": list(erased.stopped_by),
            "tell": list(erased.told),
        })  # fmt: skip
        return
    emptied = counted(erased.messages, "message was", "messages were")
    click.echo(f"forgotten; {emptied} emptied")
    click.echo(f"stopped from now on by {', '.join(erased.stopped_by)}")
    session.say(f"not reached: {NOT_REACHED}")
    for route in erased.told:
        click.echo(f"tell the provider of route {route} to delete what it has")
    if not erased.is_gone:
        click.echo(f"a log or an import under way names them still: erase {request_id} once more")
    if erased.left:
        waits = "message is under way, or waits", "messages are under way, or wait"
        left = counted(erased.left, *waits)
        click.echo(f"{left} for others: erase {request_id} once more")


@privacy.command()
@click.argument("request_id")
@click.option(
    "--outcome", required=True,
    type=click.Choice([each.value for each in Outcome if each is not Outcome.OPEN]),
)  # fmt: skip
@click.option("--because", callback=sentence, required=True, help="What the person was told.")
@click.pass_obj
def close(session: Session, request_id: str, *, outcome: str, because: str) -> None:
    """Note how a request was answered; the record is kept for 24 months."""
    with session.stores() as stores:
        by = operator().name
        changed = _tried(stores.privacy.close_as(request_id, Outcome(outcome), because, by))
    print_table(session, [changed], (*COLUMNS, "outcome"))


def _came(said: str | None, now: datetime) -> datetime:
    """Return when a request came: a day that is named alone is that day where its clocks run.

    Raises:
        UsageError: that is no time, or on a day to come.
    """
    try:
        came = begins(date.fromisoformat(said or ""))
    except ValueError:
        came = moment(said, otherwise=now)
    if came > now and day_of(came) > (today := day_of(now)):
        message = f"the day it came lies in the future: where its clocks run it is {today}"
        raise click.UsageError(message)
    return min(came, now)  # a time without a zone may be one of further east


def _tried(change: Coroutine[None, None, Request]) -> Request:
    try:
        return run(change)
    except NotPossible as error:
        raise click.ClickException(str(error)) from error


def _found(stores: Stores, request_id: str) -> Request:
    found = stores.privacy.find(request_id)
    if found is None:
        message = f"there is no request {request_id}; `optwarden privacy list --all` shows them"
        raise click.ClickException(message)
    return found


def _allowed(request: Request, act: Act) -> tuple[RecipientKey, ...]:
    """Return whom a request is about, if that may be done for them."""
    try:
        return request.allowed(act)
    except NotPossible as error:
        number = request.request_id
        hint = "" if request.is_verified else f"; `optwarden privacy verify {number} --how …`"
        raise click.ClickException(f"{error}{hint}") from error
