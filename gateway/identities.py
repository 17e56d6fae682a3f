"""The sender identities of the configuration as the values that checks look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.email.fields import addresses
from filters.message import NOBODY, SenderIdentity
from suppression.errors import MalformedAddressError
from suppression.keys import domain_key, email_key, phone_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filters.email.part import Part
    from gateway.config.models import Company, Config, SenderConfig


class Identities:
    """Who messages may claim to be from, found by name, domain or number."""

    def __init__(self, config: Config) -> None:
        """Fill in what an identity leaves to the company."""
        self._by_name = {s.name: _identity(s, config.company) for s in config.sender}

    def allowed(self, names: Iterable[str]) -> tuple[SenderIdentity, ...]:
        """Return the identities a submitter may send as; `*` is all of them."""
        wanted = tuple(names)
        if "*" in wanted:
            return tuple(self._by_name.values())
        return tuple(self._by_name[name] for name in wanted if name in self._by_name)

    def named(self, name: str) -> SenderIdentity:
        """Return one identity, or nobody."""
        return self._by_name.get(name, NOBODY)


def of_domain(identities: Iterable[SenderIdentity], domain: str) -> SenderIdentity:
    """Return the identity a From domain belongs to, or nobody."""
    return next((i for i in identities if domain in i.domains), NOBODY)


def of_number(identities: Iterable[SenderIdentity], number: str) -> SenderIdentity:
    """Return the identity a sender number belongs to; without a number the submitter's first."""
    known = tuple(identities)
    if not number:
        return known[0] if known else NOBODY
    return next((i for i in known if number in i.numbers), NOBODY)


def from_domain(raw: bytes, tree: Part) -> str:
    """Return the domain of the From field as an A-label; empty when it has no readable address."""
    for address in addresses(raw, tree, "from"):
        try:
            return email_key(address).rpartition("@")[2]
        except MalformedAddressError:
            return ""
    return ""


def _identity(sender: SenderConfig, company: Company) -> SenderIdentity:
    return SenderIdentity(
        name=sender.name,
        company=sender.company or company.name,
        postal_address=sender.postal_address or company.postal_address,
        contact=company.contact,
        domains=frozenset(domain_key(d).removeprefix("@") for d in sender.domains),
        numbers=frozenset(phone_key(n, company.phone_region) for n in sender.numbers),
        can_sign=bool(sender.dkim),
    )
