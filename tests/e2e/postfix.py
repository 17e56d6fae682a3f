"""A Postfix of its own, in a folder of its own, that relays everything to one next hop."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from tests.e2e.waiting import free_port, is_listening, wait_for

_FRONT: Final = "{port} inet n - n - - smtpd\n"
_SERVICES: Final = """\
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
lmtp unix - - n - - lmtp
postlog unix-dgram n - n - 1 postlogd
"""
_SETTINGS: Final = """\
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
maillog_file = /dev/stdout
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
myhostname = {name}
relayhost = [127.0.0.1]:{relay_to}
smtp_tls_security_level = none
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_milters = {milter}
milter_default_action = tempfail
alias_maps =
local_recipient_maps =
queue_minfree = 0
minimal_backoff_time = 5s
queue_run_delay = 5s
"""
_STOP_S: Final = 20


class Postfix:
    """One instance; needs root."""

    def __init__(
        self,
        *,
        relay_to: int,
        milter: str = "",
        name: str = "relay.shop.example",
        main: str = "",
        services: str = "",
        front: str = _FRONT,
    ) -> None:
        """Write its configuration where its unprivileged daemons may read.

        `main` and `services` are more of main.cf and master.cf; `front` is the service that takes
        mail, on `{port}`.
        """
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="postfix-"))
        self._folder.chmod(0o755)
        etc = self._folder / "etc"
        for folder in (etc, self._folder / "spool", self._folder / "data"):
            folder.mkdir()
        shutil.chown(self._folder / "data", "postfix")
        master_cf = front.format(port=self.port) + _SERVICES + services
        (etc / "master.cf").write_text(master_cf, encoding="ascii")
        settings = _SETTINGS.format(
            folder=self._folder, relay_to=relay_to, milter=milter, name=name
        )
        (etc / "main.cf").write_text(settings + main, encoding="ascii")
        self._log = (self._folder / "log").open("wb")
        self._process = subprocess.Popen(
            ["postfix", "-c", str(etc), "start-fg"], stdin=subprocess.DEVNULL,
            stdout=self._log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        wait_for(lambda: is_listening(self.port) or self._process.poll(), "Postfix to listen", 30)
        assert self._process.poll() is None, self.said

    @property
    def said(self) -> str:
        """Its log."""
        return (self._folder / "log").read_text(encoding="utf-8", errors="replace")

    def close(self) -> None:
        """End it and remove its folder."""
        master = int((self._folder / "spool/pid/master.pid").read_text(encoding="ascii"))
        os.kill(master, signal.SIGTERM)  # which ends its daemons, and what started it
        self._process.wait(_STOP_S)
        wait_for(lambda: not Path(f"/proc/{master}").exists(), "Postfix to end", _STOP_S)
        self._log.close()
        shutil.rmtree(self._folder)
