"""The templates of texts that people approved: which there are, and ending one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.admin.deeds import reason_of
from gateway.admin.listing import as_file, shape, with_query
from gateway.admin.pages import go, render
from gateway.http.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from gateway.admin.visit import Visit
    from gateway.spool.templates import Approved

_COLUMNS: Final = (
    "id", "text", "identity", "purpose", "message", "approved_by", "approved_at", "because",
    "withdrawn_by", "withdrawn_at", "withdrawn_because",
)  # fmt: skip
_A_PAGE: Final = 40
_A_FILE: Final = 10_000
_BEGINNING: Final = 200  # characters of each in the list
_DONE: Final = {
    "approved": "Approved, in force from the next text on. What is held already stays so: release"
    " it there.",
    "withdrawn": "Withdrawn: from the next text on it lets nothing pass.",
}


async def get_list(visit: Visit) -> web.StreamResponse:
    """List every template there was, those in force first."""
    is_file = bool(shape(visit))
    found = await visit.desk.spool.all_templates(limit=_A_FILE if is_file else _A_PAGE)
    rows = [_row(visit, each) for each in found]
    if is_file:
        return as_file(visit, "templates", _COLUMNS, rows)
    return render(
        visit, "templates.html", rows=rows, beginning=_BEGINNING, is_cut=len(rows) == _A_PAGE,
        csv=with_query(visit, format="csv"), json=with_query(visit, format="json"),
    )  # fmt: skip


async def get_template(visit: Visit) -> web.StreamResponse:
    """Show one with its story, and how to end it."""
    return await _page(visit, "")


async def post_withdraw(visit: Visit) -> web.StreamResponse:
    """End one: texts like it are judged like all others."""
    template_id = visit.path("id")
    try:
        because = reason_of(visit)
    except ValueError as error:
        return await _page(visit, str(error), status=422)
    ended = await visit.desk.spool.withdraw_template(
        template_id, by=visit.user.name, because=because
    )
    if ended is None:
        raise Refusal("HTTP_NOT_FOUND", "there is no such template in force")
    return go(f"/templates/{template_id}", done="withdrawn")


async def _page(visit: Visit, complaint: str, *, status: int = 200) -> web.Response:
    found = await visit.desk.spool.find_template(visit.path("id"))
    if found is None:
        raise Refusal("HTTP_NOT_FOUND", "there is no such template")
    return render(
        visit, "template.html", status=status, row=_row(visit, found), complaint=complaint,
        typed=visit.form.said(), done=_DONE.get(visit.asked("done"), ""),
    )  # fmt: skip


def _row(visit: Visit, each: Approved) -> Mapping[str, object]:
    """Return one as lists show it; its words are hidden from who sees people masked."""
    return {
        "id": each.template_id,
        "text": each.text if visit.sees_people else "",
        "identity": each.identity,
        "purpose": each.purpose,
        "message": each.message,
        "approved_by": each.approved_by,
        "approved_at": each.approved_at,
        "because": each.because if visit.sees_people else "",
        "withdrawn_by": each.withdrawn_by,
        "withdrawn_at": each.withdrawn_at,
        "withdrawn_because": each.withdrawn_because if visit.sees_people else "",
    }
