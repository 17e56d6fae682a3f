"""What applications are still to be told about their texts: found in the ledger, kept until told.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway import queue_id as queue_ids
from gateway.spool import event_ids
from gateway.spool.callbacks import IS_TOLD
from gateway.spool.event_ids import ID
from gateway.spool.events import NAMED, Event, event_of
from gateway.spool.looking import LookingVerbs
from gateway.spool.overwriting import overwriting
from gateway.spool.rows import load_object, numbers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from datetime import datetime

_STRETCH: Final = 5000  # lines of the ledger looked at in one go
_UNSAVED: Final = 50_000  # lines without a notice that a restart may look at once more

_NEWEST: Final = """
SELECT (SELECT seq FROM callback_cursor) AS seen, (SELECT max(seq) FROM ledger) AS newest,
       EXISTS (SELECT 1 FROM callbacks) AS is_wanted
"""
_FOUND: Final = f"""
SELECT l.seq, c.message, c.host FROM ledger l JOIN callbacks c ON c.queue_id = {NAMED}
WHERE l.seq > ? AND l.seq <= ? AND {IS_TOLD}
"""  # noqa: S608 - words of ours
# what a damaged notice has no more is empty: it is given up, or nothing after it would be told
# found host by host: what waits for one, however much, is not read through to find another's
_DUE: Final = f"""
WITH RECURSIVE hosts (host) AS (
    SELECT min(host) FROM callback_notices
    UNION ALL
    SELECT (SELECT min(host) FROM callback_notices WHERE host > hosts.host) FROM hosts
    WHERE host IS NOT NULL
), due AS (
    SELECT n.*, row_number() OVER (PARTITION BY n.host ORDER BY n.next_at) AS place
    FROM hosts CROSS JOIN callback_notices n WHERE n.seq IN (
        SELECT o.seq FROM callback_notices o
        WHERE o.host = hosts.host AND o.next_at <= :now
        AND o.seq NOT IN (SELECT value FROM json_each(:in_hand))
        AND NOT EXISTS (
            SELECT 1 FROM callback_notices e WHERE e.message = o.message AND e.seq < o.seq
        )
        ORDER BY o.next_at LIMIT :of_one_host
    )
)
SELECT seq, {ID} AS id, n.message, n.tries, n.host, ifnull(c.url, '') AS url,
       ifnull(c.account, '') AS account, ifnull(c.signer, x'') AS signer,
       ifnull(m.submitter, '') AS submitter, ifnull(m.channel, '') AS channel,
       ifnull(m.reverse_path, '') AS reverse_path, ifnull(m.metadata, '') AS metadata,
       l.at, ifnull(l.kind, '') AS kind, l.body, d.detail,
       c.message IS NOT NULL AND m.id IS NOT NULL AS is_known
FROM due n LEFT JOIN callbacks c ON c.message = n.message LEFT JOIN messages m ON m.id = n.message
LEFT JOIN ledger l USING (seq) LEFT JOIN ledger_detail d USING (seq)
WHERE n.place <= :of_one_host - (SELECT count(*) FROM json_each(:hosts) WHERE value = n.host)
ORDER BY n.next_at LIMIT :limit
"""  # noqa: S608 - words of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that an application is to be told: what, where, and how often that was tried."""

    event: Event
    url: str
    host: str
    account: str
    signer: bytes
    submitter: str
    sender: str
    metadata: str
    tries: int
    is_whole: bool = True  # else something of it is damaged


class NoticeVerbs(LookingVerbs):
    """What there is to tell, and that it was told."""

    _looked_at = 0  # lines of the ledger; what is in the file may lag behind

    async def begin_event_ids(self) -> None:
        """Where this is a copy that is started, let events go on with ids that nothing had."""
        if self._database.read_by(event_ids.is_copy):
            await self._write(lambda connection: event_ids.begin(connection, self._clock()))

    async def gather_notices(self) -> bool:
        """Note what the ledger says that somebody wants to be told; whether there is more of it."""
        (state,) = await self._database.scan(_NEWEST)
        begin, newest = max(self._looked_at, state["seen"]), int(state["newest"] or 0)
        if newest <= begin:
            return False
        end = min(newest, begin + _STRETCH) if state["is_wanted"] else newest
        rows = await self._database.scan(_FOUND, (begin, end)) if state["is_wanted"] else ()
        found = [tuple(row) for row in rows]
        if found or end - state["seen"] > _UNSAVED:
            at = self._clock().timestamp()

            def job(connection: sqlite3.Connection) -> None:
                connection.executemany(
                    "INSERT OR IGNORE INTO callback_notices (seq, message, host, next_at)"
                    " VALUES (?, ?, ?, ?)",
                    [(*each, at) for each in found],
                )
                connection.execute("UPDATE callback_cursor SET seq = ?", (end,))

            await self._write(job)
        self._looked_at = end
        return bool(end < newest)

    async def notices(
        self, *, in_hand: Mapping[int, str], of_one_host: int, limit: int
    ) -> tuple[Notice, ...]:
        """Return what is due, of each text the oldest, the longest due first.

        `in_hand`: the line and the host of each that is being told. With these, no host has more
        than `of_one_host`.
        """
        parameters = {
            "now": self._clock().timestamp(),
            "in_hand": numbers(in_hand),
            "hosts": json.dumps(list(in_hand.values())),
            "of_one_host": of_one_host,
            "limit": limit,
        }
        return tuple(_notice(row) for row in await self._database.scan(_DUE, parameters))

    async def told(self, seq: int) -> None:
        """Note that an application was told, or that nobody tries any more."""
        await self._change("DELETE FROM callback_notices WHERE seq = ?", (seq,))

    async def tell_later(self, seq: int, at: datetime) -> None:
        """Note that telling failed, and when it is tried again."""
        await self._change(
            "UPDATE callback_notices SET tries = tries + 1, next_at = ? WHERE seq = ?",
            (at.timestamp(), seq),
        )

    async def _change(self, statement: str, parameters: tuple[float, ...]) -> None:
        """Change a notice; its host is part of a URL, and may name somebody."""

        def job(connection: sqlite3.Connection) -> None:
            with overwriting(connection):
                connection.execute(statement, parameters)

        await self._write(job)


def _notice(row: sqlite3.Row) -> Notice:
    event = event_of(row, queue_ids.encode(row["message"]), row["channel"])
    return Notice(
        event=event,
        url=row["url"],
        host=row["host"],
        account=row["account"],
        signer=row["signer"],
        submitter=row["submitter"],
        sender=row["reverse_path"],
        metadata=row["metadata"],
        tries=row["tries"],
        is_whole=bool(row["is_known"])
        and event.is_whole
        and load_object(row["metadata"] or "{}") is not None,
    )
