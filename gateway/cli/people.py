"""Reading whom a command is about, and who gives it."""

from __future__ import annotations

import getpass
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import rich_click as click

from suppression.actor import Actor, Authority
from suppression.channel import Channel
from suppression.entry import NEVER, scope
from suppression.errors import MalformedAddressError
from suppression.keys import read_key
from suppression.lifting import Need

if TYPE_CHECKING:
    from gateway.cli.session import Session
    from suppression.entry import Scope
    from suppression.keys import RecipientKey
    from suppression.lifting import NotLiftable

_NAMED: Final = 5


def person(session: Session, text: str, channel: str = "") -> tuple[RecipientKey, Channel]:
    """Return the key of an address, @domain or number, and the channel it belongs to.

    Raises:
        UsageError: it is none.
    """
    if not channel and "@" not in text and not any(map(str.isdecimal, text)):
        message = f"{text!r} is none of these: jane@example.org, @example.org, +12025550123"
        raise click.UsageError(message)
    where = Channel(channel) if channel else Channel.EMAIL if "@" in text else Channel.SMS
    try:
        return read_key(text, where, session.config.company.phone_region), where
    except MalformedAddressError as error:
        message = f"{text!r}: {error}"
        raise click.UsageError(message) from error


def reach(text: str) -> Scope:
    """Read how far an entry reaches.

    Raises:
        UsageError: it is no scope.
    """
    try:
        return scope(text)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def operator(*, as_compliance: bool = False) -> Actor:
    """Return who sits at the command line, and with what right they act."""
    authority = Authority.COMPLIANCE if as_compliance else Authority.STAFF
    return Actor(name=_user(), method="cli", authority=authority)


def _user() -> str:
    """Return the name of who works here; the number of one whom the system calls by no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user, who stands in no /etc/passwd
        return str(os.getuid())


def needs_compliance(error: NotLiftable, outcome: str) -> click.ClickException:
    """Return what to say to who may not lift what the law asks for; `outcome` says what was not."""
    of_law = [bar.entry for bar in error.bars if bar.need is Need.COMPLIANCE]
    named = ", ".join(f"{entry.entry_id} ({entry.reason})" for entry in of_law[:_NAMED])
    more = f" and {len(of_law) - _NAMED} more" if len(of_law) > _NAMED else ""
    return click.ClickException(f"{outcome}: {named}{more} needs --as-compliance")


def moment(text: str | None, *, otherwise: datetime) -> datetime:
    """Read a date or time as people write it; without a zone it is UTC.

    Raises:
        UsageError: it is none.
    """
    if text is None:
        return otherwise
    if text == "never":
        return NEVER
    try:
        read = datetime.fromisoformat(text)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        message = f'{text!r} is not a time: write "2026-11-23" or "2026-11-23T14:00:00+00:00"'
        raise click.UsageError(message) from error
