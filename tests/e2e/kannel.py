"""A Kannel of its own and the phones behind it: bearerbox, smsbox and fakesmsc of Debian."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Final

from tests.e2e.waiting import free_port, is_listening, wait_for

if TYPE_CHECKING:
    from pathlib import Path

FAKESMSC: Final = "/usr/lib/kannel/test/fakesmsc"
USERNAME, PASSWORD = "optwarden", "kannel-secret"
_CONF: Final = """\
group = core
admin-port = {admin}
admin-password = x
smsbox-port = {box}
box-allow-ip = "127.0.0.1"

group = smsc
smsc = fake
smsc-id = PHONES
host = localhost
port = {phones}
connect-allow-ip = 127.0.0.1

group = smsc
smsc = fake
smsc-id = SPEAKERS
host = localhost
port = {speakers}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = localhost
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
http-request-retry = 5
http-queue-delay = 1

group = sendsms-user
username = {username}
password = {password}
max-messages = 10

{more}
"""
_GOT: Final = re.compile(r"Got message \d+: <(\S+) (\S+) (?:text|ucs-2) (.*)>$", re.MULTILINE)
_STOP_S: Final = 20


class Kannel:
    """One instance, and what its phones got."""

    def __init__(self, folder: Path, more: str = "") -> None:
        """Start it; `more` is groups of its configuration."""
        folder.mkdir()
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        self._speaking: subprocess.Popen[bytes] | None = None
        self._ports = {n: free_port() for n in ("admin", "box", "phones", "speakers", "sendsms")}
        self._conf = folder / "kannel.conf"
        self._conf.write_text(
            _CONF.format(username=USERNAME, password=PASSWORD, more=more, **self._ports)
        )
        self._start("bearerbox", str(self._conf))
        self._listening("box")
        self._start("smsbox", str(self._conf))
        self._listening("sendsms")
        self._listening("phones")
        self._phones("phones", 0, "x")
        wait_for(lambda: "fakesmsc starting" in self._said("phones"), "the phones")

    @property
    def url(self) -> str:
        """Where its sendsms is."""
        return f"http://127.0.0.1:{self._ports['sendsms']}/cgi-bin/sendsms"

    @property
    def got(self) -> list[tuple[str, str, str]]:
        """What the phones got: from, to, text."""
        said = self._said("phones") + self._said("speakers")
        return [(sender, to, text) for sender, to, text in _GOT.findall(said)]

    def texts(self, sender: str, to: str, *words: str) -> None:
        """Let phones send texts, a tenth of a second apart, each once."""
        lines = [f"{sender} {to} text {each}" for each in words]
        if self._speaking is not None:  # the SMSC takes one at a time
            self._speaking.terminate()
            self._speaking.wait(_STOP_S)
        self._speaking = self._phones("speakers", len(lines), *lines)

    def close(self) -> None:
        """End everything that was started."""
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            try:
                process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _phones(self, name: str, count: int, *lines: str) -> subprocess.Popen[bytes]:
        options = ["-H", "127.0.0.1", "-r", str(self._ports[name]), "-i", "0.1", "-m", str(count)]
        return self._start(FAKESMSC, *options, *lines, name=name)

    def _listening(self, name: str) -> None:
        wait_for(lambda: is_listening(self._ports[name]), f"Kannel's port {name}")

    def _start(self, *words: str, name: str = "") -> subprocess.Popen[bytes]:
        with (self._folder / f"{name or words[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                cwd=self._folder,
            )  # fmt: skip
        self._processes.append(process)
        return process

    def _said(self, name: str) -> str:
        file = self._folder / f"{name}.log"
        return file.read_text(errors="replace") if file.exists() else ""
