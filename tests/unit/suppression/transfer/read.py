"""Reading bytes as a file, for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from suppression.transfer.reading import Reading
from suppression.transfer.row import Mistake, ReadAs, Row, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterable

DATA: Final = Path(__file__).parents[3] / "data" / "transfer"
NOON: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Read:
    """What a file turned out to hold."""

    def __init__(
        self,
        content: bytes | Iterable[bytes],
        name: str = "list.csv",
        **how: Any,  # noqa: ANN401 - fields of ReadAs
    ) -> None:
        chunks = [content] if isinstance(content, bytes) else content
        self.reading = Reading(chunks, ReadAs(name=name, now=NOON.timestamp(), **how))
        self.found = list(self.reading)
        self.rows = [each for each in self.found if isinstance(each, Row)]
        self.mistakes = [each for each in self.found if isinstance(each, Mistake)]
        self.skipped = [each for each in self.found if isinstance(each, Skipped)]

    @property
    def keys(self) -> list[str]:
        return [row.key for row in self.rows]

    @property
    def recognised(self) -> str:
        assert self.reading.heading is not None
        return self.reading.heading.recognised


def read_file(name: str, **how: Any) -> Read:  # noqa: ANN401 - fields of ReadAs
    return Read((DATA / name).read_bytes(), name, **how)


def when(row: Row) -> str:
    """Return when a person asked, as text."""
    at = datetime.fromtimestamp(row.requested_at, UTC)
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
