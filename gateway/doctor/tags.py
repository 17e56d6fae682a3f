"""Records made of tags, as DKIM's and DMARC's are: `v=DMARC1; p=none` (RFC 6376 3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def tags(text: str) -> Mapping[str, str]:
    """Return the tags of a record by name; what is none is left out, of two the first counts.

    >>> tags("v=DKIM1; k=rsa; p=MII BIj")
    {'v': 'DKIM1', 'k': 'rsa', 'p': 'MIIBIj'}
    """
    found: dict[str, str] = {}
    for each in text.split(";"):
        name, equals, value = each.partition("=")
        if equals:
            found.setdefault(name.strip().lower(), "".join(value.split()))
    return found
