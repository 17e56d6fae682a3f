"""What people write on Signal: heard once, in force before the next, also after a crash."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from gateway.errors import ConfigError
from gateway.inbound import texts as inbound_texts
from gateway.providers.received import Piece
from gateway.spool.attempts import Attempt, Known
from gateway.spool.model import State
from suppression.entry import Reason
from suppression.keys import phone_key
from tests.contract.providers.ear import OTHER, OURS, THEM, WAYS, Ear, until
from tests.contract.spool.make import outcome
from tests.contract.spool.make import text as new_text
from tests.e2e.signal_cli import SignalCli

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.contract.spool.make import Desk

pytestmark = pytest.mark.usefixtures("hurry")


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
            await until(lambda: not ear.received.names())
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
    raw = json.dumps({"account": OURS, "envelope": envelope})
    name = ear.received.keep([Piece(route="texts", account=OURS, raw=raw)])
    assert (tmp_path / "received" / name).stat().st_mode & 0o077 == 0
    async with ear.hearing():
        await until(ear.reasons)
        await until(lambda: not ear.received.names())


@pytest.mark.parametrize(("protocol", "mode"), WAYS)
async def test_a_stop_that_the_list_cannot_take_stays_on_disk_and_is_taken_later(
    desk: Desk, tmp_path: Path, protocol: str, mode: str
) -> None:
    cli = SignalCli(OURS, mode=mode)
    ear = Ear(desk, cli, tmp_path, protocol)
    try:
        with capture_logs() as logged:
            async with ear.hearing():
                if mode == "json-rpc":
                    await until(lambda: cli.listeners)
                desk.spool.close()
                desk.listed.close()
                await asyncio.to_thread(cli.text, THEM, "STOP")
                await until(lambda: "signal-not-taken" in {line["event"] for line in logged})
                assert (ear.taken, len(ear.received.names())) == (0, 1)
                desk.listed.open()
                desk.spool.open()
                await until(lambda: ear.taken)
                await until(lambda: not ear.received.names())
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
        await until(lambda: not ear.received.names())


async def test_after_a_cut_the_stream_goes_on_behind_what_was_done(
    desk: Desk, cli: SignalCli, tmp_path: Path
) -> None:
    ear = Ear(desk, cli, tmp_path, "json-rpc")
    async with ear.hearing():
        await until(lambda: cli.listeners)
        await asyncio.to_thread(cli.text, OTHER, "Hello")
        await until(lambda: ear.taken == 1)
        await until(lambda: not ear.received.names())
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
        ear.receivers()


async def test_what_signal_cli_still_has_is_heard_again_and_changes_nothing(
    desk: Desk, cli: SignalCli, tmp_path: Path
) -> None:
    first, second = (Ear(desk, cli, tmp_path, "json-rpc") for _ in range(2))
    async with first.hearing():
        await until(lambda: cli.listeners)
        await asyncio.to_thread(cli.text, THEM, "STOP")
        await asyncio.to_thread(cli.text, THEM, "START")
        await until(lambda: first.taken == 2)
        await until(lambda: not first.received.names())
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
        await until(lambda: not ear.received.names())
        assert "arrived" not in await kinds()
        await desk.spool.settle(
            outcome(claimed, State.DELIVERED, "200", next_hop_id="1795647907000")
        )
        await until(lambda: _has(kinds, "arrived"))
        await asyncio.to_thread(cli.arrived, THEM, 1795647907000)
        await until(lambda: not ear.received.names())
    assert (await kinds()).count("arrived") == 1


async def _has(kinds: Callable[[], Any], kind: str) -> bool:
    return kind in await kinds()


async def test_another_person_s_receipt_moves_nothing(
    desk: Desk, cli: SignalCli, tmp_path: Path
) -> None:
    await desk.spool.accept(new_text(THEM))
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DELIVERED, "200", next_hop_id="17"))
    theirs = Known(route="texts", key=phone_key(THEM), provider_id="17")
    for other in (
        replace(theirs, key=phone_key(OTHER)),
        replace(theirs, route="other"),
        replace(theirs, provider_id="18"),
        replace(theirs, provider_id=""),
    ):
        assert await desk.spool.attempt_of(other) is None
    assert await desk.spool.attempt_of(theirs) == Attempt(queue_id=claimed.queue_id, number=1)


@pytest.mark.parametrize("where", ["/nowhere", "/v1"])
async def test_what_is_no_signal_cli_is_tried_again_and_ends_nothing(
    desk: Desk, cli: SignalCli, tmp_path: Path, where: str
) -> None:
    ear = Ear(desk, cli, tmp_path, "json-rpc")
    (out, route) = ear.config.route
    broken = route.model_copy(update={"url": cli.url + where})
    ear.config = ear.config.model_copy(update={"route": (out, broken)})
    async with ear.hearing():
        await until(lambda: cli.refused >= 2)
    assert ear.taken == 0
