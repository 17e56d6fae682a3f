"""The pages that every page leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.admin.roles import Right

if TYPE_CHECKING:
    from gateway.admin.visit import Visit

_DAILY: Final = (
    ("/", "Dashboard", Right.LOOK),
    ("/suppressions", "Suppressions", Right.LOOK),
    ("/held", "Held", Right.LOOK),
    ("/replies", "Replies", Right.LOOK),
    ("/queue", "Queue", Right.LOOK),
    ("/check", "Check", Right.LOOK),
)
_SELDOM: Final = (
    ("/imports", "Import", Right.LOOK),
    ("/privacy", "Privacy", Right.LOOK),
    ("/outbox", "Outbox", Right.LOOK),
    ("/policies", "Policies", Right.LOOK),
    ("/templates", "Templates", Right.LOOK),
    ("/keys", "Keys", Right.LOOK),
    ("/users", "Users", Right.USERS),
    ("/record", "Record", Right.LOOK),
    ("/help", "Help", Right.LOOK),
)


def menu(visit: Visit, *, seldom: bool = False) -> list[tuple[str, str]]:
    """Return path and name of the pages that a user may see: of every day, or of now and then."""
    pages = _SELDOM if seldom else _DAILY
    return [(path, name) for path, name, right in pages if visit.may(right)]
