"""One file, many callers: what was acknowledged is on the disk, what failed is not."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from suppression import waiters
from suppression.database import Database, connect
from suppression.errors import StoreBroken, StoreFull, StoreUnavailable
from suppression.transaction import Written
from suppression.writer import NOTHING_WRITTEN, Writer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

ROOT = Path(__file__).parents[2]
SCHEMA = """
CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE replies (note INTEGER REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED) STRICT;
CREATE TRIGGER no_empty_notes BEFORE INSERT ON notes WHEN NEW.text = ''
BEGIN
    SELECT RAISE(ABORT, 'empty; a trigger holds statements of its own');
END;
"""


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "001_notes.sql").write_text(SCHEMA)
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "notes.db"


@pytest.fixture
def database(path: Path, migrations: Path) -> Iterator[Database]:
    database = Database(path, migrations)
    database.open()
    yield database
    database.close()


def insert(text: str) -> Callable[[sqlite3.Connection], str]:
    def job(connection: sqlite3.Connection) -> str:
        connection.execute("INSERT INTO notes (text) VALUES (?)", (text,))
        return text

    return job


def notes(database: Database) -> list[str]:
    return [row["text"] for row in database.read("SELECT text FROM notes ORDER BY id")]


async def test_what_is_read_at_once_is_as_of_one_moment(database: Database, path: Path) -> None:
    await database.write(insert("first"))

    def twice(connection: sqlite3.Connection) -> tuple[int, int]:
        before = connection.execute("SELECT count(*) FROM notes").fetchone()[0]
        with closing(connect(path)) as other:
            insert("second")(other)
        return before, connection.execute("SELECT count(*) FROM notes").fetchone()[0]

    assert database.read_at_once(twice) == (1, 1)
    assert notes(database) == ["first", "second"]


async def test_a_reading_that_fails_leaves_no_old_moment_behind(database: Database) -> None:
    def broken(connection: sqlite3.Connection) -> None:
        connection.execute("SELECT * FROM notes").fetchall()
        connection.execute("SELECT * FROM nothing")

    with pytest.raises(StoreUnavailable):
        database.read_at_once(broken)
    await database.write(insert("later"))
    assert notes(database) == ["later"]
    assert database.read_at_once(lambda each: len(each.execute("SELECT 1").fetchall())) == 1


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


async def test_what_was_written_is_read_at_once(database: Database) -> None:
    assert await database.write(insert("one")) == "one"
    assert notes(database) == ["one"]
    assert [tuple(row) for row in await database.scan("SELECT text FROM notes")] == [("one",)]


async def test_how_writing_fares_is_told(database: Database) -> None:
    await database.write(insert("one"))
    fares = database.writing
    assert (fares.commits, fares.failures, fares.waiting) == (1, 0, 0)
    assert fares.seconds > 0
    database.close()
    assert database.writing == NOTHING_WRITTEN


async def test_many_callers_share_a_commit_and_keep_their_order(database: Database) -> None:
    gate = Gate()
    async with asyncio.TaskGroup() as group:
        group.create_task(database.write(gate))
        await gate.reached()
        tasks = [group.create_task(database.write(insert(f"{i:03}"))) for i in range(600)]
        await asyncio.sleep(0)
        gate.is_open.set()
    assert [task.result() for task in tasks] == notes(database) == [f"{i:03}" for i in range(600)]
    assert gate.commits == 1 + 3  # the gate alone, then 256, 256 and 88


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (insert("one"), sqlite3.IntegrityError),
        (insert(""), sqlite3.IntegrityError),
        (lambda c: c.execute("SELECT * FROM nowhere"), sqlite3.OperationalError),
        (lambda c: c.execute("SELECT ?"), sqlite3.ProgrammingError),
        (lambda _: [].pop(), IndexError),
        (lambda _: next(iter(())), RuntimeError),
    ],
)
async def test_a_failing_job_fails_alone(
    database: Database, broken: Callable[[sqlite3.Connection], object], error: type[Exception]
) -> None:
    def half_done(connection: sqlite3.Connection) -> object:
        connection.execute("INSERT INTO notes (text) VALUES ('half')")
        return broken(connection)

    gate = Gate()
    gate.is_open.set()
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(settled(database.write(job)))
            for job in (gate, insert("one"), half_done, insert("two"))
        ]
    assert isinstance(tasks[2].result(), error)
    assert [tasks[1].result(), tasks[3].result()] == notes(database) == ["one", "two"]


def insert_each(connection: sqlite3.Connection, texts: Sequence[str]) -> list[tuple[str, int]]:
    """Insert what several callers bring, and tell each how many they were."""
    for text in texts:
        connection.execute("INSERT INTO notes (text) VALUES (?)", (text,))
    return [(text, len(texts)) for text in texts]


async def test_callers_of_the_same_work_are_served_in_one_go(database: Database) -> None:
    gate = Gate()
    async with asyncio.TaskGroup() as group:
        group.create_task(database.write(gate))
        await gate.reached()
        some = [group.create_task(database.write_item(insert_each, text)) for text in "abc"]
        group.create_task(database.write(insert("between")))
        last = group.create_task(database.write_item(insert_each, "d"))
        await asyncio.sleep(0)
        gate.is_open.set()
    assert [task.result() for task in (*some, last)] == [("a", 3), ("b", 3), ("c", 3), ("d", 1)]
    assert notes(database) == ["a", "b", "c", "between", "d"]


async def test_one_that_fails_in_company_fails_alone(database: Database) -> None:
    async def outcome(text: str) -> object:
        try:
            return await database.write_item(insert_each, text)
        except sqlite3.IntegrityError as error:
            return error

    gate = Gate()
    async with asyncio.TaskGroup() as group:
        group.create_task(database.write(gate))
        await gate.reached()
        tasks = [group.create_task(outcome(text)) for text in ("a", "", "b")]
        await asyncio.sleep(0)
        gate.is_open.set()
    first, empty, last = (task.result() for task in tasks)
    assert isinstance(empty, sqlite3.IntegrityError)
    assert [first, last] == [("a", 1), ("b", 1)]
    assert notes(database) == ["a", "b"]


async def settled(waiting: Awaitable[object]) -> object:
    """Return what comes of it, or the error."""
    try:
        return await waiting
    except Exception as error:  # noqa: BLE001 - it is the result
        return error


async def outcomes_behind_a_gate(
    database: Database, *jobs: Callable[[sqlite3.Connection], object]
) -> list[object]:
    """Run jobs that share one commit, and return the result or error of each."""
    gate = Gate()
    async with asyncio.TaskGroup() as group:
        group.create_task(database.write(gate))
        await gate.reached()
        tasks = [group.create_task(settled(database.write(job))) for job in jobs]
        await asyncio.sleep(0)
        gate.is_open.set()
    return [task.result() for task in tasks]


def fill(connection: sqlite3.Connection) -> None:
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count={pages}")
    connection.execute("INSERT INTO notes (text) VALUES (?)", ("x" * 100_000,))


def break_the_commit(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO replies (note) VALUES (4711)")  # seen at COMMIT only


def lose_the_transaction(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT OR ROLLBACK INTO notes (text) VALUES ('before')")


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (fill, StoreFull),
        (break_the_commit, StoreUnavailable),
        (lose_the_transaction, StoreUnavailable),
    ],
)
async def test_a_commit_that_fails_fails_for_all_and_the_next_one_works(
    database: Database, broken: Callable[[sqlite3.Connection], None], error: type[StoreUnavailable]
) -> None:
    await database.write(insert("before"))
    outcomes = await outcomes_behind_a_gate(database, insert("one"), broken, insert("two"))
    assert [type(outcome) for outcome in outcomes] == [error] * 3
    assert database.broken is None
    assert len({id(outcome) for outcome in outcomes}) == 3
    assert notes(database) == ["before"]
    assert await database.write(insert("three")) == "three"
    assert notes(database) == ["before", "three"]


async def test_a_full_disk_behind_a_failing_job_fails_for_all(database: Database) -> None:
    outcomes = await outcomes_behind_a_gate(database, insert("one"), insert(""), fill)
    assert all(isinstance(outcome, StoreUnavailable) for outcome in outcomes)
    assert notes(database) == []
    assert await database.write(insert("two")) == "two"


def fail_to_sync(_: sqlite3.Connection | None = None) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC  # as SQLite's own has
    raise error


@pytest.mark.parametrize("way", ["write", "write_attached", "write_apart"])
async def test_after_a_sync_that_failed_nothing_is_written_any_more(
    database: Database, way: str
) -> None:
    await database.write(insert("before"))
    verbs: dict[str, Callable[[], Awaitable[object]]] = {
        "write": lambda: database.write(fail_to_sync),
        "write_attached": lambda: database.write_attached(fail_to_sync),  # type: ignore[arg-type]
        "write_apart": lambda: database.write_apart(fail_to_sync),
    }
    for _ in range(2):
        with pytest.raises(StoreBroken, match="does not keep"):
            await verbs[way]()
    for verb in (database.write(insert("after")), database.write_apart(lambda: 1)):
        with pytest.raises(StoreBroken):
            await verb
    assert isinstance(database.broken, StoreBroken)
    assert notes(database) == ["before"]
    database.close()
    database.open()  # as a process that is started again
    assert database.broken is None
    assert await database.write(insert("later")) == "later"


def test_a_file_that_is_damaged_is_said_to_be_so(path: Path, migrations: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 1000)
    database = Database(path, migrations)
    with pytest.raises(StoreBroken, match=r"notes\.db: .*; restore it from a backup"):
        database.open()
    assert database.broken is None


async def test_those_who_come_in_company_again_and_again_are_all_served(
    database: Database,
) -> None:
    texts = [[f"{wave}-{number}" for number in range(5)] for wave in range(8)]
    for wave in texts:  # the writer begins to wait for company, and loses nobody by it
        assert await asyncio.gather(*(database.write(insert(text)) for text in wave)) == wave
    assert notes(database) == [text for wave in texts for text in wave]


async def test_a_job_out_of_memory_does_not_end_the_writer(database: Database) -> None:
    def exhaust(connection: sqlite3.Connection) -> None:
        connection.execute("ROLLBACK")
        raise MemoryError

    assert isinstance(await settled(database.write(exhaust)), StoreUnavailable)
    assert await database.write(insert("one")) == "one"


async def test_a_caller_who_hangs_up_does_not_stop_the_commit(database: Database) -> None:
    gate = Gate()
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(database.write(gate))
        await gate.reached()
        gone = group.create_task(database.write(insert("one")))
        failing = group.create_task(database.write(insert("")))
        await asyncio.sleep(0)
        gone.cancel()
        failing.cancel()
        await asyncio.sleep(0)
        gate.is_open.set()
        await waiting
        await database.write(insert("two"))
    assert gone.cancelled()
    assert notes(database) == ["one", "two"]


async def test_closing_finishes_what_was_submitted(database: Database, path: Path) -> None:
    gate = Gate()
    async with asyncio.TaskGroup() as group:
        group.create_task(database.write(gate))
        await gate.reached()
        task = group.create_task(database.write(insert("one")))
        await asyncio.sleep(0)
        gate.is_open.set()
        database.close()
    assert task.result() == "one"
    with closing(connect(path, read_only=True)) as connection:
        assert connection.execute("SELECT count(*) FROM notes").fetchone()[0] == 1


async def test_what_is_not_open_is_unavailable(path: Path, migrations: Path) -> None:
    database = Database(path, migrations)
    with pytest.raises(StoreUnavailable, match="not open"):
        database.read("SELECT 1")
    with pytest.raises(StoreUnavailable, match="not open"):
        await database.write(insert("one"))
    with pytest.raises(StoreUnavailable, match="cannot read"):
        await database.scan("SELECT 1")
    database.close()


async def test_a_database_is_opened_twice_and_again_without_harm(database: Database) -> None:
    database.open()
    await database.write(insert("one"))
    database.close()
    database.close()
    database.open()
    await database.write(insert("two"))
    assert notes(database) == ["one", "two"]


async def test_a_job_that_comes_after_the_last_is_refused(path: Path) -> None:
    writer = Writer(lambda: connect(path), lambda _: None, (path,))
    writer.stop()
    with pytest.raises(StoreUnavailable, match="closed"):
        await writer.submit(insert("one"))


async def test_a_long_job_goes_last_and_in_a_commit_of_its_own(database: Database) -> None:
    gate = Gate()
    async with asyncio.TaskGroup() as group:
        group.create_task(database.write(gate))
        await gate.reached()
        group.create_task(database.write_long(insert("long")))
        await asyncio.sleep(0)
        assert database.writing.waiting == 1
        group.create_task(database.write(insert("short")))
        await asyncio.sleep(0)
        assert database.writing.waiting == 2
        gate.is_open.set()
    assert notes(database) == ["short", "long"]
    assert database.writing.commits == 3


async def test_who_writes_a_file_is_seen_there_until_it_is_written(
    database: Database, path: Path
) -> None:
    gate = Gate()
    assert not waiters.are_at(path)
    async with asyncio.TaskGroup() as group:
        group.create_task(database.write(gate))
        await gate.reached()
        assert waiters.are_at(path)
        gate.is_open.set()
    assert not waiters.are_at(path)


async def test_a_long_job_lets_in_who_waits_for_the_file_elsewhere(
    database: Database, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiters, "_PATIENCE_S", 600.0)
    assert not waiters.are_at(path)
    async with asyncio.TaskGroup() as group:
        with waiters.seen_at((path,)):
            group.create_task(database.write_long(insert("long")))
            await asyncio.sleep(0)
            await database.write(insert("one"))
            await database.write(insert("two"))  # what lay in the queue before is written by now
    assert notes(database) == ["one", "two", "long"]


async def test_a_long_job_does_not_wait_for_ever(database: Database, path: Path) -> None:
    assert not waiters.are_at(path)
    with waiters.seen_at((path,)):
        await database.write_long(insert("long"))
    assert notes(database) == ["long"]


def test_nobody_is_seen_where_nobody_may_look(path: Path) -> None:
    with waiters.seen_at((path,)):
        assert not waiters.are_at(path)
    assert not path.parent.exists()


def test_a_loop_that_is_gone_does_not_end_the_writer(database: Database) -> None:
    gate = Gate()

    async def give_up() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(database.write(gate), 0.01)

    asyncio.run(give_up())
    gate.is_open.set()
    assert asyncio.run(database.write(insert("one"))) == "one"


async def test_callers_of_two_loops_are_both_answered(database: Database) -> None:
    gate = Gate()
    async with asyncio.TaskGroup() as group:
        group.create_task(database.write(gate))
        await gate.reached()
        here = group.create_task(database.write(insert("here")))
        there = group.create_task(
            asyncio.to_thread(lambda: asyncio.run(database.write(insert("there"))))
        )
        await asyncio.sleep(0.05)
        gate.is_open.set()
    assert (here.result(), there.result()) == ("here", "there")


def test_a_file_that_went_away_is_unavailable_and_not_made_anew(
    database: Database, path: Path
) -> None:
    path.unlink()
    with pytest.raises(StoreUnavailable):
        asyncio.run(database.write(insert("one")))
    assert not path.exists()


async def test_a_file_replaced_in_use_is_the_one_that_is_read(
    database: Database, path: Path, migrations: Path
) -> None:
    await database.write(insert("old"))
    restored = Database(path.with_name("restored.db"), migrations)
    restored.open()
    await restored.write(insert("restored"))
    restored.close()
    aside = _set_aside(path)
    with pytest.raises(StoreUnavailable):
        database.read("SELECT text FROM notes")
    _write_nonsense(path)
    with pytest.raises(StoreUnavailable):
        database.read("SELECT text FROM notes")
    path.with_name("restored.db").rename(path)
    assert [row["text"] for row in database.read("SELECT text FROM notes")] == ["restored"]
    for file in _files(path):
        file.unlink()
    for file in aside:
        file.rename(path.with_name(file.name))
    assert [row["text"] for row in database.read("SELECT text FROM notes")] == ["old"]


def _set_aside(path: Path) -> list[Path]:
    folder = path.with_name("aside")
    folder.mkdir()
    return [file.rename(folder / file.name) for file in _files(path)]


def _write_nonsense(path: Path) -> None:
    path.write_bytes(b"this is no database " * 4096)


def _files(path: Path) -> list[Path]:
    """Return the file and what SQLite keeps beside it."""
    return sorted(path.parent.glob(f"{path.name}*"))


def test_a_query_that_fails_is_unavailable(database: Database) -> None:
    with pytest.raises(StoreUnavailable, match="cannot read"):
        database.read("SELECT * FROM nowhere")


async def test_text_that_is_none_any_more_is_read_with_marks_by_who_asks_for_them(
    database: Database, path: Path, migrations: Path
) -> None:
    await database.write(
        lambda c: c.execute("INSERT INTO notes (text) VALUES (CAST(x'6f6bff' AS TEXT))")
    )
    with pytest.raises(StoreUnavailable, match="cannot read"):
        notes(database)
    marking = Database(path, migrations, shows_damage=True)
    marking.open()
    assert notes(marking) == ["ok\ufffd"]
    with pytest.raises(StoreUnavailable, match="cannot read"):
        marking.read("SELECT * FROM nowhere")
    marking.close()


async def test_a_file_whose_columns_have_no_name_any_more_is_unavailable(
    path: Path, migrations: Path
) -> None:
    _make_and_damage(path, migrations)
    damaged = Database(path, migrations, shows_damage=True)
    damaged.open()
    with pytest.raises(StoreUnavailable, match="cannot read"):
        damaged.read("SELECT * FROM notes")
    with pytest.raises(StoreUnavailable, match="cannot read"):
        await damaged.scan("SELECT * FROM notes")
    damaged.close()


def _make_and_damage(path: Path, migrations: Path) -> None:
    made = Database(path, migrations)
    made.open()
    made.close()
    path.write_bytes(path.read_bytes().replace(b"text", b"te\xfft"))


def test_only_its_owner_reads_the_file(database: Database, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_every_connection_that_writes_waits_for_the_disk(database: Database, path: Path) -> None:
    with closing(connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StoreUnavailable, match="readonly"):
        database.read("DELETE FROM notes")


def test_a_newer_migration_is_applied_to_what_is_there(path: Path, migrations: Path) -> None:
    first = Database(path, migrations)
    first.open()
    first.close()
    (migrations / "002_more.sql").write_text("ALTER TABLE notes ADD COLUMN more TEXT;\n")
    second = Database(path, migrations)
    second.open()
    assert second.read("SELECT more FROM notes") == []
    second.close()


FAILS = "CREATE TABLE more (id);\nCREATE TABLE notes (id);\n"


def test_a_migration_that_fails_leaves_the_schema_as_it_was(path: Path, migrations: Path) -> None:
    database = two_versions(path, migrations, "CREATE TABLE good (id);\n")
    (migrations / "003_yet_more.sql").write_text(FAILS)
    with pytest.raises(StoreUnavailable, match="already exists"):
        database.open()
    with closing(connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 2
        found = connection.execute("SELECT name FROM sqlite_schema WHERE name IN ('good', 'more')")
        assert [row["name"] for row in found] == ["good"]


def test_a_new_file_has_all_migrations_or_none(path: Path, migrations: Path) -> None:
    (migrations / "002_more.sql").write_text(FAILS)
    with pytest.raises(StoreUnavailable, match="already exists"):
        Database(path, migrations).open()
    with closing(connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 0
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == []
    (migrations / "002_more.sql").write_text("CREATE TABLE more (id);\n")
    database = Database(path, migrations)
    database.open()
    assert notes(database) == database.read("SELECT id FROM more") == []
    database.close()


def two_versions(path: Path, migrations: Path, second: str) -> Database:
    """Keep a note under the first version, and return the file under the second."""
    first = Database(path, migrations)
    first.open()
    asyncio.run(first.write(insert("old")))
    first.close()
    (migrations / "002_more.sql").write_text(second)
    return Database(path, migrations)


def test_what_is_about_to_be_changed_is_copied_first(path: Path, migrations: Path) -> None:
    database = two_versions(path, migrations, "DELETE FROM notes;\n")
    database.open()
    assert notes(database) == []
    database.close()
    copy = path.with_name("notes.before-2.db")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    (migrations / "002_more.sql").unlink()
    before = Database(copy, migrations)
    before.open()  # by the program as it was
    assert notes(before) == ["old"]
    before.close()
    assert not path.with_name("notes.before-1.db").exists()


def test_a_change_that_fails_leaves_file_and_copy_as_they_were(
    path: Path, migrations: Path
) -> None:
    database = two_versions(path, migrations, "DELETE FROM notes;\nSELECT nonsense;\n")
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="nonsense"):
            database.open()
    for file in (path, path.with_name("notes.before-2.db")):
        with closing(connect(file)) as connection:
            assert connection.execute("PRAGMA user_version").fetchone()[0] == 1
            assert connection.execute("SELECT count(*) FROM notes").fetchone()[0] == 1
    assert not list(path.parent.glob("*.partial"))


def test_the_data_of_a_newer_version_is_left_alone(path: Path, migrations: Path) -> None:
    (migrations / "002_more.sql").write_text("CREATE TABLE more (id);\n")
    database = Database(path, migrations)
    database.open()
    database.close()
    (migrations / "002_more.sql").unlink()
    with pytest.raises(StoreUnavailable, match="newer version"):
        Database(path, migrations).open()


def test_several_that_open_a_new_file_at_once_all_find_it_whole(
    path: Path, migrations: Path
) -> None:
    databases = [Database(path, migrations) for _ in range(8)]
    threads = [threading.Thread(target=database.open) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [notes(database) for database in databases] == [[]] * 8
    for database in databases:
        database.close()


def test_a_place_that_is_no_folder_is_unavailable(tmp_path: Path, migrations: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="cannot open notes"):
        Database(tmp_path / "file" / "notes.db", migrations).open()


def test_a_file_of_something_else_is_unavailable(tmp_path: Path, migrations: Path) -> None:
    (tmp_path / "notes.db").write_bytes(b"something else" * 100)
    with pytest.raises(StoreUnavailable, match="cannot open notes"):
        Database(tmp_path / "notes.db", migrations).open()


async def test_an_attached_write_holds_the_locks_of_both_files(
    database: Database, path: Path, migrations: Path, tmp_path: Path
) -> None:
    spool = Database(tmp_path / "spool.db", migrations, attached={"list": path})
    spool.open()

    def claim(connection: sqlite3.Connection) -> Written[str]:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                connection.execute("INSERT INTO list.notes (text) VALUES ('claimed')")
                return Written(str(error), elsewhere=True)
        return Written("not locked", elsewhere=False)

    def durability(connection: sqlite3.Connection) -> Written[int]:
        return Written(connection.execute("PRAGMA list.synchronous").fetchone()[0], elsewhere=False)

    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(job)
            for job in (
                spool.write(insert("one")),
                spool.write_attached(claim),
                spool.write(insert("two")),
                spool.write_attached(durability),
            )
        ]
    spool.close()
    assert [task.result() for task in tasks] == ["one", "database is locked", "two", 2]
    assert notes(database) == ["claimed"]


@pytest.mark.parametrize(("elsewhere", "commits"), [(False, 1), (True, 2)])
@pytest.mark.parametrize("broken", [insert("fine"), break_the_commit])
async def test_an_attached_write_shares_a_commit_unless_it_wrote_elsewhere(  # noqa: PLR0917 - fixtures
    database: Database,
    path: Path,
    migrations: Path,
    tmp_path: Path,
    broken: Callable[[sqlite3.Connection], object],
    elsewhere: bool,
    commits: int,
) -> None:
    """Files are committed one after the other: a promise must not lie in half of a commit."""
    spool = Database(tmp_path / "spool.db", migrations, attached={"list": path})
    spool.open()
    gate = Gate()

    def claim(connection: sqlite3.Connection) -> Written[str]:
        connection.execute("INSERT INTO main.notes (text) VALUES ('claimed')")
        if elsewhere:
            connection.execute("INSERT INTO list.notes (text) VALUES ('granted')")
        return Written("claimed", elsewhere=elsewhere)

    async with asyncio.TaskGroup() as group:
        group.create_task(spool.write(gate))
        await gate.reached()
        tasks = [
            group.create_task(settled(waiting))
            for waiting in (
                spool.write(insert("one")),
                spool.write_attached(claim),
                spool.write(broken),
            )
        ]
        await asyncio.sleep(0)
        gate.is_open.set()
    one, claimed, last = (task.result() for task in tasks)
    if broken is break_the_commit:
        assert isinstance(one, StoreUnavailable)
        assert isinstance(last, StoreUnavailable)
        assert (claimed == "claimed") is elsewhere
        assert notes(spool) == ["claimed"] * elsewhere
    else:
        assert [one, claimed, last] == ["one", "claimed", "fine"]
        assert notes(spool) == ["claimed", "one", "fine"]
        assert gate.commits == 1 + commits
    assert notes(database) == ["granted"] * elsewhere
    spool.close()


async def test_a_job_with_an_attached_file_is_seen_at_both(
    database: Database, path: Path, migrations: Path, tmp_path: Path
) -> None:
    other = tmp_path / "data" / "spool.db"
    spool = Database(other, migrations, attached={"list": path})
    spool.open()
    assert not any(map(waiters.are_at, (path, other)))

    def look(_: sqlite3.Connection) -> tuple[bool, bool]:
        return waiters.are_at(path), waiters.are_at(other)

    assert await spool.write(look) == (False, True)
    assert await spool.write_attached(
        lambda connection: Written(look(connection), elsewhere=False)
    ) == (True, True)
    spool.close()


async def test_a_write_waits_for_another_process_and_leaves_the_attached_files_alone(
    database: Database, path: Path, migrations: Path, tmp_path: Path
) -> None:
    spool = Database(tmp_path / "spool.db", migrations, attached={"list": path})
    spool.open()
    await spool.write_attached(lambda _: Written(None, elsewhere=False))

    def opt_out_meanwhile(_: sqlite3.Connection) -> str:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
            other.execute("INSERT INTO notes (text) VALUES ('opted out')")
        with closing(sqlite3.connect(tmp_path / "spool.db", timeout=0)) as other:
            with pytest.raises(sqlite3.OperationalError) as caught:
                other.execute("BEGIN IMMEDIATE")
            return str(caught.value)

    assert await spool.write(opt_out_meanwhile) == "database is locked"
    with closing(sqlite3.connect(tmp_path / "spool.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with asyncio.TaskGroup() as group:
            writing = group.create_task(spool.write(insert("patient")))
            await asyncio.sleep(0.05)
            assert not writing.done()
            other.execute("COMMIT")
    assert writing.result() == "patient"
    assert notes(database) == ["opted out"]
    spool.close()


async def test_an_attached_file_that_is_missing_is_unavailable_and_not_made(
    path: Path, migrations: Path, tmp_path: Path
) -> None:
    spool = Database(path, migrations, attached={"list": tmp_path / "missing.db"})
    spool.open()
    with pytest.raises(StoreUnavailable):
        await spool.write_attached(lambda c: Written(insert("one")(c), elsewhere=False))
    assert await spool.write(insert("two")) == "two"
    spool.close()
    assert not (tmp_path / "missing.db").exists()


async def test_an_attached_file_replaced_in_use_is_never_the_old_one(
    database: Database, path: Path, migrations: Path, tmp_path: Path
) -> None:
    await database.write(insert("old"))
    spool = Database(tmp_path / "spool.db", migrations, attached={"list": path})
    spool.open()

    def listed(connection: sqlite3.Connection) -> Written[list[str]]:
        found = connection.execute("SELECT text FROM list.notes")
        return Written([row["text"] for row in found], elsewhere=False)

    assert await spool.write_attached(listed) == ["old"]
    for file in _files(path):
        file.rename(tmp_path / file.name)
    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            await spool.write_attached(listed)
    restored = Database(path, migrations)
    restored.open()
    await restored.write(insert("restored"))
    assert await spool.write_attached(listed) == ["restored"]
    assert await spool.write(insert("one")) == "one"
    restored.close()
    spool.close()


WRITE_UNTIL_KILLED = """
import asyncio, sys
from pathlib import Path
from suppression.database import Database

