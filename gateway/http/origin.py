"""Where a request came from, through the proxies that are trusted and no others."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from ipaddress import IPv4Network

    from aiohttp import web

    Network = IPv4Network | IPv6Network

_HOUSEHOLD_BITS: Final = 64  # one IPv6 customer has a whole /64
UNKNOWN: Final = ""
_NODE: Final = re.compile(r"\[([^\]]*)\](?::\d*)?|([\d.]+):\d*")  # as some proxies name it, too


def origin(request: web.Request, trusted: Sequence[IPv4Network | IPv6Network]) -> str:
    """Return the IP address a request came from, as text.

    `X-Forwarded-For` is read from the right, and only as far as trusted proxies wrote it: what
    stands further left was sent by the client and may say anything.
    """
    address = _read(request.remote or "")
    hops = ",".join(request.headers.getall("X-Forwarded-For", ())).split(",")
    while address is not None and hops and any(address in network for network in trusted):
        before = _read(_address(hops.pop().strip()))
        if before is None:
            break
        address = before
    return UNKNOWN if address is None else str(address)


def counted_to(peer: object, trusted: Sequence[Network]) -> str:
    """Return whom a connection is counted to: its address, or itself where a trusted proxy made it.

    `peer`: as a socket names it.
    """
    host, port = (str(peer[0]), str(peer[1])) if isinstance(peer, tuple) else (str(peer), "")
    address = _read(host)
    if address is not None and any(address in network for network in trusted):
        return f"{host} {port}"
    return household(host) or "?"


def household(address: str) -> str:
    """Return what limits are counted by: an IPv4 address, or the /64 of an IPv6 one."""
    found = _read(address)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found, _HOUSEHOLD_BITS), strict=False))
    return address


def _address(node: str) -> str:
    """Return the address of a node that may be named with its port (RFC 7239 6)."""
    found = _NODE.fullmatch(node)
    return found[1] or found[2] or "" if found else node


@lru_cache(maxsize=1024)
def _read(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped  # RFC 4291 2.5.5.2
    return address
