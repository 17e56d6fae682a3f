"""`optwarden suppress`: the list of who must not be contacted."""

from __future__ import annotations

import rich_click as click

from gateway.cli import transfer
from gateway.cli.people import moment, needs_compliance, operator, person, reach
from gateway.cli.sentence import sentence, sentence_or_nothing
from gateway.cli.session import Session, run, utc_now
from gateway.cli.suppress_public import undo_scanner, waiting
from gateway.cli.table import print_table
from suppression.channel import Channel
from suppression.entry import NEVER, NewEntry, Origin, Reason
from suppression.keys import is_hashed
from suppression.lifting import Need, NotLiftable
from suppression.store import Query
from suppression.suffixes import IS_PUBLIC, is_public_suffix
from suppression.terms import BY_HAND, ENDING, HOLDS, NEEDS_EVIDENCE, NEEDS_TEXT

_COLUMNS = (
    "entry_id",
    "key",
    "scope",
    "sender",
    "reason",
    "origin",
    "effective_at",
    "expires_at",
    "lifted_at",
)
_HISTORY = ("at", "kind", "by", "method", "address", "entry_id", "summary")
_NAMED = 5
_CHANNELS = click.Choice([channel.value for channel in Channel])


@click.group()
def suppress() -> None:
    """Keep the list of who must not be contacted. No line is deleted: lifting one is recorded."""


@suppress.command()
@click.argument("who")
@click.option(
    "--reason",
    type=click.Choice([reason.value for reason in BY_HAND]),
    metavar="REASON",
    default="manual",
    show_default=True,
    help=f"One of {', '.join(BY_HAND)}.",
)
@click.option(
    "--scope",
    "stops",
    default="commercial",
    show_default=True,
    help='"all", "commercial" or "stream:<slug>"; all, where the reason stops everything.',
)
@click.option("--channel", type=_CHANNELS, help="Else by the look of WHO.")
@click.option("--sender", default="", help="The sender identity opted out of; else all.")
@click.option("--evidence", default="", help="Where the request can be found again.")
@click.option("--requested", default=None, help="When the person asked; else now.")
@click.option(
    "--expires", default=None, help="A time, for manual; for bounces, else as configured."
)
@click.option("--include-subdomains", is_flag=True, help="Of a domain.")
@click.option("--public-suffix", is_flag=True, help="Also of one like com, where anybody has one.")
@click.pass_obj
def add(  # noqa: PLR0913 - its options
    session: Session,
    who: str,
    *,
    reason: str,
    stops: str,
    channel: str | None,
    sender: str,
    evidence: str,
    requested: str | None,
    expires: str | None,
    include_subdomains: bool,
    public_suffix: bool,
) -> None:
    """Put WHO (an address, a number, or @domain) on the list; in force when this returns."""
    key, where = person(session, who, channel or "")
    if include_subdomains and not (key.startswith("@") or is_hashed(key)):
        message = "--include-subdomains is for domains only, such as @example.org"
        raise click.UsageError(message)
    if include_subdomains and not public_suffix and is_public_suffix(key):
        message = f"{key[1:]} {IS_PUBLIC}, or add --public-suffix where they are meant"
        raise click.UsageError(message)
    if sender and sender not in {s.name for s in session.config.sender}:
        message = f"there is no [[sender]] named {sender!r}"
        raise click.UsageError(message)
    expires_at = moment(expires, otherwise=NEVER)
    if expires_at != NEVER and Reason(reason) not in ENDING:
        message = f"--expires: {HOLDS}"
        raise click.UsageError(message)
    if expires_at <= utc_now():
        message = f"--expires: {expires} is over; an entry that stops nothing is not made"
        raise click.UsageError(message)
    requested_at = moment(requested, otherwise=utc_now())
    if requested_at > utc_now():
        message = f"--requested: {requested} lies in the future"
        raise click.UsageError(message)
    new = NewEntry(
        channel=where,
        key=key,
        scope=reach(stops),
        reason=Reason(reason),
        origin=Origin.ADMIN,
        evidence=evidence,
        sender=sender,
        requested_at=requested_at,
        expires_at=expires_at,
        include_subdomains=include_subdomains,
    )
    with session.stores() as stores:
        entry, is_new = run(stores.suppression.add(new, operator()))
    print_table(session, [entry], _COLUMNS)
    if not is_new:
        click.echo("was on the list already; nothing changed", err=True)


