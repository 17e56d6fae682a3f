"""The rows of users, links and sessions; every change of who may come in has a line of its own."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from gateway.admin.roles import Role
from gateway.admin.user import By, User
from suppression.ledger import Line, append

if TYPE_CHECKING:
    import sqlite3

_BYTES: Final = 32


def user_of(row: sqlite3.Row) -> User:
    """Return a user as their row says."""
    disabled_at = row["disabled_at"]
    return User(
        user_id=row["id"],
        name=row["name"],
        role=Role(row["role"]),
        has_password=bool(row["password_hash"]),
        has_codes=bool(row["totp_secret"]),
        created_at=moment(row["created_at"]),
        disabled_at=None if disabled_at is None else moment(disabled_at),
    )


def set_columns(connection: sqlite3.Connection, user_id: int, **columns: Any) -> None:  # noqa: ANN401 - what a column holds
    """Change columns of a user."""
    named = ", ".join(f"{name} = ?" for name in columns)
    connection.execute(f"UPDATE users SET {named} WHERE id = ?", (*columns.values(), user_id))  # noqa: S608 - names of ours


def other_admins(connection: sqlite3.Connection, user_id: int) -> int:
    """Count the admins besides a user who can come in: with a password, and not disabled."""
    ((found,),) = connection.execute(
        "SELECT count(*) FROM users WHERE role = ? AND id <> ? AND disabled_at IS NULL"
        " AND password_hash <> ''",
        (Role.ADMIN.value, user_id),
    )
    return int(found)


def use_up(connection: sqlite3.Connection, link: str) -> bool:
    """Whether a link was there; it is not any more."""
    used = connection.execute("DELETE FROM links WHERE token_hash = ?", (hashed(link),))
    return used.rowcount > 0


def end_sessions(connection: sqlite3.Connection, user_id: int) -> None:
    """Let no browser of a user in any more."""
    connection.execute("DELETE FROM sessions WHERE user = ?", (user_id,))


def record_line(
    connection: sqlite3.Connection, kind: str, user_id: int, by: By, now: datetime, **facts: str
) -> None:
    """Write down who changed what."""
    named = {"name": facts.pop("name")} if "name" in facts else {}
    detail = {"by": by.name, "address": by.address, **named}
    append(connection, [Line(at=now, kind=kind, facts={"user": user_id, **facts}, detail=detail)])


def new_token() -> str:
    """Return 256 random bits, as what a browser or a link holds."""
    return secrets.token_urlsafe(_BYTES)


def hashed(token: str) -> bytes:
    """Hash 256 random bits: there is nothing to guess, so nothing slow is needed."""
    return hashlib.sha256(token.encode()).digest()


def moment(stored: float) -> datetime:
    """Return a time as it is kept."""
    return datetime.fromtimestamp(stored, UTC)
