"""How a request lies in its table, read and emptied."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from gateway.privacy.request import Kind, Outcome, Request, answer_by, confirm_by
from gateway.spellings import struck
from suppression.entry import NEVER
from suppression.keys import RecipientKey

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping

_KEPT_WORDS: Final = ("manner", "because")  # 11 CCR 7101(b)
_WORDS: Final = (*_KEPT_WORDS, "note", "verified_how", "extended_because")
_NAMING: Final = re.compile(r"\S+@\S+|\+?\(?\d(?:\W{0,3}\d){5,}")  # addresses, numbers
_PREFIX: Final = "P-"
_ID: Final = re.compile(r"P-([0-9]{1,15})")


def request_in(row: sqlite3.Row) -> Request:
    """Read a row."""
    return Request(
        request_id=f"{_PREFIX}{row['id']}",
        kind=Kind(row["kind"]),
        people=tuple(map(RecipientKey, json.loads(row["people"]))),
        shown=tuple(json.loads(row["shown"])),
        manner=row["manner"],
        note=row["note"],
        received_at=moment(row["received_at"]),
        confirm_by=confirm_by(moment(row["received_at"])),
        answer_by=answer_by(moment(row["received_at"]), is_extended=row["extended_at"] is not None),
        recorded_by=row["recorded_by"],
        confirmed_at=moment(row["confirmed_at"]),
        verified_at=moment(row["verified_at"]),
        verified_how=row["verified_how"],
        extended_at=moment(row["extended_at"]),
        extended_because=row["extended_because"],
        closed_at=moment(row["closed_at"]),
        outcome=Outcome(row["outcome"]),
        because=row["because"],
        closed_by=row["closed_by"],
    )


def without(row: sqlite3.Row, people: Collection[RecipientKey]) -> Mapping[str, Any]:
    """Return a row without these; how it came is kept with the answer and its reason."""
    left = [key for key in json.loads(row["people"]) if key not in people]
    words = {name: struck(row[name], people) for name in (_WORDS if left else _KEPT_WORDS)}
    if not left:  # whatever else it names them by is not needed to say how it came
        words["manner"] = _NAMING.sub("•••", words["manner"])
    return {
        "id": row["id"], "people": json.dumps(left), **dict.fromkeys(_WORDS, ""), **words
    }  # fmt: skip


def number_of(request_id: str) -> int:
    """Return the row of a request; 0 where it can be none's."""
    found = _ID.fullmatch(request_id)
    return int(found[1]) if found else 0


def moment(stored: float | None) -> datetime:
    """Read a time that may not be known yet."""
    return NEVER if stored is None else datetime.fromtimestamp(stored, UTC)
