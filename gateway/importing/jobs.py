"""Imports that came over HTTP: kept as files, done one after the other, taken up after a restart.

**Failures:** a file that is no list, or that breaks us, ends its import as `failed`, with the
reason; one that was cut off by a full disk, or by a list that cannot be written, is kept and tried
again, and one that was cut off by a crash is taken up at the next start.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import tempfile
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gateway.errors import GatewayError, StoreUnavailable
from gateway.importing.drafts import Drafts
from gateway.importing.imports import Finished, Importer, Progress, digest_of, options_of
from gateway.importing.leftovers import INCOMING, sweep
from gateway.log import logger
from suppression.actor import Actor
from suppression.channel import Channel
from suppression.entry import Reason, Scope
from suppression.importing import import_number
from suppression.transfer.evidence_text import visible
from suppression.transfer.job import Counts, NewImport

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from gateway.importing.drafts import Draft
    from suppression.transfer.job import TransferStore
    from suppression.transfer.row import ReadAs

_KEPT: Final = 100  # dry runs that can still be asked for
_UPLOAD: Final = "upload-"
_BESIDE: Final = ".json"
_CUT_OFF: Final = "the gateway took another configuration meanwhile: do it again"
_AGAIN_S: Final = 30.0  # after a disk or a list that could not be written


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A file that waits for its import, or for being weighed."""

    job_id: str
    path: Path
    how: ReadAs
    by: Actor
    dry_run: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """A dry run and what it showed: `finished` or `problem`, once it is over."""

    name: str
    read_as: ReadAs  # the configuration's: under another one an import may do something else
    finished: Finished | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What people look at before they import it; it outlives the configuration it came under."""

    drafts: OrderedDict[str, Draft] = field(default_factory=OrderedDict)
    dry_runs: OrderedDict[str, DryRun] = field(default_factory=OrderedDict)


class ImportJobs:
    """The imports of one gateway; `read_as` is how its files are read if nobody says otherwise."""

    def __init__(
        self, store: TransferStore, folder: Path, read_as: ReadAs, *, looked: Looked,
        clock: Callable[[], float],
    ) -> None:  # fmt: skip
        """Name the list, the folder of the files, and the clock: seconds since 1970."""
        self.store = store
        self.drafts = Drafts(folder, clock, looked.drafts)
        self._folder = folder
        self._read_as = read_as
        self._clock = clock
        self._queue: asyncio.Queue[Job] = asyncio.Queue()
        self._waiting: set[str] = set()
        self._paths: set[Path] = set()
        self._progress: dict[str, Progress] = {}
        self._dry_runs = looked.dry_runs
        self._again_at: float | None = 0.0  # by the clock of the loop: when left files are taken up

    def open(self) -> tuple[BinaryIO, Path]:
        """Open a file that only we can read, for what comes in."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(prefix=INCOMING, dir=self._folder)
        return os.fdopen(descriptor, "wb"), Path(name)

    async def submit(self, incoming: Path, asked: ReadAs, by: Actor, *, dry_run: bool) -> str:
        """Take a file; the id of its import, or of the dry run. The file is ours from now on."""
        path = incoming.with_name(incoming.name.replace(INCOMING, _UPLOAD, 1))
        self._paths.add(path)
        incoming.rename(path)  # noqa: ASYNC240 - a name in a folder of ours
        how = self.how_of(asked)
        if not dry_run:
            try:
                return await self._begin(path, how, by, is_noted=False)
            except (StoreUnavailable, OSError):
                self._forget(path)  # nobody was told that it is imported
                raise
        job_id = self._dry(how.name)
        self._put(Job(job_id=job_id, path=path, how=how, by=by, dry_run=True))
        return job_id

    def how_of(self, asked: ReadAs) -> ReadAs:
        """Return how a file is read under the configuration, as somebody asked for it."""
        return replace(
            self._read_as, name=asked.name, now=self._clock(), columns=asked.columns,
            channel=asked.channel, reason=asked.reason, scope=asked.scope,
        )  # fmt: skip

    async def run(self) -> None:
        """Import what comes, and what was cut off before, until cancelled."""
        self._tidy()
        try:
            await self._work()
        finally:
            for job_id in self._waiting & self._dry_runs.keys():
                self._dry_runs[job_id] = replace(self._dry_runs[job_id], problem=_CUT_OFF)

    async def _work(self) -> None:
        while True:
            if self._again_at is not None and _loop_time() >= self._again_at:
                await self._take_up()
            try:
                async with asyncio.timeout_at(self._again_at):
                    job = await self._queue.get()
            except TimeoutError:
                continue
            (outcome,) = await asyncio.gather(self._do(job), return_exceptions=True)
            is_over = not isinstance(outcome, Exception) or await self._failed(job, outcome)
            self._waiting.discard(job.job_id)
            self._progress.pop(job.job_id, None)
            if is_over:
                self._forget(job.path)
            else:
                self._leave(job.path)

    def progress(self, job_id: str) -> Progress | None:
        """Return how far a job is, while it runs."""
        return self._progress.get(job_id)

    def dry_run(self, job_id: str) -> DryRun | None:
        """Return a dry run; none of a configuration that reads files in another way."""
        found = self._dry_runs.get(job_id)
        return found if found is not None and found.read_as == self._read_as else None

    def errors_of(self, import_id: str) -> Path | None:
        """Return the file of the rows that could not be read, while it is kept."""
        if import_number(import_id) is None:  # it may be a path to somewhere else
            return None
        path = self._folder / f"{import_id}.errors"
        return path if path.is_file() and path.stat().st_size else None

    async def _do(self, job: Job) -> None:
        def tell(progress: Progress) -> None:
            self._progress[job.job_id] = progress

        importer = Importer(self.store, self._folder, tell)
        if job.dry_run:
            finished = await importer.run(job.path, job.how, job.by, dry_run=True)
            self._dry_runs[job.job_id] = DryRun(
                name=job.how.name, read_as=self._read_as, finished=finished
            )  # fmt: skip
            return
        self._tidy()
        path = self._folder / f"{job.job_id}.errors"
        with open(path, "w", encoding="utf-8", newline="", opener=_private) as errors:  # noqa: ASYNC230 - few and short
            await importer.run(job.path, job.how, job.by, dry_run=False, errors=errors)

    async def _begin(self, path: Path, how: ReadAs, by: Actor, *, is_noted: bool) -> str:
        """Queue a file of ours for its import; the id of it."""
        digest = await asyncio.to_thread(digest_of, path)
        new = NewImport(name=visible(how.name), digest=digest, options=options_of(how))
        job_id = (await self.store.begin_import(new, by)).import_id
        if job_id in self._waiting:  # the same file came twice
            self._forget(path)
            return job_id
        if not is_noted:
            _note(path, how, by)
        self._put(Job(job_id=job_id, path=path, how=how, by=by, dry_run=False))
        return job_id

    def _put(self, job: Job) -> None:
        self._waiting.add(job.job_id)
        self._queue.put_nowait(job)

    async def _failed(self, job: Job, error: Exception) -> bool:
        """Say why an import failed, and whether it is over: who breaks us is not tried again."""
        is_ours = not isinstance(error, (GatewayError, OSError))
        kind = type(error).__name__
        problem = f"stopped by a mistake in the program ({kind})" if is_ours else str(error)
        logger().error("import-failed", import_id=job.job_id, error=problem)
        if job.dry_run:
            self._dry_runs[job.job_id] = DryRun(
                name=job.how.name, read_as=self._read_as, problem=problem
            )  # fmt: skip
            return True
        if is_ours:
            report = {"problem": problem}
            try:
                await self.store.end_import(
                    job.job_id, "failed", by=job.by, counts=Counts(), report=report
                )
            except (StoreUnavailable, OSError) as unwritten:
                logger().error("import-not-ended", import_id=job.job_id, error=str(unwritten))
                return False
        return not isinstance(error, (StoreUnavailable, OSError))

    def _leave(self, path: Path) -> None:
        """Keep a file for another try, in a while."""
        self._paths.discard(path)
        self._again_at = _loop_time() + _AGAIN_S

    def _dry(self, name: str) -> str:
        job_id = f"D-{secrets.token_hex(8)}"
        self._dry_runs[job_id] = DryRun(name=name, read_as=self._read_as)
        if len(self._dry_runs) > _KEPT:
            self._dry_runs.popitem(last=False)
        return job_id

    async def _take_up(self) -> None:
        """Queue what a crash or a full disk left; dry runs that nobody can ask for any more go."""
        self._again_at = None
        for path in sorted(self._folder.glob(f"{_UPLOAD}*")):
            if path.suffix == _BESIDE or path in self._paths:
                continue
            self._paths.add(path)
            try:
                asked, by = _noted(path, self._read_as)
                await self._begin(path, self.how_of(asked), by, is_noted=True)
            except (FileNotFoundError, json.JSONDecodeError):
                self._forget(path)  # nobody was told that it is imported
            except (StoreUnavailable, OSError) as error:
                logger().error("import-not-taken-up", file=path.name, error=str(error))
                self._leave(path)
            except (ValueError, LookupError, TypeError, AttributeError) as error:
                kind = type(error).__name__
                logger().error("import-not-understood", file=path.name, error=kind)

    def _forget(self, path: Path) -> None:
        self._paths.discard(path)
        for each in (path, path.with_suffix(_BESIDE)):
            each.unlink(missing_ok=True)

    def _tidy(self) -> None:
        """Take away what was kept long enough: errors, drafts, and uploads that broke off."""
        self.drafts.sweep()
        sweep(self._folder, now_s=self._clock())


def _note(path: Path, how: ReadAs, by: Actor) -> None:
    """Keep beside a file what is needed to import it after a crash."""
    said = {
        "name": how.name, "columns": dict(how.columns), "channel": how.channel,
        "reason": how.reason, "scope": how.scope, "by": [by.name, by.method, by.address],
    }  # fmt: skip
    with open(path.with_suffix(_BESIDE), "w", encoding="utf-8", opener=_private) as file:
        json.dump(said, file)
        file.flush()
        os.fsync(file.fileno())


def _noted(path: Path, read_as: ReadAs) -> tuple[ReadAs, Actor]:
    """Return how a file was to be imported, and for whom."""
    said = json.loads(path.with_suffix(_BESIDE).read_text(encoding="utf-8"))
    asked = replace(
        read_as, name=said["name"], columns=said["columns"],
        channel=said["channel"] and Channel(said["channel"]),
        reason=said["reason"] and Reason(said["reason"]),
        scope=said["scope"] and Scope(said["scope"]),
    )  # fmt: skip
    name, method, address = said["by"]
    return asked, Actor(name=name, method=method, address=address)


def _loop_time() -> float:
    return asyncio.get_running_loop().time()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
