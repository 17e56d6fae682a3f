"""What was acknowledged survives `kill -9` at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Final

from gateway.ledger import verify
from gateway.spool.model import State
from suppression.database import connect
from tests.contract.spool.make import list_at, spool_at

ROOT: Final = Path(__file__).parents[3]
KILLS: Final = 5


def run_and_kill(folder: Path, after_s: float) -> list[str]:
    """Return what the process said before it was killed, `after_s` from its first word."""
    command = [sys.executable, "-m", "tests.contract.spool.accepting", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        time.sleep(after_s)
        os.kill(process.pid, signal.SIGKILL)
        said += process.stdout.read()
    return said.decode().splitlines()


async def test_nothing_acknowledged_is_lost_by_kill_9(tmp_path: Path) -> None:
    said: list[str] = []
    for _ in range(KILLS):
        said += run_and_kill(tmp_path, random.uniform(0.05, 0.3))  # noqa: S311 - a moment
    accepted = {line.split()[1] for line in said if line.startswith("accepted ")}
    delivered = {line.split()[1] for line in said if line.startswith("delivered ")}
    assert len(accepted) > 100
    assert delivered
    listed, spool = list_at(tmp_path), spool_at(tmp_path)
    listed.open()
    spool.open()
    await spool.release_leases()
    for queue_id in accepted:
        view = await spool.message(queue_id)
        assert view is not None
        (only,) = view.deliveries
        assert only.state in (State.QUEUED, State.DELIVERED)
        assert await spool.content(queue_id) is not None
    for queue_id in delivered:
        view = await spool.message(queue_id)
        assert view is not None
        assert view.deliveries[0].state is State.DELIVERED
    spool.close()
    listed.close()
    for name in ("messages.db", "suppression.db"):
        assert verify(tmp_path / name).is_whole
        with closing(connect(tmp_path / name)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            assert connection.execute("PRAGMA foreign_key_check").fetchone() is None
