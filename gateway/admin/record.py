"""The hash-chained records: their state, reading them over, taking them away."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Final

from aiohttp import web

from gateway import ledger
from gateway.admin.listing import as_file, shape, with_query
from gateway.admin.pages import go, render
from gateway.admin.roles import Right
from gateway.admin.visit import is_poll
from gateway.http.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gateway.admin.chains import Chain
    from gateway.admin.visit import Visit

_COLUMNS: Final = ("file", "lines", "head", "state", "read_over_at")
_LINES: Final = 1_000  # at a time: a slow reader keeps no file from being tidied up


async def get_record(visit: Visit) -> web.StreamResponse:
    """Show the last line of every chain, and what reading it over showed."""
    chains = await asyncio.to_thread(visit.desk.chains.all)
    if shape(visit):
        return as_file(visit, "record", _COLUMNS, [_row(each) for each in chains])
    return render(
        visit, "record_live.html" if is_poll(visit.request) else "record.html",
        chains=chains, state=_state, is_reading=any(_state(each) == "reading" for each in chains),
        csv=with_query(visit, format="csv"), json=with_query(visit, format="json"),
    )  # fmt: skip


async def post_verify(visit: Visit) -> web.StreamResponse:
    """Begin to compute a chain anew, beside all else."""
    if not visit.desk.chains.begin(visit.path("file")):
        raise Refusal("HTTP_NOT_FOUND", "there is no such record")
    return go("/record")


async def post_export(visit: Visit) -> web.StreamResponse:
    """Send every line of a chain, for somebody else to check; that it was taken is recorded."""
    file, with_people = visit.path("file"), visit.form["people"] == "yes"
    path = visit.desk.chains.path(file)
    if path is None:
        raise Refusal("HTTP_NOT_FOUND", "there is no such record")
    if with_people and not visit.may(Right.REVEAL):
        raise Refusal("AUTH_SCOPE_MISSING", "your role takes the record without naming people")
    await visit.desk.users.record(
        "record.exported", visit.user, visit.by, file=file, people="yes" if with_people else "no"
    )
    answer = web.StreamResponse(
        headers={
            "Content-Type": "application/jsonl; charset=utf-8",
            "Content-Disposition": f'attachment; filename="{file.removesuffix(".db")}.jsonl"',
            "Cache-Control": "no-store",
        }
    )
    await answer.prepare(visit.request)
    after = 0
    while lines := await asyncio.to_thread(_part, path, after, with_people=with_people):
        await answer.write("".join(f"{line}\n" for line in lines).encode())
        after = json.loads(lines[-1])["seq"]
    await answer.write_eof()
    return answer


def _part(path: Path, after: int, *, with_people: bool) -> list[str]:
    return list(ledger.export(path, with_details=with_people, after=after, limit=_LINES))


def _state(chain: Chain) -> str:
    """Return what is known of a chain, in a word."""
    if chain.began_at is None:
        return "not read over since the start"
    if chain.failure:
        return "unreadable"
    if chain.verdict is None:
        return "reading"
    return "whole" if chain.verdict.is_whole else "broken"


def _row(chain: Chain) -> Mapping[str, object]:
    return {
        "file": chain.file,
        "lines": chain.head.seq,
        "head": chain.head.hash.hex(),
        "state": _state(chain),
        "read_over_at": chain.ended_at,
    }
