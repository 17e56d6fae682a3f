"""What the list did not take is on the disk, apart from it, until it has been taken."""

from __future__ import annotations

import asyncio
import errno
import os
import zlib
from typing import TYPE_CHECKING

import pytest

from suppression.errors import StoreBroken, StoreUnavailable
from suppression.journal import Journal, waiting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST, SECOND = {"who": "ann@example.net"}, {"who": "Żółć\n\0", "n": 2}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "opt-outs.journal"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    opened = Journal(path)
    opened.open()
    yield opened
    opened.close()


def reopened(path: Path) -> tuple[object, ...]:
    again = Journal(path)
    again.open()
    records = again.records
    again.close()
    return records


def bytes_of(path: Path) -> bytes:
    return path.read_bytes()


def mode_of(path: Path) -> int:
    return path.stat().st_mode & 0o777


def change(path: Path, old: bytes, new: bytes) -> None:
    path.write_bytes(path.read_bytes().replace(old, new, 1))


async def test_what_was_kept_is_there_after_a_restart(journal: Journal, path: Path) -> None:
    assert journal.is_empty
    await journal.append(FIRST)
    await journal.append(SECOND)
    assert not journal.is_empty
    assert journal.records == reopened(path) == waiting(path) == (FIRST, SECOND)


async def test_what_was_done_is_forgotten_for_good(journal: Journal, path: Path) -> None:
    for record in (FIRST, SECOND, FIRST):
        await journal.append(record)
    assert journal.clear(3)
    assert journal.is_empty
    assert reopened(path) == ()
    await journal.append(SECOND)
    assert reopened(path) == (SECOND,)


async def test_what_came_meanwhile_is_not_forgotten(journal: Journal, path: Path) -> None:
    await journal.append(FIRST)
    await journal.append(SECOND)
    assert not journal.clear(1)
    assert reopened(path) == (FIRST, SECOND)


async def test_many_at_once_are_all_kept(journal: Journal, path: Path) -> None:
    await asyncio.gather(*(journal.append({"n": number}) for number in range(200)))
    assert sorted(record["n"] for record in waiting(path)) == list(range(200))


@pytest.mark.parametrize("cut", [1, 5, 20])
async def test_half_a_line_that_nobody_was_told_of_is_nothing(
    journal: Journal, path: Path, cut: int
) -> None:
    await journal.append(FIRST)
    end = journal._end
    await journal.append(SECOND)
    with path.open("r+b") as file:
        file.seek(journal._end - cut)
        file.write(bytes(cut))
    assert reopened(path) == (FIRST,)
    assert bytes_of(path)[end:].strip(b"\0") == b""


THIRD, FOURTH = {"who": "cat@example.net"}, {"who": "dan@example.net"}
NO_JSON = b"%08x {no" % zlib.crc32(b"{no")


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        (b"ann@", b"bnn@", (SECOND, THIRD)),
        (b"cat@", b"bat@", (FIRST, SECOND)),  # the last one: whoever wrote it was told
        (b'net"}\n', b'net"}\v', (SECOND, THIRD)),  # the end of the first line
        (b'cat@example.net"}\n', b'cat@example.net"}\v', (FIRST, SECOND, THIRD)),
        (b"ann@", b"an\n@", (SECOND, THIRD)),
        (b'{"who":"ann@', bytes(12), (SECOND, THIRD)),
        (b"cat@example.net", b"cat@example.net\n" + NO_JSON, (FIRST, SECOND)),
    ],
)
async def test_a_damaged_record_takes_no_other_with_it(
    journal: Journal, path: Path, old: bytes, new: bytes, kept: tuple[object, ...]
) -> None:
    for record in (FIRST, SECOND, THIRD):
        await journal.append(record)
    journal.close()
    change(path, old, new)
    damaged = bytes_of(path)
    assert waiting(path) == kept
    assert bytes_of(path) == damaged  # who only looks changes nothing

    again = Journal(path)
    again.open()
    assert again.records == kept
    assert again.set_aside == path.with_name("opt-outs.journal.damaged-1")
    assert bytes_of(again.set_aside) == damaged.rstrip(b"\0")
    assert [mode_of(each) for each in (again.set_aside, path)] == [0o600, 0o600]
    await again.append(FOURTH)
    again.close()
    assert reopened(path) == (*kept, FOURTH)


