"""Which stored keys speak for a recipient: its own, wider addresses', its domains'."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from suppression.hashes import NO_SECRETS, ErasureSecrets, hashes_of
from suppression.keys import RecipientKey, read_local_part, write_local_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from suppression.entry import Entry

_SAME_MAILBOXES: Final = {"googlemail.com": "gmail.com"}
"""Domains of one provider that hand the same mailbox its mail under two names."""


@dataclass(eq=False, slots=True)
class Senders:
    """The sender identities there are; none where nobody knows them. A reload changes them."""

    names: frozenset[str] | None = None

    def meant(self, entry: Entry) -> Entry:
        """Return an entry as it counts: what was said to a sender that is gone is said to all.

        15 U.S.C. 7704(a)(4): it was said to the company, which a new name changes nothing about.
        """
        if self.names is None or not entry.sender or entry.sender in self.names:
            return entry
        return replace(entry, sender="")

    def named(self, sender: str) -> str:
        """Return a sender identity as entries may name it; one that is gone is stopped by any."""
        return sender if self.names is None or sender in self.names else ""


_NOBODY_KNOWS: Final = Senders()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """How widely an opt-out is matched: `[suppression]` of the configuration."""

    subaddress: bool = True  # an opt-out of a@d also covers a+tag@d
    ignore_dots: frozenset[str] = frozenset()  # domains where dots in the local part mean nothing
    erasure: ErasureSecrets = NO_SECRETS  # what the hashes of erased people are made with
    senders: Senders = _NOBODY_KNOWS


@dataclass(frozen=True, slots=True, kw_only=True)
class Covering:
    """The keys an entry may have to cover one recipient."""

    exact: tuple[RecipientKey, ...]  # the address, what it is a subaddress of, its domain
    parents: tuple[RecipientKey, ...]  # domains above, whose entry must include its subdomains
    loose: tuple[RecipientKey, ...]  # looked up in the column without dots, where configured


def covering(key: RecipientKey, matching: Matching) -> Covering:
    """Return the keys that cover a recipient.

    An opt-out of `a@d` covers `a+tag@d`, never the other way round. Rules of providers only ever
    widen what is suppressed, and only for the domains that are configured.
    """
    return _covering(key, matching)


@lru_cache(maxsize=1024)
def _covering(key: RecipientKey, matching: Matching) -> Covering:
    """Work out once what is asked when a message comes and when it leaves; never the answer."""
    local, at, domain = key.rpartition("@")
    if not at:
        return Covering(exact=(key,), parents=(), loose=())
    addresses = _addresses(key, local, domain, subaddress=matching.subaddress)
    return Covering(
        exact=(*addresses, RecipientKey("@" + domain)),
        parents=_parents(domain),
        loose=tuple(map(loose, addresses)) if domain in matching.ignore_dots else (),
    )


def widened(wanted: Covering, forms: Iterable[str], matching: Matching) -> Covering:
    """Return the keys that cover a recipient, each also as every hash the list holds."""
    forms, secrets = tuple(forms), matching.erasure
    names = (name for each in wanted.loose for name in aliases(each))
    return Covering(
        exact=(*wanted.exact, *hashes_of(wanted.exact, forms, secrets)),
        parents=(*wanted.parents, *hashes_of(wanted.parents, forms, secrets)),
        loose=(*wanted.loose, *hashes_of(names, forms, secrets)),
    )


def loose(key: RecipientKey) -> RecipientKey:
    """Return a key without the dots of its local part, for domains where they mean nothing.

    >>> loose(RecipientKey("a.nn+news@googlemail.com"))
    'ann+news@gmail.com'
    """
    local, at, domain = key.rpartition("@")
    return RecipientKey(f"{local.replace('.', '')}{at}{_SAME_MAILBOXES.get(domain, domain)}")


def other_form(key: RecipientKey) -> RecipientKey | None:
    """Return a key without dots where that is another one: what is stored beside the key."""
    at = key.rfind("@")
    if key.find(".", 0, at) < 0 and key[at + 1 :] not in _SAME_MAILBOXES:
        return None
    form = loose(key)
    return None if form == key else form


def aliases(key: RecipientKey) -> Iterator[RecipientKey]:
    """Yield a key and the names the same mailbox has under its provider's other domains.

    >>> list(aliases(RecipientKey("ann@gmail.com")))
    ['ann@gmail.com', 'ann@googlemail.com']
    """
    yield key
    local, at, domain = key.rpartition("@")
    for other, same in _SAME_MAILBOXES.items():
        if same == domain:
            yield RecipientKey(f"{local}{at}{other}")


def _addresses(
    key: RecipientKey, local: str, domain: str, *, subaddress: bool
) -> tuple[RecipientKey, ...]:
    """Return the address, then with each `+tag` taken off: none when the key is a domain."""
    if not local:
        return ()
    if not subaddress or "+" not in local:
        return (key,)
    content = read_local_part(local)
    ends = (end for end in range(len(content) - 1, 0, -1) if content[end] == "+")
    return (key, *(RecipientKey(f"{write_local_part(content[:end])}@{domain}") for end in ends))


@lru_cache(maxsize=1024)
def _parents(domain: str) -> tuple[RecipientKey, ...]:
    """Return the domains above; an address literal has none."""
    if domain.startswith("["):
        return ()
    labels = domain.split(".")
    return tuple(RecipientKey("@" + ".".join(labels[first:])) for first in range(1, len(labels)))
