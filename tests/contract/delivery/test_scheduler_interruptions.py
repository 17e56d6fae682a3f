"""Whatever stops or fails meanwhile, a scheduler loses nothing and sends nothing twice."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import pytest

from gateway.delivery import settler
from gateway.delivery.outbox import OutboxCarrier
from gateway.errors import StoreFull, StoreUnavailable
from gateway.spool.model import State
from gateway.spool.sqlite import SqliteSpool
from suppression.covering import Matching
from tests.contract.delivery.make import eventually
from tests.contract.delivery.next_hop import CLOSE, HANG, NextHop, listening
from tests.contract.delivery.scheduling import running, scheduler
from tests.contract.delivery.sending import mail, smtp, states, until
from tests.contract.spool.make import PEPPER, delivery, list_at, real_clock, receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from gateway.spool.ending import Settled
    from gateway.spool.model import Claimed, NewMessage, Settlement

Opened = TypeVar("Opened", bound=SqliteSpool)


async def test_stopping_finishes_what_is_being_sent_and_gives_back_the_rest(
    spool: SqliteSpool,
) -> None:
    async with listening(NextHop({"dot": HANG})) as hop:
        messages = [mail() for _ in range(5)]
        for message in messages:
            await spool.accept(message)
        async with running(scheduler(spool, {"out": smtp(hop, max_connections=1)}), grace_s=0.2):
            await eventually(lambda: hop.messages)
    found = sorted([(await states(spool, message))[0] for message in messages])
    assert found == [State.DEFERRED, *[State.QUEUED] * 4]


async def test_a_message_that_is_sent_within_the_grace_is_delivered(spool: SqliteSpool) -> None:
    message = mail()
    await spool.accept(message)
    async with listening(NextHop({"data": b"354 go\r\n"})) as hop:
        async with running(scheduler(spool, {"out": smtp(hop)})):
            await eventually(lambda: hop.commands)
        assert await states(spool, message) == [State.DELIVERED]


async def test_what_a_dead_process_held_is_sent_at_the_next_start(spool: SqliteSpool) -> None:
    message = mail()
    await spool.accept(message)
    await spool.claim({"out": 1}, limit=1, lease_s=3600)
    async with listening(NextHop()) as hop, running(scheduler(spool, {"out": smtp(hop)})):
        await until(spool, message, State.DELIVERED)
    assert len(hop.messages) == 1


async def test_a_route_that_is_down_does_not_keep_the_other_waiting(
    spool: SqliteSpool, tmp_path: Path
) -> None:
    async with listening(NextHop()) as gone:
        down = smtp(gone, max_connections=2)
    stuck = [mail() for _ in range(20)]
    other = receipt(delivery(route="outbox"), at=real_clock())
    for message in (*stuck, other):
        await spool.accept(message)
    async with running(scheduler(spool, {"out": down, "outbox": OutboxCarrier(tmp_path / "o")})):
        await until(spool, other, State.DELIVERED)
        await eventually(lambda: down.limit == 0)
    tried = [m for m in stuck if (await states(spool, m))[0] is State.DEFERRED]
    assert len(tried) < 10  # the circuit opened: nobody knocks twenty times on a closed door


async def test_a_next_hop_that_dies_and_comes_back_gets_every_message_once(
    spool: SqliteSpool,
) -> None:
    messages = [mail() for _ in range(20)]
    for message in messages:
        await spool.accept(message)
    async with (
        listening(NextHop({"mail": [b"250 ok\r\n", CLOSE, b"250 ok\r\n"]})) as hop,
        running(scheduler(spool, {"out": smtp(hop, max_connections=1)})),
    ):
        for message in messages:
            await until(spool, message, State.DELIVERED)
    assert len(hop.messages) == 20


class StumblingSpool(SqliteSpool):
    """A spool whose disk fails every verb a few times."""

    failures = 3

    def _stumble(self) -> None:
        if self.failures:
            self.failures -= 1
            message = "no space left on device"
            raise StoreUnavailable(message)

    async def claim(
        self,
        capacity: Mapping[str, int],
        *,
        limit: int,
        lease_s: float,
        heavy: Collection[str] = (),
    ) -> tuple[Claimed, ...]:
        self._stumble()
        return await super().claim(capacity, limit=limit, lease_s=lease_s, heavy=heavy)

    async def settle(
        self, settlements: Sequence[Settlement], reports: Sequence[NewMessage] = ()
    ) -> Settled:
        self._stumble()
        return await super().settle(settlements, reports)


@pytest.fixture
def stumbling(tmp_path: Path) -> Iterator[StumblingSpool]:
    with opened(StumblingSpool, tmp_path) as spool:
        spool.failures = 0
        yield spool


@contextmanager
def opened(
    kind: type[Opened], folder: Path, monotonic: Callable[[], float] = time.monotonic
) -> Iterator[Opened]:
    listed = list_at(folder)
    listed.open()
    spool = kind(
        folder / "messages.db", suppression_path=folder / "suppression.db", pepper=PEPPER,
        matching=Matching(), clock=real_clock, monotonic=monotonic,
    )  # fmt: skip
    spool.open()
    try:
        yield spool
    finally:
        spool.close()
        listed.close()


async def test_a_spool_that_fails_for_a_while_loses_and_repeats_nothing(
    stumbling: StumblingSpool,
) -> None:
    message = mail()
    await stumbling.accept(message)
    stumbling.failures = 2
    async with (
        listening(NextHop()) as hop,
        running(scheduler(stumbling, {"out": smtp(hop)})) as runs,
    ):
        runs.wake()
        await eventually(lambda: hop.messages)
        stumbling.failures = 1
        await until(stumbling, message, State.DELIVERED)
    assert len(hop.messages) == 1


class FullSpool(SqliteSpool):
    """A spool that takes claims and no outcomes: these need more room, or another page."""

    is_full = True
    refused = 0

    async def settle(
        self, settlements: Sequence[Settlement], reports: Sequence[NewMessage] = ()
    ) -> Settled:
        if self.is_full:
            self.refused += 1
            message = "no space left on device"
            raise StoreFull(message)
        return await super().settle(settlements, reports)


async def test_what_the_next_hop_took_leaves_once_though_its_lease_ran_out_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settler, "_RETRY_S", 0.05)
    now_s, messages = [0.0], [mail() for _ in range(4)]
    with opened(FullSpool, tmp_path, monotonic=lambda: now_s[0]) as spool:
        for message in messages:
            await spool.accept(message)
        async with listening(NextHop()) as hop:
            async with running(scheduler(spool, {"out": smtp(hop)})) as runs:
                await eventually(lambda: len(hop.messages) == 4 and spool.refused)
                now_s[0] += 86_400
                runs.wake()
                until_then = spool.refused + 10  # enough for a claim to find the leases over
                await eventually(lambda: spool.refused >= until_then)
                assert len(hop.messages) == 4
                spool.is_full = False
                for message in messages:
                    await until(spool, message, State.DELIVERED)
            assert len(hop.messages) == 4
        for message in messages:
            kinds = [line.kind for line in await spool.trace(queue_id=message.queue_id)]
            assert kinds.count("delivered") == 1
            assert "lapsed" not in kinds
