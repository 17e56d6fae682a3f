"""The gateway as a process: signals, one process a data directory, and why it does not start."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import re
import signal
import smtplib
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.request import urlopen

import pytest
from structlog.testing import capture_logs

from gateway import reading
from gateway.config.models import HttpListener, SmtpListener
from gateway.data_lock import AlreadyRunningError, data_lock
from gateway.errors import ConfigError, GatewayError, Problem, StoreUnavailable
from gateway.process import run_gateway
from gateway.sockets import ListenError
from tests.contract.delivery.make import eventually
from tests.contract.running import HTTP, SMTP, now, ports, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.config.models import Config
    from gateway.supervisor import Supervisor

_ROOT: Final = Path(__file__).parents[2]
_PATIENCE_S: Final = 30
_CONFIG: Final = """
data_dir = "data"
[[smtp]]
listen = "127.0.0.1:{port}"
hostname = "{name}"
[[submitter]]
name = "local"
networks = ["127.0.0.0/8"]
senders = ["example"]
[[sender]]
name = "example"
domains = ["example.com"]
[[route]]
name = "out"
channel = "email"
kind = "outbox"
"""


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
    reading._loaded.cache_clear()

    async def company(_supervisor: Supervisor, stop: asyncio.Event) -> None:
        await eventually(lambda: reading._loaded.cache_info().currsize == 1)
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
    loads: list[Config | ConfigError] = [settings(tmp_path), mistake, settings(tmp_path)]

    def load() -> Config:
        if isinstance(found := loads.pop(0), ConfigError):
            raise found
        return found

    with capture_logs() as lines:

        async def company(_supervisor: Supervisor, stop: asyncio.Event) -> None:
            for count in (1, 2):
                os.kill(os.getpid(), signal.SIGHUP)
                await eventually(lambda count=count: len(lines) == count)  # type: ignore[misc]
            stop.set()

        run_gateway(load, clock=now, ready=lambda _: None, beside=company)
    assert [line["event"] for line in lines] == ["not-reloaded", "reloaded"]
    assert lines[0]["why"] == ["config.toml:3: smpt: unknown key"]


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
    with pytest.raises(GatewayError, match="cannot start: No such file"):
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


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def serving(file: Path, **more: str) -> Iterator[subprocess.Popen[str]]:
    """Start one with more in its environment; it is ended whatever happens."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.contract.serving", str(file)], cwd=_ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | more,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def banner(port: int) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE_S) as client:
        return client.makefile().readline()


def test_the_process_serves_reloads_and_ends_by_signals(tmp_path: Path) -> None:
    file, port = tmp_path / "config.toml", free_port()
    file.write_text(_CONFIG.format(port=port, name="one.example.com"))
    with serving(file) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == f"ready smtp=127.0.0.1:{port}\n"
        assert banner(port).startswith("220 one.example.com ")

        file.write_text(_CONFIG.format(port=port, name="two.example.com"))
        process.send_signal(signal.SIGHUP)
        assert json.loads(process.stderr.readline())["event"] == "reloaded"
        assert banner(port).startswith("220 two.example.com ")

        file.write_text(_CONFIG.replace("[[smtp]]", "[[smpt]]"))
        process.send_signal(signal.SIGHUP)
        line = json.loads(process.stderr.readline())
        assert line["event"] == "not-reloaded"
        assert any("smpt" in why for why in line["why"])
        assert banner(port).startswith("220 two.example.com ")

        file.write_text(_CONFIG.format(port=port, name="two.example.com"))
        with serving(file) as second:
            _, said = second.communicate(timeout=_PATIENCE_S)
            assert second.returncode == 1
            assert said.startswith("AlreadyRunningError: ")

        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=_PATIENCE_S)
        assert (process.returncode, said) == (0, "")


def test_the_service_manager_is_told_of_start_reload_and_stop(tmp_path: Path) -> None:
    file, port = tmp_path / "config.toml", free_port()
    good = _CONFIG.format(port=port, name="one.example.com")
    file.write_text(good)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(_PATIENCE_S)
        told = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "1000000"}

        def hear(wanted: bytes) -> bytes:
            """Return what is told next, but for being alive."""
            while (said := manager.recv(9999)) == b"WATCHDOG=1" != wanted:
                pass
            assert said.startswith(wanted), said
            return said

        with serving(file, **told) as process:
            assert hear(b"READY=1").endswith(f"smtp=127.0.0.1:{port}".encode())
            assert banner(port).startswith("220 ")
            hear(b"WATCHDOG=1")
            process.send_signal(signal.SIGHUP)
            hear(b"RELOADING=1\nMONOTONIC_USEC=")
            assert b"ready smtp=" in hear(b"READY=1")
            file.write_text("mode = 3")
            process.send_signal(signal.SIGHUP)
            hear(b"RELOADING=1")
            assert b"has a mistake" in hear(b"READY=1")
            process.send_signal(signal.SIGTERM)
            hear(b"STOPPING=1")
            assert process.wait(_PATIENCE_S) == 0


def test_a_second_signal_ends_it_at_once(tmp_path: Path) -> None:
    file, port = tmp_path / "config.toml", free_port()
    file.write_text(_CONFIG.format(port=port, name="one.example.com"))
    with serving(file) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("ready ")
        with closing(smtplib.SMTP("127.0.0.1", port, "localhost", _PATIENCE_S)) as client:
            client.ehlo()
            client.mail("a@example.com")
            client.rcpt("ann@example.net")
            assert client.docmd("DATA")[0] == 354
            process.send_signal(signal.SIGTERM)  # waits for the message
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(0.5)
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            _, log = process.communicate(timeout=_PATIENCE_S)
            assert time.monotonic() - began < 5
        assert process.returncode == 128 + signal.SIGTERM
        assert json.loads(log.splitlines()[-1])["event"] == "stop-forced"


def test_a_log_whose_disk_is_full_stops_no_mail(tmp_path: Path) -> None:
    file, port, web = tmp_path / "config.toml", free_port(), free_port()
    metrics = f'[[http]]\nlisten = "127.0.0.1:{web}"\nserves = ["metrics"]\n'
    config = _CONFIG.format(port=port, name="one.example.com")
    file.write_text(config.replace("[[submitter]]", f"{metrics}[[submitter]]"))
    with (
        Path("/dev/full").open("w", encoding="utf-8") as full,
        subprocess.Popen(
            [sys.executable, "-m", "tests.contract.serving", str(file)], cwd=_ROOT, text=True,
            stdout=subprocess.PIPE, stderr=full,
        ) as process,
    ):  # fmt: skip
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("ready ")
            with smtplib.SMTP("127.0.0.1", port, "localhost", _PATIENCE_S) as client:
                client.sendmail(
                    "a@example.com",
                    ["ann@example.net"],
                    b"From: a@example.com\r\nSubject: x\r\n\r\nHello\r\n",
                )
            with urlopen(f"http://127.0.0.1:{web}/metrics", timeout=_PATIENCE_S) as answer:
                found = re.search(
                    r"^optwarden_log_lines_lost_total (\S+)", answer.read().decode(), re.MULTILINE
                )
            assert found is not None
            assert float(found[1]) >= 1
            process.send_signal(signal.SIGTERM)
            assert process.wait(_PATIENCE_S) == 0
        finally:
            process.kill()
