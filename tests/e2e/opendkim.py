"""OpenDKIM as a milter that verifies, with the public keys in a file instead of DNS."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Final

from tests.e2e.waiting import free_port, is_listening, wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SETTINGS: Final = """\
Mode v
Socket inet:{port}@127.0.0.1
TestPublicKeys {keys}
AlwaysAddARHeader yes
AuthservID verifier.test
UserID root
PidFile {folder}/pid
InternalHosts 192.0.2.1
ExternalIgnoreList 192.0.2.1
Syslog no
"""


class OpenDkim:
    """One verifier; Postfix speaks to it at `milter`."""

    def __init__(self, folder: Path, records: Mapping[str, str]) -> None:
        """Start it with these DNS records: name → text."""
        folder.mkdir()
        keys, settings, port = folder / "keys", folder / "opendkim.conf", free_port()
        keys.write_text("".join(f"{n} {t}\n" for n, t in records.items()), encoding="ascii")
        settings.write_text(_SETTINGS.format(port=port, keys=keys, folder=folder), encoding="ascii")
        self.milter = f"inet:127.0.0.1:{port}"
        self._process = subprocess.Popen(
            ["opendkim", "-f", "-x", str(settings)], start_new_session=True
        )
        wait_for(lambda: is_listening(port), "OpenDKIM to listen")

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(15)
