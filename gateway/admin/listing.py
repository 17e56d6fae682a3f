"""A list as a page, as CSV and as JSON: one filter, three shapes."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import TYPE_CHECKING, Final

from aiohttp import web

from gateway.http.problems import Refusal
from suppression.transfer.cells import shielded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gateway.admin.visit import Visit

_SHAPES: Final = ("", "csv", "json")


def shape(visit: Visit) -> str:
    """Return how a list is asked for: "" as a page, "csv" or "json".

    Raises:
        Refusal: as something else.
    """
    asked = visit.asked("format")
    if asked not in _SHAPES:
        raise Refusal("HTTP_BAD_REQUEST", "format is csv or json")
    return asked


def as_file(
    visit: Visit, name: str, columns: Sequence[str], rows: Sequence[Mapping[str, object]]
) -> web.Response:
    """Return a list as the file that was asked for; no cell of it is run as a formula."""
    if shape(visit) == "json":
        return as_json(rows)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow(shielded(str(_plain(row[column]))) for column in columns)
    return web.Response(
        text=out.getvalue(), content_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )  # fmt: skip


def as_json(value: object) -> web.Response:
    """Return a value as JSON."""
    text = json.dumps(value, ensure_ascii=False, default=_plain, indent=1)
    return web.Response(text=text, content_type="application/json")


def with_query(visit: Visit, **changes: str) -> str:
    """Return the address of this list with other parameters; "" takes one away."""
    query = {name: value for name, value in visit.request.query.items() if name not in changes}
    query.update({name: value for name, value in changes.items() if value})
    return str(visit.request.rel_url.with_query(query)) if query else visit.request.path


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return "" if value is None else value
