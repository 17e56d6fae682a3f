"""The disk of the log is full: nobody can read what happens, and mail goes on."""

from __future__ import annotations

import signal
import smtplib
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.mail import ANN, letter
from tests.e2e.settings import BOUNCES, settings
from tests.e2e.waiting import free_port, is_listening, wait_for

if TYPE_CHECKING:
    from tests.e2e.sink import Sink

ROOT = Path(__file__).parents[2]


def test_a_log_that_cannot_be_written_stops_no_mail(tmp_path: Path, sink: Sink) -> None:
    port = free_port()
    config = settings(sink.port).replace(
        'listen = "127.0.0.1:0"', f'listen = "127.0.0.1:{port}"', 1
    )
    (tmp_path / "config.toml").write_text(config, encoding="utf-8")
    command = [sys.executable, "-m", "gateway", "--config", str(tmp_path / "config.toml"), "serve"]
    with (
        Path("/dev/full").open("w", encoding="utf-8") as full,
        subprocess.Popen(command, cwd=ROOT, stderr=full, stdin=subprocess.DEVNULL) as process,
    ):
        try:
            wait_for(lambda: is_listening(port), "a gateway", 30)
            with smtplib.SMTP("127.0.0.1", port, "localhost", 30) as client:
                for number in range(20):
                    client.sendmail(BOUNCES, [ANN], letter(number))
            sink.wait_for(20)
            assert process.poll() is None
        finally:
            process.send_signal(signal.SIGTERM)
