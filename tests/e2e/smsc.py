"""An SMSC that the tests start: the SMPP server of npm's package `smpp`."""

from __future__ import annotations

import base64
import itertools
import json
import os
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.e2e.peers import need, run
from tests.e2e.waiting import free_port, wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PACKAGE: Final = "smpp@0.5.1"
SYSTEM_ID, PASSWORD = "optwarden", "smsc-key"  # SMPP has room for eight characters
OK, SYSTEM_ERROR, NO_SUCH_NUMBER, FULL, THROTTLED, TRY_AGAIN = 0, 0x08, 0x0B, 0x14, 0x58, 0x64
RECEIPT: Final = 0x04  # of esm_class
_SCRIPT: Final = Path(__file__).with_name("smsc.js")
_STOP_S: Final = 10


def installed(folder: Path) -> Path:
    """Install the package, or skip the test where npm cannot; return where it is."""
    need("node", "npm")
    try:
        run("npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", PACKAGE)
    except AssertionError:
        pytest.skip("npm cannot install smpp here")
    return folder / "node_modules"


class Smsc:
    """One SMSC, and what it saw."""

    def __init__(self, modules: Path, *certificate: Path) -> None:
        """Start it; with a certificate and its key it speaks TLS."""
        self.port = free_port()
        self.saw: list[Any] = []
        self._modules = modules
        self._certificate = certificate
        self._tags = itertools.count()
        self.start()

    def start(self) -> None:
        """Start it, once more where it was stopped."""
        self._process = subprocess.Popen(
            ["node", str(_SCRIPT), str(self.port), *map(str, self._certificate)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=None, text=True,
            env={"PATH": os.environ["PATH"], "NODE_PATH": str(self._modules)},
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
        self._reader.start()
        before = self.count("listening")
        wait_for(lambda: self.count("listening") > before, "the SMSC")

    def stop(self) -> None:
        """End it at once; links break."""
        self._process.kill()
        self._process.wait(_STOP_S)
        self._reader.join()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            stream.close()

    def count(self, kind: str) -> int:
        """How often it saw something."""
        return sum(kind in each for each in self.saw)

    @property
    def binds(self) -> list[dict[str, Any]]:
        """Who bound."""
        return [each["bind"] for each in self.saw if "bind" in each]

    @property
    def submits(self) -> list[dict[str, Any]]:
        """What was handed over to it, taken or not."""
        return [each["submit"] for each in self.saw if "submit" in each]

    def plan(self, *plans: Mapping[str, Any]) -> None:
        """Say what becomes of the submits to come."""
        self._tell({"next": plans})

    def go(self) -> None:
        """Answer what was held."""
        self._tell({"go": True})

    def cut(self) -> None:
        """Break the link."""
        self._tell({"cut": True})

    def unbind(self) -> None:
        """Part from the gateway."""
        self._tell({"unbind": True})

    def deliver(self, sender: str, to: str, words: bytes, **fields: Any) -> int:  # noqa: ANN401 - any field
        """Deliver a text; return what `answers` tells its answer by."""
        tag = next(self._tags)
        order = {"source_addr": sender, "destination_addr": to, "tag": tag, **fields}
        self._tell({"deliver": {**order, "bytes": base64.b64encode(words).decode()}})
        return tag

    def report(self, to: str, ours: str, words: str, **fields: Any) -> int:  # noqa: ANN401 - any field
        """Report about a text."""
        return self.deliver(to, ours, words.encode(), esm_class=RECEIPT, **fields)

    def answers(self, tags: Sequence[int]) -> list[int | None]:
        """Return the statuses that deliveries were answered, once all are."""

        def found() -> dict[int, int | None]:
            return {each["answered"]: each["status"] for each in self.saw if "answered" in each}

        wait_for(lambda: set(tags) <= set(found()), "answers to deliveries", 60)
        return [found()[tag] for tag in tags]

    def _tell(self, order: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.saw.append(json.loads(line))


def report(provider_id: str, stat: str, text: str = "", error: str = "000") -> str:
    """Word a report as SMPP's appendix B does."""
    return (
        f"id:{provider_id} sub:001 dlvrd:001 submit date:2611250900 done date:2611250901"
        f" stat:{stat} err:{error} text:{text[:20]}"
    )