@suppress.command()
@click.argument("who")
@click.option("--because", callback=sentence, required=True, help="Why.")
@click.option(
    "--evidence",
    callback=sentence_or_nothing,
    default="",
    help="Where the person took it back; opt-outs need it.",
)
@click.option("--channel", type=_CHANNELS, help="Else by the look of WHO.")
@click.option("--entry", "entries", multiple=True, help="Only this entry; repeat it.")
@click.option("--as-compliance", is_flag=True, help="Lift legal and minor entries too.")
@click.pass_obj
def lift(  # noqa: PLR0913 - its options
    session: Session,
    who: str,
    *,
    because: str,
    evidence: str,
    channel: str | None,
    entries: tuple[str, ...],
    as_compliance: bool,
) -> None:
    """End what stops WHO; the reason is kept for ever.

    An opt-out is the person's own: lift it only when they asked, and say with --evidence where
    that can be seen. Where one of the entries may not be lifted, none is: --entry names others.
    """
    key, where = person(session, who, channel or "")
    with session.stores() as stores:
        try:
            lifted = run(
                stores.suppression.lift(
                    key, where,
                    because=because, by=operator(as_compliance=as_compliance),
                    entry_ids=entries, evidence=evidence,
                )
            )  # fmt: skip
        except NotLiftable as error:
            raise _refused(error) from error
        others = run(stores.suppression.blocking([key], where, utc_now()))[key]
    if not lifted:
        named = "; ".join(f"{e.entry_id} of {e.key} stops them" for e in others[:_NAMED])
        message = f"nothing to lift for {who}" + (f": {named}" if named else "")
        raise click.ClickException(message)
    print_table(session, lifted, _COLUMNS)


def _refused(error: NotLiftable) -> click.ClickException:
    """Return what to say to who may not lift these entries, or has not said enough."""
    wrong = [bar.entry.entry_id for bar in error.bars if bar.need is Need.TEXT]
    if wrong:
        message = f"nothing was lifted: {', '.join(wrong[:_NAMED])}: {NEEDS_TEXT}"
        return click.ClickException(message)
    if any(bar.need is Need.COMPLIANCE for bar in error.bars):
        return needs_compliance(error, "nothing was lifted")
    return click.UsageError(f"--evidence {NEEDS_EVIDENCE}")


@suppress.command()
@click.argument("who")
@click.option("--channel", type=_CHANNELS, help="Else by the look of WHO.")
@click.pass_obj
def show(session: Session, who: str, channel: str | None) -> None:
    """Show what stops WHO now, and everything that was ever recorded."""
    key, where = person(session, who, channel or "")
    with session.reading() as stores:
        active = run(stores.suppression.blocking([key], where, utc_now())).get(key, ())
        history = run(stores.suppression.history(key, where))
    if session.as_json:
        from gateway.cli.table import plain  # noqa: PLC0415 - one use

        session.print_json(
            {"key": key, "channel": where, "active": plain(active), "history": plain(history)}
        )
        return
    click.echo("in force:", err=True)
    print_table(session, active, _COLUMNS)
    click.echo("history:", err=True)
    print_table(session, history, _HISTORY)


@suppress.command("list")
@click.option("--text", default="", help="Part of the address or number.")
@click.option("--channel", type=_CHANNELS, help="Else both.")
@click.option(
    "--reason",
    type=click.Choice([r.value for r in Reason]),
    metavar="REASON",
    help=f"One of {', '.join(r.value for r in Reason)}.",
)
@click.option("--scope", "exact", default="", help='"all", "commercial" or "stream:<slug>".')
@click.option("--active", is_flag=True, help="Only what is in force.")
@click.option("--after", default="", help="Go on after this entry.")
@click.option("--limit", type=click.IntRange(1, 10000), default=100, show_default=True)
@click.pass_obj
def list_(  # noqa: PLR0913 - its options
    session: Session,
    *,
    text: str,
    channel: str | None,
    reason: str | None,
    exact: str,
    active: bool,
    after: str,
    limit: int,
) -> None:
    """List entries, oldest first."""
    query = Query(
        text=text,
        channel=channel or "",
        reason=reason or "",
        scope=reach(exact) if exact else "",
        active_at=utc_now() if active else None,
        after=after,
        limit=limit,
    )
    with session.reading() as stores:
        try:
            entries = run(stores.suppression.list(query))
        except ValueError as error:
            raise click.UsageError(f"--after: {error}") from error
    print_table(session, entries, _COLUMNS)
    if len(entries) == limit:
        click.echo(f"more: --after {entries[-1].entry_id}", err=True)


_MORE = (
    transfer.import_, transfer.imports, transfer.export, transfer.stats, undo_scanner, waiting,
)  # fmt: skip
for _command in _MORE:
    suppress.add_command(_command)
