"""Whether a domain lets a next hop send for it: its SPF record (RFC 7208), read as far as it leads.

What address a relay sends from, nobody but its provider knows. So a record passes here where it
names the next hop's addresses, or leads into a domain of the same organisation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Final

from publicsuffixlist import PublicSuffixList

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

    from gateway.doctor.names import Names

_MOST_LOOKUPS: Final = 10  # RFC 7208 4.6.4
_SAME: Final = {"gmail.com": "google.com", "googlemail.com": "google.com"}
"""Domains that are of an organisation whose SPF records stand under another name."""
_VERSION: Final = "v=spf1"


@dataclass(slots=True)
class Reach:
    """Whom a record lets send, as far as it says so by name or number."""

    networks: list[IPv4Network | IPv6Network] = field(default_factory=list)
    domains: list[str] = field(default_factory=list)  # that it leads into
    lookups: int = 0
    broken: list[str] = field(default_factory=list)
    ends: str = ""  # the qualifier of "all", of the record itself

    def lets(self, host: str, addresses: tuple[str, ...]) -> bool:
        """Whether it names one of these addresses, or whoever the host is of."""
        if any(ip_address(each) in net for each in addresses for net in self.networks):
            return True
        return organisation(host) in {organisation(each) for each in self.domains}


def organisation(host: str) -> str:
    """Return the domain that somebody registered.

    >>> organisation("smtp-relay.gmail.com")
    'google.com'
    """
    found = str(PublicSuffixList().privatesuffix(host.lower().rstrip(".")) or host.lower())
    return _SAME.get(found, found)


def records(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return which of a domain's TXT records are SPF's (RFC 7208 4.5)."""
    return tuple(
        each for each in texts if each.lower() == _VERSION or each.lower().startswith("v=spf1 ")
    )


async def reach(names: Names, domain: str) -> Reach:
    """Follow a record wherever it leads.

    Raises:
        NoAnswer: DNS did not answer.
    """
    found = Reach()
    await _follow(names, domain, found, is_first=True)
    if found.lookups > _MOST_LOOKUPS:
        found.broken.append(f"it asks for {found.lookups} look-ups, and {_MOST_LOOKUPS} are made")
    return found


async def _follow(names: Names, domain: str, found: Reach, *, is_first: bool = False) -> None:
    if found.lookups > 2 * _MOST_LOOKUPS:
        return
    own = records(await names.texts(domain))
    if len(own) != 1:
        count = "no record" if not own else f"{len(own)} records"
        found.broken.append(f"{domain} has {count}")
        return
    for term in own[0].split()[1:]:
        bare = term.lstrip("+-~?")
        name, _, value = bare.replace("=", ":", 1).partition(":")
        await _take(names, domain, found, (name.lower(), value))
        if name.lower() == "all" and is_first:
            found.ends = term[0] if term[0] in "+-~?" else "+"


async def _take(names: Names, domain: str, found: Reach, term: tuple[str, str]) -> None:
    """Take one mechanism or modifier; macros are nothing that can be told beforehand."""
    name, value = term
    target = value.partition("/")[0] or domain
    found.lookups += name.partition("/")[0] in {"include", "a", "mx", "ptr", "exists", "redirect"}
    if "%" in value:
        return
    match name.partition("/")[0]:
        case "ip4" | "ip6":
            try:
                found.networks.append(ip_network(value, strict=False))
            except ValueError:
                found.broken.append(f"{name}:{value} is no network")
        case "include" | "redirect":
            found.domains.append(target)
            await _follow(names, target, found)
        case "a":
            found.domains.append(target)
            found.networks += map(ip_network, await names.addresses(target))
        case "mx":
            for host in await names.mail_hosts(target):
                found.domains.append(host)
                found.networks += map(ip_network, await names.addresses(host))
        case _:
            pass
