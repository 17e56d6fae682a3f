"""XFORWARD: what a Postfix before us knows of the client before it, for the log."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from gateway.submitters import peer_address

_NAMES: Final = frozenset({"NAME", "ADDR", "PORT", "PROTO", "HELO", "IDENT", "SOURCE"})
_ATTRIBUTE: Final = re.compile(r"([A-Za-z]+)=((?:[!-*,-<>-~]|\+[0-9A-Fa-f]{2})*)")  # xtext
_ENCODED: Final = re.compile(r"\+([0-9A-Fa-f]{2})")
_IDENT: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, slots=True)
class Forwarded:
    """Who the client before the Postfix was, and by what id that knows the message."""

    client: str = ""  # IP address
    ident: str = ""


NOT_FORWARDED: Final = Forwarded()


def read_xforward(argument: str, before: Forwarded) -> Forwarded | None:
    """Return what the attributes say, with what others said before; none when they are none.

    What is not to be believed of a value is left out: it goes into the log.

    >>> read_xforward("ADDR=IPv6:2001:db8::1 IDENT=4F1B2C", NOT_FORWARDED)
    Forwarded(client='2001:db8::1', ident='4F1B2C')
    """
    values = {}
    for text in argument.split():
        attribute = _ATTRIBUTE.fullmatch(text)
        if attribute is None or attribute[1].upper() not in _NAMES:
            return None
        values[attribute[1].upper()] = _ENCODED.sub(_decoded, attribute[2])
    if not values:
        return None
    address = peer_address(re.sub(r"(?i)^ipv6:", "", values.get("ADDR", "")))
    ident = values.get("IDENT", "")
    return Forwarded(
        client=str(address) if address is not None else before.client,
        ident=ident if _IDENT.fullmatch(ident) else before.ident,
    )


def _decoded(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))
