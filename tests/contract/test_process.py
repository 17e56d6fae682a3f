"""The gateway in a process: signals, one process a data directory, and why it does not start."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import pytest
from structlog.testing import capture_logs

from gateway.config.models import HttpListener, SmtpListener
from gateway.data_lock import AlreadyRunningError, data_lock
from gateway.errors import ConfigError, GatewayError, Problem, StoreUnavailable
from gateway.process import run_gateway
from gateway.reading.texts import _loaded
from gateway.sockets import ListenError
from tests.contract.delivery.make import eventually
from tests.contract.running import HTTP, SMTP, now, ports, settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gateway.config.models import Config
    from gateway.supervisor import Supervisor

_PATIENCE_S: Final = 30


@pytest.fixture(autouse=True)
def _tuned_back() -> Iterator[None]:
    interval, threshold = sys.getswitchinterval(), gc.get_threshold()
    yield
    sys.setswitchinterval(interval)
    gc.set_threshold(*threshold)
    gc.unfreeze()


def run(config: Config, **options: Any) -> list[str]:  # noqa: ANN401 - of run_gateway
    """Run a gateway in this process until it ends; return what `ready` was told."""
    said: list[str] = []
    run_gateway(lambda: config, clock=now, ready=said.append, **options)
    return said


async def stop_at_once(_supervisor: Supervisor, stop: asyncio.Event) -> None:
    stop.set()


def test_it_says_where_it_listens_once(tmp_path: Path) -> None:
    (line,) = run(settings(tmp_path), beside=stop_at_once)
    assert len(ports(line)) == len(ports(line, "http")) == 1


def test_it_reads_ahead_what_the_first_messages_need(tmp_path: Path) -> None:
    _loaded.cache_clear()

    async def company(_supervisor: Supervisor, stop: asyncio.Event) -> None:
        await eventually(lambda: _loaded.cache_info().currsize == 1)
        stop.set()

    run(settings(tmp_path), beside=company)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_and_what_runs_beside_it(tmp_path: Path, number: signal.Signals) -> None:
    ended: list[str] = []

    async def company(supervisor: Supervisor, stop: asyncio.Event) -> None:
        assert await supervisor.stores.suppression.is_reachable()
        os.kill(os.getpid(), number)
        try:
            await asyncio.sleep(_PATIENCE_S)
        finally:
            ended.append("cancelled" if stop.is_set() else "too early")

    run(settings(tmp_path), beside=company)
    assert ended == ["cancelled"]


def test_what_breaks_beside_it_is_raised(tmp_path: Path) -> None:
    async def company(_supervisor: Supervisor, _stop: asyncio.Event) -> None:
        raise StoreUnavailable("gone")

    with pytest.raises(StoreUnavailable, match="gone"):
        run(settings(tmp_path), beside=company)
    run(settings(tmp_path), beside=stop_at_once)  # nothing is locked or bound any more


def test_a_hangup_reloads_and_with_a_mistake_changes_nothing(tmp_path: Path) -> None:
    mistake = ConfigError((Problem("config.toml", 3, "smpt", "unknown key"),))
    unreadable = OSError(24, "Too many open files", "config.toml")
    loads: list[Config | Exception] = [
        settings(tmp_path), mistake, StoreUnavailable("gone"), unreadable, settings(tmp_path),
    ]  # fmt: skip

    def load() -> Config:
        if isinstance(found := loads.pop(0), Exception):
            raise found
        return found

    with capture_logs() as lines:

        async def company(_supervisor: Supervisor, stop: asyncio.Event) -> None:
            for count in (1, 2, 3, 4):
                os.kill(os.getpid(), signal.SIGHUP)
                await eventually(lambda count=count: len(lines) == count)  # type: ignore[misc]
            stop.set()

        run_gateway(load, clock=now, ready=lambda _: None, beside=company)
    assert [line["event"] for line in lines] == [*["not-reloaded"] * 3, "reloaded"]
    assert [line["why"] for line in lines[:3]] == [
        ["config.toml:3: smpt: unknown key"], ["gone"], ["Too many open files"],
    ]  # fmt: skip


def test_nobody_waits_while_a_configuration_is_read(tmp_path: Path) -> None:
    loads = [settings(tmp_path), settings(tmp_path)]
    is_reading, is_served = threading.Event(), threading.Event()

    def load() -> Config:
        if len(loads) == 1:  # the first is read before the start
            is_reading.set()
            assert is_served.wait(_PATIENCE_S)
        return loads.pop()

    with capture_logs() as lines:

        async def company(_supervisor: Supervisor, stop: asyncio.Event) -> None:
            os.kill(os.getpid(), signal.SIGHUP)
            await eventually(is_reading.is_set)
            is_served.set()
            await eventually(lambda: lines)
            stop.set()

        run_gateway(load, clock=now, ready=lambda _: None, beside=company)
    assert [line["event"] for line in lines] == ["reloaded"]


def test_a_second_one_on_the_same_data_does_not_start(tmp_path: Path) -> None:
    config = settings(tmp_path)
    with data_lock(config.data_dir), pytest.raises(AlreadyRunningError):
        run(config)


@contextmanager
def taken() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield f"127.0.0.1:{other.getsockname()[1]}"


def test_what_prevents_a_start_is_one_error_that_says_so(tmp_path: Path) -> None:
    missing = tmp_path / "missing.pem"
    tls = HTTP.model_copy(update={"tls": "tls", "certificate_file": missing, "key_file": missing})
    with taken() as there, pytest.raises(ListenError, match=there):
        run(settings(tmp_path, smtp=(SMTP, SmtpListener(listen=there))))
    with taken() as there, pytest.raises(ListenError, match=there):
        run(settings(tmp_path, http=(HttpListener(listen=there),)))
    with pytest.raises(ConfigError, match=r"missing\.pem: http\.certificate_file: cannot be used"):
        run(settings(tmp_path, http=(tls,)))
    (tmp_path / "file").write_text("")
    with pytest.raises(GatewayError, match="file"):
        run(settings(tmp_path / "file"))
    run(settings(tmp_path), beside=stop_at_once)


def test_a_data_directory_that_is_damaged_prevents_a_start(tmp_path: Path) -> None:
    config = settings(tmp_path)
    run(config, beside=stop_at_once)
    (config.data_dir / "messages.db").write_bytes(b"not a database" * 1000)
    with pytest.raises(StoreUnavailable, match=r"messages\.db"):
        run(config)
