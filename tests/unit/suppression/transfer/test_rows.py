"""Lines become rows of cells, and a line that is no row is a mistake of its own."""

from __future__ import annotations

import pytest

from suppression.transfer.lines import LONGEST
from tests.unit.suppression.transfer.read import Read

ANN = b"ann@example.com"


def reasons(read: Read) -> list[tuple[int, str, str]]:
    return [(each.number, each.column, each.reason) for each in read.mistakes]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_cells_are_told_apart_whatever_separates_them(sign: str, end: str) -> None:
    lines = ("Name", "E-Mail"), ("Lee; Ann|x"[:3], "ann@example.com"), ("Bo", "b@example.com")
    text = end.join(sign.join(line) for line in lines)
    assert Read(text.encode()).keys == ["ann@example.com", "b@example.com"]


def test_the_separator_a_spreadsheet_names_is_obeyed() -> None:
    assert Read(b"sep=;\nemail;a,b,c\nann@example.com;1,2,3\n").keys == ["ann@example.com"]


def test_a_quote_never_closed_spoils_its_row_alone() -> None:
    content = b'email,note\nann@example.com,"open\nb@example.com,x\nc@example.com,"a\nb"\n'
    read = Read(content)
    assert reasons(read) == [(2, "", "a quote is opened here that is never closed")]
    assert read.mistakes[0].raw == 'ann@example.com,"open'
    assert [(row.number, row.key) for row in read.rows] == [
        (3, "b@example.com"), (4, "c@example.com"),
    ]  # fmt: skip


def test_a_quote_in_the_wrong_place_is_a_mistake() -> None:
    read = Read(b'email,note\nann@example.com,"a"b\nb@example.com,a"b\n')
    assert [m.number for m in read.mistakes] == [2]
    assert read.keys == ["b@example.com"]


def test_a_row_over_many_lines_has_an_end() -> None:
    content = b'email,note\nann@example.com,"' + b"x\n" * 5000 + b'"\nb@example.com,x\n'
    read = Read(content)
    assert read.mistakes[0].number == 2
    assert read.keys[-1] == "b@example.com"


def test_cells_and_lines_of_megabytes_are_mistakes_of_their_row() -> None:
    big = b"x" * (LONGEST * 2)
    pieces = [b"email,note\n", ANN + b",", big, b"\nb@example.com,", big[:200_000], b"\n",
              b'c@example.com,"', big, b'"\nd@example.com,', b'"x"\n', big]  # fmt: skip
    read = Read(pieces)
    assert [m.number for m in read.mistakes] == [2, 4, 6]
    assert all(len(m.raw) < 1000 for m in read.mistakes)
    assert read.keys == ["b@example.com", "d@example.com"]


@pytest.mark.parametrize(
    "row", [b"ann@exam\0ple.com,x", b"ann@example.com,\0", b'ann@example.com,"\0"']
)
def test_a_nul_makes_its_row_a_mistake(row: bytes) -> None:
    read = Read(b"email,note\n" + row + b"\nb@example.com,x\n")
    assert reasons(read) == [(2, "", "holds a NUL character")]
    assert read.keys == ["b@example.com"]


def test_rows_with_too_many_or_too_few_cells() -> None:
    read = Read(b"email,note\nann@example.com,a,b\nb@example.com,a,,\nc@example.com\n ,\n  \n")
    assert reasons(read) == [
        (2, "", "has 3 cells where the heading has 2"),
        (5, "", "names nobody"),
    ]
    assert read.keys == ["b@example.com", "c@example.com"]
