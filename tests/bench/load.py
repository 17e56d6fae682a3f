"""The load: Postfix's own generator and sink, a new connection and one recipient a message."""

from __future__ import annotations

import re
import subprocess
import threading
import time
from typing import TYPE_CHECKING, Final

from tests.bench.processes import start, stop, wait_for_port

if TYPE_CHECKING:
    from pathlib import Path

SESSIONS: Final = 20
LOAD_CPU: Final = 1
SYSTEM_CPU: Final = 0
RECIPIENT: Final = "ann@customer.example"
SENDER: Final = "news@shop.example"
_STALLED_S: Final = 60

_PARAGRAPH: Final = (
    "Our autumn workshop begins on the first of October. Bring your bicycle, we look at brakes, "
    "gears and lights together, and you ride home on a machine that stops when it should. "
)


def newsletter() -> bytes:
    """Return a multipart/alternative message of 3 KB as newsletters are."""
    text = "\r\n".join(_PARAGRAPH for _ in range(5))
    html = "".join(f'<p style=3D"margin:0 0 12px">{_PARAGRAPH}</p>=\r\n' for _ in range(6))
    return (
        f"From: Shop <{SENDER}>\r\nTo: <{RECIPIENT}>\r\nSubject: Autumn workshop\r\n"
        "Date: Mon, 23 Nov 2026 08:00:00 +0000\r\nMessage-ID: <1@shop.example>\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="b1"\r\n\r\n'
        f"--b1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
        "--b1\r\nContent-Type: text/html; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        f"<html><body>=\r\n{html}</body></html>\r\n--b1--\r\n"
    ).encode()


class Sink:
    """`smtp-sink` with its counter read as it runs."""

    def __init__(self, port: int, dump: Path | None = None) -> None:
        """Start it; with `dump`, every message is written there."""
        command = ["smtp-sink", "-c", "-u", "postfix"]
        if dump is not None:
            command += ["-d", str(dump / "%M.")]
        self._process = start(
            [*command, f"127.0.0.1:{port}", "1000"], LOAD_CPU,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=dump or "/",
        )  # fmt: skip
        self.received = 0
        self.last_at = 0.0
        threading.Thread(target=self._count, daemon=True).start()
        wait_for_port(port)

    def wait(self, count: int) -> float:
        """Return when `count` messages have arrived, and at what time the last one did.

        Raises:
            TimeoutError: nothing arrived for a minute: messages were lost.
        """
        seen, since = -1, time.monotonic()
        while self.received < count:
            if self.received != seen:
                seen, since = self.received, time.monotonic()
            if time.monotonic() - since > _STALLED_S:
                message = f"{self.received} of {count} messages arrived"
                raise TimeoutError(message)
            time.sleep(0.005)
        return self.last_at

    def stop(self) -> None:
        """End it."""
        stop(self._process)

    def _count(self) -> None:
        assert self._process.stdout is not None
        while chunk := self._process.stdout.read1(65536):  # type: ignore[attr-defined]
            counts = re.findall(rb"mesg=(\d+)", chunk)
            if counts and int(counts[-1]) > self.received:
                self.received, self.last_at = int(counts[-1]), time.monotonic()


def send(message: Path, count: int, port: int) -> None:
    """Hand in `count` messages; returns when all were answered with 250."""
    command = ["smtp-source", "-s", str(SESSIONS), "-m", str(count), "-f", SENDER, "-t", RECIPIENT,
               "-F", str(message), f"127.0.0.1:{port}"]  # fmt: skip
    process = start(command, LOAD_CPU, stderr=subprocess.PIPE)
    _, errors = process.communicate()
    if process.returncode or errors:
        message_text = f"smtp-source: {errors.decode(errors='replace')[:500]}"
        raise RuntimeError(message_text)
