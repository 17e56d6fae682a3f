"""How much waits in the spool and how long, read in one go on a connection of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.spool.model import State
from gateway.spool.views import ACCEPTED_AT, DEPTHS, NEXT_DUE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

_DAY_HOURS: Final = 24
_HOUR_S: Final = 3600
_USED: Final = """
SELECT kind, name, sum(segments) AS used FROM sent_segments WHERE hour > ? GROUP BY kind, name
"""
_NOTICES: Final = "SELECT count(*) AS waiting, min(next_at) AS due FROM callback_notices"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was found; times are seconds since 1970."""

    counts: Mapping[State, int]  # deliveries, by the states that are not final
    accepted_at: Mapping[State, float]  # of the oldest in each
    due_at: Mapping[str, float]  # the earliest of each route with something to send
    used: Mapping[tuple[str, str], int]  # of the last 24 hours: kind and name → segments or spend
    notices: int  # applications have not been told yet
    notice_due_at: float | None


def measure(connection: sqlite3.Connection, now_s: float) -> Measured:
    """Read everything; what waits is found by its own indexes, however long the history is."""
    counts = {state: 0 for state in State if not state.is_final}
    accepted_at = {}
    for row in connection.execute(DEPTHS).fetchall():
        state = State(row["state"])
        counts[state] = row["depth"]
        if row["depth"]:
            ((accepted_at[state],),) = connection.execute(ACCEPTED_AT, (row["oldest"],))
    ((notices, notice_due_at),) = connection.execute(_NOTICES)
    since = int(now_s // _HOUR_S) - _DAY_HOURS
    return Measured(
        counts=counts,
        accepted_at=accepted_at,
        due_at={row["route"]: row["next_at"] for row in connection.execute(NEXT_DUE)},
        used={(kind, name): used for kind, name, used in connection.execute(_USED, (since,))},
        notices=notices,
        notice_due_at=notice_due_at,
    )
