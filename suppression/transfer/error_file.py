"""The rows that could not be read, as a file that can be mended and imported alone.

It has the columns of the file they came from, behind three of ours, which are not read again.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Final

from suppression.transfer.cells import shielded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from suppression.transfer.row import Mistake

_OURS: Final = ("optwarden_row", "optwarden_column", "optwarden_reason")
_RAW: Final = "optwarden_raw"  # where a row cannot be taken apart
_MOST_RAW: Final = 2000


def error_heading(columns: Sequence[str]) -> str:
    """Return the first line of an error file for a file with these columns."""
    return csv_line((*_OURS, *columns, _RAW))


def error_line(mistake: Mistake, columns: Sequence[str]) -> str:
    """Return the line of one row."""
    found = [*(mistake.cells or ())]
    cells = [*found, *[""] * len(columns)][: len(columns)]
    extra = found[len(columns) :]
    raw = ",".join(extra) if extra else mistake.raw[:_MOST_RAW]
    return csv_line(
        (str(mistake.number), mistake.column, mistake.reason, *map(shielded, cells), shielded(raw))
    )


def error_object(mistake: Mistake) -> str:
    """Return the line of a row of JSON lines."""
    fields = mistake.cells if isinstance(mistake.cells, dict) else {_RAW: mistake.raw[:_MOST_RAW]}
    return _object(mistake, fields)


def _object(mistake: Mistake, fields: Mapping[str, str]) -> str:
    ours = dict(zip(_OURS, (mistake.number, mistake.column, mistake.reason), strict=True))
    return json.dumps({**ours, **fields}, ensure_ascii=False) + "\n"


def csv_line(cells: Sequence[str]) -> str:
    """Return cells as a line of CSV (RFC 4180)."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()
