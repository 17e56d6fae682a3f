"""What waits for a route that the configuration does not name any more, and goes by another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.spool.rows import numbers, read_deliveries
from gateway.spool.transition import Transition, apply

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from gateway.spool.rows import DeliveryRow

    Choose = Callable[[DeliveryRow], str]
    Place = tuple[float, int]

FIRST: Final[Place] = (float("-inf"), 0)
NO_ROUTE: Final = "no route of the configuration carries it"
_UNROUTED: Final = "4.4.4"  # RFC 3463 3.5: unable to route
_OF_ROUTE: Final = (
    "WHERE d.route = ? AND d.next_at IS NOT NULL AND (d.next_at, d.id) > (?, ?) AND d.id <= ?"
    " AND d.id NOT IN (SELECT value FROM json_each(?)) ORDER BY d.next_at, d.id LIMIT ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitedFor:
    """The routes that something waits for, and the delivery that was stored last."""

    routes: tuple[str, ...]
    last_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerouted:
    """How many go by which route now, a message of those that none takes, and where to go on."""

    by_route: Mapping[str, int]
    left: str  # its queue id; "" where all of them go
    after: Place  # `FIRST` once all were looked at


def route_again(  # noqa: PLR0913 - which of them
    connection: sqlite3.Connection,
    route: str,
    choose: Choose,
    *,
    after: Place,
    until: int,
    at: datetime,
    limit: int,
    lost: Collection[int] = (),
) -> Rerouted:
    """Move what waits for a route to those that `choose` names; "" leaves it, and says so on it.

    `until`: the last delivery to look at; `lost`: those that are damaged. What had taken a detour
    takes no other, and is still known by reports from the route it came from.
    """
    rows = read_deliveries(connection, _OF_ROUTE, (route, *after, until, numbers(lost), limit))
    chosen = [(row, choose(row)) for row in rows]
    steps = [_moved(row, name) if name else _left(row) for row, name in chosen]
    apply(connection, (step for step in steps if step is not None), at=at)
    is_full = len(rows) == limit
    return Rerouted(
        by_route=Counter(name for _, name in chosen if name),
        left=next((row.queue_id for row, name in chosen if not name), ""),
        after=(rows[-1].next_at or 0.0, rows[-1].delivery_id) if is_full else FIRST,
    )


def _moved(row: DeliveryRow, name: str) -> Transition:
    was_left = row.reply == NO_ROUTE
    came_from = "" if row.diverted_from == name else row.diverted_from
    return Transition(
        row=row._replace(route=name, diverted_from=came_from),
        state=row.state,
        kind="rerouted",
        attempts=row.attempts,
        claims=row.claims,
        next_at=row.next_at,
        reply="" if was_left else row.reply,
        status="" if was_left else row.status,
        facts={"route": row.route, "then": name},
    )


def _left(row: DeliveryRow) -> Transition | None:
    """Return the step that says why it waits; none where that is said."""
    if row.reply == NO_ROUTE:
        return None
    return Transition(
        row=row,
        state=row.state,
        kind="",
        attempts=row.attempts,
        claims=row.claims,
        next_at=row.next_at,
        reply=NO_ROUTE,
        status=_UNROUTED,
    )