async def main(path, migrations):
    database = Database(Path(path), Path(migrations))
    database.open()
    async def one(i):
        sql = "INSERT INTO notes (text) VALUES (?)"
        await database.write(lambda c: c.execute(sql, (str(i),)).rowcount)
        print(i, flush=True)
    for start in range(0, 1_000_000, 20):
        await asyncio.gather(*map(one, range(start, start + 20)))

asyncio.run(main(*sys.argv[1:]))
"""


def test_kill_9_loses_nothing_that_was_acknowledged(
    database: Database, path: Path, migrations: Path
) -> None:
    command = [sys.executable, "-c", WRITE_UNTIL_KILLED, str(path), str(migrations)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        assert writer.stdout is not None
        acknowledged = [writer.stdout.readline().strip() for _ in range(500)]
        asyncio.run(database.write(insert("of another process")))
        writer.kill()
        acknowledged += writer.stdout.read().split("\n")[:-1]
    written = set(notes(database))
    assert len(acknowledged) >= 500
    assert written >= {"of another process", *acknowledged}
    assert asyncio.run(database.write(insert("after"))) == "after"


FILL_THE_DISK = """
import asyncio, resource, sys
from pathlib import Path
from suppression.database import Database
from suppression.errors import StoreUnavailable

def insert(text):
    return lambda c: c.execute("INSERT INTO notes (text) VALUES (?)", (text,)).rowcount

async def attempt(database, text):
    try:
        return await database.write(insert(text))
    except StoreUnavailable:
        return "unavailable"

async def main(path, migrations):
    database = Database(Path(path), Path(migrations))
    database.open()
    print(await attempt(database, "before"))
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = Path(path + "-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 10_000, hard))
    print(*await asyncio.gather(*(attempt(database, str(i) * 20_000) for i in range(3))))
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    print(await attempt(database, "after"))
    database.close()

asyncio.run(main(*sys.argv[1:]))
"""


def test_a_full_disk_is_unavailable_and_works_again_once_there_is_room(
    path: Path, migrations: Path
) -> None:
    command = [sys.executable, "-c", FILL_THE_DISK, str(path), str(migrations)]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, check=False, timeout=60
    )
    assert (done.stdout.split("\n")[0], done.stdout.split("\n")[2]) == ("1", "1"), done.stderr
    assert set(done.stdout.split("\n")[1].split()) == {"unavailable"}
    with closing(connect(path)) as connection:
        found = connection.execute("SELECT text FROM notes ORDER BY id").fetchall()
        assert [row["text"] for row in found] == ["before", "after"]
