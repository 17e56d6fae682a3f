"""Commands of the program, each a process of its own, that need not import it anew.

A process that has imported what commands need waits for words; what runs a command is a fork of
it, with its own folder, environment, arguments and pipes, and it ends as any other does. Where
lines are counted (`tests/measuring.py`), each command is started as people start it.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.measuring import measuring

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ROOT: Final = Path(__file__).parents[1]
_IMPORTED: Final = ("gateway.cli", "gateway.process", "gateway.importing.imports", "rich.table")
"""What most commands need; the module of a command itself is imported when it is run."""
_LONGEST: Final = 1 << 17


def run(
    words: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    within_s: float,
    stdin: str = "",
) -> subprocess.CompletedProcess[str]:
    """Run `python -m gateway` with these words; what it says comes through pipes.

    Raises:
        subprocess.TimeoutExpired: it did not end within the time, and was killed.
    """
    if measuring():
        return alone(words, folder=folder, environment=environment, within_s=within_s, stdin=stdin)
    asked = json.dumps({"words": words, "folder": str(folder), "environment": dict(environment)})
    (their_in, our_in), (our_out, their_out), (our_err, their_err) = os.pipe(), os.pipe(), os.pipe()
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with closing(theirs):
        given = [their_in, their_out, their_err]
        socket.send_fds(_waiting(), [asked.encode()], [*given, theirs.fileno()])
    for each in given:
        os.close(each)
    with closing(ours), ThreadPoolExecutor(3) as threads:
        threads.submit(_write, our_in, stdin)
        out, err = threads.submit(_read, our_out), threads.submit(_read, our_err)
        pid = int(ours.recv(_LONGEST))
        ours.settimeout(within_s)
        try:
            status = int(ours.recv(_LONGEST))
        except TimeoutError as error:
            os.kill(pid, signal.SIGKILL)
            ours.settimeout(None)
            ours.recv(_LONGEST)
            raise subprocess.TimeoutExpired(words, within_s) from error
        return subprocess.CompletedProcess(words, status, out.result(), err.result())


def alone(
    words: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    within_s: float,
    stdin: str = "",
) -> subprocess.CompletedProcess[str]:
    """Run it as people do, in a process that has imported nothing."""
    return subprocess.run(
        [sys.executable, "-m", "gateway", *words], cwd=folder, env=environment, input=stdin,
        text=True, capture_output=True, timeout=within_s, check=False,
    )  # fmt: skip


def _write(handle: int, text: str) -> None:
    try:
        with os.fdopen(handle, "w") as pipe:
            pipe.write(text)
    except BrokenPipeError:
        return


def _read(handle: int) -> str:
    with os.fdopen(handle) as pipe:
        return pipe.read()


@cache
def _waiting() -> socket.socket:
    """Start what waits for words; it ends with the process that asked first."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with closing(theirs):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.prepared", str(theirs.fileno())],
            cwd=_ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(_ROOT), "PYTHONWARNINGS": "default"},
        )  # fmt: skip
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


def _serve(control: socket.socket) -> None:
    """Return in a process that is to run a command, once for each that is asked for."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        asked, handles, _, _ = socket.recv_fds(control, _LONGEST, 4)
        if not asked:
            sys.exit()
        if os.fork() == 0:
            control.close()
            _keep(asked, handles)
            return
        for each in handles:
            os.close(each)


def _keep(asked: bytes, handles: list[int]) -> None:
    """Return in the process of the command; the one between tells how that ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = os.fork()
    *pipes, told = handles
    if pid == 0:
        os.close(told)
        _become(pipes, **json.loads(asked))
        return
    for each in pipes:
        os.close(each)
    os.write(told, str(pid).encode())
    _, status = os.waitpid(pid, 0)
    os.write(told, str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _become(
    pipes: Sequence[int], words: list[str], folder: str, environment: Mapping[str, str]
) -> None:
    for number, each in enumerate(pipes):
        os.dup2(each, number)
        os.close(each)
    # those of the process that waited were made for /dev/null, in which one may seek
    sys.stdin, sys.stdout = os.fdopen(0, closefd=False), os.fdopen(1, "w", closefd=False)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = words


if __name__ == "__main__":
    for name in _IMPORTED:
        import_module(name)
    gc.freeze()  # else each command looks through all of it when it ends
    _serve(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module("gateway", run_name="__main__", alter_sys=True)
