"""What is no list is said to be none, and no bytes break the reader or fill the memory."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from suppression.errors import UnreadableFileError
from suppression.transfer.reading import Reading
from suppression.transfer.row import Mistake, ReadAs
from tests.unit.suppression.transfer.read import NOON, Read

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"  \r\n \n", "empty"),
        (b"<!DOCTYPE html><table>", "HTML"),
        (b"PK\x03\x04....", "Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"name,city\nAnn,Rome\n", "no column names a person; there are: name, city"),
        (b"# only\n# remarks\n", "no row"),
        (b'"never closed\n', "no row"),
        (b'{"a": [{', "no row"),
        (b'[{"name": "Ann"}]', "no column names a person"),
        (gzip.compress(b"email\n" * 99999)[:-20], "cut off"),
        (gzip.compress(b"email\n" * 99999)[:-8] + b"12345678", "not whole"),
    ],
)
def test_what_is_no_list_is_said_to_be_none(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableFileError, match=why):
        Read(content)


def test_a_file_that_unpacks_to_a_thousand_times_its_size_is_given_up() -> None:
    def bomb() -> Iterator[bytes]:
        packing = zlib.compressobj(9, zlib.DEFLATED, 31)
        yield packing.compress(b"email\n")
        for _ in range(200):
            yield packing.compress((b" " * 65535 + b"\n") * 16)

    with pytest.raises(UnreadableFileError, match="100 times its size"):
        Read(bomb())


def test_bytes_without_a_line_are_no_list_and_do_not_pile_up() -> None:
    read = Read([b"email\nann@example.com\n", *[b"x" * 100_000] * 30])
    assert read.keys == ["ann@example.com"]
    assert len(read.mistakes) == 1


@given(
    st.binary(max_size=200),
    st.sampled_from((b"", b"email,reason\n", b"[", b'{"email":"a@b.example"}\n')),
)
@example(b"\x00", b"")
@example(b'{"a":1e999}', b"")
def test_no_bytes_break_the_reader(content: bytes, head: bytes) -> None:
    with suppress(UnreadableFileError):
        Read(head + content)


def test_a_large_file_with_an_open_quote_is_read_in_little_memory() -> None:
    def pieces() -> Iterator[bytes]:
        yield b'email,note\nfirst@example.com,"never closed\n'
        row = b"user@example.com," + b"x" * 1000 + b"\n"
        for _ in range(64):
            yield row * 500

    tracemalloc.start()
    try:
        reading = Reading(pieces(), ReadAs(name="list.csv", now=NOON.timestamp()))
        first, count = next(iter(found := iter(reading))), sum(1 for _ in found)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (first.number, count) == (2, 32_000)
    assert isinstance(first, Mistake)
    assert peak < 8 << 20
