"""Bringing a file to the list: read to its end first, then added in short commits.

Nothing of a file is added before all of it was read, so a broken one leaves nothing behind. What
was added stays when the process dies; the same file taken up again goes on where it was, or from
its start where its rows are others by now, under another configuration.

**Failures:** a file that is no list raises `UnreadableFileError`, one that another process imports
right now `GatewayError`, a full disk `StoreUnavailable`; the import then says `failed`.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from gateway.errors import GatewayError
from gateway.importing.lock import alone
from suppression.errors import ImportUndone, UnreadableFileError
from suppression.staging import Staging
from suppression.transfer.error_file import error_heading, error_line, error_object
from suppression.transfer.evidence_text import visible
from suppression.transfer.job import Counts, Import, NewImport
from suppression.transfer.reading import Reading
from suppression.transfer.row import Mistake, ReadAs, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from io import BufferedReader
    from pathlib import Path
    from typing import BinaryIO, Protocol, TextIO

    from gateway.config.models import Config
    from suppression.actor import Actor
    from suppression.transfer.job import State, TransferStore

    class _Hash(Protocol):
        def update(self, data: bytes, /) -> None: ...


READER: Final = 1
"""The way files are read: another one may order rows otherwise, so nothing is taken up across."""

SHOWN_ERRORS: Final = 100
_CHUNK_BYTES: Final = 256 << 10
_STAGED_AT_ONCE: Final = 2000
_HELD_S: Final = 0.02  # how long a commit may keep others waiting
_LEAST, _MOST = 250, 8000


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an import is."""

    phase: str  # "reading" | "adding"
    done: int  # bytes while reading, rows while adding
    total: int
    rows: int  # records read
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What became of a file. `imported` is None for a dry run."""

    imported: Import | None
    counts: Counts
    report: dict[str, Any]


@dataclass(slots=True)
class _Found:
    """What reading a file showed, while it is read."""

    rows: int = 0
    skipped: int = 0
    invalid: int = 0
    mistakes: list[dict[str, Any]] = field(default_factory=list)

    def counts(self) -> Counts:
        return Counts(skipped=self.skipped, invalid=self.invalid)


class Importer:
    """Imports one file into a list; `folder` is where locks of files under way lie."""

    def __init__(
        self,
        store: TransferStore,
        folder: Path,
        progress: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        """Name the list and who is told how far it is."""
        self._store = store
        self._folder = folder
        self._progress = progress

    async def run(
        self, path: Path, how: ReadAs, by: Actor, *, dry_run: bool, errors: TextIO | None = None
    ) -> Finished:
        """Import a file, or say what importing it would do.

        Raises:
            UnreadableFileError: the file is no list.
            GatewayError: it is being imported already, or was taken back meanwhile.
        """
        digest = await asyncio.to_thread(digest_of, path)
        with nullcontext() if dry_run else alone(self._folder, digest), Staging() as staging:
            if dry_run:
                found, reading = await self._read(path, digest, how, staging, errors)
                counts = await asyncio.to_thread(self._weigh, staging, reading, found)
                report = _report(found, reading, await self._earlier(digest))
                return Finished(imported=None, counts=counts, report=report)
            new = NewImport(name=visible(how.name), digest=digest, options=options_of(how))
            begun = await self._store.begin_import(new, by)
            how = replace(how, now=begun.started_at.timestamp())
            try:
                found, reading = await self._read(path, digest, how, staging, errors)
                await self._add(begun, staging, reading, found, by)
            except ImportUndone:
                raise
            except GatewayError as error:
                report = {"problem": str(error)}
                await self._end(begun.import_id, "failed", by, Counts(), report)
                raise
            report = _report(found, reading, await self._earlier(digest, begun.import_id))
            ended = await self._end(begun.import_id, "done", by, found.counts(), report)
            return Finished(imported=ended, counts=ended.counts, report=report)

    async def _earlier(self, digest: str, before: str = "") -> Sequence[Import]:
        """Return the imports of the same file that stand."""
        found = await self._store.imports(after=before, digest=digest)
        return [each for each in found if each.state == "done"]

    async def _end(
        self, import_id: str, state: State, by: Actor, counts: Counts, report: dict[str, Any]
    ) -> Import:
        return await self._store.end_import(import_id, state, by=by, counts=counts, report=report)

    async def _read(
        self, path: Path, digest: str, how: ReadAs, staging: Staging, errors: TextIO | None
    ) -> tuple[_Found, Reading]:
        def read() -> tuple[_Found, Reading]:
            with _opened(path) as file:
                hashed = hashlib.sha256()
                reading = Reading(_hashed_chunks(file, hashed), how)
                found = self._stage(reading, file, staging, errors)
            if hashed.hexdigest() != digest:
                message = "the file was changed while it was read; nothing was imported"
                raise UnreadableFileError(message)
            return found, reading

        return await asyncio.to_thread(read)

    def _stage(
        self, reading: Reading, file: BinaryIO, staging: Staging, errors: TextIO | None
    ) -> _Found:
        found, last = _Found(), 0
        total = os.fstat(file.fileno()).st_size
        held: list[Row] = []
        for each in reading:
            if type(each) is Row:
                held.append(each)
            elif type(each) is Mistake:
                self._note(each, reading, found, errors)
            else:
                found.skipped += 1
            if each.number != last:
                found.rows += 1
                last = each.number
            if len(held) >= _STAGED_AT_ONCE:
                staging.put(held)
                held = []
                self._progress(
                    Progress(phase="reading", done=file.tell(), total=total, rows=found.rows,
                             counts=found.counts())
                )  # fmt: skip
        staging.put(held)
        return found

    @staticmethod
    def _note(mistake: Mistake, reading: Reading, found: _Found, errors: TextIO | None) -> None:
        found.invalid += 1
        if len(found.mistakes) < SHOWN_ERRORS:
            found.mistakes.append(
                {"row": mistake.number, "column": mistake.column, "reason": mistake.reason}
            )
        if errors is None:
            return
        columns = reading.heading.columns if reading.heading else ()
        if reading.form.startswith("JSON"):
            errors.write(error_object(mistake))
            return
        if found.invalid == 1:
            errors.write(error_heading(columns))
        errors.write(error_line(mistake, columns))

    def _weigh(self, staging: Staging, reading: Reading, found: _Found) -> Counts:
        counts = found.counts()
        exactly = reading.heading is not None and reading.heading.is_ours
        for batch in staging.batches(exactly=exactly, size=lambda: _LEAST * 8):
            counts += self._store.would_add(batch)
            self._progress(
                Progress(phase="adding", done=batch.position, total=staging.count, rows=found.rows,
                         counts=counts)
            )  # fmt: skip
        return counts

    async def _add(
        self, begun: Import, staging: Staging, reading: Reading, found: _Found, by: Actor
    ) -> None:
        """Add what was read: while a batch is written, the next one is made ready."""
        size = 1000
        exactly = reading.heading is not None and reading.heading.is_ours
        batches = staging.batches(
            exactly=exactly, size=lambda: size, after=begun.position, passed=begun.passed
        )
        loop = asyncio.get_running_loop()
        batch = await asyncio.to_thread(next, batches, None)
        while batch is not None:
            ahead = loop.run_in_executor(None, next, batches, None)
            try:
                imported, held_s = await self._store.add_batch(begun.import_id, batch, by)
            finally:
                await asyncio.wait([ahead])  # it reads what is put away when this ends
            if held_s > _HELD_S:
                size = max(_LEAST, size // 2)
            elif held_s < _HELD_S / 2:
                size = min(_MOST, size * 5 // 4)
            self._progress(
                Progress(phase="adding", done=batch.position, total=staging.count,
                         rows=found.rows, counts=imported.counts + found.counts())
            )  # fmt: skip
            batch = ahead.result()


def read_as(config: Config, store: TransferStore) -> ReadAs:
    """Return how files are read under a configuration; name and time are those of each."""
    return ReadAs(
        name="",
        now=0.0,
        region=config.company.phone_region,
        soft_bounce_lasts_s=config.suppression.soft_bounce_expires.total_seconds(),
        knows=store.knows,
    )


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with _opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def options_of(how: ReadAs) -> str:
    """Return what reads a file in another way than its bytes say, for the record."""
    return json.dumps(
        {
            "reader": READER, "region": how.region, "columns": dict(how.columns),
            "channel": how.channel, "reason": how.reason, "scope": how.scope, "name": how.name,
        },
        sort_keys=True,
    )  # fmt: skip


def _report(found: _Found, reading: Reading, earlier: Sequence[Import]) -> dict[str, Any]:
    heading = reading.heading
    again = [f"the same file was imported before, as {each.import_id}" for each in earlier[:1]]
    return {
        "form": reading.form,
        "recognised": heading.recognised if heading else "nothing",
        "rows": found.rows,
        "notes": [*reading.notes, *again],
        "errors": found.mistakes,
    }


def _opened(path: Path) -> BufferedReader:
    file = path.open("rb")
    if file.seekable():
        file.seek(0)  # on macOS, /dev/fd/3 stands where the one before stopped to read
    return file


def _hashed_chunks(file: BinaryIO, hashed: _Hash) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK_BYTES):
        hashed.update(chunk)
        yield chunk
