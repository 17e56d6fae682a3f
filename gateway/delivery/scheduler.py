"""Keeps deliveries going: claims what is due, sends it, settles how it ended.

**Failures:** a spool that cannot be used is asked again soon. Whatever else goes wrong, each
delivery is under a lease: it comes back when nobody says how it ended, also where we broke on it.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gateway.delivery.lane import Lane
from gateway.delivery.reporter import Reporter
from gateway.delivery.schedule import retry_at
from gateway.delivery.settler import Settler
from gateway.errors import GatewayError, StoreUnavailable
from gateway.log import log_attempt, log_broken_attempt
from gateway.metrics import counts
from gateway.providers.guard import guarded
from gateway.spool.model import Settlement, State
from suppression.entry import NEVER

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from datetime import datetime

    from gateway.config.models import Delivery
    from gateway.delivery.carrier import Carrier
    from gateway.delivery.copies import Copies
    from gateway.delivery.delivery_spool import DeliverySpool
    from gateway.delivery.detours import Detours
    from gateway.delivery.outcomes import Outcomes
    from gateway.delivery.rates import Rates
    from gateway.delivery.report_writer import ReportWriter
    from gateway.delivery.second_look import SecondLook
    from gateway.delivery.strays import Strays
    from gateway.spool.model import Claimed

_LIMIT: Final = 500  # sends one claim takes
_GATHER_S: Final = 0.005  # under load, what comes due within this time shares a claim
_BUSY_S: Final = 0.02
_POLL_S: Final = 2.0
_SOONEST_S: Final = 0.05
_LEASE_SPARE_S: Final = 60.0


class Scheduler:
    """Sends what the spool holds, route by route."""

    def __init__(  # noqa: PLR0913 - everything it works with
        self,
        *,
        spool: DeliverySpool,
        carriers: Mapping[str, Carrier],
        copies: Copies,
        reports: ReportWriter,
        second_look: SecondLook,
        rates: Rates,
        detours: Detours,
        strays: Strays,
        outcomes: Outcomes,
        delivery: Delivery,
        clock: Callable[[], datetime],
        random: Callable[[], float],
    ) -> None:
        """Send over these carriers, by the names of their routes; nothing starts before `run`."""
        # RFC 5321 4.5.3.2: connecting twice (a stale connection first), the envelope, the body
        steps = (2 * delivery.connect_timeout, 2 * delivery.command_timeout, delivery.data_timeout)
        attempt_s = sum(step.total_seconds() for step in steps)
        self._spool = spool
        self._carriers = carriers
        self._copies = copies
        self._lanes = {name: Lane(each, copies, attempt_s) for name, each in carriers.items()}
        self._lease_s = attempt_s + _LEASE_SPARE_S
        self._reporter = Reporter(spool, reports, delay_warning=delivery.delay_warning, clock=clock)
        self._second_look = second_look
        self._rates = rates
        self._detours = detours
        self._strays = strays
        self._outcomes = outcomes
        self._clock = clock
        self._random = random
        self._settler = Settler(spool)
        self._wanted = asyncio.Event()
        self._stopping = asyncio.Event()
        self._stopped = asyncio.Event()
        self._in_hand: set[asyncio.Task[None]] = set()
        self._waiting_for_room = False
        self._grace_s = 0.0

    def wake(self) -> None:
        """Look for due deliveries soon: one was stored."""
        self._wanted.set()

    async def run(self) -> None:
        """Deliver until `stop`.

        It begins by taking back what an earlier process held when it ended: there is one process
        a spool.
        """
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._settler.run())
                group.create_task(self._keep_house())
                await self._deliver_all()
                self._settler.finish()
        finally:
            for carrier in self._carriers.values():
                await carrier.close()
            self._copies.close()
            self._stopped.set()

    async def stop(self, grace_s: float) -> None:
        """Finish what is being sent within `grace_s`, give back the rest, and wait for `run`."""
        self._grace_s = grace_s
        self._stopping.set()
        self._wanted.set()
        await self._stopped.wait()

    async def _deliver_all(self) -> None:
        async with asyncio.TaskGroup() as group:
            await self._until_done(self._spool.release_leases)
            while not self._stopping.is_set():
                self._wanted.clear()
                await self._call()
                claimed = await self._claim()
                for each in claimed:
                    self._begin(group, each)
                await self._pause(found=bool(claimed))
            await self._wind_up()

    def _room(self) -> dict[str, int]:
        return {name: lane.room for name, lane in self._lanes.items() if lane.room}

    async def _call(self) -> None:
        """Let those be claimed whose turn it is."""
        room = self._room()
        while (turn := self._rates.next_turn(room)) is not None:
            try:
                found = await self._spool.call(turn.route, turn.delivery_ids, count=turn.count)
            except StoreUnavailable:
                return
            self._rates.called(turn, found.called, found.gone)
            is_over = not (found.called or found.gone)  # the rest is only just being given back
            room[turn.route] -= room[turn.route] if is_over else len(found.called)

    async def _claim(self) -> tuple[Claimed, ...]:
        room = self._room()
        if not room or self._settler.is_behind:  # a claim ends leases, also of what has left
            return ()
        heavy = {name for name, lane in self._lanes.items() if lane.is_heavy}
        try:
            return await self._spool.claim(room, limit=_LIMIT, lease_s=self._lease_s, heavy=heavy)
        except StoreUnavailable:
            return ()

    def _begin(self, group: asyncio.TaskGroup, claimed: Claimed) -> None:
        self._lanes[claimed.route].take(len(claimed.raw))
        task = group.create_task(self._deliver(claimed))
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)

    async def _deliver(self, claimed: Claimed) -> None:
        lane = self._lanes[claimed.route]
        try:
            if waiting := self._rates.kept_waiting(claimed):
                self._settler.add(self._dated(claimed, waiting))
            elif ended := await self._attempted(claimed, lane):
                dated = self._dated(claimed, ended)
                log_attempt(claimed, dated)
                counts.attempted(claimed, dated)
                self._settler.add(dated)
        finally:
            lane.let_go(len(claimed.raw))
        if self._waiting_for_room and lane.is_worth_a_claim:
            self._wanted.set()

    async def _attempted(self, claimed: Claimed, lane: Lane) -> Sequence[Settlement]:
        """Look again at what had its turn and send it; return how that ended.

        Nothing where we broke on it, which must not end the others: its lease runs out then. So a
        text is unknown, and an email is tried again and held after the third time.
        """
        settlements: Sequence[Settlement] = ()
        has_left = True
        try:
            with guarded():
                settlements = await self._second_look.kept_back(claimed)
                has_left = not settlements
                if has_left:
                    settlements = self._detours.note(claimed, await lane.send(_as_routed(claimed)))
                    self._outcomes.note(claimed.route, settlements)
                    has_left = settlements[0].state is not State.QUEUED
        except GatewayError as error:
            log_broken_attempt(claimed, error)
        if self._rates.ended(claimed, settlements, has_left=has_left):
            self._wanted.set()
        return settlements

    def _dated(self, claimed: Claimed, settlements: Sequence[Settlement]) -> list[Settlement]:
        """Say when deferred deliveries are tried again, all at once, or that they are not."""
        next_at = retry_at(  # RFC 5321 4.5.4.1: one copy for all of them then, too
            claimed.channel,
            attempt=claimed.attempt,
            expires_at=claimed.expires_at,
            now=self._clock(),
            random=self._random(),
        )
        return [_dated(each, claimed.attempt, next_at) for each in settlements]

    async def _pause(self, *, found: bool) -> None:
        """Wait until claiming is worth a transaction.

        Under load it is when a third of what may be in hand is done, so that nobody claims a
        message at a time; otherwise when something comes due.
        """
        if found:
            self._waiting_for_room = True
            await self._woken(_BUSY_S)
            return
        self._waiting_for_room = not all(lane.takes_any for lane in self._lanes.values())
        await self._woken(await self._idle_s())
        await asyncio.sleep(_GATHER_S)

    async def _idle_s(self) -> float:
        """Return how long nothing is due where there is room for whatever comes."""
        room = {name: size for name, size in self._room().items() if self._lanes[name].takes_any}
        try:
            due = await self._spool.next_due(list(room))
        except StoreUnavailable:
            return _POLL_S
        idle_s = self._rates.wait_s(room)
        if due is not None:
            idle_s = min(idle_s, (due - self._clock()).total_seconds())
        return min(max(idle_s, _SOONEST_S), _POLL_S)

    async def _woken(self, timeout_s: float) -> None:
        try:
            async with asyncio.timeout(timeout_s):
                await self._wanted.wait()
        except TimeoutError:
            pass

    async def _wind_up(self) -> None:
        for lane in self._lanes.values():
            lane.stop()
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=self._grace_s)
        for lane in self._lanes.values():
            lane.interrupt()

    async def _keep_house(self) -> None:
        """End what is too old, and tell senders what failed or waits, every few seconds."""
        while not self._stopping.is_set():
            try:
                await self._spool.expire()
                for route, then in self._detours.open():
                    if await self._spool.divert(route, then):
                        self.wake()
                if await self._reporter.report():
                    self.wake()
                while not self._stopping.is_set() and await self._strays.route_again():
                    self.wake()
            except StoreUnavailable:
                pass  # what is owed stays on the disk
            try:
                async with asyncio.timeout(_POLL_S):
                    await self._stopping.wait()
            except TimeoutError:
                continue

    async def _until_done(self, verb: Callable[[], Awaitable[object]]) -> None:
        while not self._stopping.is_set():
            try:
                await verb()
            except StoreUnavailable:
                await self._woken(_POLL_S)
            else:
                return


def _dated(settlement: Settlement, attempt: int, next_at: datetime) -> Settlement:
    """Say when a delivery is tried again if it was put off; NEVER expires it."""
    if settlement.attempt != attempt:
        settlement = replace(settlement, attempt=attempt)
    if settlement.state is not State.DEFERRED or settlement.then:
        return settlement
    if next_at == NEVER:
        return replace(settlement, state=State.EXPIRED, status="5.4.7")  # RFC 3463 3.5
    return replace(settlement, next_at=next_at)


def _as_routed(claimed: Claimed) -> Claimed:
    """Return what another route than the first is handed: its own number is the sender."""
    return replace(claimed, reverse_path="") if claimed.diverted_from else claimed
