"""A configuration under which a message may be from whom it says: for judging what is not sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.email.fields import addresses
from filters.email.mime import parse
from filters.errors import MalformedMessage
from gateway.config.models import SenderConfig
from suppression.errors import MalformedAddressError
from suppression.keys import domain_key, email_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.config.models import Config

_NAMING_FIELDS: Final = ("from", "sender", "reply-to")


def with_senders_of(config: Config, raw: bytes, reverse_path: str) -> Config:
    """Return the configuration with the domains that a message names given to a sender identity.

    Those that an identity has already stay its own; the others go to the identity of the first
    domain named, else to the first there is.
    """
    owners = {_label(domain): s.name for s in config.sender for domain in s.domains}
    named = tuple(dict.fromkeys(_domains(raw, reverse_path)))
    foreign = tuple(domain for domain in named if domain not in owners)
    if not foreign:
        return config
    senders = config.sender or (SenderConfig(name="check"),)
    owner = owners.get(named[0], senders[0].name)
    return config.model_copy(
        update={
            "sender": tuple(
                s.model_copy(update={"domains": (*s.domains, *foreign)}) if s.name == owner else s
                for s in senders
            )
        }
    )


def _domains(raw: bytes, reverse_path: str) -> Iterator[str]:
    try:
        tree = parse(raw)
    except MalformedMessage:
        return
    found = [a for field in _NAMING_FIELDS for a in addresses(raw, tree, field)]
    for address in (*found, *filter(None, [reverse_path])):
        try:
            yield email_key(address).rpartition("@")[2]
        except MalformedAddressError:
            continue


def _label(domain: str) -> str:
    return domain_key(domain).removeprefix("@")
