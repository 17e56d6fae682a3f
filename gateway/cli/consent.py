"""`optwarden consent`: who asked to be texted or written to again, and what proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rich_click as click

from filters.sms.places.place import read_postal_code, read_zone
from gateway.cli.people import moment, operator, person
from gateway.cli.sentence import sentence
from gateway.cli.session import Session, run, utc_now
from gateway.cli.table import print_table
from suppression.channel import Channel
from suppression.consent import REQUEST_LASTS, ConsentSource, NewConsent
from suppression.entry import NEVER, is_slug
from suppression.keys import is_hashed
from suppression.store import ConsentQuery

if TYPE_CHECKING:
    from collections.abc import Callable

    from suppression.keys import RecipientKey

_COLUMNS = (
    "consent_id",
    "key",
    "source",
    "purposes",
    "sender",
    "is_for_once",
    "zone",
    "postal_code",
    "evidence",
    "recorded_by",
    "requested_at",
    "expires_at",
    "revoked_at",
    "used_at",
)


def _zone(_context: click.Context, _option: click.Parameter, text: str) -> str:
    return _place(text, read_zone)


def _postal_code(_context: click.Context, _option: click.Parameter, text: str) -> str:
    return _place(text, read_postal_code)


def _place(text: str, read: Callable[[str], str]) -> str:
    try:
        return read(text) if text else ""
    except ValueError as error:
        message = f"{text!r} {error}"
        raise click.BadParameter(message) from error


@click.group()
def consent() -> None:
    """Record who asked to be texted (else nobody is), or to be written to again."""


@consent.command()
@click.argument("who")
@click.option(
    "--source",
    required=True,
    type=click.Choice([s.value for s in ConsentSource]),
    metavar="SOURCE",
    help=f"How the person asked, one of {', '.join(s.value for s in ConsentSource)}.",
)
@click.option(
    "--evidence",
    callback=sentence,
    required=True,
    help="What they asked, and where that can be seen.",
)
@click.option(
    "--purpose",
    "purposes",
    multiple=True,
    help="What for, of an address which streams; repeat it. Else every one.",
)
@click.option("--sender", default="", help="The sender identity that was asked; else all.")
@click.option("--once", is_flag=True, help="One text uses the request up.")
@click.option("--resubscribe", is_flag=True, help="They take an earlier opt-out back.")
@click.option("--our-number", default="", help="With --source sms: the one of yours they texted.")
@click.option("--zone", default="", callback=_zone, help="Their time zone: America/Chicago.")
@click.option("--postal-code", default="", callback=_postal_code, help="Their ZIP code.")
@click.option("--requested", default=None, help="When; else now.")
@click.option("--expires", default=None, help='A time or "never"; else after 30 days.')
@click.pass_obj
def add(  # noqa: PLR0913 - its options
    session: Session,
    who: str,
    *,
    source: str,
    evidence: str,
    purposes: tuple[str, ...],
    sender: str,
    once: bool,
    resubscribe: bool,
    our_number: str,
    zone: str,
    postal_code: str,
    requested: str | None,
    expires: str | None,
) -> None:
    """Record that WHO (a number or an address) asked to be texted or written to again.

    It ends an earlier opt-out only with --resubscribe, and only one that reaches no further; what
    still stops WHO is shown.
    """
    key, channel = person(session, who)
    if key.startswith("@") or is_hashed(key):
        message = f"{who!r} is no address or number of a person"
        raise click.UsageError(message)
    _refuse_unknown(session, channel, purposes, sender)
    ours = _ours(session, our_number, source, channel) if our_number else None
    requested_at = moment(requested, otherwise=utc_now())
    if requested_at > utc_now():
        message = f"--requested: {requested} lies in the future"
        raise click.UsageError(message)
    expires_at = moment(expires, otherwise=NEVER)
    if expires_at <= utc_now():
        message = f"--expires: {expires} is over already"
        raise click.UsageError(message)
    window = session.config.sms.conversation_window if ours else REQUEST_LASTS
    new = NewConsent(
        key=key,
        source=ConsentSource(source),
        purposes=frozenset(purposes),
        evidence=evidence,
        requested_at=requested_at,
        expires_at=expires_at if expires else requested_at + window,
        sender=sender,
        is_for_once=once,
        resubscribes=resubscribe,
        zone=zone,
        postal_code=postal_code,
    )
    with session.stores() as stores:
        recorded = run(stores.suppression.record_consent(new, operator()))
        if ours:
            opening = stores.suppression.open_conversation(
                key, ours=ours, at=requested_at, by=operator()
            )
            run(opening)
        standing = run(stores.suppression.blocking([key], channel, utc_now()))[key]
    print_table(session, [recorded], _COLUMNS)
    for entry in standing:
        told = f"{entry.entry_id} ({entry.reason}, {entry.scope}) still stops {who}"
        click.echo(told, err=True)


def _refuse_unknown(
    session: Session, channel: Channel, purposes: tuple[str, ...], sender: str
) -> None:
    known = session.config.sms.purposes
    if channel is Channel.SMS:
        unknown = [purpose for purpose in purposes if purpose not in known]
        told = f"there is {', '.join(known)}"
    else:
        unknown = [purpose for purpose in purposes if not is_slug(purpose)]
        told = "of an address it is the name of a stream"
    if unknown:
        message = f"unknown purpose {', '.join(unknown)}; {told}"
        raise click.UsageError(message)
    if sender and sender not in session.config.sender_names:
        message = f"there is no [[sender]] named {sender!r}"
        raise click.UsageError(message)


def _ours(session: Session, number: str, source: str, channel: Channel) -> RecipientKey:
    if channel is not Channel.SMS or source != ConsentSource.SMS:
        message = "--our-number is for a number and --source sms"
        raise click.UsageError(message)
    ours, _ = person(session, number, Channel.SMS)
    known = {person(session, n, Channel.SMS)[0] for s in session.config.sender for n in s.numbers}
    if ours not in known:
        message = f"--our-number: no [[sender]] has {number}"
        raise click.UsageError(message)
    return ours


@consent.command()
@click.argument("who")
@click.pass_obj
def show(session: Session, who: str) -> None:
    """Show every request WHO ever made."""
    key, _ = person(session, who)
    with session.reading() as stores:
        consents = run(stores.suppression.consents(key))
    print_table(session, consents, _COLUMNS)


@consent.command("list")
@click.option("--source", default="", type=click.Choice(["", *(s.value for s in ConsentSource)]))
@click.option("--active", is_flag=True, help="Only what stands.")
@click.option("--after", default="", help="Go on after this request.")
@click.option("--limit", type=click.IntRange(1, 10000), default=100, show_default=True)
@click.pass_obj
def list_(session: Session, *, source: str, active: bool, after: str, limit: int) -> None:
    """List requests, oldest first."""
    query = ConsentQuery(
        source=source, active_at=utc_now() if active else None, after=after, limit=limit
    )
    with session.reading() as stores:
        try:
            consents = run(stores.suppression.list_consents(query))
        except ValueError as error:
            raise click.UsageError(f"--after: {error}") from error
    print_table(session, consents, _COLUMNS)
    if len(consents) == limit:
        click.echo(f"more: --after {consents[-1].consent_id}", err=True)


@consent.command()
@click.argument("who")
@click.option("--because", callback=sentence, required=True, help="Why.")
@click.pass_obj
def revoke(session: Session, who: str, *, because: str) -> None:
    """End the requests of WHO."""
    key, _ = person(session, who)
    with session.stores() as stores:
        revoked = run(stores.suppression.revoke_consents(key, because=because, by=operator()))
    print_table(session, revoked, _COLUMNS)
