"""Files come to the list whole, once, and never let anybody out."""

from __future__ import annotations

import asyncio
import errno
import gzip
import hashlib
import io
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.errors import GatewayError
from gateway.imports import Finished, Importer, Progress, digest_of
from suppression.consent import ConsentSource
from suppression.database import connect
from suppression.entry import ALL, COMMERCIAL, NEVER, Channel, Origin, Reason
from suppression.errors import ImportUndone, StoreUnavailable, UnreadableFileError
from suppression.hashes import ErasureSecrets
from suppression.keys import RecipientKey, email_key, phone_key
from suppression.ledger import Pepper
from suppression.lifting import Authority, NotLiftable
from suppression.migrating import migrate
from suppression.press import Press
from suppression.sqlite import MIGRATIONS, SqliteSuppressionStore
from suppression.staging import Staging
from suppression.store import Actor, Matching, NewConsent, NewEntry, Query
from suppression.terms import Terms
from suppression.transfer.heading import EXPORTED
from suppression.transfer.job import Counts
from suppression.transfer.row import ReadAs, Row
from tests.contract.listing import Clock, ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DESK: Final = Actor(name="desk", method="cli")
COUNSEL: Final = replace(DESK, authority=Authority.COMPLIANCE)
PERSON: Final = Actor(name="recipient", method="page", authority=Authority.PERSON)
ANN, BOB = email_key("ann@example.com"), email_key("bob@example.com")
PEPPER: Final = Pepper(b"p" * 32)
LIST: Final = b"email,reason,date\nann@example.com,,2024-05-06\nbob@example.com,complaint,\n"


class House:
    """A list in a folder, and files brought to it."""

    def __init__(
        self, folder: Path, clock: Clock | None = None, matching: Matching | None = None
    ) -> None:
        self.folder = folder
        self.clock = clock or Clock()
        self.path = folder / "suppression.db"
        self.store = SqliteSuppressionStore(
            self.path, pepper=PEPPER, matching=matching or Matching(), clock=self.clock
        )
        self.store.open()
        self.progress: list[Progress] = []
        self.told: Callable[[Progress], None] = self.progress.append

    async def bring(
        self,
        content: bytes,
        *,
        dry_run: bool = False,
        errors: io.StringIO | None = None,
        **how: Any,  # noqa: ANN401 - fields of ReadAs
    ) -> Finished:
        path = self.folder / "file"
        path.write_bytes(content)
        importer = Importer(self.store, self.folder / "imports", self.told)
        read_as = ReadAs(name="list.csv", now=self.clock().timestamp(), **how)
        return await importer.run(path, read_as, DESK, dry_run=dry_run, errors=errors)

    async def exported(self, form: Any = "csv", query: Query | None = None) -> bytes:  # noqa: ANN401 - a form
        file = io.BytesIO()
        await self.store.export(query or Query(), form, file, DESK)
        return file.getvalue()

    async def stops(self, address: str = ANN, *, commercial: bool = True) -> bool:
        key = email_key(address)
        found = await self.store.blocking([key], Channel.EMAIL, self.clock())
        return any(e.covers(commercial=commercial, stream="", sender="") for e in found[key])


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.store.close()


def entry(**changes: Any) -> NewEntry:  # noqa: ANN401 - fields of NewEntry
    plain = NewEntry(
        channel=Channel.EMAIL, key=ANN, scope=COMMERCIAL, reason=Reason.UNSUBSCRIBE,
        origin=Origin.API, requested_at=Clock().now,
    )  # fmt: skip
    return replace(plain, **changes)


async def test_importing_twice_changes_nothing(house: House) -> None:
    first = await house.bring(LIST)
    assert first.counts == Counts(new=2)
    before = await house.store.list(Query())
    second = await house.bring(LIST)
    assert second.counts == Counts(known=2)
    assert await house.store.list(Query()) == before
    (ann, bob) = before
    assert (ann.reason, ann.origin, ann.recorded_by) == (Reason.UNSUBSCRIBE, Origin.IMPORT, "desk")
    assert ann.requested_at == datetime(2024, 5, 6, tzinfo=UTC)
    assert (bob.reason, bob.requested_at) == (Reason.COMPLAINT, house.clock())
    assert await house.stops()


