"""An import: where its file came from, how far it is, what became of its rows; and its verbs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeAlias

from suppression.entry import NEVER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any, BinaryIO

    from suppression.actor import Actor
    from suppression.exporting import Exported
    from suppression.keys import RecipientKey
    from suppression.store import Query
    from suppression.transfer.row import Row
    from suppression.transfer.writing import Form

State: TypeAlias = Literal["reading", "adding", "done", "failed", "undoing", "undone"]

UNDO_LASTS: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of what the rows of a file ask for."""

    new: int = 0  # people who were not on the list
    stronger: int = 0  # people who were, for less, less long or since earlier
    known: int = 0  # the list did all that already
    duplicate: int = 0  # another row of the file asks for the same or for more
    skipped: int = 0  # rows that ask for nothing: they agreed, or it is over
    invalid: int = 0  # rows that cannot be read

    def __add__(self, other: Counts) -> Counts:
        """Return both together."""
        return Counts(
            new=self.new + other.new, stronger=self.stronger + other.stronger,
            known=self.known + other.known, duplicate=self.duplicate + other.duplicate,
            skipped=self.skipped + other.skipped, invalid=self.invalid + other.invalid,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NewImport:
    """A file that is to be imported."""

    name: str
    digest: str  # SHA-256 of its bytes, in hexadecimal
    options: str  # how it is read: the same file read in another way is another import


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One import and how far it is."""

    import_id: str
    name: str
    digest: str
    by: str
    state: State
    started_at: datetime
    ended_at: datetime = NEVER
    undone_at: datetime = NEVER
    position: int = 0  # of the rows in the order of their keys, how many are dealt with
    passed: str = ""  # SHA-256 of those rows
    counts: Counts = Counts()
    report: Mapping[str, object] = field(default_factory=dict)  # what was found in the file

    @property
    def made(self) -> int:
        """How many entries it put on the list."""
        return self.counts.new + self.counts.stronger

    def can_be_undone(self, at: datetime) -> bool:
        """Whether what it made may still be taken back in one go."""
        if self.state == "done":
            return at < self.ended_at + UNDO_LASTS
        return self.state != "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows to put on the list in one commit: all there are of the people among them."""

    rows: tuple[Row, ...]
    begins: int  # where the import is before it; 0 is from the start, or once more from there
    position: int  # where it is after it
    passed: str  # SHA-256 of all rows up to there
    duplicate: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many entries there are of one kind, and how many of them are in force."""

    channel: str
    reason: str
    scope: str
    entries: int
    active: int


class TransferStore(Protocol):
    """Imports, their undoing, and exports. A verb that cannot be done raises `StoreUnavailable`."""

    def knows(self, key: RecipientKey) -> bool:
        """Whether a look-up can find this key: not the keyed hash of another installation."""
        ...

    async def begin_import(self, new: NewImport, by: Actor) -> Import:
        """Open an import, or the one of the same file that was cut off."""
        ...

    async def add_batch(self, import_id: str, batch: Batch, by: Actor) -> tuple[Import, float]:
        """Put rows on the list; the import after it, and for how many seconds others waited.

        Raises:
            ImportUndone: it was taken back meanwhile.
        """
        ...

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
        ...

    async def undo_import(self, import_id: str, by: Actor) -> tuple[Import, int]:
        """Lift what an import made and nobody else asked for; the import, and how many it was.

        Raises:
            ValueError: it is too late, or there is nothing to undo.
            NotLiftable: the law asks for some of it, and the actor does not answer for that.
        """
        ...

    async def import_(self, import_id: str) -> Import | None:
        """Return one import."""
        ...

    async def imports(
        self, *, after: str = "", digest: str = "", limit: int = 100
    ) -> tuple[Import, ...]:
        """Return a page of the imports (of the file with this digest), newest first.

        Raises:
            ValueError: `after` is not an import id.
        """
        ...

    def would_add(self, batch: Batch) -> Counts:
        """Return what adding rows would do; nothing is changed and nobody waits."""
        ...

    async def export(self, query: Query, form: Form, file: BinaryIO, by: Actor) -> Exported:
        """Write what is in force to a file; it is on the record before anybody has it."""
        ...

    async def stats(self) -> tuple[Tally, ...]:
        """Count the list by channel, reason and scope."""
        ...
