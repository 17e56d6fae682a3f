"""What people write on Signal: heard once, in force before the next, also after a crash."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from pydantic import SecretStr

from gateway.config.models import Route, SenderConfig
from gateway.errors import ConfigError
from gateway.inbound import texts as inbound_texts
from gateway.inbound.texts import InboundTexts
from gateway.providers import signal_receiver, signal_sources
from gateway.providers.hooks import Hooks
from gateway.providers.pending import Pending
from gateway.providers.receivers import Receivers
from gateway.providers.signal_receiver import pending_file
from gateway.queue_id import QueueIds
from gateway.spool.model import State
from suppression.entry import Channel, Reason
from suppression.keys import phone_key
from tests.contract.spool.make import open_desk, outcome
from tests.contract.spool.make import text as new_text
from tests.e2e.signal_cli import SignalCli
from tests.make_gateway import OUTBOX, config

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from tests.contract.spool.make import Desk

OURS, THEM, OTHER = "+15005550006", "+19169668284", "+12025550143"
WAYS = [("json-rpc", "json-rpc"), ("rest", "json-rpc"), ("rest", "native")]
"""The protocol of the route, and the mode of the service."""


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal_sources, "POLL_S", 0.05)
    monkeypatch.setattr(signal_receiver, "_AGAIN_S", 0.05)
    monkeypatch.setattr(signal_receiver, "_FIRST_PAUSE_S", 0.05)
    monkeypatch.setattr(signal_receiver, "_EARLY_S", (0.1, 0.5, 1.0))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def cli() -> Iterator[SignalCli]:
    started = SignalCli(OURS)
    yield started
    started.close()


class Ear:
    """The receivers of a gateway, on real stores."""

    def __init__(self, desk: Desk, cli: SignalCli, folder: Path, protocol: str) -> None:
        self.desk = desk
        route = Route.model_validate(
            {
                "name": "texts", "channel": "sms", "kind": "signal", "protocol": protocol,
                "url": cli.url, "number": OURS,
            }
        )  # fmt: skip
        sender = SenderConfig(name="example", domains=("example.com",), numbers=(OURS,))
        self.config = config(data_dir=folder, route=(OUTBOX, route), sender=(sender,))
        self.pending = Pending(pending_file(folder, "texts"))
        self.taken = 0

    async def hear(self) -> None:
        texts = InboundTexts(
            self.config, self.desk.listed, self.desk.joint,
            queue_ids=QueueIds(), clock=self.desk.clock, wake=lambda: None,
        )  # fmt: skip

        async def take(text: Any) -> Any:  # noqa: ANN401 - as it comes
            taken = await texts.take(text)
            self.taken += 1
            self.desk.clock.advance(seconds=1)
            return taken

        hooks = Hooks(
            self.config, take_text=take, spool=self.desk.spool, listing=self.desk.listed,
            clock=self.desk.clock,
        )  # fmt: skip
        await Receivers(self.config, hooks).run()

    @asynccontextmanager
    async def hearing(self) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(self.hear())
            yield
            task.cancel()

    async def reasons(self, person: str = THEM) -> list[Reason]:
        key = phone_key(person)
        found = await self.desk.listed.blocking([key], Channel.SMS, self.desk.clock.now)
        return [entry.reason for entry in found.get(key, ())]


async def until(look: Callable[[], Any]) -> None:
    async with asyncio.timeout(10):
        while True:
            found = look()
            if await found if asyncio.iscoroutine(found) else found:
                return
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(("protocol", "mode"), WAYS)
async def test_a_stop_is_heard_and_confirmed_once_however_it_comes(
    desk: Desk, tmp_path: Path, protocol: str, mode: str
) -> None:
    cli = SignalCli(OURS, mode=mode)
    ear = Ear(desk, cli, tmp_path, protocol)
    try:
        async with ear.hearing():
            if mode == "json-rpc":
                await until(lambda: cli.listeners)
            await asyncio.to_thread(cli.text, OTHER, "What time is it?")
            await asyncio.to_thread(cli.text, THEM, "Stop. Thank you!")
            await asyncio.to_thread(
                cli.text, THEM, "STOP", groupInfo={"groupId": "a=", "revision": 1}
            )
            await until(ear.reasons)
            await asyncio.to_thread(cli.text, THEM, "stop")
            await until(lambda: ear.taken == 3)
            await until(lambda: not ear.pending.read())
    finally:
        cli.close()
    assert await ear.reasons() == [Reason.UNSUBSCRIBE]
    assert await ear.reasons(OTHER) == []
    (answer,) = await desk.claim()
    assert (answer.route, answer.recipients[0].key) == ("texts", THEM)
    assert b"unsubscribed" in answer.raw.lower()


async def test_what_a_crash_left_undone_is_done_at_the_next_start(
    desk: Desk, cli: SignalCli, tmp_path: Path
) -> None:
    ear = Ear(desk, cli, tmp_path, "json-rpc")
    envelope = {"sourceNumber": THEM, "timestamp": 1, "dataMessage": {"message": "STOP"}}
    ear.pending.write(json.dumps({"account": OURS, "envelope": envelope}))
    assert (tmp_path / "received" / "texts.json").stat().st_mode & 0o077 == 0
    async with ear.hearing():
        await until(ear.reasons)
        await until(lambda: not ear.pending.read())


@pytest.mark.parametrize(("protocol", "mode"), WAYS)
async def test_a_stop_that_the_list_cannot_take_stays_on_disk_and_is_taken_later(
    desk: Desk, tmp_path: Path, protocol: str, mode: str
) -> None:
    cli = SignalCli(OURS, mode=mode)
    ear = Ear(desk, cli, tmp_path, protocol)
    try:
        async with ear.hearing():
            if mode == "json-rpc":
                await until(lambda: cli.listeners)
            desk.spool.close()
            desk.listed.close()
            await asyncio.to_thread(cli.text, THEM, "STOP")
            await until(ear.pending.read)
            await asyncio.sleep(0.2)
            assert (ear.taken, bool(ear.pending.read())) == (0, True)
            desk.listed.open()
            desk.spool.open()
            await until(lambda: ear.taken)
            await until(lambda: not ear.pending.read())
    finally:
        cli.close()
    assert await ear.reasons() == [Reason.UNSUBSCRIBE]


async def test_where_nothing_can_be_kept_on_disk_a_stop_is_heard_all_the_same(
    desk: Desk, cli: SignalCli, tmp_path: Path
) -> None:
    (tmp_path / "received").write_text("a file where the folder would be")
    ear = Ear(desk, cli, tmp_path, "json-rpc")
    async with ear.hearing():
        await until(lambda: cli.listeners)
        await asyncio.to_thread(cli.text, THEM, "STOP")
        await until(ear.reasons)
        await asyncio.to_thread(cli.text, OTHER, "stop")
        await until(lambda: ear.reasons(OTHER))


async def test_a_text_that_breaks_us_stops_no_other(
    desk: Desk, cli: SignalCli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ear = Ear(desk, cli, tmp_path, "json-rpc")
    hear = vars(inbound_texts)["hear"]

    def odd(text: str, *more: Any) -> Any:  # noqa: ANN401 - as it is
        assert text != "odd"
        return hear(text, *more)

    monkeypatch.setattr(inbound_texts, "hear", odd)
    async with ear.hearing():
        await until(lambda: cli.listeners)
        await asyncio.to_thread(cli.text, OTHER, "odd")
        await asyncio.to_thread(cli.text, THEM, "STOP")
        await until(ear.reasons)
        await until(lambda: not ear.pending.read())


async def test_after_a_cut_the_stream_goes_on_behind_what_was_done(
    desk: Desk, cli: SignalCli, tmp_path: Path
) -> None:
    ear = Ear(desk, cli, tmp_path, "json-rpc")
    async with ear.hearing():
        await until(lambda: cli.listeners)
        await asyncio.to_thread(cli.text, OTHER, "Hello")
        await until(lambda: ear.taken == 1)
        await until(lambda: not ear.pending.read())
        await asyncio.to_thread(cli.hang_up)
        await until(lambda: not cli.listeners)
        await asyncio.to_thread(cli.text, THEM, "STOP")
        await until(lambda: ear.taken == 2)
    assert cli.asked_after == ["0", "17956-1"]
    assert await ear.reasons() == [Reason.UNSUBSCRIBE]


async def test_a_signal_cli_that_numbers_nothing_is_heard_after_a_cut_too(
    desk: Desk, tmp_path: Path
) -> None:
    cli = SignalCli(OURS, numbers_events=False)
    ear = Ear(desk, cli, tmp_path, "json-rpc")
    try:
        async with ear.hearing():
            await until(lambda: cli.listeners)
            await asyncio.to_thread(cli.hang_up)
            await until(lambda: not cli.listeners)
            await asyncio.to_thread(cli.text, THEM, "STOP")
            await until(ear.reasons)
    finally:
        cli.close()
    assert set(cli.asked_after) == {"0"}


@pytest.mark.parametrize("protocol", ["json-rpc", "rest"])
async def test_who_listens_logs_in(
    desk: Desk, cli: SignalCli, tmp_path: Path, protocol: str
) -> None:
    ear = Ear(desk, cli, tmp_path, protocol)
    (out, route) = ear.config.route
    login = {"username": "us", "password": SecretStr("theirs")}
    ear.config = ear.config.model_copy(update={"route": (out, route.model_copy(update=login))})
    async with ear.hearing():
        await until(lambda: cli.listeners)
    assert set(cli.logins) == {aiohttp.encode_basic_auth("us", "theirs")}


async def test_a_password_that_cannot_be_read_is_told_at_the_start(
    desk: Desk, cli: SignalCli, tmp_path: Path
) -> None:
    ear = Ear(desk, cli, tmp_path, "json-rpc")
    (out, route) = ear.config.route
    login = {"username": "us", "password_file": tmp_path / "nowhere"}
    broken = route.model_copy(update=login)
    ear.config = ear.config.model_copy(update={"route": (out, broken)})
    with pytest.raises(ConfigError, match="nowhere"):
        await ear.hear()


async def test_what_signal_cli_still_has_is_heard_again_and_changes_nothing(
    desk: Desk, cli: SignalCli, tmp_path: Path
) -> None:
    first, second = (Ear(desk, cli, tmp_path, "json-rpc") for _ in range(2))
    async with first.hearing():
        await until(lambda: cli.listeners)
        await asyncio.to_thread(cli.text, THEM, "STOP")
        await asyncio.to_thread(cli.text, THEM, "START")
        await until(lambda: first.taken == 2)
        await until(lambda: not first.pending.read())
    await until(lambda: not cli.listeners)
    async with second.hearing():
        await until(lambda: second.taken == 2)
    assert await second.reasons() == []


async def test_a_text_arrives_and_also_one_that_nobody_had_answered_yet(
    desk: Desk, cli: SignalCli, tmp_path: Path
) -> None:
    await desk.spool.accept(new_text(THEM))
    (claimed,) = await desk.claim()
    ear = Ear(desk, cli, tmp_path, "json-rpc")

    async def kinds() -> list[str]:
        return [line.kind for line in await desk.spool.trace(queue_id=claimed.queue_id)]

    async with ear.hearing():
        await until(lambda: cli.listeners)
        await asyncio.to_thread(cli.arrived, OTHER, 1795647907000)  # another person's word
        await asyncio.to_thread(cli.arrived, THEM, 1795647907000)
        await asyncio.sleep(0.05)
        assert "arrived" not in await kinds()
        await desk.spool.settle(
            outcome(claimed, State.DELIVERED, "200", next_hop_id="1795647907000")
        )
        await until(lambda: _has(kinds, "arrived"))
        await asyncio.to_thread(cli.arrived, THEM, 1795647907000)
        await asyncio.sleep(0.1)
    assert (await kinds()).count("arrived") == 1


async def _has(kinds: Callable[[], Any], kind: str) -> bool:
    return kind in await kinds()


async def test_another_person_s_receipt_moves_nothing(
    desk: Desk, cli: SignalCli, tmp_path: Path
) -> None:
    await desk.spool.accept(new_text(THEM))
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DELIVERED, "200", next_hop_id="17"))
    assert await desk.spool.known_as(phone_key(OTHER), "texts", ["17"]) == ()
    assert await desk.spool.known_as(phone_key(THEM), "other", ["17"]) == ()
    assert await desk.spool.known_as(phone_key(THEM), "texts", ["18", ""]) == ()
    assert await desk.spool.known_as(phone_key(THEM), "texts", ["17"]) == ((claimed.queue_id, 1),)


@pytest.mark.parametrize("where", ["/nowhere", "/v1"])
async def test_what_is_no_signal_cli_is_tried_again_and_ends_nothing(
    desk: Desk, cli: SignalCli, tmp_path: Path, where: str
) -> None:
    ear = Ear(desk, cli, tmp_path, "json-rpc")
    (out, route) = ear.config.route
    broken = route.model_copy(update={"url": cli.url + where})
    ear.config = ear.config.model_copy(update={"route": (out, broken)})
    async with ear.hearing():
        await asyncio.sleep(0.4)
    assert ear.taken == 0
