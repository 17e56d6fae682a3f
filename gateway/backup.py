"""A copy of what a data directory holds, taken while the gateway runs, that sends nothing again.

Each database is one moment of it, and the moments come in such an order that a later file knows
what an earlier one stands on: what waits to be done, the messages, the list, the secrets. So no
opt-out that a message knows of is missing from the list, and no name is hashed with a secret that
is not there.

What leaves after the copy was taken still waits in it. So nothing waits there on its own: all of
it is held until a person releases it, and every text that was on its way is `unknown`. No report
and no callback that was owed leaves from it either.

**Failures:** a copy that cannot be whole is not there: `GatewayError` says why, `StoreBroken` of a
database that is damaged.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gateway import ledger
from gateway.errors import GatewayError, StoreBroken
from gateway.spool import event_ids, lease, quarantine, review
from gateway.spool.rows import read_deliveries
from gateway.spool.spoolfile import MIGRATIONS
from gateway.spool.transition import Transition, apply
from gateway.stores import JOURNAL
from suppression.channel import Channel
from suppression.database import connect
from suppression.faults import not_opened, not_written
from suppression.journal import SET_ASIDE
from suppression.ledger import Line, append
from suppression.migrating import migrate

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from gateway.ledger import Verdict
    from gateway.spool.rows import DeliveryRow

_SPOOL: Final = "messages.db"
_LIST: Final = "suppression.db"
_OURS: Final = 0o700
_WAITING: Final = "WHERE d.state IN ('queued', 'deferred', 'held') AND d.ends_at IS NOT NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A copy that is whole."""

    folder: Path
    files: tuple[str, ...]
    held: int  # deliveries that wait in it for a person
    verdicts: tuple[Verdict, ...]  # on its ledgers, the messages' first


def back_up(data_dir: Path, folder: Path, *, by: str, at: datetime) -> Backup:
    """Copy a data directory to a folder that is not there yet, or empty.

    `by`: who wants it, for the ledger of the copy.

    Raises:
        GatewayError: there is nothing to copy, something in the way, or no room.
        StoreBroken: a database is damaged.
    """
    if not (data_dir / _SPOOL).exists():
        message = f"there is no {data_dir / _SPOOL}: has the gateway ever run here?"
        raise GatewayError(message)
    try:
        if folder.exists() and any(folder.iterdir()):
            message = f"{folder} is not empty; name a folder that is not there yet"
            raise GatewayError(message)
        partial = folder.with_name(f".{folder.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)  # of one that was interrupted
        partial.mkdir(parents=True, mode=_OURS)
        try:
            made = _copied(data_dir, partial, by, at)
            partial.replace(folder)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        _sync(folder.parent)
    except OSError as error:
        raise not_written(f"cannot write {folder}", error) from error
    return replace(made, folder=folder)


def _copied(data_dir: Path, target: Path, by: str, at: datetime) -> Backup:
    for name in _names(data_dir):
        source = data_dir / name
        if source.is_dir():
            shutil.copytree(source, target / name, copy_function=_copy_file)
        elif source.suffix == ".db":
            _copy_database(source, target / name)
        elif source.exists():
            _copy_file(source, target / name)
    held = _hold(target / _SPOOL, by, at)
    verdicts = tuple(ledger.verify(target / name) for name in (_SPOOL, _LIST))
    if not all(verdict.is_whole for verdict in verdicts):
        message = f"the ledger of {data_dir} is broken: `optwarden ledger verify` says where"
        raise StoreBroken(message)
    files = sorted(path for path in target.rglob("*") if path.is_file())
    for path in (*files, *(each for each in target.rglob("*") if each.is_dir()), target):
        _sync(path)
    names = tuple(str(path.relative_to(target)) for path in files)
    return Backup(folder=target, files=names, held=held, verdicts=verdicts)


def _names(data_dir: Path) -> tuple[str, ...]:
    """Return what is copied, in order."""
    others = {path.name for path in data_dir.glob("*.db") if ".before-" not in path.name}
    set_aside = sorted(path.name for path in data_dir.glob(f"{JOURNAL}{SET_ASIDE}*"))
    return (
        "received", "imports", JOURNAL, *set_aside,
        *sorted(others - {_SPOOL, _LIST}), _SPOOL, _LIST, "secrets",
    )  # fmt: skip


def _copy_file(source: str | Path, target: str | Path) -> None:
    """Copy a file with its mode; one that is done with meanwhile is not missed."""
    try:
        shutil.copy2(source, target)
    except FileNotFoundError:
        return


def _copy_database(source: Path, target: Path) -> None:
    """Copy one moment of a database, whatever is written to it meanwhile."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(connect(source, read_only=True)) as live, closing(_plain(target)) as copy:
            live.backup(copy)
            (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        raise not_opened(f"cannot copy {source.name}", error) from error
    if found != "ok":
        raise StoreBroken(f"{source.name} is damaged: {found}; restore it from a backup")


def _plain(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path)


def _hold(path: Path, by: str, at: datetime) -> int:
    """Keep back whatever waits in a copy of the spool, and say why."""
    why = f"restored from a backup of {at:%Y-%m-%d %H:%M} UTC: it may have left since"
    order = review.Order(by=by, because=why, at=at)
    try:
        with closing(connect(path)) as copy:
            migrate(copy, MIGRATIONS)
            copy.execute("BEGIN IMMEDIATE")
            quarantine.mend_indexes(copy)
            event_ids.mark_copy(copy)
            lease.release(copy, at=at, lost=quarantine.damaged(copy))
            rows = read_deliveries(copy, _WAITING)
            apply(copy, (_held(row, order) for row in rows), at=at)
            _silence(copy, order)
            copy.execute("COMMIT")
    except sqlite3.Error as error:
        raise not_written(f"cannot write {path.name}", error) from error
    except quarantine.UNREADABLE as error:
        message = f"{path.name} is damaged"
        raise StoreBroken(message) from error
    return len(rows)


def _silence(copy: sqlite3.Connection, order: review.Order) -> None:
    """Owe nobody a report or a callback: they were told since, or are told by the other."""
    reports = copy.execute("UPDATE deliveries SET owes_report = 0 WHERE owes_report = 1").rowcount
    notices = copy.execute("DELETE FROM callback_notices").rowcount
    if reports or notices:
        owed = {"reports": reports, "notices": notices}
        why = {"by": order.by, "because": order.because}
        append(copy, [Line(at=order.at, kind="backup.silenced", facts=owed, detail=why)])
    copy.execute("UPDATE callback_cursor SET seq = (SELECT coalesce(max(seq), 0) FROM ledger)")


def _held(row: DeliveryRow, order: review.Order) -> Transition:
    step = replace(review.step(row, review.HOLD, order), reply=order.because)
    if row.channel is Channel.EMAIL:
        return step
    # the original may have taken it since, and the provider may say so
    known = {"attempt": row.attempt}
    return replace(step, attempts=row.attempts, claims=max(row.claims, 1), facts=known)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
