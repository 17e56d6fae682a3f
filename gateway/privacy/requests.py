"""The requests of people about their data, kept apart from the list and the spool.

**Failures:** a file that cannot be read or written raises `StoreUnavailable`: nothing is noted.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gateway.privacy.note import with_words
from gateway.privacy.request import KEPT, Kind, NotPossible, Outcome, Taken, day_of
from gateway.privacy.rows import moment, number_of, request_in, without
from suppression.database import Database
from suppression.keys import masked
from suppression.ledger import Line, append
from suppression.storefile import StoreFile

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from gateway.privacy.request import NewRequest, Request
    from suppression.keys import RecipientKey
    from suppression.ledger import Pepper

_MIGRATIONS: Final = Path(__file__).parents[1] / "migrations" / "privacy"
_WAITING: Final = """
SELECT id, note FROM requests WHERE closed_at IS NULL AND kind = :kind AND EXISTS (
    SELECT 1 FROM json_each(requests.people) WHERE value IN (SELECT value FROM json_each(:people))
) ORDER BY id LIMIT 1
"""
_CAME_EARLIER: Final = """
UPDATE requests SET received_at = :received_at WHERE id = :id AND received_at > :received_at
"""
_NAMING: Final = """
SELECT id, people, manner, note, verified_how, extended_because, because FROM requests
WHERE EXISTS (
    SELECT 1 FROM json_each(requests.people) WHERE value IN (SELECT value FROM json_each(?))
)
"""
_FORGOTTEN: Final = """
UPDATE requests SET people = :people, manner = :manner, note = :note, verified_how = :verified_how,
extended_because = :extended_because, because = :because WHERE id = :id
"""


class Requests(StoreFile):
    """What people asked about their data."""

    def __init__(self, path: Path, *, pepper: Pepper, clock: Callable[[], datetime]) -> None:
        """Name the file they are kept in."""
        super().__init__(Database(path, _MIGRATIONS), clock)
        self._pepper = pepper

    async def add(self, new: NewRequest, by: str) -> Request:
        """Take a request down; its clocks run from when it was received."""
        row = self._row(new, by)
        return self._found(await self._database.write(lambda each: self._insert(each, row)))

    async def take(self, new: NewRequest, by: str) -> Taken:
        """Take a request down, or add what is said to the one of that person and kind that waits.

        It is new, too, where they were erased in the one that waits: what they write then is
        asked of what came since, and has its own clocks. Those of one that waits run from what
        came first, whenever that was read (Cal. Civ. Code 1798.130).
        """
        row = self._row(new, by)

        def job(connection: sqlite3.Connection) -> tuple[int, bool, bool]:
            if added := self._add_to(connection, row):
                return added[0], False, added[1]
            return self._insert(connection, row), True, True

        number, is_new, is_whole = await self._database.write(job)
        return Taken(request=self._found(number), is_new=is_new, is_whole=is_whole)

    async def say_again(self, new: NewRequest, by: str) -> Taken | None:
        """Add what is said as `take` does; none where no request of that person and kind waits."""
        row = self._row(new, by)
        added = await self._database.write(lambda each: self._add_to(each, row))
        if added is None:
            return None
        return Taken(request=self._found(added[0]), is_new=False, is_whole=added[1])

    def _row(self, new: NewRequest, by: str) -> Mapping[str, Any]:
        return {
            "kind": new.kind.value, "people": json.dumps(new.people),
            "persons": json.dumps([self._pepper.person(key) for key in new.people]),
            "shown": json.dumps([masked(key) for key in new.people]), "manner": new.manner,
            "note": new.note, "received_at": new.received_at.timestamp(), "recorded_by": by,
        }  # fmt: skip

    def _insert(self, connection: sqlite3.Connection, row: Mapping[str, Any]) -> int:
        columns = ", ".join(row)
        values = ", ".join(f":{name}" for name in row)
        made = connection.execute(f"INSERT INTO requests ({columns}) VALUES ({values})", row)  # noqa: S608 - names of ours
        number, now = int(made.lastrowid or 0), self._clock()
        by, kind = row["recorded_by"], row["kind"]
        _record(connection, "privacy.received", number, by, now, kind_=kind)
        return number

    def _add_to(
        self, connection: sqlite3.Connection, row: Mapping[str, Any]
    ) -> tuple[int, bool] | None:
        """Add what is said to a request that waits: to which, and whether its note keeps it."""
        waiting = connection.execute(_WAITING, row).fetchone()
        if waiting is None:
            return None
        number, now = waiting["id"], self._clock()
        note, is_whole = with_words(waiting["note"], row["note"])
        connection.execute("UPDATE requests SET note = ? WHERE id = ?", (note, number))
        if connection.execute(_CAME_EARLIER, {**row, "id": number}).rowcount:
            came, by = day_of(moment(row["received_at"])).isoformat(), row["recorded_by"]
            _record(connection, "privacy.earlier", number, by, now, received=came)
        return number, is_whole

    def find(self, request_id: str) -> Request | None:
        """Return one request."""
        number = number_of(request_id)
        rows = self._database.read("SELECT * FROM requests WHERE id = ?", (number,))
        return request_in(rows[0]) if rows else None

    def list(self, *, everything: bool = False) -> tuple[Request, ...]:
        """Return the requests that wait, the one received first at the front; or all of them."""
        which = "" if everything else " WHERE closed_at IS NULL"
        rows = self._database.read(f"SELECT * FROM requests{which} ORDER BY received_at, id")  # noqa: S608 - a condition of ours
        return tuple(map(request_in, rows))

    async def confirm(self, request_id: str, by: str) -> Request:
        """Note that the person was told that it came (11 CCR 7021(a)).

        Raises:
            NotPossible: it was noted before: when that was proves that it was in time.
        """
        return await self._change(request_id, by, "confirmed", confirmed_at=self._now())

    async def verify(self, request_id: str, how: str, by: str) -> Request:
        """Note that the person is who they say; `how` that was found out.

        Raises:
            NotPossible: it was noted before: somebody may have acted on that.
        """
        return await self._change(
            request_id, by, "verified", verified_at=self._now(), verified_how=how
        )

    async def extend(self, request_id: str, because: str, by: str) -> Request:
        """Take 90 days in the place of 45; the person has to be told why.

        Raises:
            NotPossible: the 45 days are over, or it was extended before.
        """
        found = self._open(request_id)
        if found.is_extended or found.days_left(self._clock()) < 0:
            message = f"{request_id} cannot be extended: once, and within the first 45 days"
            raise NotPossible(message)
        return await self._change(
            request_id, by, "extended", extended_at=self._now(), extended_because=because
        )

    async def close_as(self, request_id: str, outcome: Outcome, because: str, by: str) -> Request:
        """Note how it ended; the record of it is kept for 24 months.

        Raises:
            NotPossible: who asked to be forgotten is to be answered that it is done, and it is not.
        """
        found = self._open(request_id)
        if outcome is Outcome.DONE and found.kind is Kind.DELETE and found.people:
            known = ", ".join(map(masked, found.people))
            message = f"{request_id}: {known} is not forgotten yet: erase, or say how else"
            raise NotPossible(message)
        return await self._change(
            request_id, by, "closed", closed_at=self._now(), outcome=outcome.value,
            because=because, closed_by=by,
        )  # fmt: skip

    async def forget(self, people: Collection[RecipientKey], by: str) -> None:
        """Take these out of every request; they stay known by their keyed hashes.

        A request that names somebody else as well goes on for them, and its words stand but for
        the addresses and numbers. When nobody is left in it, what it says is the answer alone.
        """
        now = self._clock()

        def job(connection: sqlite3.Connection) -> None:
            naming = connection.execute(_NAMING, (json.dumps(list(people)),)).fetchall()
            connection.execute("PRAGMA secure_delete = ON")
            connection.executemany(_FORGOTTEN, [without(row, people) for row in naming])
            connection.execute("PRAGMA secure_delete = OFF")
            append(connection, [Line(at=now, kind="privacy.erased", detail={"by": by})])

        await self._database.write(job)

    async def retire(self) -> int:
        """Forget requests that were closed 24 months ago; how many those were."""
        until = (self._clock() - KEPT).timestamp()
        sql = "DELETE FROM requests WHERE closed_at < ?"
        return await self._database.write(lambda each: each.execute(sql, (until,)).rowcount)

    async def _change(self, request_id: str, by: str, what: str, **columns: Any) -> Request:  # noqa: ANN401 - what a column holds
        number, now, moment = number_of(request_id), self._clock(), next(iter(columns))

        def job(connection: sqlite3.Connection) -> bool:
            named = ", ".join(f"{name} = ?" for name in columns)
            sql = f"UPDATE requests SET {named} WHERE id = ? AND closed_at IS NULL"  # noqa: S608 - names of ours
            sql += f" AND {moment} IS NULL"  # what was noted proves that a clock was kept
            if not connection.execute(sql, (*columns.values(), number)).rowcount:
                return False
            outcome = columns.get("outcome", "")
            _record(connection, f"privacy.{what}", number, by, now, outcome=outcome)
            return True

        if not await self._database.write(job):
            self._open(request_id)
            message = f"{request_id} was {what} before, and that stands"
            raise NotPossible(message)
        return self._found(number)

    def _open(self, request_id: str) -> Request:
        found = self.find(request_id)
        if found is None or not found.is_open:
            message = f"no request {request_id} is open"
            raise NotPossible(message)
        return found

    def _found(self, number: int) -> Request:
        return request_in(self._database.read("SELECT * FROM requests WHERE id = ?", (number,))[0])

    def _now(self) -> float:
        return self._clock().timestamp()


def _record(
    connection: sqlite3.Connection, kind: str, number: int, by: str, now: datetime, **facts: str
) -> None:
    told = {name.rstrip("_"): value for name, value in facts.items() if value}
    body = {"request": number, **({"asked": told["kind"]} if "kind" in told else told)}
    append(connection, [Line(at=now, kind=kind, facts=body, detail={"by": by})])
