"""Files that come to the list over HTTP: taken in, followed, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import Field

from gateway.credentials import COMPLIANCE
from gateway.http.auth import role_missing
from gateway.http.body import read_query
from gateway.http.call import Call, Shape, answer
from gateway.http.entries import ChannelName, FileReasonName  # noqa: TC001 - fields of models
from gateway.http.exports import CSV, JSON_LINES, TEXT, sent
from gateway.http.import_views import ImportPage, Undone, import_view, view_of
from gateway.http.problems import Mistake, Refusal, mistaken
from gateway.http.receiving import kept
from suppression.channel import Channel
from suppression.entry import Reason, scope
from suppression.lifting import NotLiftable
from suppression.transfer.heading import FIELDS
from suppression.transfer.row import ReadAs

if TYPE_CHECKING:
    from aiohttp import web

FILES: Final = (
    CSV, "text/tab-separated-values", JSON_LINES, "application/jsonl", "application/json",
    "application/gzip", "application/x-gzip", TEXT, "application/octet-stream",
)  # fmt: skip


class ImportQuery(Shape):
    """How a file is read, beyond what it says itself."""

    dry_run: bool = False
    name: str = Field(default="upload", min_length=1, max_length=120, pattern=r"^[^\x00-\x1f/]+$")
    map: tuple[str, ...] = Field(default=(), max_length=50, description="COLUMN=FIELD, repeated")
    channel: ChannelName | None = None
    reason: FileReasonName | None = Field(default=None, description="where the file gives none")
    scope: str = Field(default="", max_length=80, description="at least this far")


class ImportsQuery(Shape):
    """Which imports to list."""

    cursor: str = Field(default="", max_length=40, pattern=r"^(I-[0-9]{1,18})?$")
    limit: int = Field(default=100, ge=1, le=1000)


async def post_import(call: Call) -> web.Response:
    """Import a file into the list: read to its end first, then added while all else goes on."""
    query = read_query(call.request.query, ImportQuery)
    asked = _asked(query)
    if call.request.content_type not in FILES:
        raise Refusal("HTTP_UNSUPPORTED_TYPE", f"this route takes {', '.join(FILES)}")
    path = await kept(call.services, call.request.content.readany)
    job_id = await call.services.imports.submit(path, asked, call.actor(), dry_run=query.dry_run)
    return answer(await import_view(call, job_id), 202)


async def get_import(call: Call) -> web.Response:
    """Show how far an import is, and what became of it."""
    return answer(await import_view(call, call.path("id")))


async def get_imports(call: Call) -> web.Response:
    """List the imports, newest first."""
    query = read_query(call.request.query, ImportsQuery)
    jobs = call.services.imports
    found = await jobs.store.imports(after=query.cursor, limit=query.limit)
    views = tuple(view_of(each, jobs.progress(each.import_id)) for each in found)
    last = found[-1].import_id if len(found) == query.limit else None
    return answer(ImportPage(imports=views, next_cursor=last))


async def get_errors(call: Call) -> web.StreamResponse:
    """Fetch the rows that could not be read, to be mended and imported alone."""
    path = call.services.imports.errors_of(call.path("id"))
    if path is None:
        raise Refusal("HTTP_NOT_FOUND", "no such rows are kept for this import")
    with path.open("rb") as file:
        return await sent(call, file, TEXT, f"{call.path('id')}-errors")


async def post_undo(call: Call) -> web.Response:
    """Lift what an import of the last 24 hours made and nobody else asked for."""
    import_id = call.path("id")
    await import_view(call, import_id)
    try:
        undone, lifted = await call.services.imports.store.undo_import(import_id, call.actor())
    except ValueError as error:
        raise Refusal("HTTP_STATE_CONFLICT", str(error)) from error
    except NotLiftable as error:
        raise role_missing(COMPLIANCE) from error
    return answer(Undone(lifted=lifted, made=undone.made))


def _asked(query: ImportQuery) -> ReadAs:
    found, columns = [], {}
    for number, text in enumerate(query.map):
        column, equals, name = text.rpartition("=")
        if not equals or name not in FIELDS:
            known = f"write COLUMN=FIELD; fields are {', '.join(FIELDS)}"
            found.append(Mistake(loc=f"map[{number}]", msg=known))
        columns[column] = name
    try:
        reach = scope(query.scope) if query.scope else None
    except ValueError as error:
        found.append(Mistake(loc="scope", msg=str(error)))
        reach = None
    if found:
        raise mistaken(found)
    return ReadAs(
        name=query.name, now=0.0, columns=columns, scope=reach,
        channel=Channel(query.channel) if query.channel else None,
        reason=Reason(query.reason) if query.reason else None,
    )  # fmt: skip
