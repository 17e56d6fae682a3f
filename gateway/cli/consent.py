"""`optwarden consent`: who asked to be texted, and what proves it."""

from __future__ import annotations

import rich_click as click

from gateway.cli.people import moment, operator, person
from gateway.cli.session import Session, run, utc_now
from gateway.cli.table import print_table
from suppression.consent import REQUEST_LASTS, ConsentSource
from suppression.store import NewConsent

_COLUMNS = (
    "consent_id",
    "key",
    "source",
    "purposes",
    "evidence",
    "recorded_by",
    "requested_at",
    "expires_at",
    "revoked_at",
)


@click.group()
def consent() -> None:
    """Record who asked to be texted: without a request, nobody is."""


@consent.command()
@click.argument("number")
@click.option(
    "--source",
    required=True,
    type=click.Choice([s.value for s in ConsentSource]),
    metavar="SOURCE",
    help=f"How the person asked, one of {', '.join(s.value for s in ConsentSource)}.",
)
@click.option("--evidence", required=True, help="What they asked, and where that can be seen.")
@click.option(
    "--purpose", "purposes", multiple=True, help="What for; repeat it. Else every operational one."
)
@click.option("--requested", default=None, help="When; else now.")
@click.option("--expires", default=None, help='A time or "never"; else after 30 days.')
@click.pass_obj
def add(  # noqa: PLR0913 - its options
    session: Session,
    number: str,
    *,
    source: str,
    evidence: str,
    purposes: tuple[str, ...],
    requested: str | None,
    expires: str | None,
) -> None:
    """Record that the owner of NUMBER asked to be texted."""
    key, _ = person(session, number, "sms")
    unknown = set(purposes) - set(session.config.sms.purposes)
    if unknown:
        known = ", ".join(session.config.sms.purposes)
        message = f"unknown purpose {', '.join(sorted(unknown))}; there is {known}"
        raise click.UsageError(message)
    requested_at = moment(requested, otherwise=utc_now())
    new = NewConsent(
        key=key,
        source=ConsentSource(source),
        purposes=frozenset(purposes),
        evidence=evidence,
        requested_at=requested_at,
        expires_at=moment(expires, otherwise=requested_at + REQUEST_LASTS),
    )
    with session.stores() as stores:
        recorded = run(stores.suppression.record_consent(new, operator()))
    print_table(session, [recorded], _COLUMNS)


@consent.command()
@click.argument("number")
@click.pass_obj
def show(session: Session, number: str) -> None:
    """Show every request the owner of NUMBER ever made."""
    key, _ = person(session, number, "sms")
    with session.reading() as stores:
        consents = run(stores.suppression.consents(key))
    print_table(session, consents, _COLUMNS)


@consent.command()
@click.argument("number")
@click.option("--because", required=True, help="Why.")
@click.pass_obj
def revoke(session: Session, number: str, *, because: str) -> None:
    """End the requests of the owner of NUMBER."""
    key, _ = person(session, number, "sms")
    with session.stores() as stores:
        revoked = run(stores.suppression.revoke_consents(key, because=because, by=operator()))
    print_table(session, revoked, _COLUMNS)
