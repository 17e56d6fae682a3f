"""Which addresses of `public.mail_domain` take mail, and what for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from suppression.errors import MalformedAddressError
from suppression.keys import domain_key, email_key
from suppression.tokens import TOKEN_LENGTH

_OPT_OUT: Final = re.compile(rf"u\+([a-z2-7]{{{TOKEN_LENGTH}}})")


class Purpose(Enum):
    """What mail to an address is for."""

    OPT_OUT = auto()  # u+TOKEN: the token says whom it stops
    ASK = auto()  # unsubscribe: who writes there wants nothing more
    REPLY = auto()  # replies: copies of what people answer
    BOUNCE = auto()  # bounces: delivery reports, complaints
    PRIVACY = auto()  # privacy: who asks about their data


_NAMED: Final = {
    "unsubscribe": Purpose.ASK,
    "replies": Purpose.REPLY,
    "bounces": Purpose.BOUNCE,
    "privacy": Purpose.PRIVACY,
}


@dataclass(frozen=True, slots=True)
class Door:
    """One of our addresses."""

    purpose: Purpose
    token: str = ""


class Addresses:
    """The addresses of one domain."""

    def __init__(self, mail_domain: str) -> None:
        """Take `public.mail_domain`."""
        self._domain = domain_key(mail_domain) if mail_domain else ""

    def door(self, address: str) -> Door | None:
        """Return what mail to an address is for; none when it is not ours.

        A token is told by its form alone, so that a genuine one gets no other answer.
        """
        try:
            key = email_key(address)
        except MalformedAddressError:
            return None
        local, _, domain = key.rpartition("@")
        if not self._domain or f"@{domain}" != self._domain:
            return None
        if token := _OPT_OUT.fullmatch(local):
            return Door(Purpose.OPT_OUT, token[1])
        return Door(_NAMED[local]) if local in _NAMED else None
