"""Who may use the admin pages: users, their one-time links, their sessions.

What a browser or a link holds is 256 random bits, of which a hash is kept. Everything that changes
who may come in is a line of this file's own hash-chained ledger.

**Failures:** a file that cannot be read or written raises `StoreUnavailable`: nobody is let in.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gateway.admin.passwords import STEPS_AHEAD
from gateway.admin.roles import Role
from gateway.admin.user import By, Kind, Secrets, Session, User
from gateway.admin.user_rows import (
    end_sessions,
    hashed,
    moment,
    new_token,
    other_admins,
    record_line,
    set_columns,
    use_up,
    user_of,
)
from suppression.database import Database
from suppression.storefile import StoreFile

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

IDLE: Final = timedelta(minutes=30)
ABSOLUTE: Final = timedelta(hours=12)
LINK_LASTS: Final = timedelta(hours=24)
_SLACK: Final = timedelta(minutes=1)  # a clock is put right by so much, and what it noted stays
_SEEN_EVERY_S: Final = 60.0
_MIGRATIONS: Final = Path(__file__).parents[1] / "migrations" / "users"
_LET_IN: Final = (
    "SELECT 1 FROM users WHERE id = ? AND disabled_at IS NULL"
    " AND password_hash = coalesce(?, password_hash)"
)


class Users(StoreFile):
    """The users of an installation."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        """Name the file they are kept in."""
        super().__init__(Database(path, _MIGRATIONS), clock)

    def list(self) -> tuple[User, ...]:
        """Return every user there ever was, by name."""
        return tuple(map(user_of, self._database.read("SELECT * FROM users ORDER BY name")))

    def find(self, name: str) -> User | None:
        """Return a user by name."""
        rows = self._database.read("SELECT * FROM users WHERE name = ?", (name,))
        return user_of(rows[0]) if rows else None

    def secrets(self, name: str) -> Secrets:
        """Return what a user who may come in is known by; nothing of anybody else."""
        rows = self._database.read(
            "SELECT password_hash, totp_secret, totp_step FROM users"
            " WHERE name = ? AND disabled_at IS NULL",
            (name,),
        )
        return (
            Secrets(**rows[0]) if rows else Secrets(password_hash="", totp_secret="", totp_step=0)
        )

    async def add(self, name: str, role: Role, by: By, *, link: str = "") -> User | None:
        """Add a user who has no password yet, using the link up; none where it or the name was."""
        now = self._clock()

        def job(connection: sqlite3.Connection) -> int:
            if link and not use_up(connection, link):
                return 0
            added = connection.execute(
                "INSERT INTO users (name, role, created_at) VALUES (?, ?, ?)"
                " ON CONFLICT (name) DO NOTHING",
                (name, role.value, now.timestamp()),
            )
            if added.rowcount:
                user_id = int(added.lastrowid or 0)
                record_line(connection, "user.added", user_id, by, now, role=role.value, name=name)
            return added.rowcount

        return self.find(name) if await self._database.write(job) else None

    async def change(
        self,
        user: User,
        by: By,
        *,
        role: Role | None = None,
        is_disabled: bool | None = None,
        keep_an_admin: bool = False,
    ) -> bool:
        """Give a user another role, or let them in no more (or again); their sessions end.

        `keep_an_admin`: nothing is changed, and False returned, where no admin could come in any
        more.
        """
        now = self._clock()
        is_loss = is_disabled or (role is not None and role is not Role.ADMIN)
        is_loss = is_loss and user.role is Role.ADMIN and user.disabled_at is None

        def job(connection: sqlite3.Connection) -> bool:
            if keep_an_admin and is_loss and not other_admins(connection, user.user_id):
                return False
            if role is not None:
                set_columns(connection, user.user_id, role=role.value)
                record_line(connection, "user.role", user.user_id, by, now, role=role.value)
            if is_disabled is not None:
                set_columns(
                    connection, user.user_id, disabled_at=now.timestamp() if is_disabled else None
                )
                kind = "user.disabled" if is_disabled else "user.enabled"
                record_line(connection, kind, user.user_id, by, now)
            if is_disabled:  # a link from before would let them in when they are enabled again
                connection.execute("DELETE FROM links WHERE user = ?", (user.user_id,))
            end_sessions(connection, user.user_id)
            return True

        return await self._database.write(job)

    async def invite(self, user: User | None, kind: Kind, by: By) -> str:
        """Return the token of a one-time link; earlier ones of the user, or for the first, end."""
        token, now = new_token(), self._clock()

        def job(connection: sqlite3.Connection) -> None:
            user_id = None if user is None else user.user_id
            connection.execute(
                "DELETE FROM links WHERE user IS ? OR NOT expires_at BETWEEN ? AND ?",
                (user_id, now.timestamp(), (now + LINK_LASTS + _SLACK).timestamp()),
            )
            connection.execute(
                "INSERT INTO links (token_hash, user, kind, expires_at) VALUES (?, ?, ?, ?)",
                (hashed(token), user_id, kind, (now + LINK_LASTS).timestamp()),
            )
            record_line(connection, "user.invited", user_id or 0, by, now, link=kind)

        await self._database.write(job)
        return token

    def link(self, token: str) -> tuple[Kind, User | None] | None:
        """Return what a link does, and for whom; none of one that is used, over or nobody's."""
        now = self._clock()
        rows = self._database.read(
            "SELECT kind, user FROM links LEFT JOIN users ON users.id = links.user"
            " WHERE token_hash = ? AND expires_at > ? AND expires_at <= ? AND disabled_at IS NULL",
            (hashed(token), now.timestamp(), (now + LINK_LASTS + _SLACK).timestamp()),
        )
        if not rows:
            return None
        if rows[0]["user"] is None:
            return None if self.list() else (rows[0]["kind"], None)
        found = self._database.read("SELECT * FROM users WHERE id = ?", (rows[0]["user"],))
        return rows[0]["kind"], user_of(found[0])

    async def set_password(self, user: User, password_hash: str, by: By, *, link: str = "") -> bool:
        """Give a user a password; their links and sessions end. False: the link was used."""
        now = self._clock()

        def job(connection: sqlite3.Connection) -> bool:
            if link and not use_up(connection, link):
                return False
            set_columns(connection, user.user_id, password_hash=password_hash)
            connection.execute("DELETE FROM links WHERE user = ?", (user.user_id,))
            connection.execute("DELETE FROM links WHERE user IS NULL")
            end_sessions(connection, user.user_id)
            record_line(connection, "user.password", user.user_id, by, now)
            return True

        return await self._database.write(job)

    async def set_codes(self, user: User, totp_secret: str, step: int, by: By) -> None:
        """Ask a user for one-time codes from now on; "" ends that."""
        now, kind = self._clock(), "user.codes" if totp_secret else "user.no_codes"

        def job(connection: sqlite3.Connection) -> None:
            set_columns(connection, user.user_id, totp_secret=totp_secret, totp_step=step)
            record_line(connection, kind, user.user_id, by, now)

        await self._database.write(job)

    async def use_step(self, user: User, step: int) -> bool:
        """Use a one-time code up; False where it was used before."""
        # one far ahead is of a clock that was: `step_of` takes codes again
        sql = "UPDATE users SET totp_step = ? WHERE id = ? AND NOT totp_step BETWEEN ? AND ?"
        row = (step, user.user_id, step, step + STEPS_AHEAD)
        return bool(await self._database.write(lambda each: each.execute(sql, row).rowcount))

    async def begin(self, user: User, by: By, *, link: str = "", knowing: str | None = None) -> str:
        """Let a user in, using the link up; return what the browser keeps.

        `knowing`: the hash of the password they said. "": the link was used, the password is
        another by now, or they are disabled.
        """
        token, now = new_token(), self._clock()

        def job(connection: sqlite3.Connection) -> bool:
            if link and not use_up(connection, link):
                return False
            if not connection.execute(_LET_IN, (user.user_id, knowing)).fetchone():
                return False
            connection.execute(
                "DELETE FROM sessions WHERE NOT began_at BETWEEN ? AND ?",
                _in(ABSOLUTE, now),
            )
            connection.execute(
                "INSERT INTO sessions (token_hash, user, csrf, began_at, seen_at, address)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (hashed(token), user.user_id, new_token(), now.timestamp(), now.timestamp(),
                 by.address),
            )  # fmt: skip
            record_line(connection, "user.came_in", user.user_id, by, now)
            return True

        return token if await self._database.write(job) else ""

    async def session(self, token: str, *, is_click: bool = True) -> Session | None:
        """Return the session of a browser; none that is over, idle or of somebody disabled.

        `is_click`: a person asks; a page that asks by itself keeps nobody's session alive.
        """
        now = self._clock()
        rows = self._database.read(
            "SELECT users.*, csrf, began_at, seen_at FROM sessions JOIN users ON users.id = user"
            " WHERE token_hash = ? AND disabled_at IS NULL"
            " AND seen_at > ? AND seen_at <= ? AND began_at > ? AND began_at <= ?",
            (hashed(token), *_in(IDLE, now), *_in(ABSOLUTE, now)),
        )
        if not rows:
            return None
        row = rows[0]
        if is_click and now.timestamp() - row["seen_at"] > _SEEN_EVERY_S:
            seen = (now.timestamp(), hashed(token))
            sql = "UPDATE sessions SET seen_at = ? WHERE token_hash = ?"
            await self._database.write(lambda each: each.execute(sql, seen).rowcount)
        return Session(user=user_of(row), csrf=row["csrf"], began_at=moment(row["began_at"]))

    async def end(self, token: str) -> None:
        """Let a browser in no more."""
        sql = "DELETE FROM sessions WHERE token_hash = ?"
        await self._database.write(lambda each: each.execute(sql, (hashed(token),)).rowcount)

    async def record(self, kind: str, user: User, by: By, **facts: str) -> None:
        """Write down what a user did that changes nothing else: who was revealed to them, say."""
        now = self._clock()
        await self._database.write(
            lambda each: record_line(each, kind, user.user_id, by, now, **facts)
        )


def _in(lasts: timedelta, now: datetime) -> tuple[float, float]:
    """Return since when and until when things were noted that last so long.

    What was noted later has the time of a clock that was ahead.
    """
    return (now - lasts).timestamp(), (now + _SLACK).timestamp()
