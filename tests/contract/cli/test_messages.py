"""Looking at messages and moving them, beside a gateway that runs."""

from __future__ import annotations

import re
import signal
import smtplib
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.contract.cli.test_check import NEWSLETTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.contract.cli.conftest import Commands

JANE = "jane@example.org"
BOB = "bob@example.org"


@pytest.fixture
def smtp_port(command: Commands) -> Iterator[int]:
    command("suppress", "add", BOB, "--reason", "unsubscribe")
    process = subprocess.Popen(
        [sys.executable, "-m", "gateway", "-q", "serve"], cwd=command.folder, text=True,
        stderr=subprocess.PIPE, env=command.environment,
    )  # fmt: skip
    assert process.stderr is not None
    ready = re.match(r"ready smtp=127\.0\.0\.1:(\d+) http=", process.stderr.readline())
    assert ready is not None
    yield int(ready[1])
    process.send_signal(signal.SIGTERM)
    assert process.wait(40) == 0
    process.stderr.close()


def submit(port: int) -> str:
    with smtplib.SMTP("127.0.0.1", port, "localhost", 30) as client:
        client.ehlo_or_helo_if_needed()
        client.mail("news@example.com")
        for recipient in (JANE, BOB):
            client.rcpt(recipient)
        code, text = client.data(NEWSLETTER)
    assert code == 250, text
    return text.decode().split()[-1]


def test_a_message_can_be_found_read_and_traced(command: Commands, smtp_port: int) -> None:
    queue_id = submit(smtp_port)
    deadline = time.monotonic() + 20
    finished = ("queue", "list", "--state", "delivered", "--address", JANE)
    while not command(*finished).out and time.monotonic() < deadline:
        time.sleep(0.1)
    (row,) = command(*finished).rows
    assert (row[0], row[-2]) == (queue_id, "delivered, refused")

    shown = command("queue", "show", queue_id).out
    assert f"{JANE}: delivered" in shown
    assert "SUPPRESSED_OPTOUT: " in shown
    assert "attempts: 1, by route outbox" in shown
    raw = command("queue", "show", queue_id, "--raw").out
    assert "20% off today." in raw
    assert "advertisement" not in raw

    rows = command("trace", queue_id).rows
    assert [(row[1], row[3]) for row in rows] == [
        ("accepted", JANE), ("refused", BOB), ("delivered", JANE),
    ]  # fmt: skip
    assert "SUPPRESSED_OPTOUT: The recipient opted out" in rows[1][4]
    assert "reply: written to the outbox" in rows[2][4]
    assert not re.search(r"[0-9a-f]{64}", "".join(rows[0]))  # no digests: they are for machines
    kinds = [row[1] for row in command("trace", BOB).rows]
    assert kinds == ["added", "refused"]
    traced = command("--json", "trace", queue_id).json
    assert traced[0]["facts"]["sha256"]

    assert (
        "not cancelled" in command("queue", "cancel", queue_id, "--because", "tried", code=1).talk
    )


def test_a_second_gateway_on_the_same_data_exits_4(command: Commands, smtp_port: int) -> None:
    assert smtp_port
    assert "in use by another optwarden" in command("serve", code=4).talk
