"""The front page: how things stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.admin.pages import render

if TYPE_CHECKING:
    from aiohttp import web

    from gateway.admin.visit import Visit


async def get_dashboard(visit: Visit) -> web.StreamResponse:
    """Show how things stand."""
    return render(visit, "dashboard.html", depths=await visit.desk.spool.depths())
