"""Bringing a file to the list: what it is read as, what it would do, and only then the import."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from gateway.admin.pages import go, render
from gateway.admin.roles import Right
from gateway.admin.uploads import Upload, received
from gateway.http.import_views import dry_run_view
from gateway.http.problems import Refusal
from suppression.channel import Channel
from suppression.entry import Reason, scope
from suppression.transfer.columns import once
from suppression.transfer.evidence_text import visible
from suppression.transfer.heading import FIELDS, OURS
from suppression.transfer.row import Mistake, ReadAs, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aiohttp import web

    from gateway.admin.visit import Form, Visit
    from gateway.importing.drafts import Draft, Look

_NAME_CHARACTERS: Final = 120
_FIELD_OF: Final = {name: field for field, name in FIELDS.items()}
_NOTHING_BROUGHT: Final = "Choose a file, or paste a list."


async def post_file(visit: Visit) -> web.StreamResponse:
    """Take a file, or what was pasted, and have it weighed; nothing of it is imported yet."""
    visit, upload = await received(visit)
    pasted = visit.form.exact("pasted")
    if upload is None and pasted.strip():
        file, path = visit.services.imports.open()
        with file:
            file.write(pasted.encode())
        upload = Upload(name="pasted list", path=path)
    if upload is None:
        raise Refusal("HTTP_BAD_REQUEST", _NOTHING_BROUGHT)
    asked = ReadAs(name=_name_of(upload.name), now=0.0)
    jobs = visit.services.imports
    draft = await jobs.drafts.keep(upload.path, visit.user.user_id, asked, jobs.how_of(asked))
    await _weigh(visit, draft)
    return go(f"/imports/draft/{draft.token}")


async def get_draft(visit: Visit) -> web.StreamResponse:
    """Show what a file is read as, what its first rows ask for, and what importing it would do."""
    return _page(visit, _draft(visit), "")


async def post_mapping(visit: Visit) -> web.StreamResponse:
    """Read the file in another way, as somebody says what its columns are."""
    draft = _draft(visit)
    jobs = visit.services.imports
    try:
        asked = _asked(visit.form, draft)
    except ValueError as error:
        return _page(visit, draft, str(error), status=422)
    await _weigh(visit, await jobs.drafts.read_again(draft, asked, jobs.how_of(asked)))
    return go(f"/imports/draft/{draft.token}")


async def post_confirm(visit: Visit) -> web.StreamResponse:
    """Import the very file that was looked at, read in the very way it was weighed in."""
    draft = _draft(visit)
    view = dry_run_view(visit.services.imports, draft.job_id)
    if view is None or view.state != "done" or visit.form["digest"] != draft.digest:
        told = "Look at what it would do first."
        return _page(visit, draft, told, status=409)
    if visit.form["weighed"] != draft.job_id:  # in another tab, perhaps
        told = "It is read in another way by now: this is what it would do."
        return _page(visit, draft, told, status=409)
    jobs = visit.services.imports
    import_id = await jobs.submit(
        jobs.drafts.copy_of(draft), draft.asked, visit.actor, dry_run=False
    )
    jobs.drafts.drop(draft.token)
    return go(f"/imports/{import_id}")


async def post_discard(visit: Visit) -> web.StreamResponse:
    """Throw the file away; nothing of it was imported."""
    visit.services.imports.drafts.drop(_draft(visit).token)
    return go("/imports", done="discarded")


async def _weigh(visit: Visit, draft: Draft) -> None:
    """Begin to count what the whole file would do, unless it cannot be read at all."""
    jobs = visit.services.imports
    if not draft.look.problem:
        job_id = await jobs.submit(
            jobs.drafts.copy_of(draft), draft.asked, visit.actor, dry_run=True
        )
        jobs.drafts.weighed_as(draft, job_id)


def _draft(visit: Visit) -> Draft:
    """Return the draft of the path.

    Raises:
        Refusal: there is none, or it is somebody else's, or over (404).
    """
    found = visit.services.imports.drafts.find(visit.path("token"), visit.user.user_id)
    if found is None:
        raise Refusal("HTTP_NOT_FOUND", "this file is here no more: bring it again")
    return found


def _asked(form: Form, draft: Draft) -> ReadAs:
    """Return how the file is to be read.

    Raises:
        ValueError: something is none of what can be chosen.
    """
    pairs = list(zip(form.all("column"), form.all("field"), strict=False))
    for line in form["columns"].splitlines():
        column, equals, field = line.rpartition("=")
        if line.strip() and not equals:
            message = f"{line.strip()}: write COLUMN=FIELD"
            raise ValueError(message)
        pairs.append((column.strip(), field.strip()))
    columns = {column: field for column, field in pairs if field}
    if unknown := [field for field in columns.values() if field not in FIELDS]:
        message = f"{unknown[0]}: fields are {', '.join(FIELDS)}"
        raise ValueError(message)
    return replace(
        draft.asked, columns=columns,
        channel=Channel(form["channel"]) if form["channel"] else None,
        reason=Reason(form["reason"]) if form["reason"] else None,
        scope=scope(form["scope"]) if form["scope"] else None,
    )  # fmt: skip


def _page(visit: Visit, draft: Draft, complaint: str, *, status: int = 200) -> web.Response:
    view = dry_run_view(visit.services.imports, draft.job_id)
    is_over = view is None or view.state in ("done", "failed")
    return render(
        visit, "import_draft.html", status=status, draft=draft, view=view, complaint=complaint,
        is_over=is_over, columns=list(_columns(draft.look, draft.asked)), fields=tuple(FIELDS),
        rows=list(_rows(draft.look)), reasons=[r for r in Reason if r is not Reason.ERASED],
        sees=visit.may(Right.REVEAL), refreshes=not is_over,
    )  # fmt: skip


def _columns(look: Look, asked: ReadAs) -> Iterator[tuple[str, str, str]]:
    """Yield the columns of a file: their name, what they are read as, what somebody said."""
    heading = look.heading
    if heading is None or not heading.has_line:
        return
    for column, name in zip(heading.columns, heading.names, strict=True):
        read = "not read" if name.startswith(OURS) else _FIELD_OF.get(once(name), once(name))
        yield visible(column), visible(read), asked.columns.get(column, "")


def _rows(look: Look) -> Iterator[Mapping[str, object]]:
    """Yield what the first rows ask for."""
    for each in look.rows:
        if isinstance(each, Row):
            asked_at = datetime.fromtimestamp(each.requested_at, UTC)
            yield {"number": each.number, "key": each.key, "row": each, "at": asked_at}
        elif isinstance(each, Mistake):
            column = f"{visible(each.column)}: " if each.column else ""
            yield {"number": each.number, "row": None, "told": column + each.reason}
        else:
            told = "asks for nothing: they agreed, or it is over"
            yield {"number": each.number, "row": None, "told": told}


def _name_of(written: str) -> str:
    """Return the name of a file as people know it, without the folders it lay in."""
    name = PurePath(written.replace("\\", "/")).name
    return visible(name)[:_NAME_CHARACTERS] or "upload"
