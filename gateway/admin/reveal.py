"""Showing people whole to who sees them masked: one page at a time, on the record."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from aiohttp import web

from gateway.admin.told import ROOT
from gateway.http.problems import bad_request

if TYPE_CHECKING:
    from gateway.admin.visit import Visit

_PLACE: Final = re.compile(r"/(?:messages|outbox)/[\w%.~/-]{1,300}", re.ASCII)


def revealed(visit: Visit, about: str) -> Visit:
    """Return the visit as one that sees people whole, where this page was revealed to it.

    `about`: the path below `/admin` of what was revealed.
    """
    asked = visit.asked("revealed")
    if not asked or visit.session is None or visit.sees_people:
        return visit
    return replace(visit, is_revealed=hmac.compare_digest(asked.encode(), _seal(visit, about)))


async def post_reveal(visit: Visit) -> web.StreamResponse:
    """Record who is revealed to whom, then show that page."""
    about, back = visit.form["about"], visit.form["back"] or visit.form["about"]
    if not _PLACE.fullmatch(about) or not _PLACE.fullmatch(back):
        raise bad_request("there is nothing to reveal")
    kind = about.split("/")[1]
    # an address stands in the detail: the chain names nobody
    await visit.desk.users.record("user.revealed", visit.user, visit.by, page=kind, name=about)
    query = f"revealed={_seal(visit, about).decode()}"
    if show := visit.form["show"]:
        query += f"&show={show}" if show.isascii() and show.isalpha() else ""
    return web.Response(status=303, headers={"Location": f"{ROOT}{back}?{query}"})


def _seal(visit: Visit, about: str) -> bytes:
    """Return what this session alone can show for a page that was revealed to it."""
    whose = visit.session.csrf if visit.session is not None else ""
    told = f"reveal {whose} {about}".encode()
    return hmac.new(visit.desk.seal, told, hashlib.sha256).hexdigest().encode()
