"""Starting programs pinned to a processor, and what they and their children use."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_POLL_S: Final = 0.05


def start(command: Sequence[str], cpu: int, **options: object) -> subprocess.Popen[bytes]:
    """Start a program on one processor, in a process group of its own."""
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
        ["taskset", "-c", str(cpu), *command], start_new_session=True, **options
    )


def stop(process: subprocess.Popen[bytes], within_s: float = 15) -> None:
    """Ask a program to end, and end it if it does not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(within_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def tree(root: int) -> list[int]:
    """Return a process and all its descendants."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):  # noqa: PTH208 - what ends meanwhile is no error of a name
        fields = _stat(Path("/proc", name, "stat")) if name.isdigit() else []
        if fields:
            children.setdefault(int(fields[1]), []).append(int(name))
    found = [root]
    for pid in found:
        found.extend(children.get(pid, []))
    return found


def cpu_seconds(roots: Sequence[int]) -> float:
    """Return the processor time of processes and their descendants, ended ones included."""
    ticks = 0
    for pid in {p for root in roots for p in tree(root)}:
        fields = _stat(Path(f"/proc/{pid}/stat"))
        ticks += sum(int(f) for f in fields[11:15])  # own and waited-for children's
    return ticks / _TICKS


def memory_bytes(roots: Sequence[int]) -> int:
    """Return the proportional memory of processes and their descendants."""
    total = 0
    for pid in {p for root in roots for p in tree(root)}:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        total += sum(
            int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")
        )
    return total * 1024


def memory_mib(pid: int, what: str) -> float:
    """Return `VmRSS`, what a process takes now, or `VmHWM`, the most it took."""
    lines = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(lines.partition(f"{what}:")[2].split()[0]) / 1024


@contextmanager
def peak_memory(roots: Sequence[int]) -> Iterator[list[int]]:
    """Watch memory during the block; the list holds the highest value seen."""
    peak = [0]
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(_POLL_S * 4):
            peak[0] = max(peak[0], memory_bytes(roots))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        ended.set()
        thread.join()
        peak[0] = max(peak[0], memory_bytes(roots))


def wait_for_port(port: int, within_s: float = 30) -> None:
    """Return when something listens on a loopback port.

    Raises:
        TimeoutError: nothing does within the time.
    """
    wanted = f"0100007F:{port:04X}"
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        lines = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()
        if any(f[1] == wanted and f[3] == "0A" for f in (line.split() for line in lines[1:])):
            return
        time.sleep(_POLL_S)
    message = f"nothing listens on port {port}"
    raise TimeoutError(message)


def _stat(path: Path) -> list[str]:
    """Return the fields behind the program's name; none if the process has ended."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


@contextmanager
def unwatched(folder: Path, port: int) -> Iterator[int]:
    """Run a gateway as its users do: `config.toml` is read, `log` written."""
    arguments = ["gateway", "--config", str(folder / "config.toml"), "serve"]
    with _running(folder, port, arguments) as pid:
        yield pid


@contextmanager
def watched(folder: Path, port: int) -> Iterator[int]:
    """Run a gateway with a watch on its loop, which takes time too; `stalls` is written as well."""
    arguments = ["tests.bench.watched", str(folder / "config.toml"), str(folder / "stalls")]
    with _running(folder, port, arguments) as pid:
        yield pid


@contextmanager
def _running(folder: Path, port: int, module: Sequence[str]) -> Iterator[int]:
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *module], start_new_session=True, stdout=log, stderr=log
        )
    try:
        wait_for_port(port)
        yield process.pid
    finally:
        stop(process)