async def test_a_dry_run_says_what_an_import_would_do_and_does_nothing(house: House) -> None:
    await house.store.add(entry(), DESK)
    content = (
        LIST
        + b"ann@example.com,complaint,\nann@example.com,,\nbad@@,,\nx@example.com,subscribed,\n"
    )
    told = await house.bring(content, dry_run=True)
    assert told.counts == Counts(new=1, stronger=1, known=1, duplicate=1, invalid=1, skipped=1)
    assert told.imported is None
    assert len(await house.store.list(Query())) == 1
    assert await house.store.imports() == ()
    done = await house.bring(content)
    assert done.counts == told.counts
    assert done.report["errors"][0]["row"] == 6
    assert {each.phase for each in house.progress} <= {"reading", "adding"}


async def test_an_import_never_weakens_or_relabels_what_is_there(house: House) -> None:
    strong, _ = await house.store.add(entry(scope=ALL, evidence="letter"), DESK)
    done = await house.bring(LIST)
    assert done.counts == Counts(new=1, known=1)
    assert await house.store.entry(strong.entry_id) == strong
    tomorrow = house.clock() + timedelta(days=1)
    bounce = entry(key=BOB, reason=Reason.HARD_BOUNCE, expires_at=tomorrow)
    weak, _ = await house.store.add(bounce, DESK)
    done = await house.bring(b"email,reason\nbob@example.com,bounced\n")
    assert done.counts == Counts(stronger=1)
    assert await house.store.entry(weak.entry_id) == weak
    assert await house.stops(BOB, commercial=False)


async def test_a_bounce_of_long_ago_has_the_configured_time_from_now(house: House) -> None:
    file = b"email,reason,date\nann@example.com,bounced,2015-01-01\n"
    assert (await house.bring(file)).counts == Counts(new=1)
    (bounce,) = await house.store.list(Query())
    assert bounce.requested_at == datetime(2015, 1, 1, tzinfo=UTC)
    assert bounce.expires_at == house.clock() + timedelta(days=180)
    house.clock.now += timedelta(days=1)
    assert (await house.bring(file)).counts == Counts(known=1)
    for_ever = SqliteSuppressionStore(
        house.path, pepper=PEPPER, matching=Matching(), clock=house.clock,
        terms=Terms(hard_bounce=timedelta(0)),
    )  # fmt: skip
    for_ever.open()
    house.store.close()
    house.store = for_ever
    assert (await house.bring(file)).counts == Counts(stronger=1)
    assert (await house.bring(file)).counts == Counts(known=1)


async def test_every_batch_is_one_line_of_the_ledger_that_names_nobody(house: House) -> None:
    await house.bring(LIST)
    (batch, ended) = ledger(house.path)
    assert batch[1] == "suppression.imported"
    assert batch[2]["entries"] == 2
    assert len(str(batch[2]["rows_sha256"])) == 64
    assert (ended[1], ended[2]["import"], ended[2]["state"]) == (
        "suppression.import_ended", "I-1", "done",
    )  # fmt: skip
    assert ended[2]["file_sha256"] == hashlib.sha256(LIST).hexdigest()
    assert "example" not in str(batch[2]) + str(ended[2])


async def test_the_history_of_a_person_tells_of_imports(house: House) -> None:
    done = await house.bring(LIST)
    assert done.imported is not None
    assert len(await house.store.history(ANN, Channel.EMAIL)) == 1
    await house.store.undo_import(done.imported.import_id, DESK)
    added, lifted = await house.store.history(ANN, Channel.EMAIL)
    assert (added.kind, added.by, added.method) == ("added", "desk", "cli")
    assert added.summary == "unsubscribe, commercial, import I-1 of list.csv, row 2"
    assert (lifted.kind, lifted.summary) == ("lifted", "import I-1 undone")
    assert await house.store.history(email_key("nobody@example.com"), Channel.EMAIL) == ()


async def test_undoing_takes_back_what_the_import_made_and_nothing_else(house: House) -> None:
    before, _ = await house.store.add(entry(), DESK)
    done = await house.bring(LIST)
    assert done.imported is not None
    undone, lifted = await house.store.undo_import(done.imported.import_id, DESK)
    assert (undone.state, lifted) == ("undone", 1)
    active = await house.store.list(Query(active_at=house.clock()))
    assert active == (before,)
    with pytest.raises(ValueError, match="24 hours"):
        await house.store.undo_import(done.imported.import_id, DESK)
    kinds = [line[1] for line in ledger(house.path)]
    assert kinds.count("suppression.import_undone") == 1


