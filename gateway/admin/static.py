"""The files that every page asks for: the style sheet and the scripts, of this program alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiohttp import web

from gateway.admin.pages import STATIC

if TYPE_CHECKING:
    from gateway.admin.visit import Visit

_FOR_EVER: Final = "public, max-age=31536000, immutable"
_NOT_FOUND: Final = 404


async def get_static(visit: Visit) -> web.StreamResponse:
    """Return a file; its name says what it holds, so it never changes."""
    found = STATIC.get(visit.path("name"))
    if found is None:
        return web.Response(status=_NOT_FOUND)
    return web.Response(
        body=found.content, content_type=found.media_type, charset="utf-8",
        headers={"Cache-Control": _FOR_EVER},
    )  # fmt: skip
