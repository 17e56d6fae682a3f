"""Notes that are written to a file, and a gate that keeps its writer busy."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Awaitable, Callable

    from suppression.database import Database


def insert(text: str) -> Callable[[sqlite3.Connection], str]:
    def job(connection: sqlite3.Connection) -> str:
        connection.execute("INSERT INTO notes (text) VALUES (?)", (text,))
        return text

    return job


def notes(database: Database) -> list[str]:
    return [row["text"] for row in database.read("SELECT text FROM notes ORDER BY id")]


class Gate:
    """A job that keeps the writer busy while others queue up behind it."""

    def __init__(self) -> None:
        self.is_reached = threading.Event()
        self.is_open = threading.Event()
        self.statements: list[str] = []

    def __call__(self, connection: sqlite3.Connection) -> None:
        connection.set_trace_callback(self.statements.append)
        self.is_reached.set()
        assert self.is_open.wait(10)

    async def reached(self) -> None:
        assert await asyncio.to_thread(self.is_reached.wait, 10)

    @property
    def commits(self) -> int:
        return self.statements.count("COMMIT")


async def settled(waiting: Awaitable[object]) -> object:
    """Return what comes of it, or the error."""
    try:
        return await waiting
    except Exception as error:  # noqa: BLE001 - it is the result
        return error


def break_the_commit(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO replies (note) VALUES (4711)")  # seen at COMMIT only
