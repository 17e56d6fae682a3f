from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.admission import Room
from gateway.disk import Disk
from gateway.smtp.data import Body

DISK: Final = Disk(Path(tempfile.gettempdir()), reserve=lambda _: 0)
END = b"\r\n.\r\n"
wire_text = st.lists(
    st.sampled_from([b"\r\n", b".", b"x", b"..", b"\r", b"\n", b"\0", b"y" * 500, b"z" * 998]),
    max_size=30,
).map(b"".join)


def body(*, limit: int = 1 << 20, room: int = 1 << 30) -> Body:
    return Body(max_size_bytes=limit, room=Room(room), disk=DISK)


def feed_all(reader: Body, wire: bytes, cuts: list[int]) -> bytes | None:
    """Feed in pieces cut at these places; return what came after the end."""
    edges = sorted({0, len(wire), *(cut % (len(wire) + 1) for cut in cuts)})
    for start, stop in pairwise(edges):
        rest = reader.feed(wire[start:stop])
        if rest is not None:
            return rest + wire[stop:]
    return None


def reference(wire: bytes) -> tuple[bytes, str, bytes]:
    """What RFC 5321 says about a whole message, written as plainly as can be."""
    content, _, after = (b"\r\n" + wire).partition(END)
    lines = (content + b"\r\n")[2:].split(b"\r\n")[:-1]
    if any(set(line) & set(b"\r\n\0") for line in lines):
        return b"", "SMTP_BARE_NEWLINE", after
    plain = [line[1:] if line.startswith(b".") else line for line in lines]
    return b"".join(line + b"\r\n" for line in plain), "", after


@given(wire_text, wire_text, st.lists(st.integers(0, 10**6), max_size=8))
def test_message_is_read_as_the_rfc_says_however_it_is_cut(
    text: bytes, after: bytes, cuts: list[int]
) -> None:
    reader = body()
    rest = feed_all(reader, text + END + after, cuts)
    content, problem, expected_rest = reference(text + END + after)
    assert rest == expected_rest
    assert bool(reader.problem) == bool(problem)
    if not problem:
        assert reader.content() == content
    elif problem == "SMTP_BARE_NEWLINE" and len(text) < 500:
        assert reader.problem == problem


def test_lines_may_be_longer_than_others_take() -> None:
    reader = body()
    long = b"a" * 5000 + b"\r\n"
    assert feed_all(reader, long + END[2:], [17, 999, 4999, 5001]) == b""
    assert reader.content() == long


def test_every_single_cut_of_a_stuffed_message() -> None:
    wire = b"..a\r\n.b\r\n..\r\n" + END + b"NOOP\r\n"
    for cut in range(len(wire) + 1):
        reader = body()
        assert feed_all(reader, wire, [cut]) == b"NOOP\r\n"
        assert reader.content() == b".a\r\nb\r\n.\r\n\r\n"


def test_empty_message() -> None:
    reader = body()
    assert reader.feed(b".\r\nQUIT\r\n") == b"QUIT\r\n"
    assert reader.content() == b""


def test_hostile_31_mib_is_kept_only_up_to_the_limit_and_read_only_up_to_twice_it() -> None:
    limit, block = 1 << 20, 1 << 16
    for pattern in (b"\r\n", b"x", b"\r\n..", b"\r\n.x", b"\n", b"\r", b"\0", b"." * 997 + b"\r\n"):
        room = Room(limit * 2)
        reader = Body(max_size_bytes=limit, room=room, disk=DISK)
        chunk = pattern * (block // len(pattern))
        read = most = 0
        while not reader.is_hopeless:
            assert reader.feed(chunk) is None
            read += len(chunk)
            most = max(most, len(reader._content))
        assert reader.problem
        assert most <= limit + 2
        assert read <= 2 * limit + block
        assert room.take(limit * 2)  # all of it was given back


def test_work_grows_with_what_arrives_and_not_with_what_is_kept() -> None:
    """Single octets: what is looked at again is never more than the four of a cut end of data."""
    reader = body()
    for octet in b"x\r\n.y\r\n" * 200:
        assert reader.feed(bytes([octet])) is None
        assert len(reader._carry) < len(END)


def test_room_that_others_fill_is_a_reason_to_come_back() -> None:
    room = Room(100)
    first = Body(max_size_bytes=1000, room=room, disk=DISK)
    first.feed(b"x" * 90)
    second = Body(max_size_bytes=1000, room=room, disk=DISK)
    second.feed(b"y" * 20)
    assert second.problem == "QUEUE_FULL"
    first.release()
    assert room.take(100)


BLOCK: Final = (b"." + b"x" * 61 + b"\r\n") * 1024
"""64 KiB, every line stuffed: a part put aside begins and ends where it may."""
PLAIN: Final = BLOCK.replace(b"\r\n.", b"\r\n")[1:]


async def _read(reader: Body, blocks: int) -> None:
    """Read so many blocks and the end as a session does."""
    for _ in range(blocks):
        assert reader.feed(BLOCK) is None
        if reader.is_heavy:
            await reader.put_aside()
    assert reader.feed(END[2:]) == b""
    await reader.fetch()


MEMORY: Final = (256 << 10) + 2 * len(BLOCK)


def files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_what_is_put_aside_is_there_again_when_the_message_is_whole(tmp_path: Path) -> None:
    room = Room(1 << 30)
    reader = Body(max_size_bytes=32 << 20, room=room, disk=Disk(tmp_path, reserve=lambda _: 0))
    await _read(reader, 100)
    assert reader.problem == ""
    assert reader.content() == (b"x" * 61 + b"\r\n") * 102_400
    reader.release()
    assert room.take(1 << 30)
    assert not files_in(tmp_path)


async def test_a_message_on_its_way_takes_up_no_more_memory_than_a_small_one() -> None:
    room = Room(MEMORY)
    slow = Body(max_size_bytes=32 << 20, room=room, disk=DISK)
    for _ in range(100):
        assert slow.feed(BLOCK) is None
        if slow.is_heavy:
            await slow.put_aside()
    assert slow.problem == ""
    assert not slow.is_heavy
    slow.release()
    assert room.take(MEMORY)


async def test_whole_it_is_a_reason_to_come_back_where_memory_has_no_room_for_it() -> None:
    room = Room(1 << 20)
    reader = Body(max_size_bytes=32 << 20, room=room, disk=DISK)
    await _read(reader, 20)
    assert reader.problem == "QUEUE_FULL"
    assert room.take(1 << 20)


async def test_a_message_put_aside_has_the_same_limit() -> None:
    for limit, problem in ((20 * len(PLAIN), ""), (20 * len(PLAIN) - 1, "SMTP_TOO_LARGE")):
        reader = Body(max_size_bytes=limit, room=Room(1 << 30), disk=DISK)
        await _read(reader, 20)
        assert reader.problem == problem


@pytest.mark.parametrize(
    "disk",
    [
        Disk(Path("/nonexistent"), reserve=lambda _: 0),
        Disk(Path("/proc"), reserve=lambda _: -(1 << 40)),  # says it has room, and takes nothing
        Disk(Path(tempfile.gettempdir()), reserve=lambda size: 2 * size),
    ],
)
async def test_a_disk_without_room_is_a_reason_to_come_back(disk: Disk) -> None:
    room = Room(1 << 30)
    reader = Body(max_size_bytes=32 << 20, room=room, disk=disk)
    await _read(reader, 20)
    assert reader.problem == "QUEUE_FULL"
    assert room.take(1 << 30)
