"""The peers: Postfix alone, with OpenDKIM, and with alterMIME before that."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.load import SYSTEM_CPU
from tests.bench.processes import start, stop, wait_for_port

if TYPE_CHECKING:
    from collections.abc import Sequence

_SYSTEM = Path("/etc/postfix/main.cf")
_FOOTER = "\nThis is an advertisement. Shop Ltd, 1 Real Street, Springfield, IL 62701. Unsubscribe: https://shop.example/u\n"
_SERVICES = """\
{port} inet n - n - - smtpd {smtpd}
pickup unix n - n 60 1 pickup
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
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
{more}"""
_FILTER = """\
disclaimer unix - n n - 10 pipe flags=Rq user=nobody null_sender=
  argv={script} ${{sender}} ${{recipient}}
"""
_SCRIPT = """\
#!/bin/sh
# the simple content filter of Postfix's FILTER_README, with alterMIME
work=$(mktemp) || exit 75
trap 'rm -f "$work"' EXIT
cat > "$work" || exit 75
altermime --input="$work" --disclaimer={footer} --disclaimer-html={footer} || exit 75
/usr/sbin/sendmail -C {etc} -G -i -f "$1" "$2" < "$work"
"""


class Postfix:
    """A Postfix instance of its own, in a folder of its own, that relays everything to the sink."""

    def __init__(
        self, folder: Path, port: int, sink: int, *, dkim_key: Path | None, altermime: bool
    ) -> None:
        """Write its configuration."""
        self.name = (
            "postfix" + ("+opendkim" if dkim_key else "") + ("+altermime" if altermime else "")
        )
        self.port = port
        self._folder = folder
        self._sink = sink
        self._key = dkim_key
        self._altermime = altermime
        self._milter = f"inet:127.0.0.1:{port + 1}" if dkim_key else ""
        self._opendkim: subprocess.Popen[bytes] | None = None
        self._master = 0

    @property
    def roots(self) -> Sequence[int]:
        """The processes whose descendants do the work."""
        return [self._master, *([self._opendkim.pid] if self._opendkim else [])]

    def start(self) -> None:
        """Start it on the system's processor."""
        if self._key is not None:
            self._start_opendkim(self._key)
        self._write_configuration()
        if (
            self._altermime
        ):  # its sendmail may only be told of folders that the system's instance knows
            _postconf(f"alternate_config_directories={self._folder / 'etc'}")
        self._postfix("start")
        wait_for_port(self.port)
        self._master = int((self._folder / "spool/pid/master.pid").read_text().strip())

    def stop(self) -> None:
        """End it and what it started."""
        self._postfix("stop")
        if self._opendkim is not None:
            stop(self._opendkim)
        if self._altermime:
            _postconf("alternate_config_directories=")

    def _postfix(self, verb: str) -> None:
        subprocess.run(
            ["taskset", "-c", str(SYSTEM_CPU), "postfix", "-c", str(self._folder / "etc"), verb],
            check=True, capture_output=True,
        )  # fmt: skip

    def _start_opendkim(self, key: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        settings = self._folder / "opendkim.conf"
        lines = (
            "Mode s", "Domain shop.example", "Selector s1", f"KeyFile {key}",
            f"Socket inet:{self.port + 1}@127.0.0.1", "Canonicalization relaxed/relaxed",
            "RequireSafeKeys no", "UserID root", f"PidFile {self._folder}/opendkim.pid",
            "InternalHosts 127.0.0.1",
        )  # fmt: skip
        settings.write_text("\n".join(lines) + "\n")
        command = ["opendkim", "-f", "-x", str(settings)]
        self._opendkim = start(command, SYSTEM_CPU)
        wait_for_port(self.port + 1)

    def _write_configuration(self) -> None:
        etc = self._folder / "etc"
        for folder in (etc, self._folder / "spool", self._folder / "data"):
            folder.mkdir(parents=True)
        subprocess.run(["chown", "postfix", str(self._folder / "data")], check=True)
        smtpd = f"-o smtpd_milters={self._milter}"
        more = ""
        if self._altermime:
            smtpd = "-o content_filter=disclaimer:"
            script, footer = self._folder / "disclaimer", self._folder / "footer"
            footer.write_text(_FOOTER)
            script.write_text(_SCRIPT.format(footer=footer, etc=etc))
            script.chmod(0o755)
            more = _FILTER.format(script=script)
        (etc / "master.cf").write_text(_SERVICES.format(port=self.port, smtpd=smtpd, more=more))
        (etc / "main.cf").write_text(
            f"compatibility_level=3.6\nqueue_directory={self._folder}/spool\ndata_directory={self._folder}/data\n"
            "inet_interfaces=127.0.0.1\ninet_protocols=ipv4\nmynetworks=127.0.0.0/8\nmydestination=\n"
            f"myhostname=relay.shop.example\nrelayhost=[127.0.0.1]:{self._sink}\nsmtp_tls_security_level=none\n"
            f"maillog_file={self._folder}/maillog\nmaillog_file_prefixes={self._folder}\n"
            "smtpd_recipient_restrictions=permit_mynetworks,reject\nalias_maps=\nlocal_recipient_maps=\n"
            f"non_smtpd_milters={self._milter}\nqueue_minfree=0\n"
            "default_destination_concurrency_limit=20\ndefault_process_limit=100\nsmtpd_client_connection_count_limit=0\n"
        )


def _postconf(setting: str) -> None:
    _SYSTEM.touch()  # Debian leaves none where nobody has chosen a configuration
    subprocess.run(["postconf", "-e", setting], check=True)
