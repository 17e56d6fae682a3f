"""Who acts on the list, by what and from where, and with what right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Authority(StrEnum):
    """With what right somebody acts on the list."""

    PERSON = "person"  # whom the entry is about: their own undo
    STAFF = "staff"  # an admin, or an API key with the role lift
    COMPLIANCE = "compliance"  # staff that answers for the law


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who did something to the list, by what and from where: the evidence of an act."""

    name: str  # "recipient", an API key's name, an operating system user
    method: str  # "one-click", "page", "api", "cli", "import", "send"
    address: str = ""  # IP address of origin, where there is one
    message: str = ""  # queue id of the message whose link was used
    authority: Authority = Authority.STAFF
