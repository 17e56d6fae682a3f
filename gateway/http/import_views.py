"""Imports as the API shows them: how far each is, and what became of its rows."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime  # noqa: TC003 - fields of models
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from gateway.http.call import Call, Shape
from gateway.http.problems import Refusal
from suppression.entry import NEVER
from suppression.transfer.job import Counts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.importing.imports import Progress
    from gateway.importing.jobs import DryRun, ImportJobs
    from suppression.transfer.job import Import, State


class CountsView(Shape):
    """What became of what the rows ask for."""

    new: int = Field(description="people who were not on the list")
    stronger: int = Field(description="people who were, for less: the list stops more now")
    known: int = Field(description="the list did that already")
    duplicate: int = Field(description="another row asks for the same or for more")
    skipped: int = Field(description="rows that ask for nothing: they agreed, or it is over")
    invalid: int = Field(description="rows that cannot be read")


class RowError(Shape):
    """A row that cannot be read; nobody was put on the list for it."""

    row: int
    column: str
    reason: str


class ImportView(Shape):
    """An import, or a dry run, and how far it is."""

    id: str
    name: str
    dry_run: bool
    state: Literal["reading", "adding", "done", "failed", "undoing", "undone"]
    done: int = Field(description="bytes while reading, rows while adding")
    total: int = Field(description="of the same; 0 while it waits, and after its end")
    counts: CountsView
    recognised: str = Field(description="whose export it is")
    rows: int
    notes: tuple[str, ...]
    errors: tuple[RowError, ...] = Field(description="the first hundred")
    problem: str = Field(description="why it failed")
    by: str
    started_at: datetime | None
    ended_at: datetime | None
    undone_at: datetime | None


class ImportPage(Shape):
    """A page of imports, newest first; `next_cursor` is null on the last one."""

    imports: tuple[ImportView, ...]
    next_cursor: str | None


class Undone(Shape):
    """How many entries of an import were lifted.

    Where others asked for some of them too, these stay.
    """

    lifted: int
    made: int = Field(description="how many it had put on the list")


async def import_view(call: Call, job_id: str) -> ImportView:
    """Return an import or a dry run.

    Raises:
        Refusal: there is none (404).
    """
    jobs = call.services.imports
    if dry := dry_run_view(jobs, job_id):
        return dry
    found = await jobs.store.import_(job_id)
    if found is None:
        raise Refusal("HTTP_NOT_FOUND", "there is no such import")
    return view_of(found, jobs.progress(job_id))


def dry_run_view(jobs: ImportJobs, job_id: str) -> ImportView | None:
    """Return a dry run; none where there is none."""
    dry = jobs.dry_run(job_id)
    return None if dry is None else _of_dry_run(job_id, dry, jobs.progress(job_id))


def view_of(found: Import, progress: Progress | None) -> ImportView:
    """Return an import, with how far it is while it runs."""
    counts = progress.counts if progress else found.counts
    return ImportView(
        id=found.import_id, name=found.name, dry_run=False,
        state=found.state if progress is None or found.state != "reading" else _phase(progress),
        done=progress.done if progress else 0, total=progress.total if progress else 0,
        counts=CountsView(**asdict(counts)), **_told(found.report), by=found.by,
        started_at=found.started_at,
        ended_at=None if found.ended_at == NEVER else found.ended_at,
        undone_at=None if found.undone_at == NEVER else found.undone_at,
    )  # fmt: skip


def _of_dry_run(job_id: str, dry: DryRun, progress: Progress | None) -> ImportView:
    finished = dry.finished
    is_over = finished is not None or bool(dry.problem)
    counts = finished.counts if finished else progress.counts if progress else None
    state: State = "failed" if dry.problem else "done" if is_over else _phase(progress)
    report: dict[str, Any] = finished.report if finished else {"problem": dry.problem}
    return ImportView(
        id=job_id, name=dry.name, dry_run=True, state=state,
        done=progress.done if progress and not is_over else 0,
        total=progress.total if progress and not is_over else 0,
        counts=CountsView(**asdict(counts or Counts())), **_told(report), by="",
        started_at=None, ended_at=None, undone_at=None,
    )  # fmt: skip


def _phase(progress: Progress | None) -> Literal["reading", "adding"]:
    return "adding" if progress is not None and progress.phase == "adding" else "reading"


def _told(report: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "recognised": report.get("recognised", ""), "rows": report.get("rows", 0),
        "notes": tuple(report.get("notes", ())), "problem": report.get("problem", ""),
        "errors": tuple(RowError(**each) for each in report.get("errors", ())),
    }  # fmt: skip
