"""Ours: the full path with a list of a million, a footer, headers, RSA-2048, all durable."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from suppression.database import connect
from suppression.migrating import migrate
from suppression.sqlite import MIGRATIONS
from tests.bench.configuration import configuration
from tests.bench.load import SYSTEM_CPU
from tests.bench.processes import start, stop, wait_for_port

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence
    from pathlib import Path

LISTED: Final = 1_000_000


class Gateway:
    """optwarden as its users run it."""

    name = "optwarden"

    def __init__(self, folder: Path, port: int, sink: int, *, dkim_key: Path) -> None:
        """Write its configuration and fill its list."""
        self.port = port
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "data").mkdir(parents=True)
        (folder / "s1.pem").write_bytes(dkim_key.read_bytes())
        (folder / "s1.pem").chmod(0o600)
        (folder / "config.toml").write_text(
            configuration(smtp=port, http=port + 1, sink=sink, key_file="s1.pem")
        )
        _fill(folder / "data" / "suppression.db")

    @property
    def roots(self) -> Sequence[int]:
        """The process that does the work."""
        assert self._process is not None
        return [self._process.pid]

    def start(self) -> None:
        """Start it on the system's processor."""
        command = [
            sys.executable,
            "-m",
            "gateway",
            "--config",
            str(self._folder / "config.toml"),
            "serve",
        ]
        log = (self._folder / "log").open("wb")
        self._process = start(command, SYSTEM_CPU, stderr=log)
        wait_for_port(self.port)

    def stop(self) -> None:
        """End it."""
        assert self._process is not None
        stop(self._process)


def _fill(file: Path) -> None:
    """Write a list of a million people straight into the store's table."""
    file.touch(mode=0o600)
    connection = connect(file)
    migrate(connection, MIGRATIONS)
    people = ((f"person{number}@elsewhere.example",) for number in range(LISTED))
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO entries (channel, key, loose, scope, sender, reason, origin, evidence,"
        " requested_at, effective_at, include_subdomains, recorded_by)"
        " VALUES ('email', ?1, ?1, 'commercial', '', 'unsubscribe', 'recipient', '',"
        " 1.7e9, 1.7e9, 0, '')",
        people,
    )
    connection.execute("COMMIT")
    connection.close()
