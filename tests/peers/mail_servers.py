"""Exim and OpenSMTPD, each in a root of its own: before the gateway, or behind it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from tests.e2e.waiting import is_listening, wait_for
from tests.peers.aside import USERS, copy

if TYPE_CHECKING:
    from collections.abc import Mapping

AUTHORITIES: Final = "etc/ssl/certs/ca-certificates.crt"
_EXIM: Final = USERS["Debian-exim"]
_FOR_ALL: Final = ("etc/mailname", AUTHORITIES)
_STOP_S: Final = 20
_RUN_S: Final = 60


class MailServer(Protocol):
    """What a scenario asks of one."""

    @property
    def said(self) -> str:
        """Its log."""
        ...

    def hurry(self) -> None:
        """Try again now what waits."""
        ...

    def close(self) -> None:
        """End it and remove its root."""
        ...


class _Rooted:
    """A process in a root of its own; needs root."""

    def __init__(self, server: str, files: Mapping[str, str], *folders: str) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix=f"{server}-"))
        self._folder.chmod(0o755)
        self.root = self._folder / "root"
        copy(server, self.root)
        for name in folders:
            (self.root / name).mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            file = self.root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="ascii")
        self._log = (self._folder / "log").open("wb")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def said(self) -> str:
        files = [self._folder / "log", *(self.root / "var/log").rglob("*log")]
        return "".join(file.read_text(encoding="utf-8", errors="replace") for file in files)

    def run(self, *words: str) -> None:
        subprocess.run(
            ["chroot", self.root, *words], stdin=subprocess.DEVNULL, stdout=self._log,
            stderr=subprocess.STDOUT, timeout=_RUN_S, check=True,
        )  # fmt: skip

    def start(self, port: int, *words: str) -> None:
        self._process = subprocess.Popen(
            ["chroot", self.root, *words], stdin=subprocess.DEVNULL, stdout=self._log,
            stderr=subprocess.STDOUT, start_new_session=True, env={"PATH": os.environ["PATH"]},
        )  # fmt: skip
        wait_for(lambda: is_listening(port) or self._process_ended(), f"{words[0]} to listen")
        if self._process_ended():
            said = self.said
            self.close()
            raise AssertionError(said)

    def close(self) -> None:
        if self._process is not None and not self._process_ended():
            os.killpg(self._process.pid, signal.SIGTERM)
            self._process.wait(_STOP_S)
        self._log.close()
        shutil.rmtree(self._folder)

    def _process_ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None


class Exim(_Rooted):
    """One Exim."""

    def __init__(self, port: int, configuration: str, files: Mapping[str, str]) -> None:
        """Start it and wait until it listens on the port; `files` are further ones of its root."""
        places = {**files, "etc/exim4/exim4.conf": configuration}
        own = ("var/spool/exim4", "var/log/exim4", "run/exim4")
        super().__init__("exim", places, *own)
        for name in own:
            shutil.chown(self.root / name, _EXIM, _EXIM)
        for name in places:
            shutil.chown(self.root / name, 0, _EXIM)
            (self.root / name).chmod(0o640)
        self.start(port, "/usr/sbin/exim4", "-bdf")

    def hurry(self) -> None:
        """Try again now what waits."""
        self.run("/usr/sbin/exim4", "-qff")


class OpenSmtpd(_Rooted):
    """One OpenSMTPD."""

    def __init__(self, port: int, configuration: str, files: Mapping[str, str]) -> None:
        """Start it and wait until it listens on the port; `files` are further ones of its root."""
        places = {
            **files, "etc/smtpd.conf": configuration, "etc/mailname": "relay.shop.example\n",
        }  # fmt: skip
        super().__init__("opensmtpd", places, "var/spool/smtpd", "var/lib/opensmtpd/empty")
        (self.root / "var/spool/smtpd").chmod(0o711)
        for name in places:
            (self.root / name).chmod(0o644 if name in _FOR_ALL else 0o600)
        control = self.root / "usr/sbin/smtpctl"
        shutil.chown(control, 0, USERS["opensmtpq"])
        control.chmod(0o2755)
        self.start(port, "/usr/sbin/smtpd", "-d")

    def hurry(self) -> None:
        """Try again now what waits."""
        self.run("/usr/sbin/smtpctl", "schedule", "all")
