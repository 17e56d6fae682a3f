"""What a scrape says of the queue is so, whatever became of what was accepted."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.spool.model import State
from gateway.spool.views import DEPTHS
from suppression.channel import Channel
from tests.contract.spool.make import delivery, email, open_desk, outcome, receipt, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gateway.spool.model import Claimed, Settlement
    from tests.contract.spool.make import Desk

ENDS: Final = (State.DELIVERED, State.DEFERRED, State.FAILED, State.UNKNOWN)
DEEDS: Final = st.sampled_from(
    (
        "mail", "two", "held", "text", "claim", *ENDS, "hold", "release", "retry", "cancel",
        "reject", "later", "expire", "die",
    )
)  # fmt: skip
WAITING: Final = [state for state in State if not state.is_final]


class Day:
    """A day of a spool, deed by deed."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.ids: list[str] = []
        self.in_hand: list[Claimed] = []

    async def does(self, deed: str, which: int) -> None:
        desk, at = self.desk, self.desk.clock.now
        match deed:
            case "mail" | "two" | "held" | "text":
                new = {
                    "mail": lambda: email(at=at),
                    "two": lambda: receipt(delivery(), delivery("ann@example.net"), at=at),
                    "held": lambda: email(
                        delivery(state=State.HELD),
                        delivery("ann@example.net", state=State.REFUSED),
                        at=at,
                    ),
                    "text": lambda: text(at=at),
                }[deed]()
                self.ids.append(new.queue_id)
                await desk.spool.accept(new)
            case "claim":
                self.in_hand += await desk.claim(limit=1 + which % 3)
            case "later":
                desk.clock.advance(minutes=1 + which * 7)
            case "expire":
                await desk.spool.expire()
            case "die":
                desk.spool.close()
                desk.spool.open()
                self.in_hand.clear()
                await desk.spool.release_leases()
            case "reject" if self.ids:
                await desk.spool.reject(self.ids[which % len(self.ids)], by="ann", because="no")
            case "hold" | "release" | "retry" | "cancel" if self.ids:
                does = getattr(desk.spool, deed)
                await does([self.ids[which % len(self.ids)]], by="ann", because="so")
            case State() if self.in_hand:
                claimed = self.in_hand.pop(which % len(self.in_hand))
                await desk.spool.settle(_ended(desk, claimed, State(deed)))

    def counted(self) -> tuple[Counter[State], dict[State, float]]:
        """Count every row there is, one by one."""
        rows = self.desk.spool._database.snapshot(
            lambda each: each.execute(
                "SELECT state, accepted_at FROM deliveries d JOIN messages m ON m.id = d.message"
            ).fetchall()
        )
        accepted: dict[State, list[float]] = defaultdict(list)
        for row in rows:
            accepted[State(row["state"])].append(row["accepted_at"])
        counts = Counter({state: len(accepted[state]) for state in WAITING})
        return counts, {state: min(accepted[state]) for state in WAITING if accepted[state]}


def _ended(desk: Desk, claimed: Claimed, state: State) -> list[Settlement]:
    if state is State.UNKNOWN and claimed.channel is not Channel.SMS:
        return outcome(claimed, State.DELIVERED)
    if state is State.DEFERRED:
        return outcome(claimed, state, next_at=desk.clock.now + timedelta(minutes=5))
    return outcome(claimed, state)


async def _spend(folder: Path, deeds: Sequence[tuple[str, int]]) -> None:
    with open_desk(folder) as desk:
        day = Day(desk)
        for deed, which in deeds:
            await day.does(deed, which)
            found = await desk.spool.measured(desk.clock.now.timestamp())
            standing = await desk.spool.standing()
            counts, accepted = day.counted()
            assert found.counts == counts
            assert found.accepted_at == accepted
            known = {s: d for s, d in standing.states.items() if s is not State.UNKNOWN}
            assert {s: d.recipients for s, d in known.items()} == +counts
            assert {s: d.oldest.timestamp() for s, d in known.items()} == accepted


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(DEEDS, st.integers(0, 9)), min_size=20, max_size=40))
def test_what_waits_is_measured_as_it_is_after_any_deeds(deeds: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(_spend(Path(folder), deeds))


async def test_the_oldest_is_found_without_a_look_at_the_others(desk: Desk) -> None:
    plan = desk.spool._database.snapshot(
        lambda each: [row["detail"] for row in each.execute(f"EXPLAIN QUERY PLAN {DEPTHS}")]
    )
    assert "SEARCH d USING INDEX deliveries_oldest (state=?)" in plan
    assert not [step for step in plan if step.startswith("SCAN d")]
