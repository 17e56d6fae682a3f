"""The list: who is on it, and putting somebody there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from multidict import MultiDict

from gateway.admin.listing import as_file, shape, with_query
from gateway.admin.pages import go, render, seg
from gateway.admin.roles import Right
from gateway.http.body import read_query
from gateway.http.entries import entry_view
from gateway.http.suppressions import ListQuery
from suppression.entry import NEVER, Channel, Origin, Reason, scope
from suppression.errors import MalformedAddressError
from suppression.keys import masked, read_key
from suppression.store import NewEntry, Query
from suppression.terms import BY_HAND

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from gateway.admin.visit import Visit
    from suppression.entry import Entry

_COLUMNS: Final = (
    "id", "channel", "address", "scope", "reason", "origin", "active", "requested_at",
    "expires_at", "recorded_by", "evidence",
)  # fmt: skip
_OF_THE_PAGE: Final = ("format", "done")
_SCOPES: Final = (("commercial", "marketing"), ("all", "everything, receipts too"))


async def get_list(visit: Visit) -> web.StreamResponse:
    """List entries, lifted and expired ones too, in the order they were made."""
    asked = ((name, value) for name, value in visit.request.query.items() if value)
    query = read_query(
        MultiDict((name, value) for name, value in asked if name not in _OF_THE_PAGE), ListQuery
    )
    now = visit.services.clock()
    entries = await visit.services.store.list(
        Query(
            text=query.q,
            channel=query.channel or "",
            reason=query.reason or "",
            scope=query.scope,
            since=query.since,
            active_at=now if query.active else None,
            after=query.cursor,
            limit=query.limit,
        )
    )
    if shape(visit):
        return as_file(visit, "suppressions", _COLUMNS, [_row(visit, each) for each in entries])
    is_more = len(entries) == query.limit
    onward = with_query(visit, cursor=entries[-1].entry_id) if is_more else ""
    return render(
        visit, "suppressions.html", entries=entries, query=query, onward=onward, reasons=Reason,
        csv=with_query(visit, format="csv"), json=with_query(visit, format="json"),
        done=visit.asked("done"),
    )  # fmt: skip


def _row(visit: Visit, entry: Entry) -> Mapping[str, object]:
    row = entry_view(entry, visit.services.clock()).model_dump(mode="json")
    return row if visit.may(Right.REVEAL) else {**row, "address": masked(entry.key)}


async def get_form(visit: Visit) -> web.StreamResponse:
    """Show the form that puts somebody on the list."""
    return _form(visit, {"address": visit.asked("address")}, "")


async def post_form(visit: Visit) -> web.StreamResponse:
    """Show what an entry will do; make it when that was seen."""
    typed = dict(visit.form.said())
    try:
        new = _new_entry(visit)
    except (MalformedAddressError, ValueError) as error:
        return _form(visit, typed, str(error), status=422)
    if visit.form["seen"] != "yes":
        standing = await visit.services.store.blocking([new.key], new.channel, new.requested_at)
        return _form(visit, typed, "", preview=new, standing=standing[new.key])
    entry, is_new = await visit.services.store.add(new, visit.actor)
    told = "added" if is_new else "known"
    return go(f"/people/{entry.channel}/{seg(entry.key)}", done=told)


def _new_entry(visit: Visit) -> NewEntry:
    address = visit.form["address"]
    channel = Channel.EMAIL if "@" in address else Channel.SMS
    reason = Reason(visit.form["reason"])
    if reason not in BY_HAND:
        message = f"{reason} is put there by the gateway alone"
        raise ValueError(message)
    if not visit.form["evidence"]:
        raise ValueError("say how you know: it stands in the record")
    return NewEntry(
        channel=channel,
        key=read_key(address, channel, visit.services.config.company.phone_region),
        scope=scope(visit.form["scope"]),
        reason=reason,
        origin=Origin.ADMIN,
        evidence=visit.form["evidence"],
        requested_at=visit.services.clock(),
        expires_at=NEVER,
    )


def _form(  # noqa: PLR0913 - what the form shows
    visit: Visit,
    typed: Mapping[str, str],
    complaint: str,
    *,
    preview: NewEntry | None = None,
    standing: tuple[Entry, ...] = (),
    status: int = 200,
) -> web.Response:
    return render(
        visit, "suppression_add.html", status=status, typed=typed, complaint=complaint,
        preview=preview, standing=standing, scopes=_SCOPES,
        reasons=[(each.value, each.value.replace("_", " ")) for each in BY_HAND],
    )  # fmt: skip
