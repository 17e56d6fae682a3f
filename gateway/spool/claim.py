"""Taking what is due, in one transaction that holds the list's write lock.

Whoever opted out before it began is seen, whoever opts out meanwhile waits until it is over: no
claim succeeds after an opt-out was answered.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from gateway.spool import barring, lease
from gateway.spool.model import State
from gateway.spool.rows import ORPHAN, read_deliveries
from gateway.spool.taking import claimed, contents_of
from gateway.spool.transition import apply
from suppression.granting import Grantee, ensure_grants, existing_grants
from suppression.matching import read_blocking
from suppression.transaction import Unprepared, Written

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from gateway.spool.model import Claimed
    from gateway.spool.rows import DeliveryRow
    from suppression.covering import Matching
    from suppression.entry import Entry
    from suppression.keys import RecipientKey
    from suppression.transaction import Ended

    Group = list[DeliveryRow]
    Taken = Ended[tuple[Claimed, ...]]

LIST: Final = "list"
"""What the list's file is attached as."""

_BATCH: Final = 100  # recipients of one transaction with the next hop (RFC 5321 4.5.3.1.8)
_SMALL_BYTES: Final = 1 << 20
_BYTES: Final = 32 << 20  # of content that one claim reads
_WAITING: Final = (State.QUEUED, State.DEFERRED)
_ROUNDS: Final = 20  # of looking for something sendable behind what is not


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a caller would send now: how many sends a route has room for, and how many in all."""

    capacity: Mapping[str, int]
    limit: int
    lease_s: float
    at: datetime
    steady_s: float  # by a clock that nobody sets: what leases go by
    matching: Matching
    heavy: frozenset[str] = frozenset()  # routes that take small messages alone
    lost: frozenset[int] = frozenset()  # deliveries that are damaged and cannot be marked so

    def rooms(self) -> Iterator[tuple[str, int]]:
        """Yield the routes that have room, each with how many sends it has room for."""
        return ((route, room) for route, room in self.capacity.items() if room > 0)

    def most_bytes(self, route: str) -> int:
        """Return how large a message may be that is taken for a route."""
        return _SMALL_BYTES if route in self.heavy else sys.maxsize


def claim(connection: sqlite3.Connection, wanted: Wanted) -> Taken:
    """Take due deliveries, the longest due first, and move on those that may not leave.

    A message whose copies are personal is taken once a delivery, any other once for up to 100.
    Where somebody gets their first link of a kind, its grant comes first: nothing is claimed that
    has none.

    Raises:
        ValueError: something is damaged and would wait for ever, or leave again and again.
    """
    lease.lapse(connection, at=wanted.at, steady_s=wanted.steady_s, lost=wanted.lost)
    for _ in range(_ROUNDS):
        groups = _grouped(connection, wanted)
        if not groups:
            _look_for_orphans(connection, wanted)
            break
        groups = list(_fitting(_sendable(connection, wanted, groups)))
        personal = {_grantee(group[0]) for group in groups if group[0].is_personal}
        grants = existing_grants(connection, personal, schema=LIST)
        if missing := personal - grants.keys():
            return Unprepared(
                first=partial(_grant, missing, grants), rest=partial(_take, wanted, groups, grants)
            )
        taken = _take(wanted, groups, grants, connection)
        if taken.result:
            return taken
    return Written((), elsewhere=False)


def _grouped(connection: sqlite3.Connection, wanted: Wanted) -> list[Group]:
    """Return what is due, by send."""
    groups: list[Group] = []
    batches: set[tuple[int, str, int]] = set()
    for row in _due(connection, wanted):
        if row.is_personal or row.recipients == 1:
            groups.append([row])
            continue
        batch = (row.message, row.route, row.attempt)
        if batch not in batches:
            batches.add(batch)
            groups.append(_batch(connection, wanted, batch))
    return groups


def _batch(connection: sqlite3.Connection, wanted: Wanted, batch: tuple[int, str, int]) -> Group:
    """Return the deliveries of one message that are due on one route and were tried as often."""
    message, route, attempt = batch
    return _waiting(
        read_deliveries(
            connection,
            f"{_due_on(wanted)} AND d.message = ? AND d.attempts + d.claims = ?"
            " ORDER BY d.id LIMIT ?",
            (route, wanted.at.timestamp(), message, attempt, _BATCH),
        )
    )


def _due(connection: sqlite3.Connection, wanted: Wanted) -> Sequence[DeliveryRow]:
    """Return the deliveries that are due the longest, over all routes with room."""
    due: Group = []
    for route, room in wanted.rooms():
        due += read_deliveries(
            connection,
            f"{_due_on(wanted)} AND m.size <= ? ORDER BY d.next_at, d.id LIMIT ?",
            (route, wanted.at.timestamp(), wanted.most_bytes(route), min(room, wanted.limit)),
        )
    due.sort(key=lambda row: (row.next_at, row.delivery_id))
    return _waiting(due[: wanted.limit])


def _due_on(wanted: Wanted) -> str:
    """Return the condition on what is due on a route at a time."""
    lost = ", ".join(map(str, wanted.lost))
    return f"WHERE d.route = ? AND d.next_at <= ? AND d.id NOT IN ({lost})"


def _waiting(rows: Iterable[DeliveryRow]) -> Group:
    """Return each delivery once, whatever a damaged index says.

    Raises:
        ValueError: one does not wait, so it would leave again and again.
    """
    group = list({row.delivery_id: row for row in rows}.values())
    if not all(row.state in _WAITING for row in group):
        message = "an index has something due that does not wait"
        raise ValueError(message)
    return group


def _look_for_orphans(connection: sqlite3.Connection, wanted: Wanted) -> None:
    """See that nothing is due where nothing was found, by the index alone.

    Raises:
        ValueError: something is due, and its message is not there.
    """
    for route in (route for route, _ in wanted.rooms() if route not in wanted.heavy):
        statement = f"SELECT 1 FROM deliveries d {_due_on(wanted)} LIMIT 1"  # noqa: S608 - conditions of ours
        if connection.execute(statement, (route, wanted.at.timestamp())).fetchone():
            raise ValueError(ORPHAN)


def _sendable(
    connection: sqlite3.Connection, wanted: Wanted, groups: Iterable[Group]
) -> list[Group]:
    """Return the groups without those that may not leave, whose states this changes."""
    groups = list(groups)
    entries = _entries(connection, wanted, groups)
    barred = {}
    for row in (row for group in groups for row in group):
        against = entries.get((row.channel, row.key), ())
        bar = barring.bar(row, against, wanted.at, wanted.matching.senders)
        if bar is not None:
            barred[row.delivery_id] = bar
    if barred:
        apply(connection, barred.values(), at=wanted.at)
        groups = [[row for row in group if row.delivery_id not in barred] for group in groups]
    return [group for group in groups if group]


def _entries(
    connection: sqlite3.Connection, wanted: Wanted, groups: Iterable[Group]
) -> dict[tuple[str, RecipientKey], tuple[Entry, ...]]:
    """Read the list about everybody who is about to be sent something."""
    rows = [row for group in groups for row in group]
    found: dict[tuple[str, RecipientKey], tuple[Entry, ...]] = {}
    for channel in {row.channel for row in rows}:
        keys = {row.key for row in rows if row.channel is channel}
        blocking = read_blocking(connection, keys, channel, wanted.at, wanted.matching, schema=LIST)
        found.update({(channel, key): entries for key, entries in blocking.items()})
    return found


def _grant(
    grantees: Collection[Grantee], grants: dict[Grantee, int], connection: sqlite3.Connection
) -> None:
    made, _ = ensure_grants(connection, grantees, schema=LIST)
    grants.update(made)


def _take(
    wanted: Wanted,
    groups: Sequence[Group],
    grants: Mapping[Grantee, int],
    connection: sqlite3.Connection,
) -> Written[tuple[Claimed, ...]]:
    """Take what was found; links in personal copies speak for what was granted."""
    contents = contents_of(connection, {group[0].message: group[0] for group in groups})
    broken = [row for group in groups if group[0].message not in contents for row in group]
    if broken:
        apply(connection, (barring.unreadable(row) for row in broken), at=wanted.at)
    groups = [group for group in groups if group[0].message in contents]
    ids = [row.delivery_id for group in groups for row in group]
    lease.take(connection, ids, at=wanted.at, until_s=wanted.steady_s + wanted.lease_s)
    taken = tuple(
        claimed(group, contents[group[0].message], grants.get(_grantee(group[0]), 0))
        for group in groups
    )
    return Written(taken, elsewhere=False)


def _grantee(row: DeliveryRow) -> Grantee:
    """Return whom the link in a personal copy speaks for."""
    return Grantee(row.key, row.channel, row.identity, row.stream)


def _fitting(groups: Iterable[Group]) -> Iterator[Group]:
    """Yield groups while their messages fit, each counted once; always the first."""
    seen: set[int] = set()
    size = 0
    for group in groups:
        first = group[0]
        if first.message not in seen:
            size += first.size
            if seen and size > _BYTES:
                return
            seen.add(first.message)
        yield group
