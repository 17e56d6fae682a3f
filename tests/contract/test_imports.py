"""A file comes to the list whole and once, is told of, and weakens nothing."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suppression.channel import Channel
from suppression.covering import Matching
from suppression.entry import ALL, NewEntry, Origin, Reason
from suppression.keys import email_key
from suppression.sqlite import SqliteSuppressionStore
from suppression.staging import Staging
from suppression.store import Query
from suppression.terms import Terms
from suppression.transfer.heading import EXPORTED
from suppression.transfer.job import Counts
from suppression.transfer.row import Row
from tests.contract.importing import BOB, ENTRIES, LIST, House, entry
from tests.contract.listing import ANN, DESK, PEPPER, ledger


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


async def test_rows_of_one_person_come_to_one_commit(house: House) -> None:
    rows = [b"user%d@example.com,%s\n" % (n, why) for n in range(900) for why in (b"", b"bounced")]
    done = await house.bring(b"email,reason\n" + b"".join(rows))
    assert done.counts == Counts(new=900, stronger=900)
    with Staging() as staging:
        plain = Row("a@example.com", "email", "all", "", "manual", "import", "", 1.0, None, 0, 1)
        keys = ["a", "b", "b", "b", "c"]
        staging.put(plain._replace(key=key, number=n) for n, key in enumerate(keys))
        batches = list(staging.batches(exactly=False, size=lambda: 1))
    assert [[row.key for row in batch.rows] for batch in batches] == [["a", "b"], ["c"]]
    assert [batch.position for batch in batches] == [4, 5]


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
