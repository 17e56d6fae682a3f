"""Damage to the files of a spool, and what a gateway does with what is left."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from gateway.spool.model import State
from tests.contract.spool.make import delivery, email, outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping, Sequence

    from gateway.spool.model import NewMessage
    from tests.contract.spool.make import Desk


async def queued(desk: Desk, count: int = 3) -> Sequence[NewMessage]:
    messages = [email(delivery(f"p{number}@example.net")) for number in range(count)]
    for message in messages:
        await desk.spool.accept(message)
    return messages


def damage(desk: Desk, *statements: str, file: str = "messages.db") -> None:
    with closing(sqlite3.connect(desk.folder / file)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def said(
    lines: Iterable[MutableMapping[str, Any]], event: str
) -> Sequence[MutableMapping[str, Any]]:
    return [line for line in lines if line["event"] == event]


def change_index(desk: Desk, number: int, other: int) -> None:
    """Have the index of what is due name another delivery in the place of one."""
    key = b"out" + _seconds(desk, "next_at", number)
    overwrite(desk, key + bytes([number]), key + bytes([other]))


def forget_in_index(desk: Desk, state: bytes, number: int) -> None:
    """Have the index of what is open name a delivery in a state that is none."""
    key = _seconds(desk, "ends_at", number) + bytes([number])
    overwrite(desk, state + key, state[:-1] + b"z" + key)


def _seconds(desk: Desk, column: str, number: int) -> bytes:
    """Return a time of whole seconds as SQLite keeps it."""
    with closing(sqlite3.connect(desk.folder / "messages.db")) as file:
        query = f"SELECT {column} FROM deliveries WHERE id = ?"  # noqa: S608 - a column of ours
        ((seconds,),) = file.execute(query, (number,)).fetchall()
    return int(seconds).to_bytes(4, "big")


def overwrite(desk: Desk, old: bytes, new: bytes) -> None:
    """Change what stands once in the file of the spool."""
    desk.spool.close()
    path = desk.folder / "messages.db"
    file = path.read_bytes()
    assert file.count(old) == 1
    path.write_bytes(file.replace(old, new))
    desk.spool.open()


def retype(desk: Desk, number: int) -> None:
    """Make the address of a delivery a BLOB, as one bit does: no statement may write that row."""
    strict = "UPDATE sqlite_master SET sql = sql || ' STRICT' WHERE name = 'deliveries'"
    loose = "UPDATE sqlite_master SET sql = replace(sql, ' STRICT', '') WHERE name = 'deliveries'"
    damage(desk, "PRAGMA writable_schema = ON", loose)
    damage(desk, f"UPDATE deliveries SET address = CAST(address AS BLOB) WHERE id = {number}")  # noqa: S608 - a number
    damage(desk, "PRAGMA writable_schema = ON", strict)
    desk.spool.close()
    desk.spool.open()


async def flowed(desk: Desk) -> int:
    claimed = await desk.claim()
    for each in claimed:
        await desk.spool.settle(outcome(each, State.DELIVERED))
    return len(claimed)