async def test_undoing_leaves_what_others_asked_for_meanwhile(house: House) -> None:
    done = await house.bring(LIST)
    assert done.imported is not None
    same, is_new = await house.store.add(entry(), DESK)
    assert not is_new
    _, lifted = await house.store.undo_import(done.imported.import_id, DESK)
    assert lifted == 1
    assert await house.store.list(Query(active_at=house.clock())) == (same,)


async def test_two_imports_of_one_person_have_to_be_undone_both(house: House) -> None:
    first, second = await house.bring(LIST), await house.bring(LIST + b"\n")
    assert first.imported is not None
    assert second.imported is not None
    assert (await house.store.undo_import(first.imported.import_id, DESK))[1] == 0
    assert await house.stops()
    assert (await house.store.undo_import(second.imported.import_id, DESK))[1] == 2
    assert not await house.stops()


async def test_the_same_file_again_keeps_nobody_when_the_first_is_undone(house: House) -> None:
    first, second = await house.bring(LIST), await house.bring(LIST)
    assert first.imported is not None
    assert second.imported is not None
    assert "the same file was imported before, as I-1" in second.report["notes"]
    assert (second.imported.import_id, second.imported.made) == ("I-2", 0)
    undone, lifted = await house.store.undo_import("I-1", DESK)
    assert (undone.made, lifted) == (2, 2)
    assert not await house.stops()
    assert (await house.store.undo_import("I-2", DESK))[1] == 0


async def test_the_same_file_read_otherwise_asks_for_itself(house: House) -> None:
    await house.bring(LIST, scope=ALL)
    await house.bring(LIST)
    assert (await house.store.undo_import("I-1", DESK))[1] == 0
    assert await house.stops()


async def test_the_same_file_again_asks_for_what_others_added_since(house: House) -> None:
    await house.bring(LIST)  # I-1
    await house.store.lift(ANN, Channel.EMAIL, because="came back", by=DESK, evidence="form 12")
    await house.bring(b"email\nann@example.com\n")  # I-2 puts Ann back
    await house.bring(LIST)  # I-3 asks for that, too
    assert (await house.store.undo_import("I-2", DESK))[1] == 0
    assert await house.stops()
    assert (await house.store.undo_import("I-1", DESK))[1] == 1
    assert not await house.stops(BOB)
    assert await house.stops()
    assert (await house.store.undo_import("I-3", DESK))[1] == 1
    assert not await house.stops()


async def test_the_same_file_after_an_undo_is_one_of_its_own(house: House) -> None:
    await house.bring(LIST + b"\n")  # I-1 makes what the others ask for
    await house.bring(LIST)  # I-2
    await house.store.undo_import("I-2", DESK)
    await house.bring(LIST)  # I-3
    assert (await house.store.undo_import("I-1", DESK))[1] == 0
    assert await house.stops()
    assert (await house.store.undo_import("I-3", DESK))[1] == 2


async def test_what_the_same_file_asks_for_again_goes_with_its_first_import(house: House) -> None:
    await house.bring(LIST + b"\n")  # I-1 makes what the others ask for
    await house.bring(LIST)  # I-2
    await house.bring(LIST)  # I-3
    assert (await house.store.undo_import("I-2", DESK))[1] == 0
    assert (await house.store.undo_import("I-1", DESK))[1] == 2
    assert not await house.stops()


async def test_imports_are_told_page_by_page(house: House) -> None:
    for number in range(5):
        await house.bring(f"user{number}@example.com\n".encode())
    first = await house.store.imports(limit=3)
    assert [each.import_id for each in first] == ["I-5", "I-4", "I-3"]
    rest = await house.store.imports(after="I-3", limit=3)
    assert [each.import_id for each in rest] == ["I-2", "I-1"]
    assert await house.store.imports(digest=first[1].digest) == (first[1],)
    assert await house.store.imports(after="I-4", digest=first[1].digest) == ()
    with pytest.raises(ValueError, match="not an import id"):
        await house.store.imports(after="S-1")


