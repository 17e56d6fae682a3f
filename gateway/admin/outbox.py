"""What the outbox routes wrote instead of sending it, as its recipient would see it."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gateway.admin.disarm import disarmed
from gateway.admin.fitting import fitting
from gateway.admin.listing import as_file, shape, with_query
from gateway.admin.messages import as_download
from gateway.admin.pages import as_frame, render, seg
from gateway.admin.reveal import revealed
from gateway.admin.search import words_of
from gateway.http.problems import Refusal
from gateway.look import field_of, look, tree_of
from gateway.off_loop import off_loop
from gateway.shown import shown
from gateway.spool.model import State
from gateway.spool.search import Found, Wanted, cursor_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from aiohttp import web

    from gateway.admin.visit import Visit
    from gateway.spool.model import MessageView

_NAME: Final = re.compile(r"[0-9a-hjkmnp-tv-z]{13}-[0-9]{1,19}")
_A_PAGE: Final = 30
_COPIES: Final = 5  # of one message in the list
_MOST_PEOPLE: Final = 20
_COLUMNS: Final = ("at", "route", "name", "message", "from", "to", "people", "subject")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One file that was written."""

    route: str
    name: str
    envelope: Mapping[str, Any]
    message: bytes  # empty of a text


async def get_list(visit: Visit) -> web.StreamResponse:
    """List what was written, the newest first."""
    routes = _routes(visit)
    asked = visit.asked("route")
    chosen = tuple(route for route in routes if asked in ("", route))
    found = Found(messages=(), cursor=0, looked_back_to=None)
    if chosen:
        cursor = cursor_of(visit.asked("cursor"))
        found = await visit.desk.spool.search(
            Wanted(state=State.DELIVERED, routes=chosen, cursor=cursor, limit=_A_PAGE)
        )
    texts = await words_of(visit, found.messages)
    rows = [
        row
        for view in found.messages
        for row in _rows(visit, view, chosen, texts.get(view.queue_id, ""))
    ]
    onward = with_query(visit, cursor=str(found.cursor)) if found.cursor else ""
    if shape(visit):
        return as_file(visit, "outbox", _COLUMNS, rows, onward=onward)
    return render(
        visit, "outbox.html", rows=rows, chosen=asked,
        routes=[("", "all"), *((each, each) for each in routes)] if routes else [],
        onward=onward, looked_back_to=found.looked_back_to,
        csv=with_query(visit, format="csv"), json=with_query(visit, format="json"),
    )  # fmt: skip


def _rows(
    visit: Visit, view: MessageView, routes: Sequence[str], words: str
) -> Iterator[Mapping[str, object]]:
    """Yield a row a file of a message."""
    written: dict[tuple[str, str], tuple[datetime, list[str]]] = {}
    for each in view.deliveries:
        if each.state is State.DELIVERED and each.route in routes and each.next_hop_id:
            _, people = written.setdefault((each.route, each.next_hop_id), (each.updated_at, []))
            people.append(each.address)
    for number, ((route, name), (at, people)) in enumerate(written.items()):
        if number == _COPIES and not shape(visit):
            yield {"more": len(written) - _COPIES, "message": view.queue_id}
            return
        yield {
            "at": at,
            "route": route,
            "name": name,
            "message": view.queue_id,
            "from": visit.person(view.reverse_path),
            "to": visit.person(people[0]),
            "people": len(people),
            "subject": (view.subject or words) if visit.sees_people else "",
        }


async def get_copy(visit: Visit) -> web.StreamResponse:
    """Show one file as its recipient would see it."""
    copy, visit = await _found(visit)
    place = f"/outbox/{seg(copy.route)}/{copy.name}"
    seen = await off_loop(len(copy.message), lambda: _seen(copy)) if visit.sees_people else {}
    return render(
        visit, "outbox_copy.html", copy=copy, place=place, seen=seen,
        people=list(copy.envelope["to"])[:_MOST_PEOPLE] if copy.message else [copy.envelope["to"]],
        count=len(copy.envelope["to"]) if copy.message else 1,
        seal=visit.asked("revealed") if visit.is_revealed else "",
    )  # fmt: skip


def _seen(copy: Copy) -> Mapping[str, Any]:
    if not copy.message:
        lines = str(copy.envelope["text"]).split("\n")
        return {"text": fitting("\n".join(map(shown, lines)))}
    tree = tree_of(copy.message)
    fields = ((name, field_of(copy.message, tree, name)) for name in ("from", "to", "cc", "date"))
    letter = look(copy.message)
    return {
        "subject": field_of(copy.message, tree, "subject"),
        "fields": [(name.capitalize(), fitting(text, 1000)) for name, text in fields if text],
        "has_frame": bool(letter.html),
        "text": fitting(letter.text),
        "is_cut": letter.is_cut or len(fitting(letter.text)) < len(letter.text),
    }


async def get_frame(visit: Visit) -> web.StreamResponse:
    """Return the HTML of a file, for a frame that can do nothing."""
    copy, visit = await _found(visit)
    if not visit.sees_people or not copy.message:
        raise _missing()
    size = len(copy.message)
    return as_frame(await off_loop(size, lambda: disarmed(look(copy.message).html)))


async def get_file(visit: Visit) -> web.StreamResponse:
    """Return the bytes that a next hop would have got."""
    copy, visit = await _found(visit)
    if not visit.sees_people:
        raise _missing()
    if copy.message:
        return as_download(copy.message, f"{copy.name}.eml")
    return as_download(str(copy.envelope["text"]).encode(), f"{copy.name}.txt")


async def _found(visit: Visit) -> tuple[Copy, Visit]:
    """Return the file of the path, and the visit as it may see it.

    Raises:
        Refusal: there is none.
    """
    route, name = visit.path("route"), visit.path("name")
    if route not in _routes(visit) or not _NAME.fullmatch(name):
        raise _missing()
    folder = visit.services.config.data_dir / "outbox" / route
    copy = await asyncio.to_thread(_read, folder, route, name)
    if copy is None:
        raise _missing()
    return copy, revealed(visit, f"/outbox/{seg(route)}/{name}")


def _read(folder: Path, route: str, name: str) -> Copy | None:
    """Read what was written of a message; none where nothing was, or it was taken away."""
    try:
        envelope = json.loads((folder / f"{name}.json").read_bytes())
        message = b"" if "text" in envelope else (folder / f"{name}.eml").read_bytes()
    except (OSError, ValueError):
        return None
    return Copy(route=route, name=name, envelope=envelope, message=message)


def _routes(visit: Visit) -> tuple[str, ...]:
    return tuple(each.name for each in visit.services.config.route if each.kind == "outbox")


def _missing() -> Refusal:
    return Refusal("HTTP_NOT_FOUND", "there is no such page")
