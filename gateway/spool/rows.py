"""How values lie in the spool's tables, and how they are read from there."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from filters import plan as plans
from filters.decision import Effect, Finding
from filters.message import Recipient
from gateway import queue_id as queue_ids
from gateway.spool.model import State
from gateway.wishes import NO_WISH, Wish
from suppression.channel import Channel
from suppression.entry import NEVER

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from filters.plan import Plan
    from suppression.keys import RecipientKey

_LAST_ID: Final = (1 << 63) - 1  # of a row in SQLite
_LAST_SECOND: Final = NEVER.timestamp() - 1

STATES: Final = {state.value: state for state in State}
CHANNELS: Final = {channel.value: channel for channel in Channel}

NO_FINDINGS: Final = "[]"

ORPHAN: Final = "a delivery is there, and its message is not"


class DeliveryRow(NamedTuple):
    """One delivery with what its message says about it, in the order of `_SELECT`."""

    state: State
    channel: Channel
    delivery_id: int
    message: int
    address: str
    key: RecipientKey
    person: str
    route: str
    attempts: int
    claims: int
    later: str
    next_at: float | None
    ends_at: float | None
    reply: str
    status: str
    updated_at: float
    submitter: str
    identity: str
    category: str
    stream: str
    reverse_path: str
    header_from: str
    size: int
    sha256: bytes
    is_personal: int
    recipients: int
    accepted_at: float
    not_before: float
    expires_at: float
    valid_until: float | None
    is_observed: int
    receipt: str
    sent_sha256: str
    next_hop_id: str
    diverted_from: str
    notify: str
    original: str
    returns: str
    envelope_id: str
    smtputf8: int
    seal: int | None

    @property
    def queue_id(self) -> str:
        """The message's id as people see it."""
        return queue_ids.encode(self.message)

    @property
    def recipient(self) -> Recipient:
        """Whom it is for."""
        return Recipient(address=self.address, key=self.key)

    @property
    def wish(self) -> Wish:
        """What its submitter wants to be told of it."""
        if not self.notify and not self.original:
            return NO_WISH
        return Wish(notify=self.notify, original=self.original)

    @property
    def attempt(self) -> int:
        """The number of the attempt under way: 1 is the first."""
        return self.attempts + self.claims


_SELECT: Final = """
SELECT d.state, m.channel, d.id, d.message, d.address, d.key, d.person, d.route, d.attempts,
       d.claims, d.later, d.next_at, d.ends_at, d.reply, d.status, d.updated_at,
       m.submitter, m.identity, m.category, m.stream, m.reverse_path, m.header_from,
       m.size, m.sha256, m.is_personal, m.recipients, m.accepted_at, m.not_before, m.expires_at,
       m.valid_until, m.is_observed, d.receipt, d.sent_sha256, d.next_hop_id, d.diverted_from,
       d.notify, d.original, m.returns, m.envelope_id, m.smtputf8, d.seal
FROM deliveries d JOIN messages m ON m.id = d.message
"""


def read_deliveries(
    connection: sqlite3.Connection, condition: str, parameters: Sequence[Any] = ()
) -> list[DeliveryRow]:
    """Return the deliveries that meet a condition, an SQL text of ours."""
    found = connection.execute(f"{_SELECT} {condition}", parameters)
    return [DeliveryRow(STATES[state], CHANNELS[channel], *rest) for state, channel, *rest in found]


def read_all(connection: sqlite3.Connection, delivery_ids: Collection[int]) -> list[DeliveryRow]:
    """Return these deliveries, every one of them.

    Raises:
        ValueError: one is not there, or the message it is of.
    """
    rows = read_deliveries(
        connection, "WHERE d.id IN (SELECT value FROM json_each(?))", (numbers(delivery_ids),)
    )
    if len(rows) < len(delivery_ids):
        raise ValueError(ORPHAN)
    return rows


def numbers(values: Iterable[int]) -> str:
    """Return numbers as one parameter, for `IN (SELECT value FROM json_each(?))`."""
    return str(list(values))  # which is JSON, too


def number(queue_id: str) -> int | None:
    """Return the id of a message's row; none when no message can have this queue id."""
    try:
        found = queue_ids.decode(queue_id)
    except ValueError:
        return None
    return found if found <= _LAST_ID else None


def known(ids: Iterable[str]) -> Iterator[int]:
    """Yield the row ids of those that are queue ids."""
    yield from (found for each in ids if (found := number(each)) is not None)


def moment(seconds: float) -> datetime:
    """Return a stored time; of one that is damaged, the first or last there is."""
    return NEVER if seconds > _LAST_SECOND else datetime.fromtimestamp(max(seconds, 0.0), UTC)


def load_object(text: str) -> Mapping[str, Any] | None:
    """Read a JSON object; none where it is damaged."""
    try:
        found = json.loads(text)
    except (ValueError, TypeError):  # a bit of a row can make a text a number
        return None
    return found if isinstance(found, dict) else None


def dump_plan(plan: Plan) -> str:
    """Write a plan behind its checksum: one wrong digit of an offset would spoil a message."""
    body = plans.dumps(plan)
    return f"{zlib.crc32(body.encode()):08x} {body}"


def load_plan(text: str) -> Plan:
    """Read a plan that `dump_plan` wrote.

    Raises:
        ValueError: it is not as it was written, or TypeError, KeyError.
    """
    if text.startswith("{"):  # of a version that wrote no checksum
        return plans.loads(text)
    mark, _, body = text.partition(" ")
    if mark != f"{zlib.crc32(body.encode()):08x}":
        message = "the plan is not what was written"
        raise ValueError(message)
    return plans.loads(body)


def dump_findings(findings: Iterable[Finding]) -> str:
    """Write findings as JSON."""
    return json.dumps(
        [
            {
                "code": f.code,
                "cites": f.cites,
                "effect": f.effect.name.lower(),
                "reason": f.reason,
                "evidence": f.evidence,
            }
            for f in findings
        ],
        separators=(",", ":"),
        ensure_ascii=False,
    )


def load_findings(text: str) -> tuple[Finding, ...]:
    """Read findings that `dump_findings` wrote."""
    return tuple(
        Finding(
            code=each["code"],
            cites=each["cites"],
            effect=Effect[each["effect"].upper()],
            reason=each["reason"],
            evidence=tuple(each["evidence"]),
        )
        for each in json.loads(text)
    )


def with_finding(text: str, finding: Finding) -> str:
    """Return the stored findings with one more."""
    return dump_findings((*load_findings(text), finding))
