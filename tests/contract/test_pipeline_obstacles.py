"""What the gateway itself cannot do is deferred: nothing is stored, nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from filters.decision import Effect
from gateway.config.models import Route, RouteMatch
from gateway.disk import Disk
from tests.contract.submitting import submitting
from tests.make_gateway import CALIFORNIAN

if TYPE_CHECKING:
    from tests.contract.spool.make import Desk

NEWSLETTER = (
    b"From: news@example.com\r\nTo: ann@example.net\r\nSubject: Autumn\r\n\r\n"
    b"Our new lamps are here.\r\n"
)
ROUTES_WITHOUT_ADVERTISING = [
    (),
    (
        Route(
            name="receipts",
            channel="email",
            kind="outbox",
            match=RouteMatch(categories=("transactional",)),
        ),
    ),
]


async def test_a_full_disk_defers_mail_and_texts_and_still_takes_opt_outs(desk: Desk) -> None:
    edge = submitting(desk, disk=Disk(desk.folder, reserve=lambda _: 1 << 62))
    await edge.asks(number=CALIFORNIAN)
    for acceptance in (
        await edge.email(NEWSLETTER, "ann@example.net"),
        await edge.text(purpose="appointment"),
    ):
        assert acceptance.effect is Effect.DEFER
        (ruling,) = acceptance.rulings
        assert ruling.deciding is not None
        assert ruling.deciding.code == "QUEUE_FULL"
    await edge.opts_out("ann@example.net")
    assert await edge.stored() == ()


@pytest.mark.parametrize("routes", ROUTES_WITHOUT_ADVERTISING)
async def test_what_no_route_carries_is_deferred_not_queued_for_nobody(
    desk: Desk, routes: tuple[Route, ...]
) -> None:
    edge = submitting(desk, route=routes)
    acceptance = await edge.email(NEWSLETTER, "ann@example.net")
    (ruling,) = acceptance.rulings
    assert (ruling.effect, ruling.findings[-1].code) == (Effect.DEFER, "CONFIG_INVALID")
    assert await edge.stored() == ()
