"""The demonstration runs by itself, says what became of each message, and leaves nothing behind."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.contract.cli.conftest import Commands

END = "Ctrl-C ends it and removes its data."


class Demo:
    """A demonstration that runs, and everything it said until it was ready."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said = ""
        assert process.stdout is not None
        watchdog = threading.Timer(40, process.kill)
        watchdog.start()
        for line in process.stdout:
            self.said += line
            if END in line:
                break
        watchdog.cancel()

    def found(self, pattern: str) -> str:
        found = re.search(pattern, self.said)
        assert found is not None, self.said
        return found[1]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


def start(command: Commands, temporary: Path) -> Demo:
    process = subprocess.Popen(
        [sys.executable, "-m", "gateway", "demo"], cwd=command.folder, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=command.environment | {"TMPDIR": str(temporary)},
    )  # fmt: skip
    return Demo(process)


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "tmp"
    folder.mkdir()
    return folder


@pytest.fixture
def demo(command: Commands, temporary: Path) -> Iterator[Demo]:
    running = start(command, temporary)
    yield running
    if running.process.poll() is None:
        running.stop()
    assert running.process.stdout is not None
    running.process.stdout.close()


def test_each_sample_ends_as_the_law_wants_it(demo: Demo) -> None:
    paragraphs = re.split(r"\n\s*\n", demo.said)
    samples = [p for p in paragraphs if re.match(r"\s+[1-6]\. ", p)]
    verdicts = [re.findall(r"  (passed|changed|refused)  ", sample) for sample in samples]
    assert verdicts == [
        ["changed", "refused"], ["changed"], ["changed"], ["changed"], ["refused"], ["changed"],
    ], demo.said  # fmt: skip
    assert "SUPPRESSED_OPTOUT" in samples[0]
    assert "SMS_PROMOTIONAL_BLOCKED" in samples[4]


def test_both_ports_answer_and_the_link_opts_out(demo: Demo) -> None:
    host, _, port = demo.found(r"SMTP +(\S+)").rpartition(":")
    with socket.create_connection((host, int(port)), 10) as client:
        assert client.recv(100).startswith(b"220 ")
    http = demo.found(r"HTTP +(\S+)")
    assert _opened(f"{http}/healthz") == 200
    link = demo.found(r"\n  (http\S+/u/\S+)\n")
    assert link.startswith(http)
    assert _opened(link, b"List-Unsubscribe=One-Click") == 200


def test_everything_that_leaves_is_in_the_outbox_and_gone_at_the_end(
    demo: Demo, temporary: Path
) -> None:
    (folder,) = temporary.iterdir()
    outbox = folder / "data" / "outbox"
    assert str(outbox / "outbox") == demo.found(r"emails +(\S+)")
    assert str(outbox / "sms-outbox") == demo.found(r"texts +(\S+)")
    assert max(map(len, demo.said.splitlines())) <= 80 + len(str(folder))
    copies = [file.read_bytes() for file in outbox.rglob("*.eml")]
    assert len(copies) == 5  # Jane's two, Bob's two, and the report that Bob was refused
    assert sum(b"DKIM-Signature" in copy for copy in copies) == 4
    assert demo.stop() == 0
    assert list(temporary.iterdir()) == []


def test_a_second_one_finds_other_ports(demo: Demo, command: Commands, temporary: Path) -> None:
    second = start(command, temporary)
    try:
        assert "is taken; SMTP is on" in second.said
        assert second.found(r"SMTP +(127\S+)") != demo.found(r"SMTP +(127\S+)")
    finally:
        assert second.stop() == 0
        assert second.process.stdout is not None
        second.process.stdout.close()


def _opened(url: str, data: bytes | None = None) -> int:
    with urllib.request.urlopen(url, data, 10) as answer:  # noqa: S310 - loopback
        status: Any = answer.status
    return int(status)
