"""What is written is read again as it was; what could not be read can be mended."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from suppression.terms import ENDING
from suppression.transfer.cells import unshielded
from suppression.transfer.error_file import error_heading, error_line, error_object
from suppression.transfer.evidence_text import visible
from suppression.transfer.heading import EXPORTED
from suppression.transfer.row import Mistake, Row
from suppression.transfer.writing import Line, csv_pieces, json_pieces
from tests.unit.suppression.transfer.read import NOON, Read, when

LINES = st.builds(
    Line,
    address=st.sampled_from(("ann@example.com", "@rival.example", "+19169668284", "=x@example.com",
                             "md5:257c57037d384ae37ea27a07e8a01665")),
    channel=st.sampled_from(("email", "sms")),
    scope=st.sampled_from(("all", "commercial", "stream:news")),
    sender=st.sampled_from(("", "example")),
    reason=st.sampled_from(("unsubscribe", "erased", "soft_bounce")),
    requested_at=st.floats(1e9, 1.7e9).map(lambda at: round(at, 6)),
    expires_at=st.sampled_from((None, 4e9)),
    include_subdomains=st.integers(0, 1),
    origin=st.sampled_from(("recipient", "api", "import")),
    evidence=st.text(max_size=40),
    repeated_at=st.sampled_from((None, 1.75e9, 1.75e9 + 0.000001)),
)  # fmt: skip


@given(st.lists(LINES, max_size=5), st.sampled_from((csv_pieces, json_pieces)))
def test_what_is_written_is_read_and_written_again_alike(lines: list[Line], pieces) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    lines = [
        line._replace(
            channel="sms" if line.address[0] == "+" else "email",
            expires_at=line.expires_at if line.reason in ENDING else None,
        )
        for line in lines
    ]  # an address has one channel, an opt-out no end
    if not lines:
        return
    content = b"".join(pieces(lines))
    read = Read(content)
    assert read.recognised == "optwarden"
    assert read.mistakes == []
    again = [
        Line(r.key, r.channel, r.scope, r.sender, r.reason, r.requested_at, r.expires_at,
             r.include_subdomains, r.origin, r.evidence, repeated(r))
        for r in read.rows
    ]  # fmt: skip
    assert b"".join(pieces(again)) == content


def repeated(row: Row) -> float | None:
    assert row.last_requested_at is not None
    return row.last_requested_at if row.last_requested_at > row.requested_at else None


def test_what_an_older_version_exported_is_read_as_ours() -> None:
    head = ",".join(EXPORTED).removesuffix(",repeated_at")
    read = Read(f"{head}\nann@example.com,email,all,,manual,2024-01-02,,,,\n".encode())
    assert (read.recognised, read.mistakes) == ("optwarden", [])
    assert read.rows[0].last_requested_at == read.rows[0].requested_at


def test_a_part_of_an_export_says_when_it_was_asked_for_last() -> None:
    read = Read(b"address,requested_at,repeated_at\nann@example.com,2024-01-02,2025-06-07\n")
    assert when(read.rows[0]) == "2024-01-02T00:00:00Z"
    assert read.rows[0].last_requested_at == datetime(2025, 6, 7, tzinfo=UTC).timestamp()


def test_a_long_file_is_written_in_pieces() -> None:
    line = Line("ann@example.com", "email", "all", "", "manual", 1e9, None, 0, "api", "x")
    pieces = list(csv_pieces([line] * 2500))
    assert len(pieces) == 3
    assert b"".join(pieces).count(b"\r\n") == 2501


def test_a_file_of_ours_with_something_else_in_it_is_not_guessed_at() -> None:
    head = ",".join(EXPORTED).encode() + b"\n"
    rows = (
        b"ann@example.com,email,all,,whim,2024-01-02,,,,",
        b"ann@example.com,fax,all,,manual,2024-01-02,,,,",
        b"ann@example.com,email,all,,manual,2024-01-02,soon,,,",
        b"ann@example.com,email,all,,manual,2024-01-02,2024-01-03,,,",
        b"ann@example.com,email,all,,manual,2024-01-02,,,,",
    )
    read = Read(head + b"\n".join(rows))
    assert [m.column for m in read.mistakes] == ["reason", "channel", "expiresat"]
    assert (len(read.skipped), len(read.rows)) == (1, 1)
    assert read.rows[0].requested_at < NOON.timestamp()
    assert read.rows[0].origin == "import"


def test_rows_that_cannot_be_read_are_mended_and_read_alone() -> None:
    content = (
        b'email,note\nbad@@,=1+1\nann@example.com,"open\nx@example.com,a,b\nb@example.com,ok\n'
    )
    read = Read(content)
    assert read.reading.heading is not None
    columns = read.reading.heading.columns
    file = error_heading(columns) + "".join(error_line(m, columns) for m in read.mistakes)
    lines = file.splitlines()
    assert lines[0] == "optwarden_row,optwarden_column,optwarden_reason,email,note,optwarden_raw"
    assert lines[1].startswith("2,email,no local part")
    assert lines[1].endswith("bad@@,'=1+1,")
    assert lines[3].endswith("x@example.com,a,b")
    mended = Read(file.replace("bad@@", "good@example.com").encode())
    assert mended.keys == ["good@example.com", "x@example.com"]
    assert len(mended.mistakes) == 1
    assert unshielded("'=1+1") == "=1+1"


def test_objects_that_cannot_be_read_are_mended_too() -> None:
    read = Read(b'{"email":"bad@@","n":{"x":1}}\n{broken\n{"email":"b@example.com"}\n')
    lines = [error_object(mistake) for mistake in read.mistakes]
    assert json.loads(lines[0])["email"] == "bad@@"
    assert json.loads(lines[1])["optwarden_raw"] == "{broken"
    mended = Read("".join(lines).replace("bad@@", "good@example.com").encode())
    assert mended.keys == ["good@example.com"]


def test_what_a_stranger_wrote_is_one_line_of_what_can_be_seen() -> None:
    assert visible(" a\u202e\u0000b\u2028c  d ", 6) == "ab c d"
    assert visible("plain") == "plain"


def test_a_mistake_without_columns_has_its_place() -> None:
    assert error_line(Mistake(7, "", "why", None, "raw"), ()) == "7,,why,raw\r\n"


def test_what_a_service_says_is_kept_in_five_hundred_characters_on_one_line() -> None:
    assert visible("x" * 501) == "x" * 500
    assert visible("no\n\u202esuch  user") == "no such user"
