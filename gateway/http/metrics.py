"""What Prometheus reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiohttp import web

if TYPE_CHECKING:
    from gateway.http.call import Call

_FORMAT: Final = "text/plain; version=0.0.4; charset=utf-8"


async def get_metrics(call: Call) -> web.Response:
    """Say how the gateway is, in Prometheus' text format."""
    return web.Response(body=await call.services.metrics(), headers={"Content-Type": _FORMAT})
