"""The `[[submitter]]`s of the configuration, found by the network they call from or by name."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, Final

from gateway.submission import Submitter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gateway.config.models import SubmitterConfig

_REMEMBERED_ADDRESSES: Final = 4096


class Submitters:
    """Who may hand us messages, in the order of the configuration."""

    def __init__(self, configs: Sequence[SubmitterConfig]) -> None:
        """Take the tables as they stand; names are unique, the loader saw to it."""
        self._by_name = {config.name: _submitter(config) for config in configs}
        self._networks = tuple(
            (network, self._by_name[config.name])
            for config in configs
            for network in config.networks
        )
        # one mail server sends from one address, again and again
        self.by_network = lru_cache(maxsize=_REMEMBERED_ADDRESSES)(self._by_network)

    def by_name(self, name: str) -> Submitter | None:
        """Return the submitter of that name."""
        return self._by_name.get(name)

    def _by_network(self, ip: str) -> Submitter | None:
        """Return the first submitter one of whose networks holds the address."""
        address = peer_address(ip)
        if address is None:
            return None
        return next((who for network, who in self._networks if address in network), None)


@lru_cache(maxsize=_REMEMBERED_ADDRESSES)
def peer_address(ip: str) -> IPv4Address | IPv6Address | None:
    """Read the address of a client as a socket names it; none when it is no IP address."""
    try:
        address = ip_address(ip.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    # RFC 4291 2.5.5.2: an IPv4 client on a dual-stack socket is still that IPv4 client
    return address if mapped is None else mapped


def _submitter(config: SubmitterConfig) -> Submitter:
    return Submitter(
        name=config.name,
        senders=config.senders,
        may_declare=frozenset(config.may_declare),
        default_category=config.default_category,
        default_basis=config.default_basis,
    )