async def test_what_two_imports_asked_for_and_others_did_not_is_lifted_alone(house: House) -> None:
    people = [f"user{n}@example.com" for n in range(6)]
    first = await house.bring("\n".join(people).encode())
    second = await house.bring("\n".join(people[:2] + people[3:]).encode())
    assert first.imported is not None
    assert second.imported is not None
    assert (await house.store.undo_import(first.imported.import_id, DESK))[1] == 1
    assert (await house.store.undo_import(second.imported.import_id, DESK))[1] == 5
    assert await house.store.list(Query(active_at=house.clock())) == ()


async def test_rows_of_one_person_come_to_one_commit(house: House) -> None:
    rows = [b"user%d@example.com,%s\n" % (n, why) for n in range(900) for why in (b"", b"bounced")]
    done = await house.bring(b"email,reason\n" + b"".join(rows))
    assert done.counts == Counts(new=900, stronger=900)
    with Staging() as staging:
        plain = Row("a@example.com", "email", "all", "", "manual", "import", "", 1.0, None, 0, 1)
        keys = ["a", "b", "b", "b", "c"]
        staging.put(plain._replace(key=key, number=n) for n, key in enumerate(keys))
        batches = list(staging.batches(after=0, exactly=False, size=lambda: 1))
    assert [[row.key for row in batch.rows] for batch in batches] == [["a", "b"], ["c"]]
    assert [batch.position for batch in batches] == [4, 5]


async def test_an_erased_person_stays_stopped_when_the_import_is_undone(house: House) -> None:
    done = await house.bring(b"address\nann@example.com\nhmac:1:" + b"a" * 64 + b"\n")
    assert done.imported is not None
    assert (await house.store.undo_import(done.imported.import_id, DESK))[1] == 1


async def test_the_keyed_hash_of_another_installation_is_not_known(house: House) -> None:
    assert house.store.knows(ANN)
    assert not house.store.knows(RecipientKey("hmac:9:" + "a" * 64))


async def test_after_a_day_an_import_stands(house: House) -> None:
    done = await house.bring(LIST)
    assert done.imported is not None
    house.clock.now += timedelta(hours=24)
    with pytest.raises(ValueError, match="24 hours"):
        await house.store.undo_import(done.imported.import_id, DESK)
    with pytest.raises(ValueError, match="24 hours"):
        await house.store.undo_import("I-99", DESK)
    assert await house.store.import_("I-99") is None
    assert await house.store.import_("nonsense") is None
    again = await house.bring(LIST)
    assert again.counts == Counts(known=2)


async def test_a_wrong_number_in_a_file_voids_its_consents(house: House) -> None:
    key = phone_key("+12025550123")
    await house.store.record_consent(
        NewConsent(key=key, source=ConsentSource.FORM, purposes=frozenset(), evidence="form",
                   requested_at=house.clock()), DESK,
    )  # fmt: skip
    await house.bring(b"phone,reason\n+12025550123,wrong number\n")
    (consent,) = await house.store.consents(key)
    assert consent.revoked_because == "wrong number, import I-1"


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
from tests.contract.test_transfers import House
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


ENTRIES: Final = st.lists(
    st.builds(
        entry,
        key=st.sampled_from((ANN, BOB)),
        scope=st.sampled_from((ALL, COMMERCIAL)),
        reason=st.sampled_from((Reason.UNSUBSCRIBE, Reason.COMPLAINT, Reason.MANUAL)),
        origin=st.sampled_from((Origin.RECIPIENT, Origin.API)),
        evidence=st.text(max_size=20),
        expires_at=st.sampled_from(
            (
                NEVER,
                *(
                    Clock().now + timedelta(days=3, microseconds=n)
                    for n in (123_456, 123_457, 999_999)
                ),
            )
        ),
    ),
    max_size=6,
)
FILES: Final = st.lists(
    st.tuples(
        st.sampled_from(("ann@example.com", "BOB@example.com", "bad@@", '"')),
        st.sampled_from(("", "complaint", "bounced", "subscribed")),
        st.sampled_from(("", "all", "stream:news")),
    ),
    max_size=6,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ENTRIES, FILES)
