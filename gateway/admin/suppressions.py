"""The list: who is on it, the newest first."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from multidict import MultiDict
from pydantic import Field

from gateway.admin.listing import as_file, shape, with_query
from gateway.admin.pages import link, render
from gateway.admin.roles import Right
from gateway.http.body import read_query
from gateway.http.entries import entry_view
from gateway.http.exports import TYPES, sent
from gateway.http.problems import Refusal, bad_request
from gateway.http.suppressions import MANY, ListQuery
from suppression.channel import Channel
from suppression.entry import Reason
from suppression.errors import MalformedAddressError
from suppression.keys import domain_key, masked, read_key
from suppression.store import Query
from suppression.transfer.writing import FORMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from gateway.admin.visit import Visit
    from suppression.entry import Entry
    from suppression.store import Latest

COLUMNS: Final = (
    "id", "channel", "address", "scope", "reason", "origin", "active", "requested_at",
    "expires_at", "recorded_by", "evidence",
)  # fmt: skip
FILTERS: Final = ("q", "channel", "reason", "scope", "since", "active")
_OF_THE_PAGE: Final = ("format", "done", "further")
_ON_A_PAGE: Final = 50
_READS_S: Final = 5.0  # for a file, or for who wants to look further
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DONE: Final = {
    "added": "On the list, in force from now.",
    "lifted": "Lifted, with your reason, on the record.",
}


class PageQuery(ListQuery):
    """Which entries to show."""

    limit: int = Field(default=_ON_A_PAGE, ge=1, le=MANY)


async def get_list(visit: Visit) -> web.StreamResponse:
    """List entries, lifted and expired ones too, the newest first."""
    is_file = bool(shape(visit))
    query = asked_for(visit, limit=MANY if is_file else _ON_A_PAGE)
    is_patient = is_file or bool(visit.asked("further"))
    found = await visit.services.store.latest(
        as_query(visit, query), within_s=_READS_S if is_patient else visit.desk.pace.look_s
    )
    if is_file:  # a part of a long list: who takes all of it away does so on the record
        rows = [_row(visit, each) for each in found.entries]
        return as_file(visit, "suppressions", COLUMNS, rows, onward=_onward(visit, found))
    filters = {name: visit.asked(name) for name in FILTERS}
    return render(
        visit, "suppressions.html", entries=found.entries, query=query, reasons=Reason,
        onward=_onward(visit, found), most=MANY,
        is_whole=found.is_whole, filtered=any(visit.asked(name) for name in FILTERS),
        choose=link("/suppressions/lift", **filters),
        export=link("/suppressions/export", **filters),
        csv=with_query(visit, format="csv", done="", cursor="", further=""),
        json=with_query(visit, format="json", done="", cursor="", further=""),
        done=_DONE.get(visit.asked("done"), ""),
    )  # fmt: skip


async def post_export(visit: Visit) -> web.StreamResponse:
    """Send everything in force that the filter of the address matches; every export is recorded.

    Raises:
        Refusal: in a form that is none of ours.
    """
    form = next((each for each in FORMS if each == visit.form["form"]), None)
    if form is None:
        raise bad_request(f"a list is exported as {', '.join(FORMS)}")
    query = as_query(visit, asked_for(visit, limit=MANY))
    if query.key:  # what is exported is found by a part of it
        query = replace(query, key="", text=query.key)
    with tempfile.TemporaryFile(dir=visit.services.config.data_dir) as file:
        await visit.services.imports.store.export(query, form, file, visit.actor)
        return await sent(visit, file, TYPES[form], f"suppressions.{form}")


def _onward(visit: Visit, found: Latest) -> str:
    """Return where the list goes on; where it was not looked through in time, at more leisure."""
    if not found.onward:
        return ""
    further = "" if found.is_whole else "yes"
    return with_query(visit, cursor=found.onward, further=further, done="")


def asked_for(visit: Visit, *, limit: int) -> PageQuery:
    """Return the filter of the address, with so many entries at most.

    Raises:
        Refusal: a parameter is unknown, wrong, or given twice.
    """
    asked = ((name, value) for name, value in visit.request.query.items() if value)
    query = read_query(
        MultiDict(
            (name, _moment(name, value)) for name, value in asked if name not in _OF_THE_PAGE
        ),
        PageQuery,
    )
    is_said = "limit" in query.model_fields_set
    return query.model_copy(update={"limit": min(query.limit, limit) if is_said else limit})


def _moment(name: str, value: str) -> str:
    """Return a day, as the form has it, as its first moment; anything else as it is."""
    return f"{value}T00:00:00Z" if name == "since" and _DAY.fullmatch(value) else value


def as_query(visit: Visit, query: PageQuery) -> Query:
    """Return a filter as the list is asked; a whole address or number is looked up by its key.

    Raises:
        Refusal: a part of one, by whom people are hidden from: they could spell them out.
    """
    key = _whole_key(visit, query.q)
    if query.q and not key and not visit.sees_people and not _is_domain(query.q):
        raise Refusal(
            "HTTP_BAD_REQUEST", "your role finds a whole address or number, or a @domain",
            status=422,
        )  # fmt: skip
    return Query(
        text="" if key else query.q,
        key=key,
        channel=query.channel or "",
        reason=query.reason or "",
        scope=query.scope,
        since=query.since,
        active_at=visit.services.clock() if query.active else None,
        after=query.cursor,
        limit=query.limit,
    )


def _whole_key(visit: Visit, text: str) -> str:
    """Return the key of an address or number that was typed in full; "" of a part of one."""
    if text.startswith("@"):  # whoever is there, and the domain
        return ""
    channel = Channel.EMAIL if "@" in text else Channel.SMS
    try:
        return read_key(text, channel, visit.services.config.company.phone_region)
    except MalformedAddressError:
        return ""


def _is_domain(text: str) -> bool:
    try:
        return text.startswith("@") and bool(domain_key(text))
    except MalformedAddressError:
        return False


def _row(visit: Visit, entry: Entry) -> Mapping[str, object]:
    row = entry_view(entry, visit.services.clock()).model_dump(mode="json")
    if visit.may(Right.REVEAL):
        return row
    return {**row, "address": masked(entry.key), "evidence": "", "lifted_because": ""}
