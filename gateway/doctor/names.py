"""Asking DNS, with a deadline, and telling an answer of nothing from no answer.

**Failures:** `NoAnswer` where no name server said anything of use in time.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any, Final

import dns.asyncresolver
import dns.exception
import dns.rdatatype
import dns.resolver

from gateway.errors import GatewayError

_WITHIN_S: Final = 5.0
_PORT: Final = 53


class NoAnswer(GatewayError):  # noqa: N818 - named for what it is
    """No name server answered."""


class Names:
    """What DNS says."""

    def __init__(self, server: str = "") -> None:
        """Ask this name server (`address` or `address:port`), else those of the system.

        Raises:
            ValueError: it is no address.
            NoAnswer: the system names no name server.
        """
        try:
            self._resolver = dns.asyncresolver.Resolver(configure=not server)
        except dns.exception.DNSException as error:
            raise NoAnswer("the system names no name server in /etc/resolv.conf") from error
        self._resolver.lifetime = _WITHIN_S
        if server:
            host, _, port = server.rpartition(":") if server.count(":") == 1 else (server, "", "")
            bare = host.strip("[]")
            ip_address(bare)
            self._resolver.nameservers = [bare]
            self._resolver.port = int(port or _PORT)

    async def texts(self, name: str) -> tuple[str, ...]:
        """Return the TXT records of a name, the strings of each put together (RFC 7208 3.3)."""
        found = await self._records(name, "TXT")
        return tuple(b"".join(each.strings).decode("utf-8", "replace") for each in found)

    async def mail_hosts(self, name: str) -> tuple[str, ...]:
        """Return the hosts that take mail for a domain; `.` alone says that none does."""
        found = await self._records(name, "MX")
        return tuple(str(each.exchange).rstrip(".") or "." for each in found)

    async def addresses(self, name: str) -> tuple[str, ...]:
        """Return the IP addresses of a host."""
        found = (*await self._records(name, "A"), *await self._records(name, "AAAA"))
        return tuple(str(each.address) for each in found)

    async def _records(self, name: str, kind: str) -> tuple[Any, ...]:
        try:
            return tuple(await self._resolver.resolve(f"{name.rstrip('.')}.", kind, search=False))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except (dns.exception.DNSException, OSError, ValueError) as error:
            raise NoAnswer(f"DNS does not answer about {name} ({type(error).__name__})") from error
