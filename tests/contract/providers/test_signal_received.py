"""What was heard on Signal and kept is done first, and what cannot be read waits for a person."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from gateway.errors import StoreUnavailable
from gateway.inbound import texts as inbound_texts
from gateway.providers import received
from gateway.providers.hooks import Hooks
from gateway.providers.received import Piece
from gateway.spool.model import State
from suppression.entry import Reason
from tests.contract.providers.ear import OTHER, OURS, THEM, Ear, until
from tests.contract.spool.make import outcome
from tests.contract.spool.make import text as new_text

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.providers.signal_events import Arrived
    from tests.contract.spool.make import Desk
    from tests.e2e.signal_cli import SignalCli

pytestmark = pytest.mark.usefixtures("hurry")


def event(words: str, person: str = THEM, account: str = OURS) -> str:
    envelope = {"sourceNumber": person, "timestamp": 1, "dataMessage": {"message": words}}
    return json.dumps({"account": account, "envelope": envelope})


async def test_what_a_route_heard_that_is_no_more_is_done_too(
    desk: Desk, unnumbered: SignalCli, tmp_path: Path
) -> None:
    ear = Ear(desk, unnumbered, tmp_path, "json-rpc")
    before = "+15005550001"
    raw = event("STOP", account=before)
    ear.received.keep([Piece(route="before", account=before, raw=raw)])
    ear.config = ear.config.model_copy(update={"route": ear.config.route[:1]})
    async with ear.hearing():
        await until(ear.reasons)


async def test_nothing_else_begins_before_what_waited_is_done(
    desk: Desk, unnumbered: SignalCli, tmp_path: Path
) -> None:
    ear = Ear(desk, unnumbered, tmp_path, "json-rpc")
    ear.received.keep([Piece(route="texts", account=OURS, raw=event("STOP"))])
    desk.listed.close()
    desk.spool.close()
    receivers = ear.receivers()
    async with asyncio.TaskGroup() as group:
        group.create_task(receivers.run())
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(receivers.caught_up(), 0.2)
        desk.listed.open()
        desk.spool.open()
        await receivers.caught_up()
        assert await ear.reasons() == [Reason.UNSUBSCRIBE]
        receivers.stop()


async def test_what_cannot_be_read_is_kept_for_a_person(
    desk: Desk,
    unnumbered: SignalCli,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hear = vars(inbound_texts)["hear"]

    def odd(text: str, *more: Any) -> Any:  # noqa: ANN401 - as it is
        assert text != "odd"
        return hear(text, *more)

    monkeypatch.setattr(inbound_texts, "hear", odd)
    monkeypatch.setattr(received, "MOST_SET_ASIDE", 3)
    ear = Ear(desk, unnumbered, tmp_path, "json-rpc")
    who = {"sourceNumber": THEM, "sourceUuid": "uuid-of-them", "timestamp": 7}
    failed = json.dumps({"exception": {"type": "X"}, "envelope": who})
    raws = ["no JSON", event("odd"), failed, "more than there is room for", event("STOP")]
    ear.received.keep([Piece(route="texts", account=OURS, raw=raw) for raw in raws])
    (tmp_path / "received" / "1.json").write_text("[1")
    with capture_logs() as logged:
        async with ear.hearing():
            await until(ear.reasons)
    (tmp_path / "received" / "1.broken").unlink()
    assert ear.set_aside() == raws[:2]
    assert "uuid-of-them/7" in [line.get("reference") for line in logged]
    assert THEM not in str(logged)
    assert [each.stat().st_mode & 0o077 for each in (tmp_path / "received").iterdir()] == [0, 0]


async def test_a_report_that_breaks_us_or_cannot_be_noted_stops_no_text(
    desk: Desk, unnumbered: SignalCli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = Hooks.note_arrived
    tries = []

    async def odd(self: Hooks, route: str, arrived: Arrived) -> bool:
        tries.append(arrived)
        if arrived.person == OTHER:
            raise ValueError(arrived.person)
        if len(tries) < 8:
            raise StoreUnavailable("not now")
        return await note(self, route, arrived)

    monkeypatch.setattr(Hooks, "note_arrived", odd)
    await desk.spool.accept(new_text(THEM))
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DELIVERED, "200", next_hop_id="17"))
    ear = Ear(desk, unnumbered, tmp_path, "json-rpc")

    async def is_noted() -> bool:
        lines = await desk.spool.trace(queue_id=claimed.queue_id)
        return "arrived" in [line.kind for line in lines]

    async with ear.hearing():
        await until(lambda: unnumbered.listeners)
        await asyncio.to_thread(unnumbered.arrived, OTHER, 17)
        await asyncio.to_thread(unnumbered.arrived, THEM, 17)
        await asyncio.to_thread(unnumbered.text, THEM, "STOP")
        await until(ear.reasons)
        await until(is_noted)
