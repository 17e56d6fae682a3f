"""API keys: who holds one, what it allows; they are SMTP passwords and HTTP bearer tokens alike.

A key has roles: `send` hands in email and texts, `check` judges them without sending, `read` sees
the submitter's messages, the list and the requests; `add` puts people on the list, `lift` takes
them off as an admin does, `import` and `export` move it in bulk, `consent` records and revokes
requests, `inbound` brings the texts that people sent; `compliance` lifts what the law asked for,
and nothing else gives that. `*` is all but compliance.

**Failures:** a file that cannot be read or written raises `StoreUnavailable`: nobody is let in.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from suppression.database import Database
from suppression.storefile import StoreFile

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection

EVERYTHING: Final = "*"
COMPLIANCE: Final = "compliance"
ROLES: Final = frozenset(
    {
        "send", "check", "read", "add", "lift", "import", "export", "consent", "inbound",
        COMPLIANCE,
        EVERYTHING,
    }
)  # fmt: skip
FORMER_ROLES: Final = {"suppression": "add", "suppression:lift": "lift"}
"""What roles were called before; keys made then keep working."""

_MIGRATIONS: Final = Path(__file__).parent / "migrations" / "credentials"
_SECRET: Final = re.compile(r"ow_([a-z2-7]{8})_([a-z2-7]{52})")
_SECRET_BYTES: Final = 32
_ID_BYTES: Final = 5
_NO_HASH: Final = bytes(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyHolder:
    """Whose a verified key is and what it allows."""

    submitter: str
    roles: frozenset[str]
    key_id: str
    purpose: str = ""  # of texts that name none

    def may(self, role: str) -> bool:
        """Whether the key allows what needs this role."""
        return allows(self.roles, role)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key that was just made; its secret is shown once and kept nowhere."""

    key_id: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyView:
    """A key as an admin sees it."""

    key_id: str
    submitter: str
    roles: frozenset[str]
    created_at: datetime
    revoked_at: datetime | None
    purpose: str = ""


class Credentials(StoreFile):
    """The API keys of an installation."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        """Name the file they are kept in."""
        super().__init__(Database(path, _MIGRATIONS), clock)

    async def add(self, submitter: str, roles: Collection[str], *, purpose: str = "") -> NewKey:
        """Make a key and return its secret, which nobody can learn again.

        `purpose`: of the texts that come with it and name none.

        Raises:
            ValueError: no role, or one that does not exist.
        """
        given = {FORMER_ROLES.get(role, role) for role in roles}
        unknown = given - ROLES
        if unknown or not given:
            named = ", ".join(sorted(unknown)) or "none"
            raise ValueError(f"roles: {named}; there are {', '.join(sorted(ROLES))}")
        key_id = _base32(secrets.token_bytes(_ID_BYTES))
        secret = f"ow_{key_id}_{_base32(secrets.token_bytes(_SECRET_BYTES))}"
        row = (key_id, submitter, " ".join(sorted(given)), _hash(secret), self._now(), purpose)
        await self._database.write(lambda connection: _insert(connection, row))
        return NewKey(key_id=key_id, secret=secret)

    def verify(self, secret: str) -> KeyHolder | None:
        """Return who holds a key, or None: unknown, wrong or revoked."""
        shape = _SECRET.fullmatch(secret)
        if shape is None:
            return None
        rows = self._database.read(
            "SELECT * FROM keys WHERE key_id = ? AND revoked_at IS NULL", (shape[1],)
        )
        # one comparison in any case, so that time does not tell which ids exist
        if not hmac.compare_digest(rows[0]["secret_hash"] if rows else _NO_HASH, _hash(secret)):
            return None
        row = rows[0]
        return KeyHolder(
            submitter=row["submitter"],
            roles=_roles(row),
            key_id=row["key_id"],
            purpose=row["purpose"],
        )

    def list(self) -> tuple[KeyView, ...]:
        """Return every key there ever was, oldest first."""
        rows = self._database.read("SELECT * FROM keys ORDER BY created_at, key_id")
        return tuple(_view(row) for row in rows)

    async def revoke(self, key_id: str) -> bool:
        """End a key, at once for every process; whether there was one to end."""
        now = self._now()
        return await self._database.write(lambda connection: _revoke(connection, key_id, now))

    def _now(self) -> float:
        return self._clock().timestamp()


def allows(roles: Collection[str], role: str) -> bool:
    """Whether a key with these roles may do what needs this one."""
    return role in roles or (EVERYTHING in roles and role != COMPLIANCE)


def _insert(connection: sqlite3.Connection, row: tuple[Any, ...]) -> None:
    connection.execute(
        "INSERT INTO keys (key_id, submitter, scopes, secret_hash, created_at, purpose)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        row,
    )


def _revoke(connection: sqlite3.Connection, key_id: str, now: float) -> bool:
    sql = "UPDATE keys SET revoked_at = ? WHERE key_id = ? AND revoked_at IS NULL"
    return connection.execute(sql, (now, key_id)).rowcount == 1


def _view(row: sqlite3.Row) -> KeyView:
    revoked_at = row["revoked_at"]
    return KeyView(
        key_id=row["key_id"],
        submitter=row["submitter"],
        roles=_roles(row),
        created_at=datetime.fromtimestamp(row["created_at"], UTC),
        revoked_at=None if revoked_at is None else datetime.fromtimestamp(revoked_at, UTC),
        purpose=row["purpose"],
    )


def _roles(row: sqlite3.Row) -> frozenset[str]:
    return frozenset(FORMER_ROLES.get(role, role) for role in row["scopes"].split())


def _hash(secret: str) -> bytes:
    """Hash a secret of 256 random bits: nothing slow is needed, there is nothing to guess."""
    return hashlib.sha256(secret.encode()).digest()


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()
