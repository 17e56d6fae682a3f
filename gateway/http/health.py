"""Whether the gateway lives, and whether it can accept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from gateway.errors import StoreUnavailable
from gateway.http.call import Call, Shape, answer
from gateway.http.verdicts import Mode  # noqa: TC001 - a field

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
    disk: bool
    mode: Mode = Field(description="observe: messages leave unchanged, opt-outs hold")


async def get_health(_call: Call) -> web.Response:
    """Answer."""
    return answer(Health(status="ok"))


async def get_readiness(call: Call) -> web.Response:
    """Try the list, the spool and the disk."""
    works = {
        "list": await call.services.store.is_reachable(),
        "spool": await _spool(call),
        "disk": call.services.has_room(),
    }
    ready = all(works.values())
    body = Readiness(
        status="ready" if ready else "not ready", **works, mode=call.services.config.mode
    )
    return answer(body, 200 if ready else _UNAVAILABLE)


async def _spool(call: Call) -> bool:
    try:
        await call.services.spool.next_due()
    except StoreUnavailable:
        return False
    return True