def test_an_import_never_lets_more_out(
    entries: list[NewEntry], file: list[tuple[str, str, str]]
) -> None:
    async def run(house: House) -> None:
        for new in entries:
            await house.store.add(new, DESK)
        before = await house.store.list(Query())
        content = "email,reason,scope\n" + "\n".join(map(",".join, file)) + "\n"
        await house.bring(content.encode())
        after = await house.store.list(Query())
        assert after[: len(before)] == before
        again = await house.bring(content.encode())
        assert again.counts.new + again.counts.stronger == 0

    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        try:
            asyncio.run(run(house))
        finally:
            house.store.close()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ENTRIES)
def test_an_export_imported_gives_the_same_export(entries: list[NewEntry]) -> None:
    async def run(one: House, other: House) -> None:
        for new in entries:
            await one.store.add(new, DESK)
        for form in ("csv", "jsonl"):
            exported = await one.exported(form)
            if entries:
                again = await one.bring(exported)
                assert again.counts.new + again.counts.stronger == 0
                await other.bring(exported)
            assert await one.exported(form) == exported
            assert await other.exported(form) == exported

    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        one, other = House(Path(first)), House(Path(second))
        try:
            asyncio.run(run(one, other))
        finally:
            one.store.close()
            other.store.close()


async def test_an_end_is_known_again_to_the_microsecond(house: House) -> None:
    end = house.clock() + timedelta(days=9)
    lines = [
        f"user{n}@example.com,email,all,,manual,2024-05-06,"
        f"{(end + timedelta(microseconds=n * 9973)).isoformat()},,api,\n"
        for n in range(100)
    ]
    content = (",".join(EXPORTED) + "\n" + "".join(lines)).encode()
    assert (await house.bring(content)).counts == Counts(new=100)
    assert (await house.bring(content)).counts == Counts(known=100)


async def test_hashes_name_nobody_and_leave_out_what_has_none(house: House) -> None:
    hashed = hashlib.sha256(b"ann@example.com").hexdigest()
    content = f"address\nann@example.com\n@rival.example\n+12025550123\n{'a' * 64}\n{hashed}\n"
    await house.bring(content.encode())
    file = io.BytesIO()
    done = await house.store.export(Query(), "sha256", file, DESK)
    expected = {hashed, "a" * 64, hashlib.sha256(b"+12025550123").hexdigest()}
    assert file.getvalue().decode().split() == sorted(expected)
    assert (done.lines, done.left_out) == (3, 1)
    assert done.sha256 == hashlib.sha256(file.getvalue()).hexdigest()
    assert ledger(house.path)[-1][2]["file_sha256"] == done.sha256


async def test_an_export_holds_what_is_in_force_and_was_asked_for(house: House) -> None:
    await house.bring(LIST)
    await house.store.lift(
        ANN, Channel.EMAIL, because="signed up again", by=DESK, evidence="form 7"
    )
    assert (await house.exported()).count(b"\r\n") == 2
    query = Query(reason="unsubscribe", channel="email", scope="commercial", text="Bob",
                  since=house.clock())  # fmt: skip
    assert (await house.exported("csv", query)).count(b"\r\n") == 1
    tallies = await house.store.stats()
    assert [(t.reason, t.entries, t.active) for t in tallies] == [
        ("complaint", 1, 1), ("unsubscribe", 1, 0),
    ]  # fmt: skip


async def test_dots_are_ignored_where_they_mean_nothing_for_imported_people_too(
    house: House,
) -> None:
    store = SqliteSuppressionStore(
        house.path, pepper=PEPPER, clock=house.clock,
        matching=Matching(ignore_dots=frozenset({"gmail.com"})),
    )  # fmt: skip
    await house.bring(b"email\na.nn@gmail.com\nbob@gmail.com\n")
    store.open()
    try:
        for address, wanted in (("an.n@gmail.com", 1), ("b.ob@gmail.com", 1), ("c@gmail.com", 0)):
            key = email_key(address)
            found = await store.blocking([key], Channel.EMAIL, house.clock())
            assert len(found[key]) == wanted, address
    finally:
        store.close()


