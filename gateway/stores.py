"""The stores of one data directory, opened and closed together.

**Failures:** a file that cannot be opened raises `StoreUnavailable`, a bad secret `ConfigError`.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from gateway.admin.users import Users
from gateway.credentials import Credentials
from gateway.errors import StoreUnavailable
from gateway.importing.errors import naming, strike
from gateway.privacy.requests import Requests
from gateway.providers.received import Received
from gateway.secret_files import (
    load_callback_secret,
    load_erasure_secrets,
    load_pepper,
    load_token_keys,
)
from gateway.spellings import spellings, struck
from gateway.spool.joint import Joint
from gateway.spool.sqlite import SqliteSpool
from suppression.covering import Matching, Senders
from suppression.faults import not_written
from suppression.journal import Journal
from suppression.keys import domain_key
from suppression.sqlite import SqliteSuppressionStore
from suppression.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime
    from pathlib import Path

    from gateway.config.models import Config
    from gateway.errors import StoreBroken
    from suppression.keys import RecipientKey
    from suppression.tokens import TokenKeys

JOURNAL: Final = "opt-outs.journal"
"""The file of opt-outs that wait for the list; the process that serves opens it, no other."""

_LIST: Final = "suppression.db"
_SPOOL: Final = "messages.db"
_BESIDE_THE_LIST: Final = (_SPOOL, "credentials.db", "users.db", "privacy.db")
_COPIES_S: Final = 7 * 86400.0


def lost_list(data_dir: Path) -> str:
    """Say that the list is gone, or empty, while what was kept beside it is there; "" if not."""
    listed = data_dir / _LIST
    if listed.exists() and listed.stat().st_size:
        return ""
    beside = [name for name in _BESIDE_THE_LIST if (data_dir / name).exists()]
    return f"{listed} is gone, with all opt-outs, while {beside[0]} is there" if beside else ""


class Stores:
    """The list, the spool and the keys, with the secrets they need."""

    def __init__(self, config: Config, *, clock: Callable[[], datetime]) -> None:
        """Name the files; the secrets are made on the first start."""
        data_dir = config.data_dir
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.pepper = load_pepper(data_dir)
        self._data_dir = data_dir
        self._clock = clock
        self.callback_secret = load_callback_secret(data_dir)
        load_token_keys(data_dir)
        self.journal = Journal(data_dir / JOURNAL)
        self.senders = Senders(config.sender_names)
        matching = Matching(
            subaddress=config.suppression.match_subaddress,
            ignore_dots=frozenset(
                domain_key(d).removeprefix("@") for d in config.suppression.ignore_dots
            ),
            erasure=load_erasure_secrets(data_dir),
            senders=self.senders,
        )
        self.suppression = SqliteSuppressionStore(
            data_dir / _LIST, pepper=self.pepper, matching=matching, clock=clock,
            terms=Terms(
                hard_bounce=config.suppression.hard_bounce_expires,
                soft_bounce=config.suppression.soft_bounce_expires,
            ),
        )  # fmt: skip
        self.spool = SqliteSpool(
            data_dir / _SPOOL,
            suppression_path=data_dir / _LIST,
            pepper=self.pepper,
            matching=matching,
            clock=clock,
            may_claim=lambda: self.journal.is_empty,
        )
        self.joint = Joint(
            data_dir / _LIST,
            data_dir / _SPOOL,
            self.spool,
            pepper=self.pepper,
            matching=matching,
            clock=clock,
        )
        self.credentials = Credentials(data_dir / "credentials.db", clock=clock)
        self.privacy = Requests(data_dir / "privacy.db", pepper=self.pepper, clock=clock)
        self.users = Users(data_dir / "users.db", clock=clock)

    @property
    def token_keys(self) -> TokenKeys:
        """The keys of unsubscribe tokens as they are now: a rotation adds one."""
        return load_token_keys(self._data_dir)

    @property
    def broken(self) -> StoreBroken | None:
        """Why nothing more may be promised: a file whose disk does not keep what it is given."""
        files = (
            self.suppression, self.spool, self.credentials, self.users, self.privacy, self.journal,
        )  # fmt: skip
        return next((file.broken for file in files if file.broken is not None), None)

    @property
    def is_older(self) -> bool:
        """Whether there is a file that `open` would bring to a newer schema."""
        files = (self.suppression, self.spool, self.credentials, self.users, self.privacy)
        return any(file.is_older for file in files)

    def open(self) -> None:
        """Open every file, or none; the list first: the spool's claims read it.

        Raises:
            StoreUnavailable: a file cannot be opened, or the list is gone.
        """
        self._require_list()
        try:
            self.suppression.open()
            self.spool.open()
            self.credentials.open()
            self.users.open()
            self.privacy.open()
        except StoreUnavailable:
            self.close()
            raise

    def _require_list(self) -> None:
        """Make no new list where there was one: all who opted out would be written to again."""
        if lost := lost_list(self._data_dir):
            raise StoreUnavailable(f"{lost}: bring it back from a backup (docs/backup.md)")

    def forget_copies(self) -> None:
        """Remove what was kept when a file was brought to a newer schema, after a week."""
        self._forget_copies(_COPIES_S)

    async def empty_logs(self) -> bool:
        """Write what was overwritten over the old; whether none of it is left in a log or copy."""
        self._forget_copies(0.0)
        emptied = [await each.empty_log() for each in (self.suppression, self.spool, self.privacy)]
        return all(emptied)

    def forget_received(self, people: Collection[RecipientKey]) -> None:
        """Remove what nobody could read of what these wrote, or a provider said of them.

        Raises:
            StoreUnavailable: a file cannot be read or removed.
        """
        received = Received(self._data_dir / "received")
        try:
            for key in people:
                received.forget_person(spellings(key))
        except OSError as error:
            raise not_written("cannot forget what was received", error) from error

    async def forget_imported(self, people: Collection[RecipientKey]) -> bool:
        """Strike these from what imports quote of their files; whether no import writes on.

        Raises:
            StoreUnavailable: a file cannot be read or written.
        """
        await self.suppression.strike_reports(lambda said: struck(said, people))
        written = [spellings(key) for key in people]
        are_over = True
        try:
            for path in await asyncio.to_thread(naming, self._data_dir / "imports", written):
                found = await self.suppression.import_(path.stem)
                are_over &= await asyncio.to_thread(
                    strike,
                    path,
                    written,
                    of_import=found.digest if found else path.stem,
                    now_s=self._clock().timestamp(),
                )
        except OSError as error:
            raise not_written("cannot forget what imports could not read", error) from error
        return are_over

    def _forget_copies(self, age_s: float) -> None:
        for copy in self._data_dir.glob("*.before-*.db"):
            with suppress(OSError):  # tried again in some minutes
                if self._clock().timestamp() - copy.stat().st_mtime >= age_s:
                    copy.unlink()

    def close(self) -> None:
        """Close every file, after what was submitted is written."""
        self.journal.close()
        self.privacy.close()
        self.users.close()
        self.credentials.close()
        self.spool.close()
        self.suppression.close()
