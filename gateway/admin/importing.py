"""Imports: those there were, how far each is, the rows nobody could read, and taking one back."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from gateway.admin.lift import refusal
from gateway.admin.listing import as_whole_file, shape, with_query
from gateway.admin.pages import go, render
from gateway.admin.roles import Right
from gateway.http.exports import TEXT, sent
from gateway.http.import_views import view_of
from gateway.http.problems import Refusal, bad_request
from suppression.lifting import NotLiftable
from suppression.transfer.heading import FIELDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from aiohttp import web

    from gateway.admin.visit import Visit
    from gateway.http.import_views import ImportView
    from suppression.transfer.job import Import

_COLUMNS: Final = (
    "id", "name", "state", "by", "started_at", "ended_at", "recognised", "rows", "new", "stronger",
    "known", "duplicate", "skipped", "invalid",
)  # fmt: skip
_COUNTS: Final = ("new", "stronger", "known", "duplicate", "skipped", "invalid")
_RUNNING: Final = ("reading", "adding", "undoing")
_ON_A_PAGE: Final = 50
_SUFFIXES: Final = frozenset({".csv", ".tsv", ".txt", ".json", ".jsonl", ".gz"})
"""What an auditor sees of a file's name: people name files after people."""

_DONE: Final = {"discarded": "Thrown away; nothing of it was imported.", "undone": "Taken back."}


async def get_list(visit: Visit) -> web.StreamResponse:
    """List the imports, newest first, with the form that begins one."""
    if shape(visit):
        rows = ([_row(each) for each in views] async for views in _pages(visit))
        return await as_whole_file(visit, "imports", _COLUMNS, rows)
    views = await anext(_pages(visit))
    is_more = len(views) == _ON_A_PAGE
    return render(
        visit, "imports.html", imports=views, fields=tuple(FIELDS),
        onward=with_query(visit, cursor=views[-1].id, done="") if is_more else "",
        csv=with_query(visit, format="csv", done="", cursor=""),
        json=with_query(visit, format="json", done="", cursor=""),
        done=_DONE.get(visit.asked("done"), ""),
    )  # fmt: skip


async def _pages(visit: Visit) -> AsyncIterator[Sequence[ImportView]]:
    """Yield the imports from the cursor of the address on, page by page.

    Raises:
        Refusal: the cursor is none of ours.
    """
    cursor, jobs = visit.asked("cursor"), visit.services.imports
    while True:
        try:
            found = await jobs.store.imports(after=cursor, limit=_ON_A_PAGE)
        except ValueError as error:
            raise bad_request("cursor is none of a page of ours") from error
        yield [_as_seen(visit, view_of(each, jobs.progress(each.import_id))) for each in found]
        if len(found) < _ON_A_PAGE:
            return
        cursor = found[-1].import_id


async def get_import(visit: Visit) -> web.StreamResponse:
    """Show how far an import is, and what became of its rows."""
    return _page(visit, await _import(visit), "")


async def get_errors(visit: Visit) -> web.StreamResponse:
    """Fetch the rows that could not be read, to be mended and imported alone."""
    import_id = visit.path("import")
    path = visit.services.imports.errors_of(import_id)
    if path is None:
        raise Refusal("HTTP_NOT_FOUND", "no such rows are kept for this import")
    with path.open("rb") as file:
        return await sent(visit, file, TEXT, f"{import_id}-errors.txt")


async def post_undo(visit: Visit) -> web.StreamResponse:
    """Lift what an import of the last 24 hours made and nobody else asked for."""
    found = await _import(visit)
    if visit.form["confirm"].upper() != found.import_id:
        told = f"To confirm, type {found.import_id}."
        return _page(visit, found, told, status=422)
    try:
        await visit.services.imports.store.undo_import(found.import_id, visit.actor)
    except NotLiftable as error:
        return _page(visit, found, refusal(error.bars), status=422)
    except ValueError as error:
        return _page(visit, found, str(error), status=409)
    return go(f"/imports/{found.import_id}", done="undone")


async def _import(visit: Visit) -> Import:
    """Return the import of the path.

    Raises:
        Refusal: there is none (404).
    """
    found = await visit.services.imports.store.import_(visit.path("import"))
    if found is None:
        raise Refusal("HTTP_NOT_FOUND", "there is no such import")
    return found


def _page(visit: Visit, found: Import, complaint: str, *, status: int = 200) -> web.Response:
    jobs = visit.services.imports
    view = _as_seen(visit, view_of(found, jobs.progress(found.import_id)))
    is_running = view.state in _RUNNING
    return render(
        visit, "import.html", status=status, view=view, complaint=complaint,
        refreshes=is_running, has_errors=jobs.errors_of(found.import_id) is not None,
        can_undo=not is_running and found.made > 0 and visit.may(Right.IMPORT)
        and found.can_be_undone(visit.services.clock()),
        done=_DONE.get(visit.asked("done"), ""),
    )  # fmt: skip


def _as_seen(visit: Visit, view: ImportView) -> ImportView:
    """Return an import; its name and whatever quotes its rows are hidden from an auditor."""
    if visit.sees_people:
        return view
    suffix = PurePath(view.name).suffix
    name = f"•••{suffix if suffix in _SUFFIXES else ''}"
    return view.model_copy(update={"name": name, "notes": (), "errors": (), "problem": ""})


def _row(view: ImportView) -> Mapping[str, object]:
    """Return an import as one line."""
    told = view.model_dump()
    return {**told, **{name: told["counts"][name] for name in _COUNTS}}
