"""What each role of a user may do."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Right(StrEnum):
    """One thing that a user may be allowed."""

    LOOK = "look"  # at every page but those of rights of their own
    REVEAL = "reveal"  # addresses and texts stand there as they are
    ADD = "add"  # put people on the list
    LIFT = "lift"  # take them off it
    LAW = "law"  # lift what the law asks for
    IMPORT = "import"
    EXPORT = "export"
    DECIDE = "decide"  # about what was held, and about replies
    QUEUE = "queue"  # retry, hold and cancel messages
    PRIVACY = "privacy"  # requests of people about their data
    KEYS = "keys"
    USERS = "users"
    RECORD = "record"  # export the hash-chained record


class Role(StrEnum):
    """Who somebody is to the gateway."""

    VIEWER = "viewer"
    SUPPORT = "support"
    COMPLIANCE = "compliance"
    ADMIN = "admin"
    AUDITOR = "auditor"


_LOOKING: Final = frozenset({Right.LOOK, Right.REVEAL})
_DECIDING: Final = frozenset(
    {Right.ADD, Right.LIFT, Right.IMPORT, Right.EXPORT, Right.DECIDE, Right.PRIVACY, Right.RECORD}
)
RIGHTS: Final = {
    Role.VIEWER: _LOOKING,
    Role.SUPPORT: _LOOKING | {Right.ADD},
    Role.COMPLIANCE: _LOOKING | _DECIDING | {Right.LAW},
    Role.ADMIN: _LOOKING | _DECIDING | {Right.QUEUE, Right.KEYS, Right.USERS},
    Role.AUDITOR: frozenset({Right.LOOK, Right.RECORD}),
}
"""An auditor sees people masked, and each one that is revealed is recorded."""

SAYS: Final = {
    Role.VIEWER: "sees everything, changes nothing",
    Role.SUPPORT: "also puts people on the list",
    Role.COMPLIANCE: "also lifts entries, those of the law too, imports, exports, decides about"
    " what is held, and answers who asks about their data",
    Role.ADMIN: "does everything but lift what the law asks for; also queue, keys and users",
    Role.AUDITOR: "sees people masked, reveals them one by one on the record, exports the record",
}


def may(role: Role, right: Right) -> bool:
    """Whether a role has a right."""
    return right in RIGHTS[role]
