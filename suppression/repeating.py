"""What a file asks for that stands already: it asks for it, too, and perhaps since later.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from suppression import claiming, pressing, severing
from suppression.transfer.merging import is_newer

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from suppression.covering import Matching
    from suppression.evidence import Evidence
    from suppression.ledger import Line
    from suppression.transfer.merging import Standing
    from suppression.transfer.row import Row

_MICROSECONDS: Final = 1_000_000  # JSON of SQLite reads whole numbers exactly
_ASKED_AGAIN: Final = (
    "UPDATE entries SET repeated_at = asked.at / 1000000.0 FROM ("
    " SELECT json_extract(value, '$[0]') AS id, max(json_extract(value, '$[1]')) AS at"
    " FROM json_each(?) GROUP BY 1"
    ") asked WHERE entries.id = asked.id"
)


def repeat(
    connection: sqlite3.Connection,
    known: Sequence[tuple[Standing, Row]],
    number: int,
    evidence: Evidence,
    matching: Matching,
) -> list[Line]:
    """Note what a file asks for, too; return what the ledger is to say.

    `known`: entries, each with a row of the import `number` that it stands for. A row that has a
    date counts as asked for then, one without never: it may be as old as the first.
    """
    claiming.claim(connection, [entry.number for entry, _ in known], number, evidence.at)
    lines = [*map(evidence.confirmed, pressing.confirm_by_file(connection, known))]
    again = [(entry.number, row) for entry, row in known if is_newer(row, entry)]
    dates = [(entry, round((row.last_requested_at or 0) * _MICROSECONDS)) for entry, row in again]
    if dates:
        # 47 CFR 64.1200(a)(10): it revokes, too, what the person asked for since the first time
        connection.execute(_ASKED_AGAIN, (json.dumps(dates),))
    rows = (row for _, row in again)
    lines += severing.void_by_file(connection, rows, number, evidence, matching)
    return lines
