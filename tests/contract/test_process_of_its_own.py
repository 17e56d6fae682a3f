"""The gateway as a process of its own: its signals, its service manager, and its log."""

from __future__ import annotations

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
from typing import TYPE_CHECKING, Final
from urllib.request import urlopen

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

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
