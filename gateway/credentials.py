"""API keys: who holds one, what it allows; they are SMTP passwords and HTTP bearer tokens alike.

Scopes: `send` hands in email and texts, `check` judges them without sending, `read` sees the
submitter's messages, the list and consents, `suppression` puts people on the list,
`suppression:lift` takes them off, `consent` records and revokes requests, `*` is all of them.

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

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection

EVERYTHING: Final = "*"
SCOPES: Final = frozenset(
    {"send", "check", "read", "suppression", "suppression:lift", "consent", EVERYTHING}
)

_MIGRATIONS: Final = Path(__file__).parent / "migrations" / "credentials"
_SECRET: Final = re.compile(r"ow_([a-z2-7]{8})_([a-z2-7]{52})")
_SECRET_BYTES: Final = 32
_ID_BYTES: Final = 5
_NO_HASH: Final = bytes(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyHolder:
    """Whose a verified key is and what it allows."""

    submitter: str
    scopes: frozenset[str]
    key_id: str

    def may(self, scope: str) -> bool:
        """Whether the key allows what needs this scope."""
        return scope in self.scopes or EVERYTHING in self.scopes


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
    scopes: frozenset[str]
    created_at: datetime
    revoked_at: datetime | None


class Credentials:
    """The API keys of an installation."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        """Name the file they are kept in."""
        self._database = Database(path, _MIGRATIONS)
        self._clock = clock

    def open(self) -> None:
        """Open the file, made if it is missing."""
        self._database.open()

    def close(self) -> None:
        """Close the file after what was submitted is written."""
        self._database.close()

    async def add(self, submitter: str, scopes: Collection[str]) -> NewKey:
        """Make a key and return its secret, which nobody can learn again.

        Raises:
            ValueError: no scope, or one that does not exist.
        """
        unknown = set(scopes) - SCOPES
        if unknown or not scopes:
            given = ", ".join(sorted(unknown)) or "none"
            raise ValueError(f"scopes: {given}; there are {', '.join(sorted(SCOPES))}")
        key_id = _base32(secrets.token_bytes(_ID_BYTES))
        secret = f"ow_{key_id}_{_base32(secrets.token_bytes(_SECRET_BYTES))}"
        row = (key_id, submitter, " ".join(sorted(set(scopes))), _hash(secret), self._now())
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
        return KeyHolder(submitter=row["submitter"], scopes=_scopes(row), key_id=row["key_id"])

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


def _insert(connection: sqlite3.Connection, row: tuple[Any, ...]) -> None:
    connection.execute(
        "INSERT INTO keys (key_id, submitter, scopes, secret_hash, created_at)"
        " VALUES (?, ?, ?, ?, ?)",
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
        scopes=_scopes(row),
        created_at=datetime.fromtimestamp(row["created_at"], UTC),
        revoked_at=None if revoked_at is None else datetime.fromtimestamp(revoked_at, UTC),
    )


def _scopes(row: sqlite3.Row) -> frozenset[str]:
    return frozenset(row["scopes"].split())


def _hash(secret: str) -> bytes:
    """Hash a secret of 256 random bits: nothing slow is needed, there is nothing to guess."""
    return hashlib.sha256(secret.encode()).digest()


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()
