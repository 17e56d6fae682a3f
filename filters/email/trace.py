"""The edit that adds the trace, what submitted mail lacks, and removes what nobody else may see."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING, Final

from filters.email.fields import place_of_new_fields
from filters.email.mime import parse
from filters.plan import NO_PLAN, Plan, Splice, combine

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from filters.email.part import Field
    from filters.message import Arrival, Email, EmailFacts, EmailPolicy

_OURS: Final = "x-optwarden-"
_NEVER_SENT: Final = frozenset({"bcc", "resent-bcc", "return-path"})
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_PRINTABLE: Final = re.compile(r"[!-;=?-~]+")  # and no angle bracket
_UNFIT: Final = re.compile(r"[^A-Za-z0-9.:_-]")


def trace_fields(email: Email, facts: EmailFacts) -> Plan:
    """Add Received and missing Date and Message-ID; remove Bcc, Return-Path and fields to us."""
    return combine(
        [
            _passage(email, facts),
            _missing(email, facts.arrival),
            _removed(email, never_sent(facts.policy)),
        ]
    )


def passage(email: Email, facts: EmailFacts) -> Plan:
    """Add Received and remove the fields to us: what even mail that is only observed gets."""
    # RFC 5321 4.4: a relay must; and what a submitter says to us is nobody else's business
    return combine([_passage(email, facts), _removed(email, fields_to_us(facts.policy))])


def date(at: datetime) -> str:
    """Write a moment as RFC 5322 3.3 has it, whatever the language of the machine.

    >>> from datetime import UTC, datetime
    >>> date(datetime(2026, 11, 3, 4, 5, 6, tzinfo=UTC))
    'Tue, 3 Nov 2026 04:05:06 +0000'
    """
    day, month = _DAYS[at.weekday()], _MONTHS[at.month - 1]
    zone = "+0000" if at.tzinfo is UTC else f"{at:%z}"
    return f"{day}, {at.day} {month} {at.year} {at.hour:02}:{at.minute:02}:{at.second:02} {zone}"


def _passage(email: Email, facts: EmailFacts) -> Plan:
    received = Splice(start=0, end=0, template=(_received(email, facts.arrival),))
    return Plan(splices=(received,))


def _received(email: Email, arrival: Arrival) -> bytes:
    # RFC 5321 4.4; `for` only where it tells nobody of the others (7.2)
    peer = _UNFIT.sub("?", arrival.peer)
    literal = f"[IPv6:{peer}]" if ":" in peer else f"[{peer}]"
    name = _UNFIT.sub("?", arrival.helo)[:255] or literal
    came = f"from {name} ({literal})\r\n\t" if peer else ""
    whom = ""
    if len(email.recipients) == 1 and _PRINTABLE.fullmatch(email.recipients[0].address):
        whom = f"\r\n\tfor <{email.recipients[0].address}>"
    return (
        f"Received: {came}by {arrival.hostname} with {arrival.protocol} id {email.queue_id}"
        f"{whom};\r\n\t{date(arrival.at)}\r\n"
    ).encode()


def _missing(email: Email, arrival: Arrival) -> Plan:
    """Add what a submission service may add (RFC 6409 8.2, 8.3)."""
    fields, fixes = "", []
    if email.tree.field("date") is None:
        fields += f"Date: {date(arrival.at)}\r\n"
        fixes.append("F_DATE_ADDED")
    if email.tree.field("message-id") is None:
        fields += f"Message-ID: <{email.queue_id}@{arrival.hostname}>\r\n"
        fixes.append("F_MSGID_ADDED")
    if not fields:
        return NO_PLAN
    place = place_of_new_fields(email.tree)
    splice = Splice(start=place, end=place, template=(fields.encode(),))
    return Plan(splices=(splice,), fixes=tuple(fixes))


def never_sent(policy: EmailPolicy) -> frozenset[str]:
    """Return the names (lower case) of fields that end here."""
    return _NEVER_SENT | fields_to_us(policy)


def fields_to_us(policy: EmailPolicy) -> frozenset[str]:
    """Return the names (lower case) of the fields in which submitters declare things."""
    return frozenset({policy.category_header.lower(), policy.stream_header.lower()})


def ending_here(fields: Iterable[Field], never: frozenset[str]) -> list[Field]:
    """Return the fields that do not leave: those of `never_sent`, all to us."""
    return [field for field in fields if field.name in never or field.name.startswith(_OURS)]


def without_ours(raw: bytes, to_us: frozenset[str]) -> bytes:
    """Return mail without the fields that end here; `to_us`: the lower-case names of ours.

    Raises:
        MalformedMessage: it is no mail.
    """
    kept, end = [], 0
    for field in ending_here(parse(raw).fields, _NEVER_SENT | to_us):
        kept.append(raw[end : field.start])
        end = field.end
    return b"".join((*kept, raw[end:]))


def _removed(email: Email, never: frozenset[str]) -> Plan:
    return Plan(
        splices=tuple(
            Splice(start=field.start, end=field.end, template=())
            for field in ending_here(email.tree.fields, never)
        )
    )
