"""A scheduler on a real spool, run until a test is over."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import time, timedelta
from typing import TYPE_CHECKING

from gateway.config.models import Config, Delivery, Route
from gateway.config.texting import QuietHours, SmsConfig
from gateway.delivery.copies import Copies, Signer
from gateway.delivery.detours import Detours
from gateway.delivery.outcomes import Outcomes
from gateway.delivery.rates import Rates
from gateway.delivery.scheduler import Scheduler
from gateway.delivery.second_look import SecondLook
from gateway.delivery.strays import Strays
from gateway.facts import Facts
from gateway.nobody import NobodyKnown
from gateway.pipeline import Decider
from gateway.queue_id import QueueIds
from gateway.reports import Reports
from suppression.tokens import TokenKeys
from tests.contract.delivery.make import UNSIGNED
from tests.contract.spool.make import real_clock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence
    from datetime import datetime

    from gateway.delivery.carrier import Carrier
    from gateway.spool.sqlite import SqliteSpool

KEYS = TokenKeys(1, {1: b"k" * 32})
PATIENCE = timedelta(seconds=5)
NEVER_QUIET = QuietHours.model_validate({"from": time(0), "to": time(0), "sunday_to": time(0)})
DELIVERY = Delivery(connect_timeout=PATIENCE, command_timeout=PATIENCE, data_timeout=PATIENCE)


def scheduler(
    spool: SqliteSpool,
    carriers: Mapping[str, Carrier],
    signers: Mapping[str, Signer] | None = None,
    routes: Sequence[Route] = (),
    clock: Callable[[], datetime] = real_clock,
    *,
    random: Callable[[], float] = lambda: 0.5,
) -> Scheduler:
    reports_go = Route(name="outbox", channel="email", kind="outbox")
    settings = Config(sms=SmsConfig(require_consent=False, quiet_hours=NEVER_QUIET))
    facts = Facts(settings, people=NobodyKnown(), texts=spool, clock=clock)
    return Scheduler(
        spool=spool,
        carriers=carriers,
        copies=Copies(signers or {"example": UNSIGNED}, KEYS, clock),
        reports=Reports(Config(route=(reports_go,)), QueueIds()),
        second_look=SecondLook(Decider(settings, facts), spool, settings.delivery.sms_expires),
        rates=Rates(routes, clock, monotonic=lambda: clock().timestamp()),
        detours=Detours(routes, carriers),
        strays=Strays(spool, Config(route=tuple(routes) or tuple(map(_outbox, carriers)))),
        outcomes=Outcomes(clock),
        delivery=DELIVERY,
        clock=clock,
        random=random,
    )


def _outbox(name: str) -> Route:
    return Route(name=name, channel="email", kind="outbox")


@asynccontextmanager
async def running(scheduled: Scheduler, grace_s: float = 5) -> AsyncIterator[Scheduler]:
    async with asyncio.TaskGroup() as group:
        group.create_task(scheduled.run())
        try:
            yield scheduled
        finally:
            await scheduled.stop(grace_s)
