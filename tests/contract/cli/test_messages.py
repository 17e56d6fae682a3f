"""Looking at messages and moving them, beside a gateway that runs."""

from __future__ import annotations

import asyncio
import re
import signal
import smtplib
import subprocess
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.config.models import Config
from gateway.spool.model import State
from gateway.stores import Stores
from tests.contract.cli.test_check import NEWSLETTER
from tests.contract.spool.make import outcome, real_clock, text

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


def test_who_tries_a_text_again_whose_words_are_gone_is_told_so(command: Commands) -> None:
    """Nobody knows whether it arrived; nothing was damaged."""
    command("queue", "list")
    message = text(at=real_clock())

    async def unknown_and_emptied() -> None:
        stores = Stores(Config(data_dir=command.folder / "data"), clock=real_clock)
        stores.open()
        try:
            await stores.spool.accept(message)
            for claimed in await stores.spool.claim({"texts": 9}, limit=9, lease_s=60):
                await stores.spool.settle(outcome(claimed, State.UNKNOWN))
            kept = timedelta(0)
            await stores.spool.retire(real_clock(), email_body=kept, sms_text=kept)
        finally:
            stores.close()

    asyncio.run(unknown_and_emptied())
    said = command("queue", "retry", message.queue_id, code=1).talk
    assert "not due now: its content is not kept" in said
    assert "unknown" in command("queue", "list", "--state", "unknown").out


def test_a_second_gateway_on_the_same_data_exits_4(command: Commands, smtp_port: int) -> None:
    assert smtp_port
    assert "in use by another optwarden" in command("serve", code=4).talk
