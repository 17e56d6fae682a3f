"""A file of the list holds what was asked for, and comes in again as it went out."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import io
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from suppression.channel import Channel
from suppression.errors import StoreUnavailable
from suppression.store import Query
from suppression.transfer.heading import EXPORTED
from tests.contract.importing import ENTRIES, LIST, House
from tests.contract.listing import ANN, DESK, PHONE, ledger

if TYPE_CHECKING:
    from suppression.entry import NewEntry


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


async def test_a_row_repeats_nothing_beside_the_entry_that_it_is_of(house: House) -> None:
    rows = (
        "ann@example.com,email,all,,unsubscribe,2024-01-01T00:00:00Z,,,recipient,,",
        "ann@example.com,email,all,,unsubscribe,2024-02-01T00:00:00Z,,,api,,2025-06-01T00:00:00Z",
    )
    content = "".join(f"{line}\r\n" for line in (",".join(EXPORTED), *rows)).encode()
    for _ in range(2):
        await house.bring(content)
        assert await house.exported() == content


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


async def test_hashes_stop_whom_they_are_of_in_another_list(house: House, tmp_path: Path) -> None:
    await house.bring(b"address\nann@example.com\n+19169668284\n")
    hashes = await house.exported("sha256")
    (tmp_path / "another").mkdir()
    another = House(tmp_path / "another")
    try:
        done = await another.bring(hashes)
        assert done.report["notes"] == [
            "2 hashes without a channel: listed for email and for texts"
        ]
        assert await another.stops()
        found = await another.store.blocking([PHONE], Channel.SMS, another.clock())
        assert found[PHONE]
        assert await another.exported("sha256") == hashes
    finally:
        another.store.close()


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


async def test_an_export_to_a_full_disk_says_so(house: House) -> None:
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    await house.bring(LIST)
    with pytest.raises(StoreUnavailable, match="No space left"):
        await house.store.export(Query(), "csv", Full(), DESK)
