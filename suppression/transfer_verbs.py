"""The verbs of imports and exports on the list in SQLite.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written. A batch
is on the list whole or not at all.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from typing import TYPE_CHECKING, Any, Final, cast

from suppression import claiming, exporting, importing, ledger, lifting, repeating, severing
from suppression.errors import StoreUnavailable
from suppression.listfile import ListFile
from suppression.transfer.job import Batch, Counts, Import, NewImport, Tally

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from typing import BinaryIO

    from suppression.actor import Actor
    from suppression.evidence import Evidence
    from suppression.exporting import Exported
    from suppression.keys import RecipientKey
    from suppression.store import Query
    from suppression.transfer.job import State
    from suppression.transfer.row import Row
    from suppression.transfer.writing import Form

_LAST: Final = (1 << 63) - 1  # of a row in SQLite
_UNFINISHED: Final = "state IN ('reading', 'adding', 'failed')"


class TransferVerbs(ListFile):
    """Imports of files, batch by batch, their undoing, and exports. See `SuppressionStore`."""

    def knows(self, key: RecipientKey) -> bool:
        """Whether a look-up can find this key: not the keyed hash of another installation."""
        return self._matching.erasure.knows(key)

    async def begin_import(self, new: NewImport, by: Actor) -> Import:
        """Open an import, or the one of the same file that was cut off."""

        def job(connection: sqlite3.Connection) -> Import:
            found = connection.execute(
                "UPDATE imports SET state = 'reading', ended_at = NULL WHERE id ="  # noqa: S608 - a condition of ours
                f" (SELECT max(id) FROM imports WHERE digest = ? AND options = ? AND {_UNFINISHED})"
                " RETURNING *",
                (new.digest, new.options),
            ).fetchall()
            if found:
                return importing.import_of(found[0])
            (row,) = connection.execute(
                "INSERT INTO imports (name, digest, options, actor, address, method, state,"
                " started_at) VALUES (?, ?, ?, ?, ?, ?, 'reading', ?) RETURNING *",
                (new.name, new.digest, new.options, by.name, by.address, by.method,
                 self._clock().timestamp()),
            ).fetchall()  # fmt: skip
            return importing.import_of(row)

        return await self._database.write(job)

    async def add_batch(self, import_id: str, batch: Batch, by: Actor) -> tuple[Import, float]:
        """Put rows on the list; the import after it, and for how many seconds others waited.

        Raises:
            ImportUndone: it was taken back meanwhile.
        """
        digest = importing.digest_of(batch.rows)
        keys = _people_of(batch)

        def job(connection: sqlite3.Connection) -> tuple[Import, float]:
            begun = time.monotonic()
            evidence = self._evidence(by)
            number = importing.import_number(import_id) or 0
            importing.refuse_undone(connection, number)
            now = evidence.at.timestamp()
            standing = importing.standing(connection, keys, now, self._matching.erasure)
            adding, counts, known = importing.classified(
                batch.rows, standing, importing.least_end(self._terms, evidence.at)
            )
            if known:
                lines = repeating.repeat(connection, known, number, evidence, self._matching)
                ledger.append(connection, lines)
            if adding:
                whole = digest if len(adding) == len(batch.rows) else importing.digest_of(adding)
                written = importing.written_as(adding, standing, self._matching.erasure)
                self._add_rows(connection, number, adding, written, whole, evidence)
            counts += Counts(duplicate=batch.duplicate)
            moved = importing.moved(connection, number, batch, counts)
            return moved, time.monotonic() - begun

        return await self._database.write_long(job)

    def _add_rows(  # noqa: PLR0913, PLR0917 - rows as they came, as they are held, and the batch
        self,
        connection: sqlite3.Connection,
        number: int,
        adding: Sequence[Row],
        written: Sequence[importing.Written],
        digest: str,
        evidence: Evidence,
    ) -> None:
        first, last = importing.insert_rows(
            connection, written, evidence.at, evidence.by.name, self._terms
        )
        voided = [*severing.void_by_file(connection, adding, number, evidence, self._matching)]
        facts = {
            "import": f"I-{number}", "entries": last - first + 1, "first": f"S-{first}",
            "last": f"S-{last}", "rows_sha256": digest,
        }  # fmt: skip
        line = evidence.of_a_file("suppression.imported", facts)
        ledger.append(connection, [line, *voided])
        (seq,) = connection.execute("SELECT max(seq) FROM ledger").fetchone()
        connection.execute(
            "INSERT INTO import_batches (first_id, last_id, import_id, seq) VALUES (?, ?, ?, ?)",
            (first, last, number, seq - len(voided)),
        )

    async def end_import(
        self,
        import_id: str,
        state: State,
        *,
        by: Actor,
        counts: Counts,
        report: Mapping[str, Any],
    ) -> Import:
        """Say how an import ended: `counts` of what came to no batch, and what was found."""

        def job(connection: sqlite3.Connection) -> Import:
            number = importing.import_number(import_id) or 0
            evidence = self._evidence(by)
            (before,) = connection.execute(
                "SELECT * FROM imports WHERE id = ?", (number,)
            ).fetchall()
            found = importing.import_of(before)
            facts = {"import": import_id, "file_sha256": found.digest, "state": state}
            ledger.append(connection, [evidence.of_a_file("suppression.import_ended", facts)])
            (row,) = connection.execute(
                "UPDATE imports SET state = iif(state IN ('undoing', 'undone'), state, ?),"
                " ended_at = ?, counts = ?, report = ? WHERE id = ? RETURNING *",
                (state, evidence.at.timestamp(), importing.counts_text(found.counts + counts),
                 json.dumps(report), number),
            ).fetchall()  # fmt: skip
            return importing.import_of(row)

        return await self._database.write(job)

    async def undo_import(self, import_id: str, by: Actor) -> tuple[Import, int]:
        """Lift what an import made and nobody else asked for; the import, and how many it was.

        Raises:
            ValueError: it is too late, or there is nothing to undo.
            NotLiftable: the law asks for some of it, and the actor does not answer for that.
        """
        number = importing.import_number(import_id) or 0

        def begin(connection: sqlite3.Connection) -> list[tuple[int, int]]:
            found = connection.execute("SELECT * FROM imports WHERE id = ?", (number,)).fetchall()
            if not found or not importing.import_of(found[0]).can_be_undone(self._clock()):
                message = "an import can be undone for 24 hours after it ended, and once"
                raise ValueError(message)
            ranges = [
                *importing.undo_ranges(connection, number),
                *claiming.claimed_ranges(connection, number),
            ]
            law = [e for each in ranges for e in importing.law_in_range(connection, *each, number)]
            if bars := lifting.bars(law, by, ""):
                raise lifting.NotLiftable(bars)
            connection.execute("UPDATE imports SET state = 'undoing' WHERE id = ?", (number,))
            return ranges

        lifted = 0
        for first, last in await self._database.write(begin):
            lifted += await self._lift_range(first, last, number, by)

        def end(connection: sqlite3.Connection) -> Import:
            (row,) = connection.execute(
                "UPDATE imports SET state = 'undone', undone_at = ? WHERE id = ? RETURNING *",
                (self._clock().timestamp(), number),
            ).fetchall()
            return importing.import_of(row)

        return await self._database.write(end), lifted

    async def _lift_range(self, first: int, last: int, number: int, by: Actor) -> int:
        def job(connection: sqlite3.Connection) -> int:
            evidence = self._evidence(by)
            now = evidence.at.timestamp()
            ids = importing.lift_range(connection, first, last, number, now, by.name)
            if not ids:
                return 0
            count = ids.count(",") + 1
            facts = {
                "import": f"I-{number}", "entries": count,
                "entries_sha256": hashlib.sha256(ids.encode()).hexdigest(),
            }  # fmt: skip
            ledger.append(connection, [evidence.of_a_file("suppression.import_undone", facts)])
            return count

        return await self._database.write_long(job)

    async def import_(self, import_id: str) -> Import | None:
        """Return one import."""
        number = importing.import_number(import_id)
        found = self._database.read("SELECT * FROM imports WHERE id = ?", (number,))
        return importing.import_of(found[0]) if found else None

    async def imports(
        self, *, after: str = "", digest: str = "", limit: int = 100
    ) -> tuple[Import, ...]:
        """Return a page of the imports (of the file with this digest), newest first.

        Raises:
            ValueError: `after` is not an import id.
        """
        before = importing.import_number(after) if after else _LAST
        if before is None:
            message = f"{after!r} is not an import id"
            raise ValueError(message)
        found = self._database.read(
            "SELECT * FROM imports WHERE id < :before AND (:digest = '' OR digest = :digest)"
            " ORDER BY id DESC LIMIT :limit",
            {"before": before, "digest": digest, "limit": limit},
        )
        return tuple(map(importing.import_of, found))

    def would_add(self, batch: Batch) -> Counts:
        """Return what adding rows would do; nothing is changed and nobody waits."""
        keys, now, secrets = _people_of(batch), self._clock(), self._matching.erasure
        standing = self._database.snapshot(  # for a thread beside those who read by key
            lambda connection: importing.standing(connection, keys, now.timestamp(), secrets)
        )
        least = importing.least_end(self._terms, now)
        _, counts, _ = importing.classified(batch.rows, standing, least)
        return counts + Counts(duplicate=batch.duplicate)

    async def export(self, query: Query, form: Form, file: BinaryIO, by: Actor) -> Exported:
        """Write what is in force to a file; it is on the record before anybody has it."""

        def write() -> Exported:
            at = self._clock().timestamp()
            try:
                return self._database.snapshot(
                    lambda connection: exporting.write(connection, query, at, form, file)
                )
            except OSError as error:
                raise StoreUnavailable(f"cannot write the file: {error.strerror}") from error

        done = await asyncio.to_thread(write)
        facts = {
            "form": form, "entries": done.lines, "left_out": done.left_out,
            "file_sha256": done.sha256, "channel": query.channel, "reason": query.reason,
            "scope": query.scope, "part": bool(query.text or query.since),
        }  # fmt: skip
        line = self._evidence(by).of_a_file("suppression.exported", facts)
        await self._database.write(lambda connection: ledger.append(connection, [line]))
        return done

    async def stats(self) -> tuple[Tally, ...]:
        """Count the list by channel, reason and scope."""
        sql = (
            "SELECT channel, reason, scope, count(*) AS entries,"
            " sum(lifted_at IS NULL AND (expires_at IS NULL OR expires_at > :at)) AS active"
            " FROM entries GROUP BY channel, reason, scope ORDER BY channel, entries DESC"
        )
        found = await self._database.scan(sql, {"at": self._clock().timestamp()})
        return tuple(Tally(**row) for row in found)


def _people_of(batch: Batch) -> tuple[RecipientKey, ...]:
    found = tuple(dict.fromkeys(row.key for row in batch.rows))
    return cast("tuple[RecipientKey, ...]", found)
