"""A list as a page, as CSV and as JSON: one filter, three shapes."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from datetime import datetime
from typing import TYPE_CHECKING, Final

from aiohttp import web

from gateway.http.exports import CSV, sent
from gateway.http.problems import Refusal
from suppression.transfer.cells import shielded

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence

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
    visit: Visit,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Mapping[str, object]],
    *,
    onward: str = "",
) -> web.Response:
    """Return a list as the file that was asked for; no cell of it is run as a formula.

    `onward`: the address of what comes behind these rows. A file that is not all says so: by the
    header that links to the rest, and by its name.
    """
    if shape(visit) == "json":
        response = as_json(rows)
    else:
        name = f"{name}-part" if onward else name
        response = web.Response(
            text=_csv([columns]) + _csv(_cells(columns, rows)), content_type="text/csv",
            headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
        )  # fmt: skip
    if onward:
        response.headers["Link"] = f'<{onward}>; rel="next"'
    return response


async def as_whole_file(
    visit: Visit,
    name: str,
    columns: Sequence[str],
    pages: AsyncIterator[Sequence[Mapping[str, object]]],
) -> web.StreamResponse:
    """Return all of a list, however long, as the file that was asked for."""
    is_json = shape(visit) == "json"
    with tempfile.TemporaryFile(dir=visit.services.config.data_dir) as file:
        file.write(b"[" if is_json else _csv([columns]).encode())
        gap = "\n"
        async for rows in pages:
            if not is_json:
                file.write(_csv(_cells(columns, rows)).encode())
                continue
            for row in rows:
                file.write(f"{gap}{_json(row)}".encode())
                gap = ",\n"
        file.write(b"\n]" if is_json else b"")
        kind, suffix = ("application/json", "json") if is_json else (CSV, "csv")
        return await sent(visit, file, kind, f"{name}.{suffix}")


def as_json(value: object) -> web.Response:
    """Return a value as JSON."""
    return web.Response(text=_json(value), content_type="application/json")


def with_query(visit: Visit, **changes: str) -> str:
    """Return the address of this list with other parameters; "" takes one away."""
    query = {name: value for name, value in visit.request.query.items() if name not in changes}
    query.update({name: value for name, value in changes.items() if value})
    return str(visit.request.rel_url.with_query(query)) if query else visit.request.path


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain, indent=1)


def _csv(lines: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue()


def _cells(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Iterator[Iterable[str]]:
    for row in rows:
        yield [shielded(str(_plain(row[column]))) for column in columns]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return "" if value is None else value
