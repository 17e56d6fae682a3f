"""Whether the gateway lives, and whether it can accept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gateway.errors import StoreUnavailable
from gateway.http.call import Call, Shape, answer

if TYPE_CHECKING:
    from aiohttp import web

_UNAVAILABLE = 503


class Health(Shape):
    """The process runs and answers."""

    status: Literal["ok"]


class Readiness(Shape):
    """Whether messages and opt-outs can be taken: what of it works, and what does not."""

    status: Literal["ready", "not ready"]
    list: bool
    spool: bool


async def get_health(_call: Call) -> web.Response:
    """Answer."""
    return answer(Health(status="ok"))


async def get_readiness(call: Call) -> web.Response:
    """Try the list and the spool."""
    has_list, has_spool = await call.services.store.is_reachable(), await _spool(call)
    ready = has_list and has_spool
    body = Readiness(status="ready" if ready else "not ready", list=has_list, spool=has_spool)
    return answer(body, 200 if ready else _UNAVAILABLE)


async def _spool(call: Call) -> bool:
    try:
        await call.services.spool.next_due()
    except StoreUnavailable:
        return False
    return True
