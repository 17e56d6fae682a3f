"""What people write on Signal is heard however we, the connection or the list end meanwhile."""

from __future__ import annotations

import asyncio
import json
import os
import time
from typing import TYPE_CHECKING

import aiohttp
import pytest

from gateway.providers import signal_receiver, signal_sources
from gateway.providers.inbox import Inbox
from gateway.providers.received import Piece, Received
from suppression.entry import Reason
from tests.contract.providers.ear import OTHER, OURS, THEM, WAYS, Ear, until
from tests.e2e.signal_cli import SignalCli

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.contract.spool.make import Desk

pytestmark = pytest.mark.usefixtures("hurry")


@pytest.fixture
def service() -> Iterator[SignalCli]:
    started = SignalCli(OURS, mode="native")
    yield started
    started.close()


def event(words: str, person: str = THEM, account: str = OURS) -> str:
    envelope = {"sourceNumber": person, "timestamp": 1, "dataMessage": {"message": words}}
    return json.dumps({"account": account, "envelope": envelope})


async def test_a_reload_while_an_answer_is_on_its_way_loses_nothing_of_it(
    desk: Desk, service: SignalCli, tmp_path: Path
) -> None:
    service.fetches_s = 0.2
    await asyncio.to_thread(service.text, THEM, "STOP")
    await asyncio.to_thread(service.text, OTHER, "STOP")
    first, second = (Ear(desk, service, tmp_path, "rest") for _ in range(2))
    async with first.hearing():
        await until(lambda: service.fetching)
    assert len(first.received.names()) + first.taken > 0
    async with second.hearing():
        await until(lambda: not second.received.names())
    assert await second.reasons(THEM) == await second.reasons(OTHER) == [Reason.UNSUBSCRIBE]


async def test_an_answer_that_does_not_come_delays_a_reload_for_a_while_only(
    desk: Desk, service: SignalCli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signal_receiver, "_GRACE_S", 0.1)
    service.fetches_s = 60.0
    await asyncio.to_thread(service.text, THEM, "Hello")
    ear = Ear(desk, service, tmp_path, "rest")
    async with asyncio.timeout(10), ear.hearing():
        await until(lambda: service.fetching)


async def test_a_backlog_comes_in_pieces_that_are_asked_for_without_a_pause(
    desk: Desk, service: SignalCli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signal_sources, "POLL_S", 30.0)
    monkeypatch.setattr(signal_sources, "_POLL_SILENCE_S", 1.0)
    service.fetches_s = 0.05
    await asyncio.to_thread(service.texts_at_once, THEM, 25)
    ear = Ear(desk, service, tmp_path, "rest")
    async with ear.hearing():
        await until(lambda: ear.taken == 25)


async def test_half_an_answer_is_done_as_far_as_it_came_and_the_rest_is_kept(
    desk: Desk, service: SignalCli, tmp_path: Path
) -> None:
    ear = Ear(desk, service, tmp_path, "rest")
    service.answers_half = f"[{event('STOP')}, {event('STOP', person=OTHER)[:60]}"
    async with ear.hearing():
        await until(ear.reasons)
        await until(ear.set_aside)
    assert ear.set_aside() == [event("STOP", person=OTHER)[:60]]


async def test_what_came_before_a_cut_is_done_also_where_signal_cli_numbers_nothing(
    desk: Desk, unnumbered: SignalCli, tmp_path: Path
) -> None:
    ear = Ear(desk, unnumbered, tmp_path, "json-rpc")
    ear.take_s = 0.02
    async with ear.hearing():
        await until(lambda: unnumbered.listeners)
        await asyncio.to_thread(unnumbered.texts_at_once, THEM, 20)
        await until(lambda: ear.taken)
        await asyncio.to_thread(unnumbered.hang_up)
        await until(lambda: ear.taken == 20)


@pytest.mark.parametrize("protocol", ["json-rpc", "rest"])
async def test_what_came_before_a_reload_is_done_after_it(
    desk: Desk, unnumbered: SignalCli, tmp_path: Path, protocol: str
) -> None:
    first, second = (Ear(desk, unnumbered, tmp_path, protocol) for _ in range(2))
    first.take_s = 0.05
    async with first.hearing():
        await until(lambda: unnumbered.listeners)
        await asyncio.to_thread(unnumbered.texts_at_once, THEM, 20)
        await until(lambda: first.taken)
    assert first.taken < 20
    async with second.hearing():
        await until(lambda: not second.received.names())
    assert len(first.heard | second.heard) == 20


@pytest.fixture
def writing(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What a slow disk has begun to write."""
    begun: list[int] = []
    sync = os.fsync

    def slow(descriptor: int) -> None:
        begun.append(descriptor)
        time.sleep(0.2)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", slow)
    return begun


async def test_cancelled_on_a_slow_disk_the_next_one_finds_what_was_heard(
    desk: Desk, unnumbered: SignalCli, tmp_path: Path, writing: list[int]
) -> None:
    first, second = (Ear(desk, unnumbered, tmp_path, "json-rpc") for _ in range(2))
    async with asyncio.TaskGroup() as group:
        task = group.create_task(first.receivers().run())
        await until(lambda: unnumbered.listeners)
        await asyncio.to_thread(unnumbered.text, THEM, "STOP")
        await until(lambda: writing)
        task.cancel()
    async with second.hearing():
        await until(second.reasons)


async def test_what_is_put_in_while_the_disk_is_busy_is_kept_when_we_are_cancelled(
    tmp_path: Path, writing: list[int]
) -> None:
    kept = Received(tmp_path / "received")
    inbox = Inbox(kept)
    first, second = (Piece(route="texts", account=OURS, raw=raw) for raw in ("1", "2"))
    async with asyncio.TaskGroup() as group:
        task = group.create_task(inbox.run())
        await inbox.put([first])
        await until(lambda: writing)
        await inbox.put([second])
        task.cancel()
    assert [kept.read(name) for name in kept.names()] == [(first,), (second,)]


async def test_a_password_is_read_again_for_each_connection(
    desk: Desk, unnumbered: SignalCli, tmp_path: Path
) -> None:
    password = tmp_path / "password"
    password.write_text("old")
    password.chmod(0o600)
    ear = Ear(desk, unnumbered, tmp_path, "json-rpc")
    (out, route) = ear.config.route
    login = {"username": "us", "password_file": password}
    ear.config = ear.config.model_copy(update={"route": (out, route.model_copy(update=login))})
    async with ear.hearing():
        await until(lambda: unnumbered.listeners)
        password.write_text("new")
        await asyncio.to_thread(unnumbered.hang_up)
        await until(lambda: len(unnumbered.logins) == 2)
    assert unnumbered.logins == [aiohttp.encode_basic_auth("us", each) for each in ("old", "new")]


@pytest.mark.parametrize(("protocol", "mode"), WAYS)
async def test_nobody_is_followed_elsewhere(
    desk: Desk, tmp_path: Path, protocol: str, mode: str
) -> None:
    here, elsewhere = SignalCli(OURS, mode=mode), SignalCli(OURS, mode=mode)
    here.moved_to = elsewhere.url
    ear = Ear(desk, here, tmp_path, protocol)
    try:
        async with ear.hearing():
            await until(lambda: here.refused >= 2)
        assert (elsewhere.listeners, elsewhere.logins) == (0, [])
    finally:
        here.close()
        elsewhere.close()
