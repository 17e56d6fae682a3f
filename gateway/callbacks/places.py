"""Where a callback may go: to hosts of the public internet, and to networks that are named.

An application names the URL, so without this it could make the gateway ask whatever only the
gateway can reach: the machine itself, the network around it, the provider's metadata.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlsplit

from yarl import URL

if TYPE_CHECKING:
    from collections.abc import Collection
    from ipaddress import IPv4Network, IPv6Network

Networks: TypeAlias = "Collection[IPv4Network | IPv6Network]"
LONGEST: Final = 2048
_WEB_PORTS: Final = (80, 443)
_LAST_SYSTEM_PORT: Final = 1023

# the IANA registries of special-purpose addresses, and multicast; Python's is_global knows fewer
_NOT_PUBLIC_4: Final = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
            "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "168.63.129.16/32",  # a provider's own services, under a public address
        ),
    )
)  # fmt: skip
_PUBLIC_6: Final = ip_network("2000::/3")
_NOT_PUBLIC_6: Final = tuple(
    map(ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
)


def url_mistake(url: str, networks: Networks) -> str:
    """Say what keeps a URL from being called back; "" is nothing, as far as the URL shows it.

    http reaches the networks that are named and nothing else.

    >>> url_mistake("https://127.0.0.1/", ())
    'has an address instead of a host'
    """
    try:
        parts = urlsplit(url)
        port = 443 if parts.port is None else parts.port
        URL(url, encoded=True)  # brackets are read otherwise by whoever posts
    except ValueError:
        return "is no URL"
    host = parts.hostname or ""
    is_text = url.isascii() and url.isprintable() and not set(url) & set(' \\"<>^`{|}')
    for holds, mistake in (
        (is_text and len(url) <= LONGEST, f"is no URL: printable ASCII, at most {LONGEST}"),
        (parts.scheme == "https" or (parts.scheme == "http" and networks), "is not https"),
        (host and "@" not in parts.netloc and "#" not in url, "has no host, a password or a #"),
        (port in _WEB_PORTS or port > _LAST_SYSTEM_PORT, "has a port of another service"),
        (
            not _is_address(host) or is_reachable(host, networks, in_the_clear=True),
            "has an address instead of a host",
        ),
    ):
        if not holds:
            return mistake
    return ""


def is_reachable(address: str, networks: Networks, *, in_the_clear: bool) -> bool:
    """Whether a callback may connect to this address.

    >>> is_reachable("169.254.169.254", (), in_the_clear=False)
    False
    """
    try:
        found = _unmapped(ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    if any(found in network for network in networks):
        return True
    return not in_the_clear and _is_public(found)


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    return address in _PUBLIC_6 and not any(address in network for network in _NOT_PUBLIC_6)


def _unmapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 one stands for (RFC 4291 2.5.5.2)."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return address if mapped is None else mapped


def _is_address(host: str) -> bool:
    """Whether a host is taken for an address, and asked of no resolver.

    That is all that looks like one: 2130706433 and 127.1 are 127.0.0.1 to the system.

    >>> _is_address("127.1"), _is_address("app.example")
    (True, False)
    """
    return ":" in host or host.replace(".", "").isdigit()
