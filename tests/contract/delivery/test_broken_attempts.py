"""What the program breaks on keeps nobody else's mail and texts waiting, and is set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from structlog.testing import capture_logs

from gateway.config.models import Route
from gateway.delivery.outbox import OutboxCarrier
from gateway.spool.model import State
from tests.contract.delivery.make import eventually
from tests.contract.delivery.scheduling import running, scheduler
from tests.contract.delivery.sending import until
from tests.contract.spool.damaging import said
from tests.contract.spool.make import delivery, receipt, text

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.spool.model import Claimed, NewMessage, Settlement
    from tests.contract.spool.make import Desk

POISON = "poison@example.net"
NUMBER = "+19169668280"


class Brittle(OutboxCarrier):
    """A carrier that breaks on two recipients."""

    broken = 0

    async def send(self, claimed: Claimed, copy: bytes) -> tuple[Settlement, ...]:
        address = claimed.recipients[0].address
        if address in {POISON, NUMBER}:
            self.broken += 1
            raise KeyError(address)
        return await super().send(claimed, copy)

    async def has_broken(self, times: int) -> None:
        await eventually(lambda: self.broken == times)


def mail(desk: Desk, address: str) -> NewMessage:
    return receipt(delivery(address), at=desk.clock.now)


async def test_an_email_that_breaks_a_carrier_ends_no_other_and_is_held_the_third_time(
    desk: Desk, tmp_path: Path
) -> None:
    poison = mail(desk, POISON)
    await desk.spool.accept(poison)
    hop = Brittle(tmp_path / "out")
    # one connection for a domain: a broken attempt must not keep it
    route = Route(
        name="out", channel="email", kind="smtp", host="127.0.0.1", port=25, tls="none",
        max_connections_per_domain=1,
    )  # fmt: skip
    with capture_logs() as lines:
        async with running(
            scheduler(desk.spool, {"out": hop}, routes=[route], clock=desk.clock)
        ) as runs:
            for times in (1, 2, 3):
                await hop.has_broken(times)
                other = mail(desk, "ann@example.net")
                await desk.spool.accept(other)
                runs.wake()
                await until(desk.spool, other, State.DELIVERED)
                desk.clock.advance(minutes=3)  # beyond the lease
                runs.wake()
            await until(desk.spool, poison, State.HELD)
    view = await desk.spool.message(poison.queue_id)
    assert view is not None
    assert [each["code"] for each in view.deliveries[0].findings] == ["INTERNAL_POISON"]
    broken = said(lines, "attempt-broken")
    assert [each["attempt"] for each in broken] == [1, 2, 3]
    assert {each["error"] for each in broken} == {"KeyError"}
    assert POISON not in str(lines)


async def test_a_text_that_breaks_a_carrier_ends_no_other_and_is_of_unknown_outcome(
    desk: Desk, tmp_path: Path
) -> None:
    poison, other = (text(number, at=desk.clock.now) for number in (NUMBER, "+19169668281"))
    await desk.spool.accept(poison, more=[other])
    hop = Brittle(tmp_path / "texts")
    async with running(scheduler(desk.spool, {"texts": hop}, clock=desk.clock)) as runs:
        await until(desk.spool, other, State.DELIVERED)
        desk.clock.advance(minutes=3)
        runs.wake()
        await until(desk.spool, poison, State.UNKNOWN)
    assert hop.broken == 1
