"""What breaks an import, and what goes on beside it."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import io
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from gateway.errors import GatewayError
from gateway.importing.imports import Finished, Importer, Progress, digest_of
from suppression.errors import StoreUnavailable, UnreadableFileError
from suppression.keys import email_key
from suppression.staging import Staging
from suppression.store import Query
from suppression.transfer.job import Counts
from suppression.transfer.row import ReadAs, Row
from tests.contract.importing import LIST, House, entry
from tests.contract.listing import DESK


async def test_a_broken_file_leaves_nothing_behind_but_a_failed_import(house: House) -> None:
    rows = b"".join(b"user%d@example.com\n" % n for n in range(5000))
    cut = gzip.compress(b"email\n" + rows)[:-9]
    with pytest.raises(UnreadableFileError, match="cut off"):
        await house.bring(cut)
    (failed,) = await house.store.imports()
    assert (failed.state, failed.report["problem"]) == (
        "failed", "the file is cut off: it cannot be unpacked to its end",
    )  # fmt: skip
    assert await house.store.list(Query()) == ()


async def test_a_file_is_imported_by_one_process_at_a_time(house: House) -> None:
    class Slow(io.StringIO):
        def write(self, text: str) -> int:
            with pytest.raises(GatewayError, match="right now"):
                asyncio.run(
                    Importer(house.store, house.folder / "imports").run(
                        house.folder / "file", ReadAs(name="list.csv", now=0), DESK, dry_run=False
                    )
                )
            return super().write(text)

    errors = Slow()
    await house.bring(LIST + b"bad@@,,\n", errors=errors)
    assert "bad@@" in errors.getvalue()


async def test_a_file_that_changes_while_it_is_read_is_refused(
    house: House, tmp_path: Path
) -> None:
    others = b"".join(b"u%d@example.com\n" % n for n in range(50000))

    class Changing(io.StringIO):
        def write(self, text: str) -> int:
            (tmp_path / "file").write_bytes(others)
            return super().write(text)

    big = b"email\nbad@@\n" + b"".join(b"user%d@example.com\n" % n for n in range(50000))
    with pytest.raises(UnreadableFileError, match="changed"):
        await house.bring(big, errors=Changing())
    assert await house.store.list(Query()) == ()


CHILD: Final = """
import asyncio, sys
from pathlib import Path
from tests.contract.importing import House
house = House(Path(sys.argv[1]))
house.told = lambda p: print(p.phase, p.done, flush=True)
asyncio.run(house.bring(Path(sys.argv[2]).read_bytes()))
"""


async def test_an_import_killed_in_the_middle_goes_on_where_it_was(tmp_path: Path) -> None:
    count = 20_000
    content = b"email\n" + b"".join(b"user%d@example.com\n" % (n * 7919) for n in range(count))
    (tmp_path / "source").write_bytes(content)
    root = Path(__file__).parents[2]
    with subprocess.Popen(  # noqa: ASYNC220 - the test waits for it
        [sys.executable, "-c", CHILD, str(tmp_path), str(tmp_path / "source")], cwd=root,
        stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(root)},
    ) as child:  # fmt: skip
        assert child.stdout is not None
        for line in child.stdout:
            if line.startswith("adding") and int(line.split()[1]) > 3000:
                child.send_signal(signal.SIGKILL)
                break
    house = House(tmp_path)
    try:
        (cut,) = await house.store.imports()
        assert cut.state == "adding"
        assert 3000 < cut.position < count
        assert len(await house.store.list(Query(limit=count))) == cut.position
        done = await house.bring(content)
        assert done.imported is not None
        assert (done.imported.import_id, done.counts) == (cut.import_id, Counts(new=count))
        assert len(await house.store.list(Query(limit=2 * count))) == count
    finally:
        house.store.close()


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({}, {"soft_bounce_lasts_s": 7 * 86400.0}),
        ({"soft_bounce_lasts_s": 7 * 86400.0}, {}),
    ],
)
async def test_an_import_cut_off_leaves_nobody_out_under_another_configuration(
    house: House, first: dict[str, Any], then: dict[str, Any]
) -> None:
    day = (house.clock() - timedelta(days=10)).date()
    content = b"email,reason,sender,date\n" + b"".join(
        f"a{n}@example.com,,old,\nb{n}@example.com,soft_bounce,,{day}\n"
        f"c{n}@example.com,,,\n".encode() for n in range(600)
    )  # fmt: skip
    await cut_off(house, content, **first)
    (begun,) = await house.store.imports()
    done = await house.bring(content, **then)
    assert done.imported is not None
    assert (done.imported.import_id, done.imported.state) == (begun.import_id, "done")
    listed = {entry.key for entry in await house.store.list(Query(limit=5000))}
    expected = {f"{kind}{n}@example.com" for kind in "ac" for n in range(600)}
    expected |= {f"b{n}@example.com" for n in range(0 if "soft_bounce_lasts_s" in then else 600)}
    assert listed >= expected
    assert done.counts.new == len(listed)


async def test_an_import_cut_off_under_an_older_version_begins_anew(house: House) -> None:
    content = b"email\n" + b"".join(b"user%d@example.com\n" % n for n in range(2500))
    await cut_off(house, content)
    house.store.close()
    with closing(sqlite3.connect(house.path)) as older:
        older.execute("UPDATE imports SET passed = ''")
        older.commit()
    house.store.open()
    (begun,) = await house.store.imports()
    assert (await house.bring(content)).counts == Counts(new=2500, known=begun.position)


async def cut_off(house: House, content: bytes, **how: Any) -> None:  # noqa: ANN401 - fields of ReadAs
    """Import a file, and stop as if killed when some of it was added."""

    class KilledError(Exception):
        pass

    def told(progress: Progress) -> None:
        if progress.phase == "adding":
            raise KilledError

    house.told = told
    with pytest.raises(KilledError):
        await house.bring(content, **how)
    house.told = house.progress.append


async def test_opt_outs_go_on_while_an_import_runs(house: House) -> None:
    content = b"email\n" + b"".join(b"user%d@example.com\n" % n for n in range(30_000))
    waits: list[float] = []

    async def opt_out() -> None:
        number = 0
        while not any(each.phase == "adding" for each in house.progress):  # noqa: ASYNC110 - a test
            await asyncio.sleep(0.005)
        while importing and not importing[0].done():
            began = time.monotonic()
            await house.store.add(entry(key=email_key(f"p{number}@example.net")), DESK)
            waits.append(time.monotonic() - began)
            number += 1
            await asyncio.sleep(0)

    importing: list[asyncio.Task[Finished]] = []
    async with asyncio.TaskGroup() as group:
        importing.append(group.create_task(house.bring(content)))
        group.create_task(opt_out())
    assert importing[0].result().counts.new == 30_000
    assert len(waits) > 10  # many got their turn, among some dozens of batches
    assert sorted(waits)[len(waits) // 2] < 1.0


def test_a_full_disk_and_a_senseless_column_end_an_import(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Row("a@example.com", "email", "all", "", "manual", "import", "", 1.0, None, 0, 1)
    with Staging() as staging, pytest.raises(UnreadableFileError, match="20000 streams"):
        staging.put(plain._replace(scope=f"stream:{n}") for n in range(20_002))
    staging = Staging()
    staging._connection.close()
    with pytest.raises(StoreUnavailable, match="cannot sort"):
        staging.put([plain])
    with pytest.raises(StoreUnavailable, match="cannot sort"):
        list(staging.batches(exactly=False, size=lambda: 10))


def test_the_digest_of_a_file_is_that_of_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"abc")
    assert digest_of(tmp_path / "x") == hashlib.sha256(b"abc").hexdigest()
