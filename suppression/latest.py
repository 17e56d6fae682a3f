"""The newest entries of a list that may be long: looked for window by window, and not for ever.

**Failures:** what SQLite raises is raised as it is; the owner of the connection answers for it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from suppression import rows
from suppression.statements import looking_back
from suppression.store import Latest

if TYPE_CHECKING:
    import sqlite3

    from suppression.entry import Entry
    from suppression.store import Query

_WINDOW: Final = 20_000  # entries between two looks at the clock


def latest(
    connection: sqlite3.Connection, query: Query, within_s: float, window: int = _WINDOW
) -> Latest:
    """Return a page of the entries that are asked for, the newest first.

    Of a filter that few entries match not all of the list is read: where the time is over, the page
    says where to look on. `query.after` is such a place.

    Raises:
        ValueError: `query.after` is not an entry id.
    """
    top = rows.entry_number(query.after) if query.after else None
    if query.after and top is None:
        message = f"{query.after!r} is not an entry id"
        raise ValueError(message)
    (newest,) = connection.execute("SELECT ifnull(max(id), 0) FROM entries").fetchone()
    top = newest + 1 if top is None else min(top, newest + 1)
    sql, parameters = looking_back(query)
    found: list[Entry] = []
    ends_at = time.monotonic() + within_s
    while True:
        floor = 0 if query.key else max(0, top - window)
        bounds = {"floor": floor, "top": top, "limit": query.limit - len(found)}
        found += map(rows.entry, connection.execute(sql, {**parameters, **bounds}).fetchall())
        if len(found) == query.limit:
            return Latest(entries=tuple(found), onward=found[-1].entry_id, is_whole=True)
        if floor <= 1:
            return Latest(entries=tuple(found), onward="", is_whole=True)
        top = floor
        if time.monotonic() >= ends_at:
            return Latest(entries=tuple(found), onward=f"S-{top}", is_whole=False)
