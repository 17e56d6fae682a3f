"""An import is taken back within a day: what it made, and nothing that others ask for."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from suppression.actor import Authority
from suppression.channel import Channel
from suppression.database import connect
from suppression.entry import ALL
from suppression.errors import ImportUndone
from suppression.lifting import NotLiftable
from suppression.store import Query
from suppression.transfer.job import Counts
from tests.contract.importing import BOB, LIST, House, entry
from tests.contract.listing import ANN, DESK, ledger

if TYPE_CHECKING:
    from gateway.importing.imports import Progress

COUNSEL: Final = replace(DESK, authority=Authority.COMPLIANCE)


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


async def test_what_two_imports_asked_for_and_others_did_not_is_lifted_alone(house: House) -> None:
    people = [f"user{n}@example.com" for n in range(6)]
    first = await house.bring("\n".join(people).encode())
    second = await house.bring("\n".join(people[:2] + people[3:]).encode())
    assert first.imported is not None
    assert second.imported is not None
    assert (await house.store.undo_import(first.imported.import_id, DESK))[1] == 1
    assert (await house.store.undo_import(second.imported.import_id, DESK))[1] == 5
    assert await house.store.list(Query(active_at=house.clock())) == ()


async def test_an_erased_person_stays_stopped_when_the_import_is_undone(house: House) -> None:
    done = await house.bring(b"address\nann@example.com\nhmac:1:" + b"a" * 64 + b"\n")
    assert done.imported is not None
    assert (await house.store.undo_import(done.imported.import_id, DESK))[1] == 1


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
