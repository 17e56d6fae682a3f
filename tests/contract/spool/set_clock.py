"""A desk whose clock somebody may set."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from gateway.spool.sqlite import SqliteSpool
from suppression.covering import Matching
from tests.contract.spool.make import PEPPER, Clock, Desk, list_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass
class SetClock(Clock):
    """A clock that somebody may set; `steady_s` counts what goes by all the same."""

    set_s: float = 0.0

    def set_by(self, **time: float) -> None:
        self.set_s += timedelta(**time).total_seconds()
        self.advance(**time)

    def steady(self) -> float:
        return self.now.timestamp() - self.set_s


def spool_of(folder: Path, clock: SetClock, *, later_s: float = 0.0) -> SqliteSpool:
    """Return a spool of a process whose steady clock begins so much later."""
    return SqliteSpool(
        folder / "messages.db", suppression_path=folder / "suppression.db", pepper=PEPPER,
        matching=Matching(), clock=clock, monotonic=lambda: clock.steady() + later_s,
    )  # fmt: skip


@contextmanager
def set_desk(folder: Path) -> Iterator[Desk]:
    clock = SetClock()
    listed, spool = list_at(folder, clock), spool_of(folder, clock)
    listed.open()
    spool.open()
    yield Desk(folder, clock, spool, listed)
    spool.close()
    listed.close()


def set_by(desk: Desk, **time: float) -> None:
    assert isinstance(desk.clock, SetClock)
    desk.clock.set_by(**time)
