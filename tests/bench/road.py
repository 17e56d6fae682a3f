"""Texts end to end: how soon they are taken over, and how fast a provider gets what waits.

Gateway, client and provider share the processors there are, with whatever else runs: what is to be
compared is measured in one run. Each text is another, to another person, and is on the disk before
it is answered 202. They are of 500 kinds, as an application's are, with a number of its own each;
then with a name, too, for such texts are read anew, and those that differ in numbers alone are not.
"""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.bench import texting
from tests.bench.client import client, percentile
from tests.bench.processes import cpu_seconds, unwatched, wait_for_port, watched
from tests.bench.provider import bare_rate, provider
from tests.bench.texting import AT_ONCE, HTTP, PROVIDER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WANTED_PER_S: Final = 1000
WANTED_P99_MS: Final = 50.0
WANTED_STALL_MS: Final = 50.0
_SUSTAINED: Final = 15_000
_PACED_PER_S: Final = WANTED_PER_S / 2
_PACED: Final = int(_PACED_PER_S * 12)
_PATIENCE_S: Final = 20.0
_WARM: Final = 500
_BARE: Final = 2000
_CONNECTIONS: Final = 64
_ANSWER_S: Final = 0.02


def main(queued: int) -> int:
    """Measure and print; 1 if something is not as wanted, or a text was lost."""
    print(f"before: {_load()}")
    texts = texting.texts()
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        people = texting.people(_WARM + 2 * _SUSTAINED + _PACED + queued)
        folder = Path(name)
        key = texting.prepare(folder, people)
        with provider(PROVIDER, answer_s=_ANSWER_S) as taken:
            wait_for_port(PROVIDER)
            failed = _accepting(folder, key, texts, people)
            failed += _draining(folder, texts, people[-queued:], taken)
    return int(failed > 0)


def _accepting(folder: Path, key: str, texts: Sequence[str], people: Sequence[str]) -> int:
    """Post texts that leave tomorrow; return how much is not as wanted."""
    later = (datetime.now(UTC) + timedelta(hours=6)).isoformat()
    numbered, posted = enumerate(people), partial(texting.post, key, texts, later=later)
    failed = 0
    with unwatched(folder, HTTP) as pid:
        asking = client(HTTP, _CONNECTIONS, b"202")
        asking.sustained(map(posted, islice(numbered, _WARM)))
        for label, count in (("sustained", _SUSTAINED), ("named", _SUSTAINED), ("paced", _PACED)):
            asking.seconds.clear()
            before, began = cpu_seconds([pid]), time.perf_counter()
            some = map(partial(posted, is_named=label == "named"), islice(numbered, count))
            if label == "paced":
                asking.paced(some, _PACED_PER_S)
            else:
                asking.sustained(some)
            per_s = count / (time.perf_counter() - began)
            used_ms = (cpu_seconds([pid]) - before) / count * 1000
            print(
                f"POST /v1/sms {label}: {per_s:.0f}/s; {_answered(asking.seconds)};"
                f" {used_ms:.2f} ms of processor each; {asking.refused} refused; {_load()}"
            )
            is_slow = label == "paced" and percentile(asking.seconds, 99) > WANTED_P99_MS
            is_slow |= label == "sustained" and per_s < WANTED_PER_S
            failed += asking.refused + is_slow
    return failed


def _draining(
    folder: Path, texts: Sequence[str], people: Sequence[str], taken: Callable[[], int]
) -> int:
    """Let a provider have what waits, and look in meanwhile; return how much is not as wanted."""
    most = asyncio.run(bare_rate(PROVIDER, at_once=AT_ONCE, texts=_BARE))
    texting.fill(folder / "data", texts, people)
    before_it = taken()
    health: list[float] = []
    with watched(folder, HTTP) as pid:
        done = threading.Event()
        looking = threading.Thread(target=_look_in, args=(health, done))
        looking.start()
        before, began = cpu_seconds([pid]), time.perf_counter()
        sent, since = 0, began
        while sent < len(people) and time.perf_counter() - since < _PATIENCE_S:
            time.sleep(0.05)
            if taken() - before_it != sent:
                sent, since = taken() - before_it, time.perf_counter()
        per_s = sent / (since - began)
        used_ms = (cpu_seconds([pid]) - before) / max(sent, 1) * 1000
        done.set()
        looking.join()
    print(
        f"draining: {per_s:.0f}/s of {most:.0f}/s that a bare client gets rid of"
        f" ({per_s / most:.0%}); {used_ms:.2f} ms of processor each; {len(people) - sent} lost;"
        f" {_load()}"
    )
    print(f"GET /healthz meanwhile: {_answered(health)}")
    return _stalls(folder) + (sent != len(people))


def _look_in(seconds: list[float], done: threading.Event) -> None:
    asking = client(HTTP, 1)
    while not done.wait(0.01):
        asking.sustained(iter([b"GET /healthz HTTP/1.1\r\nHost: gate.example\r\n\r\n"]))
    seconds += asking.seconds


def _stalls(folder: Path) -> int:
    """Print the longest times that the event loop let others wait; 1 if one is too long."""
    lines = [json.loads(line) for line in (folder / "stalls").read_text("utf-8").splitlines()]
    lines.sort(key=lambda line: -float(line["busy_s"]))
    longest_ms = max((line["s"] for line in lines), default=0.0) * 1000
    print(
        f"draining: the loop stood still for 20 ms {len(lines)} times, at most {longest_ms:.0f} ms"
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