def test_a_list_of_before_imports_is_brought_up_to_date(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    for script in MIGRATIONS.glob("00[12]_*.sql"):
        shutil.copy(script, old)
    path = tmp_path / "suppression.db"
    path.touch()
    with closing(connect(path)) as connection:
        migrate(connection, old)
        for key, loose in (("a.b@gmail.com", "ab@gmail.com"), ("ann@example.com",) * 2):
            connection.execute(
                "INSERT INTO entries (channel, key, loose, scope, sender, reason, origin, evidence,"
                " requested_at, effective_at, include_subdomains, recorded_by) VALUES"
                " ('email', ?, ?, 'all', '', 'manual', 'api', '', 1, 1, 0, '')",
                (key, loose),
            )
        migrate(connection, MIGRATIONS)
        found = connection.execute("SELECT key, loose FROM entries ORDER BY id").fetchall()
        assert [tuple(row) for row in found] == [
            ("a.b@gmail.com", "ab@gmail.com"), ("ann@example.com", None),
        ]  # fmt: skip
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("DELETE FROM entries")
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT * FROM entries WHERE loose IN (SELECT value FROM"
            " json_each(?)) AND channel = ? AND lifted_at IS NULL", ("[]", "email"),
        ).fetchall()  # fmt: skip
        assert "USING INDEX entries_of_loose" in plan[0]["detail"]


def test_a_full_disk_and_a_senseless_column_end_an_import(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Row("a@example.com", "email", "all", "", "manual", "import", "", 1.0, None, 0, 1)
    with Staging() as staging, pytest.raises(UnreadableFileError, match="20000 streams"):
        staging.put(plain._replace(scope=f"stream:{n}") for n in range(20_002))
    staging = Staging()
    staging._connection.close()
    with pytest.raises(StoreUnavailable, match="cannot sort"):
        staging.put([plain])
    with pytest.raises(StoreUnavailable, match="cannot sort"):
        list(staging.batches(after=0, exactly=False, size=lambda: 10))


def test_the_digest_of_a_file_is_that_of_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"abc")
    assert digest_of(tmp_path / "x") == hashlib.sha256(b"abc").hexdigest()


async def test_a_file_that_repeats_an_opt_out_lets_no_page_take_it_back(house: House) -> None:
    for row in (b"ann@example.com,,2024-05-06", b"ann@example.com,,2024-05-06,news"):
        act = f"act {len(row)}"
        pressed = entry(origin=Origin.RECIPIENT, press=Press(act=act, person=ANN))
        made, _ = await house.store.add(pressed, DESK)
        assert await house.store.made_by(act, [ANN]) == (made,)
        done = await house.bring(b"email,reason,date,stream\n" + row + b"\n")
        assert done.counts == Counts(known=1)
        assert await house.store.made_by(act, [ANN]) == ()
        assert await house.store.undo(act, [ANN], because="undone", by=PERSON) == ()
        assert await house.stops()
        await house.store.lift(ANN, Channel.EMAIL, because="next", by=DESK, evidence="call 7")
    told = [body for _, kind, body, _ in ledger(house.path) if kind == "suppression.confirmed"]
    assert [body["entry_id"] for body in told] == ["S-1", "S-2"]


async def test_a_file_takes_an_opt_out_from_what_scanners_are_suspected_of(house: House) -> None:
    people = [email_key(f"user{n}@corp.example") for n in range(6)]
    for key in people:
        press = Press(act=key, person=key, origin="192.0.2.7", send="a/b", is_hasty=True)
        await house.store.add(entry(key=key, origin=Origin.RECIPIENT, press=press), DESK)
    await house.bring(b"email\nuser0@corp.example\nnobody@corp.example\n")
    span = (house.clock() - timedelta(hours=1), house.clock())
    assert [each.key for each in await house.store.suspected(*span)] == people[1:]
    shown = await house.store.entry("S-1")
    assert shown is not None
    assert "suspected" not in shown.evidence


async def test_a_copy_of_our_own_list_is_nobodys_word(house: House) -> None:
    press = Press(act="act", person=ANN)
    pressed = entry(origin=Origin.RECIPIENT, evidence="page; really", press=press)
    made, _ = await house.store.add(pressed, DESK)
    assert (await house.bring(await house.exported())).counts == Counts(known=1)
    assert await house.store.made_by("act", [ANN]) == (made,)
    mixed = await house.exported() + b"ann@example.com,email,commercial,,unsubscribe,,,,,call 7\r\n"
    assert (await house.bring(mixed)).counts == Counts(known=2)
    assert await house.store.made_by("act", [ANN]) == ()


async def test_who_asked_too_is_forgotten_once_nothing_can_be_undone(house: House) -> None:
    def claims() -> int:
        with closing(connect(house.path, read_only=True)) as connection:
            (count,) = connection.execute("SELECT count(*) FROM import_claims").fetchone()
        return int(count)

    await house.bring(LIST)
    await house.store.add(entry(), DESK)
    await house.bring(LIST + b"\n")
    assert claims() == 3
    assert await house.store.forget_claims() == 0
    house.clock.now += timedelta(hours=24)
    await house.bring(LIST + b"\n\n")
    await house.store.forget_claims()
    assert claims() == 0
    assert await house.store.forget_claims() == 0


async def test_what_an_undone_import_made_keeps_the_last_who_asks_for_it(house: House) -> None:
    first, second = await house.bring(LIST), await house.bring(LIST + b"\n")
    assert first.imported is not None
    assert second.imported is not None
    await house.store.undo_import(first.imported.import_id, DESK)
    house.clock.now += timedelta(hours=23)
    assert await house.store.forget_claims() == 0
    _, lifted = await house.store.undo_import(second.imported.import_id, DESK)
    assert lifted == 2
    assert await house.store.forget_claims() == 2


async def test_what_the_law_asks_for_is_undone_by_compliance_alone(house: House) -> None:
    done = await house.bring(b"email,reason\nann@example.com,legal\nbob@example.com,\n")
    again = await house.bring(b"email,reason\nann@example.com,legal\n")
    assert done.imported is not None
    assert again.imported is not None
    _, lifted = await house.store.undo_import(done.imported.import_id, DESK)
    assert lifted == 1, "another import asks for what the law wants"
    with pytest.raises(NotLiftable, match="S-1 needs compliance"):
        await house.store.undo_import(again.imported.import_id, DESK)
    assert await house.stops(commercial=False)
    _, lifted = await house.store.undo_import(again.imported.import_id, COUNSEL)
    assert lifted == 1
    assert not await house.stops()


async def test_a_wrong_number_in_a_file_ends_its_links(house: House) -> None:
    number = phone_key("+19169668284")
    await house.store.link(ANN, number, evidence="form 12", by=DESK)
    await house.store.add(entry(channel=Channel.SMS, key=number, reason=Reason.LEGAL), DESK)
    await house.bring(b"phone,reason\n+19169668284,wrong_number\n")
    assert await house.store.linked(ANN) == ()
    assert await house.stops(commercial=False), "the law goes on"


async def test_no_file_brings_the_name_of_an_erased_person_back(tmp_path: Path) -> None:
    secrets = ErasureSecrets(((1, b"s" * 32),))
    house = House(tmp_path, matching=Matching(erasure=secrets))
    await house.bring(LIST)
    await house.store.erase(ANN, by=DESK)
    dry = await house.bring(LIST + b"\n", dry_run=True)
    done = await house.bring(LIST + b"\n")
    assert dry.counts == done.counts == Counts(known=2)
    assert ANN not in {each.key for each in await house.store.list(Query())}
    assert await house.stops()
    house.store.close()
    blind = House(tmp_path)
    assert (await blind.bring(LIST + b"\n\n")).counts == Counts(new=1, known=1)
    blind.store.close()


async def test_an_export_to_a_full_disk_says_so(house: House) -> None:
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    await house.bring(LIST)
    with pytest.raises(StoreUnavailable, match="No space left"):
        await house.store.export(Query(), "csv", Full(), DESK)


async def test_what_is_taken_back_while_it_runs_adds_nothing_more(house: House) -> None:
    people = b"".join(b"user%d@example.com\n" % n for n in range(3000))
    undone: list[int] = []
    begun = asyncio.Event()

    def told(progress: Progress) -> None:
        if progress.phase == "adding":
            begun.set()

    house.told = told

    async def take_back() -> None:
        await begun.wait()
        undone.append((await house.store.undo_import("I-1", DESK))[1])

    async with asyncio.TaskGroup() as group:
        group.create_task(take_back())
        with pytest.raises(ImportUndone, match="taken back"):
            await house.bring(people)
    assert undone[0] > 0
    found = await house.store.import_("I-1")
    assert found is not None
    assert found.state == "undone"
    assert await house.store.list(Query(active_at=house.clock(), limit=5000)) == ()
    ended = await house.store.end_import("I-1", "done", by=DESK, counts=Counts(), report={})
    assert ended.state == "undone"
