"""A process that is killed and a disk that is full lose nothing that was acknowledged."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from suppression.database import Database, connect
from tests.contract.database.notes import insert, notes

ROOT = Path(__file__).parents[3]
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
