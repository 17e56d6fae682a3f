"""Starting over a full spool: how soon it greets and answers, and what the first message waits.

Everything that waits is due when it starts, and its next hop is down, so it waits on. The modules
are compiled, as an installation has them: one start before the others does it. What is to be
compared is measured in one run: processor time tells more than the clock where others run.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from smtplib import SMTP
from typing import TYPE_CHECKING, Final
from urllib.request import urlopen

from filters.decision import Effect, Ruling
from filters.message import Recipient
from filters.plan import NO_PLAN
from gateway.queue_id import QueueIds
from gateway.secret_files import load_pepper
from gateway.spool.acceptance import store
from gateway.spool.model import NewDelivery, NewMessage, State
from gateway.spool.spoolfile import MIGRATIONS
from suppression.channel import Channel
from suppression.database import connect
from suppression.keys import email_key
from suppression.migrating import migrate
from tests.bench.configuration import configuration
from tests.bench.load import RECIPIENT, SENDER, newsletter
from tests.bench.processes import cpu_seconds, stop

if TYPE_CHECKING:
    from collections.abc import Callable

WANTED_S: Final = 1.0
_STARTS: Final = 5
_SMTP, _HTTP, _NOBODY = 21700, 21701, 21702
_WITHIN_S: Final = 30.0
_BATCH: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """One start: seconds since the program was executed, and of processor until then."""

    greeted_s: float
    alive_s: float
    used_s: float  # until it had greeted and /healthz had answered
    first_s: float  # until a message that was brought at once had its 250
    next_ms: float  # what another one took afterwards


def main(queued: int) -> int:
    """Measure and print; 1 if half of the starts took too long, or something was lost."""
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        folder = Path(name)
        (folder / "config.toml").write_text(
            configuration(smtp=_SMTP, http=_HTTP, sink=_NOBODY), encoding="ascii"
        )
        _fill(folder / "data", queued)
        _, *starts = [_started(folder) for _ in range(1 + _STARTS)]
        waiting = _waiting(folder / "data" / "messages.db")
    for each in starts:
        print(
            f"greeted {each.greeted_s:.2f} s, /healthz {each.alive_s:.2f} s after exec;"
            f" {each.used_s:.2f} s of processor; first 250 after {each.first_s:.2f} s,"
            f" the next message {each.next_ms:.0f} ms"
        )
    half_s = statistics.median(max(each.greeted_s, each.alive_s) for each in starts)
    used_s = statistics.median(each.used_s for each in starts)
    kept = queued + 2 * (1 + _STARTS)
    print(
        f"{queued} waiting: {half_s:.2f} s (median of {_STARTS}), {used_s:.2f} s of processor;"
        f" {kept - waiting} lost; load {os.getloadavg()[0]:.1f}"
    )
    return int(half_s > WANTED_S or waiting != kept)


def _started(folder: Path) -> Start:
    command = [sys.executable, "-m", "gateway", "--config", str(folder / "config.toml"), "-q"]
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with (folder / "log").open("ab") as log:
        began = time.perf_counter()
        process = subprocess.Popen(
            [*command, "serve"], start_new_session=True, stderr=log, env=environment
        )
        try:
            _until(_greets)
            greeted_s = time.perf_counter() - began
            _until(_is_alive)
            alive_s = time.perf_counter() - began
            used_s = cpu_seconds([process.pid])
            _send()
            first_s = time.perf_counter() - began
            again = time.perf_counter()
            _send()
            next_ms = (time.perf_counter() - again) * 1000
        finally:
            stop(process)
    return Start(
        greeted_s=greeted_s, alive_s=alive_s, used_s=used_s, first_s=first_s, next_ms=next_ms
    )


def _until(ask: Callable[[], bool]) -> None:
    """Ask until the answer is yes.

    Raises:
        TimeoutError: it is not within the time.
    """
    deadline = time.perf_counter() + _WITHIN_S
    while time.perf_counter() < deadline:
        try:
            if ask():
                return
        except OSError:
            time.sleep(0.005)
    message = f"no answer within {_WITHIN_S:.0f} s"
    raise TimeoutError(message)


def _greets() -> bool:
    with socket.create_connection(("127.0.0.1", _SMTP), 5) as connection:
        return connection.recv(4) == b"220 "


def _is_alive() -> bool:
    with urlopen(f"http://127.0.0.1:{_HTTP}/healthz", timeout=5) as answer:
        return answer.status == 200  # type: ignore[no-any-return]


def _send() -> None:
    with SMTP("127.0.0.1", _SMTP, "client.example", 30) as client:
        client.sendmail(SENDER, [RECIPIENT], newsletter())


def _fill(data: Path, queued: int) -> None:
    """Have so many messages accepted, each due since then."""
    data.mkdir(mode=0o700)
    pepper, queue_ids, now = load_pepper(data), QueueIds(), datetime.now(UTC)
    (data / "messages.db").touch(0o600)
    with closing(connect(data / "messages.db")) as connection:
        migrate(connection, MIGRATIONS)
        for first in range(0, queued, _BATCH):
            connection.execute("BEGIN")
            messages = [
                _waits(queue_ids.next(), f"person{number}@customer.example", now)
                for number in range(first, min(first + _BATCH, queued))
            ]
            store(connection, messages, pepper=pepper, at=now)
            connection.execute("COMMIT")


def _waits(queue_id: str, to: str, now: datetime) -> NewMessage:
    recipient = Recipient(address=to, key=email_key(to))
    ruling = Ruling(recipient=recipient, effect=Effect.PASS, findings=())
    return NewMessage(
        queue_id=queue_id, channel=Channel.EMAIL, submitter="local", protocol="ESMTP",
        identity="shop", category="transactional", stream="", reverse_path=SENDER,
        header_from=SENDER, subject="Autumn workshop", raw=newsletter(), plan=NO_PLAN,
        accepted_at=now, not_before=now, expires_at=now + timedelta(days=2),
        deliveries=(NewDelivery(ruling=ruling, state=State.QUEUED, route="sink"),),
    )  # fmt: skip


def _waiting(file: Path) -> int:
    with closing(connect(file, read_only=True)) as connection:
        counted = "SELECT count(*) FROM deliveries WHERE ends_at IS NOT NULL"
        return int(connection.execute(counted).fetchone()[0])