async def test_each_damaged_journal_has_a_name_of_its_own(journal: Journal, path: Path) -> None:
    for number in (1, 2):
        await journal.append({**FIRST, "n": number})
        change(path, b"ann@", b"bob@")
        again = Journal(path)
        again.open()
        again.close()
        assert again.set_aside == path.with_name(f"opt-outs.journal.damaged-{number}")
        journal.close()
        journal.open()


async def test_a_damaged_journal_that_cannot_be_set_aside_stays_as_it_is(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await journal.append(FIRST)
    await journal.append(SECOND)
    change(path, b"ann@", b"bob@")
    damaged = bytes_of(path)

    def no_keeping(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", no_keeping)
        with pytest.raises(StoreUnavailable, match="No space left"):
            Journal(path).open()
    assert bytes_of(path) == damaged
    assert reopened(path) == (SECOND,)


async def test_a_start_that_finds_no_room_leaves_nothing_set_aside(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await journal.append(FIRST)
    change(path, b"ann@", b"bob@")
    before = bytes_of(path)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        for _ in range(3):
            with pytest.raises(StoreUnavailable, match="No space left"):
                Journal(path).open()
    assert bytes_of(path) == before
    assert sorted(each.name for each in path.parent.iterdir()) == [
        "opt-outs.journal", "opt-outs.journal.new",
    ]  # fmt: skip


async def test_a_clearing_that_was_cut_off_is_no_damage(journal: Journal, path: Path) -> None:
    for number in range(3):
        await journal.append({"who": f"{number}@example.net", "words": "x" * 900})
    with path.open("r+b") as file:
        file.write(bytes(512))
    again = Journal(path)
    again.open()
    assert [record["who"] for record in again.records] == ["1@example.net", "2@example.net"]
    assert again.set_aside is None
    again.close()


async def test_its_room_is_its_own_from_the_start(journal: Journal) -> None:
    before = os.fstat(journal._descriptor)
    assert before.st_blocks * 512 >= 1 << 20
    assert before.st_mode & 0o777 == 0o600
    await journal.append(FIRST)
    assert os.fstat(journal._descriptor).st_size == before.st_size


def no_room(*_: object) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


async def test_without_room_of_its_own_it_grows(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "posix_fallocate", no_room)
    journal = Journal(path)
    journal.open()
    await journal.append(FIRST)
    journal.close()
    assert reopened(path) == (FIRST,)


async def test_a_write_that_fails_keeps_nothing_and_spoils_nothing(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await journal.append(FIRST)
    with monkeypatch.context() as broken:
        broken.setattr(os, "pwrite", no_room)
        with pytest.raises(StoreUnavailable, match="No space left"):
            await journal.append(SECOND)
    assert journal.records == (FIRST,)
    await journal.append(SECOND)
    assert reopened(path) == (FIRST, SECOND)


def no_sync(_: int) -> None:
    raise OSError(errno.EIO, "Input/output error")


async def test_after_a_sync_that_failed_nothing_is_kept_any_more(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await journal.append(FIRST)
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", no_sync)
        with pytest.raises(StoreBroken, match="does not keep"):
            await journal.append(SECOND)
    with pytest.raises(StoreBroken):
        await journal.append(SECOND)
    assert isinstance(journal.broken, StoreBroken)
    assert journal.records == (FIRST,)
    assert waiting(path)[0] == FIRST


async def test_what_cannot_be_forgotten_is_done_again_after_a_restart(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await journal.append(FIRST)
    with monkeypatch.context() as broken:
        broken.setattr(os, "pwrite", no_room)
        with pytest.raises(StoreUnavailable):
            journal.clear(1)
    assert journal.is_empty
    assert reopened(path) == (FIRST,)


async def test_a_journal_that_is_closed_keeps_nothing(path: Path) -> None:
    journal = Journal(path)
    with pytest.raises(StoreUnavailable):
        await journal.append(FIRST)
    journal.close()
    assert waiting(path) == ()


async def test_a_journal_that_is_closed_forgets_nothing_and_is_not_broken(
    journal: Journal, path: Path
) -> None:
    await journal.append(FIRST)
    journal.close()
    with pytest.raises(StoreUnavailable, match=r"opt-outs\.journal"):
        journal.clear(1)
    assert journal.broken is None
    assert waiting(path) == (FIRST,)


def test_a_journal_that_cannot_be_used_is_said_to_be_so(path: Path) -> None:
    path.mkdir()
    with pytest.raises(StoreUnavailable, match=r"opt-outs\.journal"):
        Journal(path).open()
    with pytest.raises(StoreUnavailable, match=r"opt-outs\.journal"):
        waiting(path)
