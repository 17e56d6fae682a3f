"""Bytes become lines: whatever their encoding and packing, and wherever they are cut."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppression.transfer.lines import LONGEST, lines_of
from tests.unit.suppression.transfer.read import Read


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"]
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_any_encoding_is_read(encoding: str, pack: type[bytes]) -> None:
    mark = "\ufeff" if encoding == "utf-32-be" else ""
    content = (mark + "email,note\nann@example.com,Grüße\nb@example.com,x\n").encode(encoding)
    read = Read(pack(content))
    assert read.keys == ["ann@example.com", "b@example.com"]
    assert read.rows[0].evidence == "row 2: Grüße"


@given(
    st.text(alphabet="aé€😀\n,\r", max_size=60),
    st.integers(1, 7),
    st.sampled_from(("utf-8", "utf-16", "utf-32")),
)
def test_where_the_bytes_are_cut_changes_nothing(text: str, size: int, encoding: str) -> None:
    content = ("email,note\nann@example.com,x\n" + text).encode(encoding)
    pieces = [content[i : i + size] for i in range(0, len(content), size)]
    assert Read(pieces).found == Read(content).found


def test_lines_that_are_not_utf_8_are_read_as_windows_1252_and_counted() -> None:
    content = b"email,note\nann@example.com,Caf\xe9 \x80 \x81\nb@example.com,Caf\xc3\xa9\n"
    read = Read(content)
    assert [row.evidence for row in read.rows] == ["row 2: Café €", "row 3: Café"]
    assert read.reading.notes == ("1 line is not UTF-8 and read as Windows-1252",)


def test_a_byte_that_windows_1252_does_not_define_is_the_control_character_it_is() -> None:
    (mistake,) = Read(b"email,note\nno\x81b\x9d\xf6dy,\x80\n").mistakes
    assert mistake.cells == ["no\x81b\x9d\xf6dy", "\u20ac"]


def test_half_of_a_character_at_the_end_is_no_crash() -> None:
    assert Read("email\nann@example.com\n".encode("utf-16") + b"\x00").keys == ["ann@example.com"]


def test_packed_members_one_after_the_other_are_one_file() -> None:
    content = gzip.compress(b"email\nann@example.com\n") + gzip.compress(b"b@example.com\n")
    assert Read(content + bytes(64)).keys == ["ann@example.com", "b@example.com"]


def test_lines_end_wherever_the_bytes_are_cut() -> None:
    read = Read([b"email\r", b"", b"\nann@example.com\r", b"b@example.com\n\n", b"c@example.com"])
    assert read.keys == ["ann@example.com", "b@example.com", "c@example.com"]
    assert list(lines_of(["a\r", "", "b\n", "c\r"])) == ["a", "b", "c"]
    assert list(lines_of(["x" * (LONGEST + 1), "y", "\nz"]))[1:] == ["z"]


def test_utf_16_is_read_though_a_piece_ends_within_a_character() -> None:
    text = "email,note\nann@example.com,"
    gap = "\n" * ((256 << 10) // 2 - 2 - len(text))
    content = ("\ufeffemail,note\n" + gap + "ann@example.com,\U0001f600\n").encode("utf-16-be")
    read = Read([content])
    assert read.rows[0].evidence.endswith(": \U0001f600")
    assert read.reading.notes == ("the file is UTF-16-BE",)
