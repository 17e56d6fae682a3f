"""Texts end to end: how soon they are taken over, and how fast a provider gets what waits.

Gateway, client and provider share the processors there are, with whatever else runs: what is to be
compared is measured in one run. Each text is another, to another person, and is on the disk before
it is answered 202.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import phonenumbers

from filters.decision import Effect, Ruling
from filters.message import Recipient
from filters.plan import NO_PLAN
from filters.sms.promotional import judge_text
from gateway.credentials import Credentials
from gateway.queue_id import QueueIds
from gateway.reading import Models
from gateway.secret_files import load_pepper
from gateway.spool.acceptance import store
from gateway.spool.model import NewDelivery, NewMessage, State
from gateway.spool.spoolfile import MIGRATIONS as SPOOL_MIGRATIONS
from suppression.database import connect, migrate
from suppression.entry import Channel
from suppression.keys import RecipientKey
from suppression.sqlite import MIGRATIONS
from tests.bench.client import client, percentile
from tests.bench.processes import cpu_seconds, stop, wait_for_port
from tests.bench.provider import provider

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

WANTED_PER_S: Final = 1000
WANTED_P99_MS: Final = 50.0
WANTED_STALL_MS: Final = 50.0
_CORPUS: Final = Path(__file__).parents[2] / "training" / "texts" / "corpus"
_KINDS: Final = 500  # of texts, each with a number of its own
_SUSTAINED: Final = 15_000
_PACED_PER_S: Final = WANTED_PER_S / 2
_PACED: Final = int(_PACED_PER_S * 12)
_PATIENCE_S: Final = 20.0
_WARM: Final = 500
_CONNECTIONS: Final = 64
_AT_ONCE: Final = 10  # texts that the provider is asked about
_ANSWER_S: Final = 0.02
_HTTP, _SMTP, _PROVIDER = 21800, 21801, 21802
_OURS: Final = "+12025550100"
_CLEAR: Final = 0.3  # a score that no text near it is held for
_SEED: Final = 20261126
_AREAS: Final = (213, 310, 408, 415, 510, 619, 707, 714, 805, 818, 909, 916, 925, 949)
_CONFIG: Final = f"""\
data_dir = "data"
[company]
name = "Shop Ltd"
postal_address = "1 Real Street, Springfield, IL 62701"
[[smtp]]
listen = "127.0.0.1:{_SMTP}"
[[http]]
listen = "127.0.0.1:{_HTTP}"
serves = ["public", "api"]
[public]
url = "http://127.0.0.1:{_HTTP}"
[[submitter]]
name = "local"
senders = ["shop"]
[[sender]]
name = "shop"
domains = ["shop.example"]
numbers = ["{_OURS}"]
[sms]
quiet_hours = {{ from = "00:00", to = "00:00", sunday_to = "00:00" }}
[sms.limits]
prefix_in_10_minutes = 1000000
submitter_segments_a_day = 1000000
region_segments_a_day = 1000000
[delivery]
sms_expires = "12h"
[[route]]
name = "texts"
channel = "sms"
kind = "kannel"
url = "http://127.0.0.1:{_PROVIDER}/cgi-bin/sendsms"
username = "us"
password_file = "password"
max_connections = {_AT_ONCE}
[[route]]
name = "outbox"
channel = "email"
kind = "outbox"
"""


def main(queued: int) -> int:
    """Measure and print; 1 if something is not as wanted, or a text was lost."""
    print(f"before: {_load()}")
    texts = _texts()
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        people = _people(_WARM + _SUSTAINED + _PACED + queued)
        folder = Path(name)
        key = _prepare(folder, people)
        with provider(_PROVIDER, answer_s=_ANSWER_S) as taken:
            wait_for_port(_PROVIDER)
            failed = _accepting(folder, key, texts, people)
            failed += _draining(folder, texts, people[-queued:], taken)
    return int(failed > 0)


def _accepting(folder: Path, key: str, texts: Sequence[str], people: Sequence[str]) -> int:
    """Post texts that leave tomorrow; return how much is not as wanted."""
    later = (datetime.now(UTC) + timedelta(hours=6)).isoformat()
    requests = (_post(key, texts, each, later) for each in enumerate(people))
    failed = 0
    with _gateway(folder) as pid:
        asking = client(_HTTP, _CONNECTIONS, b"202")
        asking.sustained(islice(requests, _WARM))
        for label, count in (("sustained", _SUSTAINED), ("paced", _PACED)):
            asking.seconds.clear()
            before, began = cpu_seconds([pid]), time.perf_counter()
            if label == "sustained":
                asking.sustained(islice(requests, count))
            else:
                asking.paced(islice(requests, count), _PACED_PER_S)
            per_s = count / (time.perf_counter() - began)
            used_ms = (cpu_seconds([pid]) - before) / count * 1000
            print(
                f"POST /v1/sms {label}: {per_s:.0f}/s; {_answered(asking.seconds)};"
                f" {used_ms:.2f} ms of processor each; {asking.refused} refused; {_load()}"
            )
            is_slow = percentile(asking.seconds, 99) > WANTED_P99_MS
            failed += asking.refused + (per_s < WANTED_PER_S if label == "sustained" else is_slow)
    return failed + _stalls(folder, "accepting")


def _draining(
    folder: Path, texts: Sequence[str], people: Sequence[str], taken: Callable[[], int]
) -> int:
    """Let a provider have what waits, and look in meanwhile; return how much is not as wanted."""
    _fill(folder / "data", texts, people)
    health: list[float] = []
    with _gateway(folder) as pid:
        done = threading.Event()
        looking = threading.Thread(target=_look_in, args=(health, done))
        looking.start()
        before, began = cpu_seconds([pid]), time.perf_counter()
        last, since = 0, began
        while taken() < len(people) and time.perf_counter() - since < _PATIENCE_S:
            time.sleep(0.05)
            if taken() != last:
                last, since = taken(), time.perf_counter()
        per_s = taken() / (since - began)
        used_ms = (cpu_seconds([pid]) - before) / max(taken(), 1) * 1000
        done.set()
        looking.join()
    most = _AT_ONCE / _ANSWER_S
    print(
        f"draining: {per_s:.0f}/s of {most:.0f}/s that the provider takes ({per_s / most:.0%});"
        f" {used_ms:.2f} ms of processor each; {len(people) - taken()} lost; {_load()}"
    )
    print(f"GET /healthz meanwhile: {_answered(health)}")
    return _stalls(folder, "draining") + (taken() != len(people))


def _look_in(seconds: list[float], done: threading.Event) -> None:
    asking = client(_HTTP, 1)
    while not done.wait(0.01):
        asking.sustained(iter([b"GET /healthz HTTP/1.1\r\nHost: gate.example\r\n\r\n"]))
    seconds += asking.seconds


def _stalls(folder: Path, label: str) -> int:
    """Print the longest times that the event loop let others wait; 1 if one is too long."""
    lines = [json.loads(line) for line in (folder / "stalls").read_text("utf-8").splitlines()]
    lines.sort(key=lambda line: -float(line["busy_s"]))
    longest_ms = max((line["s"] for line in lines), default=0.0) * 1000
    print(
        f"{label}: the loop stood still for 20 ms {len(lines)} times, at most {longest_ms:.0f} ms"
        " by the clock; of that by the processor:"
    )
    for line in lines[:5]:
        print(f"  {line['busy_s'] * 1000:.0f} ms: {' < '.join(reversed(line['doing']))}")
    return int(any(line["busy_s"] * 1000 > WANTED_STALL_MS for line in lines))


def _answered(seconds: Sequence[float]) -> str:
    p50_ms, p99_ms = percentile(seconds, 50), percentile(seconds, 99)
    longest_ms = max(seconds) * 1000
    return f"answers within {p50_ms:.1f} ms (p50), {p99_ms:.1f} ms (p99), {longest_ms:.1f} ms (all)"


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f}"


@contextmanager
def _gateway(folder: Path) -> Iterator[int]:
    command = [sys.executable, "-m", "tests.bench.watched"]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [*command, str(folder / "config.toml"), str(folder / "stalls")],
            start_new_session=True, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        wait_for_port(_HTTP)
        yield process.pid
    finally:
        stop(process)


def _prepare(folder: Path, people: Sequence[str]) -> str:
    """Write the configuration and the requests of everybody; return an API key."""
    (folder / "config.toml").write_text(_CONFIG)
    (folder / "password").touch(0o600)
    (folder / "password").write_text("secret")
    data = folder / "data"
    data.mkdir(mode=0o700)
    (data / "suppression.db").touch(0o600)
    with closing(connect(data / "suppression.db")) as connection:
        migrate(connection, MIGRATIONS)
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO consents (key, source, purposes, evidence, recorded_by, requested_at)"
            " VALUES (?, 'form', '[]', 'asked', 'bench', 1.7e9)",
            ((each,) for each in people),
        )
        connection.execute("COMMIT")
    return asyncio.run(_key(data))


async def _key(data: Path) -> str:
    credentials = Credentials(data / "credentials.db", clock=lambda: datetime.now(UTC))
    credentials.open()
    try:
        return (await credentials.add("local", ["send", "check"])).secret
    finally:
        credentials.close()


def _fill(data: Path, texts: Sequence[str], people: Sequence[str]) -> None:
    """Write what waits straight into the spool, as it would have been accepted."""
    pepper, queue_ids, now = load_pepper(data), QueueIds(), datetime.now(UTC)
    (data / "messages.db").touch(0o600)
    with closing(connect(data / "messages.db")) as connection:
        migrate(connection, SPOOL_MIGRATIONS)
        connection.execute("BEGIN")
        for start in range(0, len(people), 1000):
            messages = [
                _queued(queue_ids.next(), texts[number % len(texts)], number, each, now)
                for number, each in enumerate(people[start : start + 1000], start)
            ]
            store(connection, messages, pepper=pepper, at=now)
        connection.execute("COMMIT")


def _queued(queue_id: str, text: str, number: int, to: str, now: datetime) -> NewMessage:
    recipient = Recipient(address=to, key=RecipientKey(to))
    ruling = Ruling(recipient=recipient, effect=Effect.PASS, findings=())
    return NewMessage(
        queue_id=queue_id, channel=Channel.SMS, submitter="local", protocol="HTTP",
        identity="shop", category="appointment", stream="", reverse_path=_OURS, header_from="",
        subject="", raw=f"{text} #{number}".encode(), plan=NO_PLAN, accepted_at=now,
        not_before=now, expires_at=now + timedelta(hours=12),
        deliveries=(NewDelivery(ruling=ruling, state=State.QUEUED, route="texts"),),
    )  # fmt: skip


def _post(key: str, texts: Sequence[str], person: tuple[int, str], later: str) -> bytes:
    number, to = person
    order = {"to": to, "text": f"{texts[number % len(texts)]} #{number}", "purpose": "appointment",
             "from": _OURS, "send_at": later}  # fmt: skip
    body = json.dumps(order).encode()
    head = (
        f"POST /v1/sms HTTP/1.1\r\nHost: gate.example\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: application/json\r\nIdempotency-Key: n{number}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _texts() -> list[str]:
    """Return texts that may leave, and that the rules and the linear model decide."""
    files = sorted(_CORPUS.glob("*.jsonl"))
    lines = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    Random(_SEED).shuffle(lines)  # noqa: S311 - the same texts in every run
    return asyncio.run(_decided(lines))


async def _decided(lines: Sequence[dict[str, str]]) -> list[str]:
    models, found = _WithoutMeaning(), []
    for line in lines:
        models.was_asked = False
        text = f"{line['text']} #1"
        passes = judge_text(text, reading=await models.read(text)).score < _CLEAR
        if passes and not models.was_asked:
            found.append(line["text"])
        if len(found) == _KINDS:
            break
    return found


class _WithoutMeaning(Models):
    was_asked = False

    async def _meaning(self, simple: str) -> float | None:
        del simple
        self.was_asked = True
        return 0.0


def _people(count: int) -> list[str]:
    """Return valid numbers of California."""
    blocks = [f"+1{area}{exchange}" for area in _AREAS for exchange in range(201, 900)]
    valid = [
        each for each in blocks if phonenumbers.is_valid_number(phonenumbers.parse(f"{each}0000"))
    ]
    return list(islice((f"{each}{last:04}" for last in range(10_000) for each in valid), count))
