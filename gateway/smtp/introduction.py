"""Who calls through a proxy: the header that the PROXY protocol puts before everything else.

**Failures:** a header that is missing or cannot be read raises `NotIntroduced`: nobody is taken for
the proxy itself.
"""

from __future__ import annotations

import logging
from ipaddress import IPv4Address, IPv6Address
from typing import Protocol

from aiosmtpd.proxy_protocol import V2_CMD, get_proxy

logging.getLogger("mail.debug").disabled = True  # aiosmtpd's: what was sent would stand in it


class NotIntroduced(Exception):  # noqa: N818 - named for what happened
    """A proxy did not say whom it speaks for."""


class Source(Protocol):
    """What has been received and not read yet."""

    async def exactly(self, count: int) -> bytes:
        """Return so many bytes."""
        ...

    async def line(self) -> bytes:
        """Return the next line, with its line feed."""
        ...


class _Reader:
    """The same, as aiosmtpd reads."""

    def __init__(self, source: Source) -> None:
        self._source = source

    async def read(self, num_bytes: int | None = None) -> bytes:
        return await self._source.exactly(num_bytes or 1)

    async def readexactly(self, n: int) -> bytes:
        return await self._source.exactly(n)

    async def readuntil(self, until_chars: bytes | None = None) -> bytes:
        del until_chars  # a line feed, as everywhere
        return await self._source.line()


async def introduced(source: Source) -> IPv4Address | IPv6Address | None:
    """Read the header and return the client's address; none where the proxy names none.

    A proxy names none when it looks whether we live, or does not know itself.

    Raises:
        NotIntroduced: there is no header, or not one that can be read.
        ClientGone: there will be none.
    """
    header = await get_proxy(_Reader(source))
    if not header.valid:
        raise NotIntroduced(header.error)
    address = None if header.command == V2_CMD.LOCAL else header.src_addr
    return address if isinstance(address, (IPv4Address, IPv6Address)) else None
