"""The ledger as a feed: what happened to a submitter's messages, in order, page by page."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gateway.backup import back_up
from gateway.spool import events as feed
from suppression.ledger import Line, append
from tests.contract.spool.damaging import damage, overwrite
from tests.contract.spool.make import NOON, email, list_at, spool_at

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.spool.make import Desk

SECOND = {"address": "bob@example.net", "subject": "Second"}


async def test_each_submitter_is_told_of_their_own_messages_page_by_page(desk: Desk) -> None:
    ours = [email(), email(), email()]
    for message in ours:
        await desk.spool.accept(email(submitter="pharmacy"))
        await desk.spool.accept(message)
    first = await desk.spool.events("shop", after=0, limit=2)
    assert [(each.seq, each.kind, each.queue_id) for each in first.events] == [
        (2, "accepted", ours[0].queue_id), (4, "accepted", ours[1].queue_id),
    ]  # fmt: skip
    assert first.last == 4
    rest = await desk.spool.events("shop", after=first.last, limit=2)
    assert [each.seq for each in rest.events] == [6]
    assert rest.events[0].channel == "email"
    assert rest.events[0].detail == {"address": "bob@example.net", "subject": "Hello"}
    nothing = await desk.spool.events("shop", after=rest.last, limit=2)
    assert (nothing.events, nothing.last) == ((), rest.last)


@pytest.mark.parametrize(
    ("whole", "damaged", "read"),
    [
        ('"subject":"Second"}', '"subject":"Second";', ("shop", {})),
        ('"queue_id":"{}",', '"queue_id":"{}";', (None, SECOND)),
    ],
)
async def test_a_damaged_line_is_told_as_far_as_it_can_be_read_and_so_is_what_follows(
    desk: Desk, whole: str, damaged: str, read: tuple[str | None, dict[str, str]]
) -> None:
    messages = [email(subject=subject) for subject in ("First", "Second", "Third")]
    for message in messages:
        await desk.spool.accept(message)
    queue_id = messages[1].queue_id
    overwrite(desk, *(each.replace("{}", queue_id).encode() for each in (whole, damaged)))
    found = (await desk.spool.events("shop", after=0, limit=9)).events
    assert [each.queue_id for each in found] == [each.queue_id for each in messages]
    assert [each.is_whole for each in found] == [True, False, True]
    assert (found[1].facts.get("submitter"), found[1].detail) == read
    (line,) = await desk.spool.trace(queue_id=queue_id)
    assert (line.facts.get("submitter"), line.detail) == read
    assert line.facts["damaged"] is True


async def test_a_line_of_which_nothing_can_be_read_ends_no_feed(desk: Desk) -> None:
    messages = [email(), email(), email()]
    for message in messages:
        await desk.spool.accept(message)
    loose = "UPDATE sqlite_master SET sql = replace(sql, ' STRICT', '') WHERE name = 'ledger'"
    damage(desk, "PRAGMA writable_schema = ON", loose, "DROP TRIGGER ledger_is_never_changed")
    damage(desk, "UPDATE ledger SET at = 'x' WHERE seq = 1")
    name = f'"queue_id":"{messages[1].queue_id}",'.encode()
    overwrite(desk, name, name.replace(b"_", b"\x00"))
    found = (await desk.spool.events("shop", after=0, limit=9)).events
    assert [(each.queue_id, each.is_whole) for each in found] == [
        (messages[0].queue_id, False), (messages[2].queue_id, True),
    ]  # fmt: skip


async def test_a_line_that_is_about_no_message_is_told_to_nobody(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.folder / "messages.db")) as file, file:
        file.row_factory = sqlite3.Row
        append(file, [Line(at=NOON, kind="backup.silenced", facts={"reports": 1})])
    await desk.spool.accept(email())
    found = await desk.spool.events("shop", after=0, limit=9)
    assert [each.kind for each in found.events] == ["accepted"]
    assert found.last == 2


async def test_a_page_looks_past_the_lines_of_others_only_so_far_and_says_where_to_go_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "_CHUNK", 2)
    monkeypatch.setattr(feed, "_CHUNKS", 2)
    messages = [email(submitter="pharmacy") for _ in range(5)]
    await desk.spool.accept(messages[0], more=[*messages[1:], ours := email()])
    first = await desk.spool.events("shop", after=0, limit=9)
    assert (first.events, first.last) == ((), 4)
    second = await desk.spool.events("shop", after=first.last, limit=9)
    assert [(each.seq, each.queue_id) for each in second.events] == [(6, ours.queue_id)]
    assert second.last == 6


def copied(desk: Desk, folder: Path) -> Desk:
    """Return a copy of a desk that was restored a minute later, and is not started."""
    desk.clock.advance(minutes=1)
    back_up(desk.folder, folder, by="root", at=desk.clock())
    desk.clock.advance(minutes=1)
    listed, spool = list_at(folder, desk.clock), spool_at(folder, desk.clock)
    listed.open()
    spool.open()
    return replace(desk, folder=folder, spool=spool, listed=listed)


async def happened(desk: Desk, count: int = 1) -> list[int]:
    """Have something happen; the ids of it, read on from what was read before."""
    page = await desk.spool.events("shop", after=0, limit=99)
    for _ in range(count):
        await desk.spool.accept(email())
    found = await desk.spool.events("shop", after=page.last, limit=99)
    return [each.id for each in found.events]


async def test_in_a_copy_ids_go_on_from_when_it_is_started(desk: Desk, tmp_path: Path) -> None:
    before = await happened(desk, 3)
    copy = copied(desk, tmp_path / "copy")
    more = await happened(desk, 3)
    assert (before, more) == ([1, 2, 3], [4, 5, 6])
    await copy.spool.begin_event_ids()
    started_at = copy.clock().timestamp() * 1_000_000
    after = (await copy.spool.events("shop", after=more[-1], limit=99)).events
    assert [each.kind for each in after] == ["held"] * 3, "what the copying did is not missed"
    assert [each.id for each in after] == [started_at + seq for seq in (4, 5, 6)]
    assert await happened(copy) == [started_at + 7]
    copy.clock.advance(hours=1)
    await copy.spool.begin_event_ids()
    assert await happened(copy) == [started_at + 8], "started once more, it goes on"
    copy.spool.close()
    copy.listed.close()


def made_by_an_older_version(folder: Path) -> None:
    """Leave in a copy what a version without ids of events did."""
    with closing(sqlite3.connect(folder / "messages.db")) as file:
        file.execute("DROP TABLE event_ids")
        file.execute("PRAGMA user_version = 18")


@pytest.mark.parametrize("is_copied_again", [True, False])
@pytest.mark.parametrize("waiting", [0, 2])
async def test_in_a_copy_of_an_older_version_ids_go_on_from_when_it_is_started(
    desk: Desk, tmp_path: Path, waiting: int, *, is_copied_again: bool
) -> None:
    """What waited tells that it is a copy; where nothing did, copying it once more does."""
    await happened(desk, waiting)
    folder = tmp_path / "copy"
    back_up(desk.folder, folder, by="root", at=desk.clock())
    lost = await happened(desk, 3)
    made_by_an_older_version(folder)
    if is_copied_again:
        back_up(folder, tmp_path / "again", by="root", at=desk.clock())
        folder = tmp_path / "again"
    copy = replace(desk, folder=folder, spool=spool_at(folder, desk.clock))
    copy.spool.open()
    await copy.spool.begin_event_ids()
    is_marked = bool(waiting) or is_copied_again
    assert set(await happened(copy, 3)).isdisjoint(lost) is is_marked
    copy.spool.close()


async def test_data_of_an_older_version_that_is_no_copy_keeps_its_ids(desk: Desk) -> None:
    await happened(desk, 2)
    desk.spool.close()
    made_by_an_older_version(desk.folder)
    desk.spool.open()
    await desk.spool.begin_event_ids()
    assert await happened(desk) == [3]


@pytest.mark.parametrize("waiting", [0, 2])
async def test_who_read_what_is_lost_reads_on_in_a_copy_of_a_copy(
    desk: Desk, tmp_path: Path, waiting: int
) -> None:
    await happened(desk, waiting)
    first = copied(desk, tmp_path / "first")
    await first.spool.begin_event_ids()
    second = copied(first, tmp_path / "second")
    lost = await happened(first, 3)
    second.clock.advance(minutes=1)
    await second.spool.begin_event_ids()
    after = await happened(second)
    assert not set(after) & set(lost)
    read = await second.spool.events("shop", after=lost[-1], limit=99)
    assert [each.id for each in read.events][-1:] == after
    found = [each.id for each in (await second.spool.events("shop", after=0, limit=99)).events]
    assert found == sorted(set(found))
    for place, each in enumerate(found):
        page = await second.spool.events("shop", after=each, limit=99)
        assert [event.id for event in page.events] == found[place + 1 :]
    for copy in (first, second):
        copy.spool.close()
        copy.listed.close()


async def test_what_an_erasure_took_is_missing_from_the_feed(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    bob = message.deliveries[0].recipient.key
    await desk.spool.forget_person(bob, by="ada", because="they asked for it")
    found = await desk.spool.events("shop", after=0, limit=9)
    assert [(each.kind, each.detail) for each in found.events] == [
        ("accepted", {}), ("cancelled", {}),
    ]  # fmt: skip
    assert found.events[0].facts["submitter"] == "shop"
