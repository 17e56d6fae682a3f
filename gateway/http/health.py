"""Whether the gateway lives, and whether it can accept."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - fields of models
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


class BacklogView(Shape):
    """Opt-outs that wait for the same, and the clocks of the one that came first."""

    kind: Literal["journalled", "review", "propagation"]
    target: str = Field(description="the system that has to learn of them; empty is this list")
    count: int
    oldest_received_at: datetime
    providers_deadline: datetime = Field(description="48 hours: what mailbox providers ask")
    deadline: date = Field(description="the last of 10 business days, holidays counted in")
    legal_deadline: date = Field(description="the same, where federal holidays do not count")
    alarm: Literal["none", "due", "late"]


class HeldView(Shape):
    """What waits for a person to decide, and when the first of it is reported back undecided."""

    count: int = Field(description="recipients")
    oldest_accepted_at: datetime
    first_expires_at: datetime


class UnheardView(Shape):
    """A route whose provider cannot tell us what people text, and why."""

    route: str
    since: datetime
    why: str = Field(description="what the provider said, or what failed")


class Readiness(Shape):
    """Whether messages and opt-outs can be taken: what of it works, and what does not."""

    status: Literal["ready", "not ready"]
    list: bool
    spool: bool
    disk: bool
    journalled: int = Field(
        description="opt-outs that cannot be written to the list; nothing leaves until they are"
    )
    mode: Mode = Field(description="observe: messages leave unchanged, opt-outs hold")
    opt_outs_waiting: tuple[BacklogView, ...] = Field(
        description="that came and are not in force everywhere yet; empty is how it should be"
    )
    held: HeldView | None = Field(
        description="messages that a person has to decide about; null is how it should be, or the"
        " spool cannot be read"
    )
    unheard: tuple[UnheardView, ...] = Field(
        description="routes of texts over which a STOP may not be heard; empty is how it should be"
    )


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
        status="ready" if ready else "not ready",
        **works,
        journalled=call.services.opt_outs.waiting,
        mode=call.services.config.mode,
        opt_outs_waiting=await _backlog(call, list_works=works["list"]),
        held=await _held(call),
        unheard=tuple(
            UnheardView(route=each.route, since=each.since, why=each.why)
            for each in call.services.troubles().values()
            if each
        ),
    )
    return answer(body, 200 if ready else _UNAVAILABLE)


async def _backlog(call: Call, *, list_works: bool) -> tuple[BacklogView, ...]:
    now = call.services.clock()
    listed = await call.services.store.backlog() if list_works else ()
    return tuple(
        BacklogView(
            kind=waiting.kind.value,
            target=waiting.target,
            count=waiting.count,
            oldest_received_at=waiting.oldest.received_at,
            providers_deadline=waiting.oldest.providers,
            deadline=waiting.oldest.conservative,
            legal_deadline=waiting.oldest.legal,
            alarm=waiting.oldest.alarm(now).value,
        )
        for waiting in (*call.services.opt_outs.backlog(), *listed)
    )


async def _held(call: Call) -> HeldView | None:
    try:
        held = await call.services.spool.held()
    except StoreUnavailable:
        return None
    if held is None or held.ends_at is None:
        return None
    return HeldView(
        count=held.recipients, oldest_accepted_at=held.oldest, first_expires_at=held.ends_at
    )


async def _spool(call: Call) -> bool:
    try:
        await call.services.spool.next_due()
    except StoreUnavailable:
        return False
    return True
