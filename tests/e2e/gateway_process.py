"""The program under test, started as its users start it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests import prepared
from tests.measuring import measuring

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ROOT: Final = Path(__file__).parents[2]
_ADDRESS: Final = re.compile(r" (smtp|http)=\S+:(\d+)")
_PRIVATE: Final = re.compile(r"[\w.+]+@(?:people|elsewhere)\.example|\+1202555\d+|\bow_\w+|/u/\w+")
"""What a log must not hold: addresses, numbers, keys, links (style: the log has keyed hashes)."""
_START_S: Final = 30
_STOP_S: Final = 40
_COMMAND_S: Final = 30


class Gateway:
    """optwarden on a folder of its own."""

    def __init__(
        self,
        folder: Path,
        config: str,
        *,
        environment: Mapping[str, str] | None = None,
        prefix: Sequence[str] = (),
        program: str = "gateway",
    ) -> None:
        """Write its configuration; `start` starts it.

        `environment`: more of it, `prefix`: what watches over it, `program`: the module that is
        run; all three of what serves, not of the other commands.
        """
        self._environment = dict(environment or {})
        self._prefix = tuple(prefix)
        self._program = program
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.data = folder / "data"
        self.file = folder / "config.toml"
        self.file.write_text(config, encoding="utf-8")
        self.smtp_ports: list[int] = []
        self.http_port = 0
        self.log: list[str] = []  # what it said on standard error, all starts together
        self._process: subprocess.Popen[str] | None = None
        self._listener: threading.Thread | None = None
        self._ready = threading.Event()

    @property
    def smtp_port(self) -> int:
        """The port of its first SMTP listener."""
        return self.smtp_ports[0]

    @property
    def pid(self) -> int:
        """The id of its process, while it runs."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and wait for the line that says it is ready."""
        self._ready.clear()
        self.smtp_ports = []
        self._process = subprocess.Popen(
            [*self._prefix, *_program(self.file, self._program), "serve"],
            cwd=_ROOT, env={**_environment(), **self._environment}, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        self._listener = threading.Thread(target=self._listen, args=(self._process,), daemon=True)
        self._listener.start()
        if not self._ready.wait(_START_S) or not self.smtp_ports:
            self.kill()
            message = f"it did not start:\n{self.said}"
            raise AssertionError(message)

    def stop(self) -> None:
        """Ask it to end, as a service manager does, and look at how it did."""
        assert self.begin_to_stop() == 0, f"ended badly:\n{self.said}"

    def begin_to_stop(self) -> int:
        """Send SIGTERM and return the exit status once it ended."""
        self.terminate()
        return self._end()

    def terminate(self) -> None:
        """Send SIGTERM, and wait for nothing."""
        assert self._process is not None
        self._process.terminate()

    def reload(self, config: str) -> None:
        """Write another configuration and send SIGHUP."""
        assert self._process is not None
        self.file.write_text(config, encoding="utf-8")
        self._process.send_signal(signal.SIGHUP)

    def logged(self, event: str) -> bool:
        """Whether its log names an event."""
        return f'"event": "{event}"' in self.said

    def kill(self) -> None:
        """End it without a chance to do anything more: `kill -9`."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._end()

    def ended(self, within_s: float) -> int:
        """Wait until it has ended by itself, and return its exit status."""
        assert self._process is not None
        self._process.wait(within_s)
        return self._end()

    def close(self) -> None:
        """End it if it runs, and look at everything it said."""
        if self._process is not None:
            self.stop()
        assert "Traceback" not in self.said, self.said
        told = _PRIVATE.findall(self.said)
        assert told == [], f"the log tells {told}"

    @property
    def said(self) -> str:
        """Everything it said on standard error."""
        return "\n".join(self.log)

    def command(self, *words: str, exits: int = 0) -> str:
        """Run another command on the same configuration; return its standard output."""
        return self._run(words, exits).stdout

    def fails(self, *words: str, exits: int) -> str:
        """Run a command that must not succeed; return what it says about it."""
        return self._run(words, exits).stderr

    def read(self, *words: str) -> list[Any]:
        """Run a reading command with --json; return the value of each line."""
        return [json.loads(line) for line in self.command("--json", *words).splitlines()]

    def key(self, *roles: str, submitter: str = "local") -> str:
        """Make an API key, which is an SMTP password too."""
        options = [word for role in roles for word in ("--role", role)]
        return self.command("keys", "add", "--submitter", submitter, *options).strip()

    def _run(self, words: Sequence[str], exits: int) -> subprocess.CompletedProcess[str]:
        ran = prepared.run(
            ("--config", str(self.file), *words), folder=self.folder, environment=_environment(),
            within_s=_COMMAND_S,
        )  # fmt: skip
        talk = f"{words} exited {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
        assert ran.returncode == exits, talk
        assert "Traceback" not in ran.stderr, talk
        return ran

    def _end(self) -> int:
        assert self._process is not None
        assert self._listener is not None
        try:
            status = self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise
        finally:
            self._listener.join()
            self._process = None
        return status

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stderr is not None
        with process.stderr:
            for line in process.stderr:
                self.log.append(line.rstrip("\n"))
                if line.startswith("ready "):
                    found = [(name, int(port)) for name, port in _ADDRESS.findall(line)]
                    self.smtp_ports = [port for name, port in found if name == "smtp"]
                    self.http_port = next(port for name, port in found if name == "http")
                    self._ready.set()
        self._ready.set()


def _program(config: Path, module: str = "gateway") -> list[str]:
    return [sys.executable, "-m", module, "--config", str(config)]


def _environment() -> Mapping[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "PYTHONPATH": str(_ROOT),
        "PYTHONWARNINGS": "default",
        "COLUMNS": "200",
        **measuring(),
    }
