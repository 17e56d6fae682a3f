"""A certificate authority that only the test knows."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import trustme

if TYPE_CHECKING:
    from pathlib import Path


class Authority:
    """Issues certificates into a folder."""

    def __init__(self, folder: Path) -> None:
        """Make the authority."""
        self._folder = folder
        self._ca = trustme.CA()
        self.file = folder / "authority.pem"
        self._ca.cert_pem.write_to_path(str(self.file))

    def pair(self, name: str) -> tuple[str, str]:
        """Issue a certificate; return its chain and its key, as PEM."""
        issued = self._ca.issue_cert(name)
        chain = b"".join(pem.bytes() for pem in issued.cert_chain_pems)
        return chain.decode("ascii"), issued.private_key_pem.bytes().decode("ascii")

    def tables(self, *names: str) -> str:
        """Issue a certificate; return the two keys of the configuration that name it."""
        issued = self._ca.issue_cert(*names)
        chain, key = self._folder / f"{names[0]}.crt", self._folder / f"{names[0]}.key"
        chain.write_bytes(b"".join(pem.bytes() for pem in issued.cert_chain_pems))
        key.touch(mode=0o600)
        issued.private_key_pem.write_to_path(str(key))
        key.chmod(0o600)
        return f'certificate_file = "{chain}"\nkey_file = "{key}"'

    def trusting(self) -> ssl.SSLContext:
        """Return what a client needs to trust it."""
        return ssl.create_default_context(cafile=str(self.file))
