"""Measure the full path beside Postfix, Postfix with OpenDKIM, and both with alterMIME, in one run.

The system runs on one processor, generator and sink on the other; every case once a round, ratios
paired by round. Needs Debian's postfix, opendkim and altermime, and root, as Postfix does.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import engine, large, lists, opt_outs, pages, road, starts, texts
from tests.bench.gateway import Gateway
from tests.bench.load import Sink, newsletter, send
from tests.bench.postfix import Postfix
from tests.bench.processes import cpu_seconds, peak_memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.report import Case

from tests.bench.report import Measurement, interpreter, print_report

_PEERS = ("postfix", "postfix+opendkim", "postfix+opendkim+altermime")


def main() -> int:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--only", choices=["optwarden", *_PEERS], help="one case, for profiling")
    parser.add_argument(
        "--engine", action="store_true", help="the email engine alone: rates, memory, hostile mail"
    )
    parser.add_argument(
        "--lists", type=int, nargs="?", const=300_000, metavar="ROWS",
        help="the list alone: importing a file of so many rows, its size, looking people up",
    )  # fmt: skip
    parser.add_argument(
        "--opt-outs", action="store_true", help="one-click opt-outs a second, and how soon answered"
    )
    parser.add_argument(
        "--texts",
        action="store_true",
        help="reading texts alone: milliseconds a text, in disguise too",
    )
    parser.add_argument(
        "--sms", type=int, nargs="?", const=100_000, metavar="QUEUED",
        help="texts end to end: POST /v1/sms, and handing so many that wait to a provider",
    )  # fmt: skip
    parser.add_argument(
        "--pages", type=int, nargs="?", const=5_000_000, metavar="ENTRIES",
        help="every admin page over so many entries, and two messages to five entries",
    )  # fmt: skip
    parser.add_argument(
        "--start", type=int, nargs="?", const=100_000, metavar="QUEUED",
        help="starting over so many messages that wait: how soon it greets, and the first 250",
    )  # fmt: skip
    parser.add_argument(
        "--large", action="store_true",
        help="the largest messages, of every kind: how long they keep others waiting, their memory",
    )  # fmt: skip
    options = parser.parse_args()
    print(interpreter())
    of_a_size = (
        (options.pages, pages.main),
        (options.sms, road.main),
        (options.lists, lists.main),
        (options.start, starts.main),
    )
    for size, measure_of in of_a_size:
        if size:
            return measure_of(size)
    alone = (
        (options.engine, engine.main),
        (options.texts, texts.main),
        (options.opt_outs, opt_outs.main),
        (options.large, large.main),
    )
    for is_wanted, measure in alone:
        if is_wanted:
            return measure()
    missing = [
        p
        for p in ("smtp-source", "smtp-sink", "postfix", "opendkim", "altermime")
        if not shutil.which(p)
    ]
    if missing:
        print(
            f"bench: not installed: {', '.join(missing)} (Debian: postfix opendkim altermime)",
            file=sys.stderr,
        )
        return 4
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        folder = Path(name)
        folder.chmod(0o755)
        results = [
            {
                case.name: case
                for case in _round(folder / str(number), options.messages, options.only)
            }
            for number in range(options.rounds)
        ]
    print_report(results)
    return 0


def _round(folder: Path, messages: int, only: str | None) -> list[Measurement]:
    folder.mkdir()
    key = folder / "key.pem"
    subprocess.run(["openssl", "genrsa", "-out", str(key), "2048"], check=True, capture_output=True)
    message = folder / "message"
    message.write_bytes(newsletter().replace(b"\r\n", b"\n"))
    makers: dict[str, Callable[[Path, int, int], Case]] = {
        "optwarden": lambda f, port, sink: Gateway(f, port, sink, dkim_key=key),
        "postfix": lambda f, port, sink: Postfix(f, port, sink, dkim_key=None, altermime=False),
        "postfix+opendkim": lambda f, port, sink: Postfix(
            f, port, sink, dkim_key=key, altermime=False
        ),
        "postfix+opendkim+altermime": lambda f, port, sink: Postfix(
            f, port, sink, dkim_key=key, altermime=True
        ),
    }
    measured = []
    for offset, (name, make) in enumerate(makers.items()):
        if only in (None, name):
            port = 21000 + offset * 10
            case = make(folder / name, port, port + 5)
            measured.append(_measure(name, case, message, messages, port + 5))
    return measured


def _measure(name: str, case: Case, message: Path, messages: int, sink_port: int) -> Measurement:
    sink = Sink(sink_port)
    try:
        try:
            case.start()
            send(message, 20, case.port)  # warm: connections, caches, code
            sink.wait(20)
            before = cpu_seconds(case.roots)
            with peak_memory(case.roots) as peak:
                began = time.monotonic()
                send(message, messages, case.port)
                ended = sink.wait(messages + 20)
            used = cpu_seconds(case.roots) - before
        finally:
            case.stop()
    finally:
        sink.stop()
    rate = messages / (ended - began)
    print(f"  {name}: {rate:.0f}/s", file=sys.stderr, flush=True)
    return Measurement(
        name=name, rate=rate, cpu_s_per_1000=used / messages * 1000, peak_mib=peak[0] / (1 << 20),
        lost=messages + 20 - sink.received,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
