"""What strace saw of a process: which files it wrote and synced, and what it heard and said."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HEARD: Final = ("read", "recvfrom", "recvmsg")
_SAID: Final = ("write", "writev", "sendto", "sendmsg")
_SYNCED: Final = ("fsync", "fdatasync")
_WRITTEN: Final = ("pwrite64",)
_BEGUN: Final = re.compile(r"^(\d+) +(\w+)\((\d+)<([^>]*)>(.*)$")
_RESUMED: Final = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)$")
_RESULT: Final = re.compile(r" = (-?\d+)(?: \w+ \(.*\))?$")
_TEXT: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_UNFINISHED: Final = "<unfinished ...>"


def strace(output: Path) -> tuple[str, ...]:
    """Return what a program is started with, so that its calls are written to a file.

    Skips the test where there is no strace, or where it may not look.
    """
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    if subprocess.run(
        ["strace", "-o", "/dev/null", "true"], capture_output=True, check=False
    ).returncode:
        pytest.skip("no process may be traced here")
    calls = ",".join((*_HEARD, *_SAID, *_SYNCED, *_WRITTEN))
    # as a child of the program (-D), so that signals reach the program itself
    options = ("-D", "-f", "-q", "-y", "-s", "160", "-e", "signal=none", "-o", str(output))
    return ("strace", *options, "-e", f"trace={calls}")


@dataclass(frozen=True, slots=True)
class Call:
    """One half of a call: its beginning, or its end."""

    name: str
    descriptor: int
    path: str
    text: str  # the beginning of what was read or written
    is_end: bool


def calls(output: Path) -> Iterator[Call]:
    """Yield the beginnings and ends of calls that succeeded, in order."""
    open_calls: dict[str, Call] = {}
    for line in output.read_text(encoding="utf-8", errors="replace").splitlines():
        if begun := _BEGUN.match(line):
            process, name, descriptor, path, rest = begun.groups()
            text = _TEXT.search(rest)
            call = Call(name, int(descriptor), path, text[1] if text else "", is_end=False)
            yield call
            if rest.endswith(_UNFINISHED):
                open_calls[process] = call
                continue
        elif resumed := _RESUMED.match(line):
            process, _, rest = resumed.groups()
            if process not in open_calls:
                continue
            call = open_calls.pop(process)
            text = _TEXT.search(rest)
            call = Call(
                call.name, call.descriptor, call.path, text[1] if text else call.text, is_end=False
            )
        else:
            continue
        result = _RESULT.search(line)
        if result and int(result[1]) >= 0:
            yield Call(call.name, call.descriptor, call.path, call.text, is_end=True)


@dataclass(slots=True)
class _Connection:
    """How far what a client asked for has come: written, being synced, synced."""

    has_written: bool = False
    syncing: frozenset[int] = frozenset()  # descriptors whose sync began after the write
    is_synced: bool = False


class Order:
    """Whether each promise followed a sync of what was written for it.

    `answers`: how a promise begins → the file whose sync it has to wait for.
    """

    def __init__(self, answers: dict[str, str]) -> None:
        self._answers = answers
        self._since: dict[tuple[int, str], _Connection] = {}
        self.kept: dict[str, int] = dict.fromkeys(answers, 0)
        self.broken: dict[str, int] = dict.fromkeys(answers, 0)

    def take(self, call: Call) -> None:
        """Look at one half of a call."""
        if call.name in _HEARD and call.is_end:
            for file in set(self._answers.values()):
                self._since[call.descriptor, file] = _Connection()
        elif call.name in _SAID and not call.is_end:
            for begins, file in self._answers.items():
                if call.text.startswith(begins):
                    waited = self._since.pop((call.descriptor, file), _Connection())
                    (self.kept if waited.is_synced else self.broken)[begins] += 1
        else:
            self._wrote_or_synced(call)

    def _wrote_or_synced(self, call: Call) -> None:
        for (_, file), waiting in self._since.items():
            if not call.path.endswith(file):
                continue
            if call.name in _WRITTEN and call.is_end:
                waiting.has_written = True
            elif call.name in _SYNCED and not call.is_end and waiting.has_written:
                waiting.syncing |= {call.descriptor}
            elif call.name in _SYNCED and call.is_end and call.descriptor in waiting.syncing:
                waiting.is_synced = True
