"""Reads how the gateway is just now: what waits, who is reachable, what is left of the limits.

What asks the disk does so in a thread and on a connection of its own, at most once a second and a
twentieth of the time, however often somebody asks.

**Failures:** a file that cannot be read is `optwarden_store_up` 0, and what it would have said is
left out; nothing is raised.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from gateway.certificate import expires_at
from gateway.disk import free_bytes, reserve_bytes
from gateway.errors import StoreUnavailable
from gateway.log_stream import lost_lines
from gateway.metrics import gauges
from gateway.metrics.gauges import Value
from gateway.pace import PACE
from gateway.version import our_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from gateway.config.models import Config, HttpListener, SmtpListener
    from gateway.delivery.carrier import Carrier
    from gateway.opt_outs import OptOuts
    from gateway.pace import Pace
    from gateway.providers.trouble import Troubles
    from gateway.spool.measuring import Measured
    from gateway.stores import Stores

_MILLION: Final = 1_000_000


class Listening(Protocol):
    """A listener, as far as it is measured."""

    @property
    def connections(self) -> int:
        """How many are open."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What there is of a service to be looked at."""

    config: Config
    stores: Stores
    opt_outs: OptOuts
    carriers: Mapping[str, Carrier]  # by route
    troubles: Callable[[], Troubles]
    listeners: Callable[[], Mapping[tuple[str, int, str], Listening]]
    clock: Callable[[], datetime]


class Readings:
    """Looks at one service."""

    def __init__(
        self,
        parts: Parts,
        monotonic: Callable[[], float] = time.monotonic,
        pace: Pace = PACE,
    ) -> None:
        """Look at nothing yet, and no more often than `pace` says."""
        self._pace = pace
        self._parts = parts
        self._certificates = tuple(_certificates(parts.config))
        self._monotonic = monotonic
        self._one = asyncio.Lock()
        self._stale_at = 0.0
        self._values: tuple[Value, ...] = ()

    async def rendered(self) -> bytes:
        """Return everything that is counted and read, as of a moment ago."""
        async with self._one:
            began = self._monotonic()
            if began >= self._stale_at:
                self._values = (*self._at_hand(), *await self._of_list(), *await self._of_spool())
                took_s = self._monotonic() - began
                rest_s = max(self._pace.measure_s, self._pace.measure_times * took_s)
                self._stale_at = began + rest_s
        return gauges.rendered(self._values)

    def _at_hand(self) -> Iterator[Value]:
        """Yield what is known without a look at a file of ours."""
        parts = self._parts
        yield Value(gauges.INFO, 1, (our_version(), parts.config.mode))
        for name, carrier in parts.carriers.items():
            yield Value(gauges.ROUTE_UP, carrier.limit > 0, (name,))
        for route, trouble in parts.troubles().items():
            yield Value(gauges.HEARD, trouble is None, (route,))
        for (edge, _, listen), listener in parts.listeners().items():
            yield Value(gauges.CONNECTIONS, listener.connections, (edge, listen))
        for edge, listen, at in self._certificates:
            yield Value(gauges.CERTIFICATE, at.timestamp(), (edge, listen))
        yield Value(gauges.LOG_LINES_LOST, lost_lines())
        yield Value(gauges.DISK_FREE, max(0, free_bytes(parts.config.data_dir)))
        yield Value(gauges.DISK_RESERVE, reserve_bytes(parts.config.data_dir))
        for store, writing in (
            ("list", parts.stores.suppression.writing),
            ("spool", parts.stores.spool.writing),
        ):
            yield Value(gauges.JOBS, writing.waiting, (store,))
            yield Value(gauges.COMMITS, writing.commits, (store,))
            yield Value(gauges.COMMIT_SECONDS, writing.seconds, (store,))
            yield Value(gauges.COMMITS_FAILED, writing.failures, (store,))

    async def _of_list(self) -> tuple[Value, ...]:
        """Return which opt-outs wait, those that only the journal has among them."""
        parts = self._parts
        waiting = list(parts.opt_outs.backlog())
        try:
            waiting += await parts.stores.suppression.backlog()
            is_up = True
        except StoreUnavailable:
            is_up = False
        now = parts.clock()
        values = [
            Value(gauges.STORE_UP, is_up, ("list",)),
            Value(gauges.JOURNAL, parts.opt_outs.waiting),
        ]
        for each in waiting:
            labels = (each.kind.value, each.target)
            age_s = (now - each.oldest.received_at).total_seconds()
            values.append(Value(gauges.OPT_OUTS_WAITING, each.count, labels))
            values.append(Value(gauges.OPT_OUTS_AGE, age_s, labels))
        return tuple(values)

    async def _of_spool(self) -> tuple[Value, ...]:
        """Return what waits in the queue, and what is used of the limits of a day."""
        now_s = self._parts.clock().timestamp()
        try:
            found = await self._parts.stores.spool.measured(now_s)
        except StoreUnavailable:
            return (Value(gauges.STORE_UP, 0, ("spool",)),)
        return (
            Value(gauges.STORE_UP, 1, ("spool",)),
            *_waiting(found, now_s, self._parts.carriers),
            *_used(found, self._parts.config),
        )


def _certificates(config: Config) -> Iterator[tuple[str, str, datetime]]:
    """Yield when the certificates in use expire: those that were there when the service began."""
    tables: Mapping[str, Sequence[SmtpListener | HttpListener]]
    tables = {"smtp": config.smtp, "http": config.http}
    for edge, listeners in tables.items():
        for listener in listeners:
            if at := expires_at(listener):
                yield edge, listener.listen, at


def _waiting(found: Measured, now_s: float, routes: Iterable[str]) -> Iterator[Value]:
    for state, count in found.counts.items():
        accepted_s = found.accepted_at.get(state, now_s)
        yield Value(gauges.WAITING, count, (state.value,))
        yield Value(gauges.OLDEST, max(0.0, now_s - accepted_s), (state.value,))
    for route in {*routes, *found.due_at}:
        yield Value(gauges.OVERDUE, max(0.0, now_s - found.due_at.get(route, now_s)), (route,))
    due_s = now_s if found.notice_due_at is None else found.notice_due_at
    yield Value(gauges.NOTICES, found.notices)
    yield Value(gauges.NOTICES_LATE, max(0.0, now_s - due_s))


def _used(found: Measured, config: Config) -> Iterator[Value]:
    """Yield what is used of a day, and its share where there is a limit."""
    limits = config.sms.limits
    of = {
        "submitter": (limits.submitter_segments_a_day, 1),
        "region": (limits.region_segments_a_day, 1),
        "spend": (limits.submitter_spend_a_day, _MILLION),
    }
    submitters = [each.name for each in config.submitter]
    known = [("region", each) for each in config.sms.regions]
    known += [(kind, name) for kind in ("submitter", "spend") for name in submitters]
    for kind, name in {**dict.fromkeys(known), **dict.fromkeys(found.used)}:
        limit, unit = of[kind]
        used = found.used.get((kind, name), 0) / unit
        yield Value(gauges.USED, used, (kind, name))
        if limit:
            yield Value(gauges.USED_SHARE, used / limit, (kind, name))
