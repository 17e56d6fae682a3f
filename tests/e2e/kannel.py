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


class Boxes:
    """bearerbox and smsbox over one configuration."""

    def __init__(self, folder: Path, conf: str, *, box: int, sendsms: int) -> None:
        """Start them; these are the ports of `smsbox-port` and `sendsms-port`."""
        folder.mkdir()
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        self._sendsms = sendsms
        (folder / "kannel.conf").write_text(conf)
        self._start("bearerbox", "kannel.conf")
        wait_for(lambda: is_listening(box), "bearerbox")
        self._start("smsbox", "kannel.conf")
        wait_for(lambda: is_listening(sendsms), "smsbox")

    @property
    def url(self) -> str:
        """Where its sendsms is."""
        return f"http://127.0.0.1:{self._sendsms}/cgi-bin/sendsms"

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


class Kannel(Boxes):
    """One instance with phones, and what they got."""

    def __init__(self, folder: Path, more: str = "") -> None:
        """Start it; `more` is groups of its configuration."""
        self._speaking: subprocess.Popen[bytes] | None = None
        self._ports = {n: free_port() for n in ("admin", "box", "phones", "speakers", "sendsms")}
        conf = _CONF.format(username=USERNAME, password=PASSWORD, more=more, **self._ports)
        super().__init__(folder, conf, box=self._ports["box"], sendsms=self._ports["sendsms"])
        wait_for(lambda: is_listening(self._ports["phones"]), "Kannel's port of the phones")
        self._phones("phones", 0, "x")
        wait_for(lambda: "fakesmsc starting" in self._said("phones"), "the phones")

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

    def _phones(self, name: str, count: int, *lines: str) -> subprocess.Popen[bytes]:
        options = ["-H", "127.0.0.1", "-r", str(self._ports[name]), "-i", "0.1", "-m", str(count)]
        return self._start(FAKESMSC, *options, *lines, name=name)
