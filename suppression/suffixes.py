"""Which domains are nobody's own, as the Public Suffix List has them: `com`, `github.io`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from publicsuffixlist import PublicSuffixList

if TYPE_CHECKING:
    from suppression.keys import RecipientKey

IS_PUBLIC: Final = (
    "is a public suffix: with its subdomains, everybody under it is stopped."
    " Name the organisation's own domain"
)


def is_public_suffix(key: RecipientKey) -> bool:
    """Whether a key is a domain under which anybody has one, a domain above such ones among them.

    >>> from suppression.keys import domain_key
    >>> is_public_suffix(domain_key("co.uk")), is_public_suffix(domain_key("example.co.uk"))
    (True, False)
    """
    return key.startswith("@") and not key.startswith("@[") and _list().is_public(key[1:])


def owned_domain(host: str) -> str:
    """Return the domain in a host name that is somebody's own; the name itself where none is.

    >>> owned_domain("api.shop.example.co.uk"), owned_domain("localhost")
    ('example.co.uk', 'localhost')
    """
    return _list().privatesuffix(host) or host


@cache
def _list() -> PublicSuffixList:
    """Read the list once, and not before somebody asks: that takes a twentieth of a second."""
    return PublicSuffixList()
