"""Files that were taken, and a disk or a list that cannot be written meanwhile."""

from __future__ import annotations

import asyncio
import errno
import json
import os
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gateway.importing.jobs import ImportJobs, Looked
from suppression.actor import Actor
from suppression.errors import StoreUnavailable
from suppression.transfer.row import ReadAs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from suppression.sqlite import SqliteSuppressionStore

DESK = Actor(name="desk", method="api")
HOW = ReadAs(name="may.csv", now=1.7e9)
NOTE = {"name": "may.csv", "columns": {}, "channel": "", "reason": "", "scope": "",
        "by": ["desk", "api", ""]}  # fmt: skip


@pytest.fixture
def jobs(
    store: SqliteSuppressionStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> ImportJobs:
    monkeypatch.setattr("gateway.importing.jobs._AGAIN_S", 0.05)
    (tmp_path / "imports").mkdir()
    return ImportJobs(store, tmp_path / "imports", HOW, looked=Looked(), clock=lambda: 1.7e9)


@asynccontextmanager
async def running(jobs: ImportJobs) -> AsyncIterator[None]:
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        task = group.create_task(jobs.run())
        yield
        assert not task.done()
        task.cancel()


async def states(store: SqliteSuppressionStore) -> list[tuple[str, int]]:
    return [(each.state, each.counts.new) for each in await store.imports()]


async def until(reached: Callable[[], bool]) -> None:
    while not reached():  # noqa: ASYNC110 - a test
        await asyncio.sleep(0.01)


def left_over(folder: Path, name: str, note: str) -> None:
    (folder / f"upload-{name}").write_text(f"email\n{name}@example.net\n", encoding="utf-8")
    (folder / f"upload-{name}.json").write_text(note, encoding="utf-8")


def uploads(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("upload-*"))


@pytest.mark.parametrize("error", [StoreUnavailable("locked"), OSError(errno.EIO, "broken")])
async def test_what_was_left_is_taken_up_once_the_list_can_be_written(
    jobs: ImportJobs, store: SqliteSuppressionStore, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, error: Exception,
) -> None:  # fmt: skip
    folder = tmp_path / "imports"
    left_over(folder, "ann", json.dumps(NOTE))
    tries = []

    async def refuse(*_: object) -> None:
        tries.append(1)
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(store, "begin_import", refuse)
        async with running(jobs):
            await until(lambda: len(tries) >= 2)
    assert uploads(folder) == ["upload-ann", "upload-ann.json"]
    async with running(jobs):
        await until(lambda: uploads(folder) == [])
    assert await states(store) == [("done", 1)]


@pytest.mark.parametrize("note", ["[]", "{}", '{"name": "x"}', json.dumps({**NOTE, "by": 1}),
                                  json.dumps({**NOTE, "channel": "fax"})])  # fmt: skip
async def test_one_upload_that_is_not_understood_keeps_no_other_back(
    jobs: ImportJobs, store: SqliteSuppressionStore, tmp_path: Path, note: str
) -> None:
    folder = tmp_path / "imports"
    left_over(folder, "ann", note)
    left_over(folder, "bob", json.dumps(NOTE))
    async with running(jobs):
        await until(lambda: "upload-bob" not in uploads(folder))
    assert await states(store) == [("done", 1)]
    assert uploads(folder) == ["upload-ann", "upload-ann.json"]  # for a person to look at


async def test_what_is_a_week_old_is_gone_with_the_start(jobs: ImportJobs, tmp_path: Path) -> None:
    folder = tmp_path / "imports"
    for name in ("I-1.errors", "I-2.errors", "incoming-a", "incoming-b", "input-a", "input-b"):
        (folder / name).write_text("ann@example.net\n", encoding="utf-8")
    for name in ("I-1.errors", "incoming-a", "input-a"):
        os.utime(folder / name, (1.7e9 - 8 * 86400, 1.7e9 - 8 * 86400))
    async with running(jobs):
        await until(lambda: len(list(folder.iterdir())) < 6)
    kept = sorted(path.name for path in folder.iterdir())
    assert kept == ["I-2.errors", "incoming-b", "input-b"]


async def test_a_full_disk_loses_no_file_that_was_taken(
    jobs: ImportJobs, store: SqliteSuppressionStore, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    folder, tries = tmp_path / "imports", []
    file, path = jobs.open()
    with file:
        file.write(b"email\nann@example.net\n")
    import_id = await jobs.submit(path, HOW, DESK, dry_run=False)

    def full(*_: object) -> int:
        tries.append(1)
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("gateway.importing.jobs._private", full)
        async with running(jobs):
            await until(lambda: len(tries) >= 2)
    assert len(uploads(folder)) == 2
    async with running(jobs):
        await until(lambda: uploads(folder) == [])
    (told,) = await store.imports()
    assert (told.import_id, told.state, told.counts.new) == (import_id, "done", 1)


async def test_a_file_that_breaks_us_is_ended_once_the_list_can_be_written(
    jobs: ImportJobs, store: SqliteSuppressionStore, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    folder, tries = tmp_path / "imports", []
    left_over(folder, "ann", json.dumps(NOTE))

    def broken(*_: object) -> None:
        raise RuntimeError

    async def refuse(*_: object, **__: object) -> None:
        tries.append(1)
        raise StoreUnavailable

    monkeypatch.setattr("suppression.transfer.reading.heading_of", broken)
    with monkeypatch.context() as patched:
        patched.setattr(store, "end_import", refuse)
        async with running(jobs):
            await until(lambda: len(tries) >= 2)
    async with running(jobs):
        await until(lambda: uploads(folder) == [])
    assert [state for state, _ in await states(store)] == ["failed"]


async def test_a_file_that_cannot_be_begun_is_refused_and_not_kept(
    jobs: ImportJobs, store: SqliteSuppressionStore, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    async def refuse(*_: object) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(store, "begin_import", refuse)
    file, path = jobs.open()
    file.close()
    with pytest.raises(StoreUnavailable):
        await jobs.submit(path, HOW, DESK, dry_run=False)
    assert list((tmp_path / "imports").iterdir()) == []


async def test_what_is_looked_at_outlives_a_configuration_and_is_weighed_under_the_present_one(
    store: SqliteSuppressionStore, tmp_path: Path
) -> None:
    looked, folder = Looked(), tmp_path / "imports"

    def under(region: str) -> ImportJobs:
        how = replace(HOW, region=region)
        return ImportJobs(store, folder, how, looked=looked, clock=lambda: 1.7e9)

    first = under("US")
    file, path = first.open()
    with file:
        file.write(b"email\nann@example.net\n")
    draft = await first.drafts.keep(path, 7, HOW, first.how_of(HOW))
    weighed = await first.submit(first.drafts.copy_of(draft), HOW, DESK, dry_run=True)
    async with running(first):
        await until(lambda: (found := first.dry_run(weighed)) is not None and bool(found.finished))
    same, other = under("US"), under("DE")
    for jobs in (same, other):
        async with running(jobs):
            await until(lambda jobs=jobs: jobs._again_at is None)  # type: ignore[misc]
        assert jobs.drafts.find(draft.token, 7) == draft
        assert draft.path.exists()
    assert same.dry_run(weighed) == first.dry_run(weighed)
    assert other.dry_run(weighed) is None


async def test_a_dry_run_that_a_reload_cuts_off_says_so(jobs: ImportJobs) -> None:
    file, path = jobs.open()
    file.close()
    job_id = await jobs.submit(path, HOW, DESK, dry_run=True)
    async with running(jobs):
        await asyncio.sleep(0)  # it has begun, and read nothing yet
    found = jobs.dry_run(job_id)
    assert found is not None
    assert "another configuration" in found.problem
