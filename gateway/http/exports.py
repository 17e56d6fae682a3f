"""The list as a file over HTTP."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Final, Literal, Protocol

from aiohttp import web
from pydantic import Field

from gateway.http.body import read_query
from gateway.http.call import Call, Moment, Shape
from gateway.http.entries import ChannelName, ReasonName, ScopeFilter  # noqa: TC001 - fields of models
from suppression.store import Query

if TYPE_CHECKING:
    from typing import BinaryIO

CSV: Final = "text/csv"
JSON_LINES: Final = "application/x-ndjson"
TEXT: Final = "text/plain"


class _Asked(Protocol):
    @property
    def request(self) -> web.Request: ...


TYPES: Final = {"csv": CSV, "jsonl": JSON_LINES, "sha256": TEXT}
_PIECE_BYTES: Final = 256 << 10


class ExportQuery(Shape):
    """What is exported, of what is in force."""

    format: Literal["csv", "jsonl", "sha256"] = "csv"
    q: str = Field(default="", max_length=320, description="part of the address or number")
    channel: ChannelName | None = None
    reason: ReasonName | None = None
    scope: ScopeFilter = ""
    since: Moment | None = None


async def get_export(call: Call) -> web.StreamResponse:
    """Export what is in force, as of one moment; every export is recorded."""
    query = read_query(call.request.query, ExportQuery)
    wanted = Query(
        text=query.q, channel=query.channel or "", reason=query.reason or "", scope=query.scope,
        since=query.since,
    )  # fmt: skip
    with tempfile.TemporaryFile(dir=call.services.config.data_dir) as file:
        store = call.services.imports.store
        await store.export(wanted, query.format, file, call.actor())
        return await sent(call, file, TYPES[query.format], f"suppressions.{query.format}")


async def sent(call: _Asked, file: BinaryIO, kind: str, name: str) -> web.StreamResponse:
    """Send a file as one to be kept, piece by piece."""
    size = file.seek(0, 2)
    file.seek(0)
    response = web.StreamResponse(
        headers={
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Length": str(size),
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        }
    )
    await response.prepare(call.request)
    while chunk := file.read(_PIECE_BYTES):
        await response.write(chunk)
    await response.write_eof()
    return response
