"""What the columns of a file mean, and what is said for those it lacks."""

from __future__ import annotations

import pytest

from suppression.channel import Channel
from suppression.entry import ALL, Reason, stream_scope
from suppression.errors import UnreadableFileError
from suppression.transfer.reading import Reading
from suppression.transfer.row import ReadAs, Row
from tests.unit.suppression.transfer.read import NOON, Read, when


def test_columns_without_a_heading_are_told_by_their_first_row() -> None:
    rows = Read(b"7,2024-05-06,complaint,ann@example.com,x@example.com,,word\n").rows
    assert [(row.key, row.reason, when(row)) for row in rows] == [
        ("ann@example.com", "complaint", "2024-05-06T00:00:00Z"),
        ("x@example.com", "complaint", "2024-05-06T00:00:00Z"),
    ]


def test_a_column_is_what_it_is_said_to_be() -> None:
    content = b"Kunde,Wann,email\nann@example.com,2024-05-06,x\n"
    (row,) = Read(
        content, columns={"Kunde": "email", "wann": "requested_at", "Email": "ignore"}
    ).rows
    assert (row.key, when(row)) == ("ann@example.com", "2024-05-06T00:00:00Z")
    with pytest.raises(UnreadableFileError, match="no column 'Kunden'; there are: Kunde, Wann"):
        Read(content, columns={"Kunden": "email"})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reason", "complaint"), ("scope", "all"), ("stream", "news"), ("channel", "email"),
        ("requested_at", "2026-01-02"), ("expires_at", "2999-01-01"),
        ("evidence", "a letter"), ("include_subdomains", "yes"),
    ],
)  # fmt: skip
def test_a_column_said_to_be_a_field_is_read_as_one_of_its_name(field: str, value: str) -> None:
    def rows(column: str, **columns: str) -> list[Row]:
        reason = "" if field == "reason" else ",reason\n@rival.example,{},manual"
        given = reason or "\n@rival.example,{}"
        return Read(f"address,{column}{given.format(value)}\n".encode(), columns=columns).rows

    assert rows("Spalte", Spalte=field) == rows(field) != []


def test_a_date_in_the_future_is_now_and_one_that_is_none_is_counted() -> None:
    content = (
        b"email,date\na@example.com,2999-01-01\nb@example.com,soon\nc@example.com,\n"
        b'd@example.com,"Mon, 01 Jan 0001 00:00:00 UTC"\ne@example.com,9999999999\n'
    )
    read = Read(content)
    assert {row.requested_at for row in read.rows} == {NOON.timestamp()}
    assert read.reading.notes == ("3 dates cannot be read: the time of the import stands for it",)


def test_what_the_file_does_not_say_can_be_said_for_it() -> None:
    content = b"email,phone,reason,stream\na@example.com,,,news\n,+12025550123,bounced,\n"
    how = {"reason": Reason.LEGAL, "scope": ALL}
    assert [(r.key, r.reason, r.scope) for r in Read(content, **how).rows] == [
        ("a@example.com", "legal", "all"), ("+12025550123", "hard_bounce", "all"),
    ]  # fmt: skip
    other = Read(content, scope=stream_scope("offers"), channel=Channel.EMAIL)
    assert [(r.key, r.scope) for r in other.rows] == [("a@example.com", "commercial")]
    assert Read(content, channel=Channel.SMS).keys == ["+12025550123"]


def test_scopes_and_senders_are_checked() -> None:
    content = (
        b"email,scope,sender\na@example.com,everything,\nb@example.com,ALL,%b\n"
        b"c@example.com,,example\n" % (b"x" * 65)
    )
    read = Read(content)
    assert [(m.number, m.column) for m in read.mistakes] == [(2, "scope"), (3, "sender")]
    assert [(row.scope, row.sender) for row in read.rows] == [("commercial", "example")]


@pytest.mark.parametrize("content", [b"{}", b"[{}]", b"{}\n{}\n", b'{"": 1}', b'""\n""\n', b",\n"])
def test_a_file_without_columns_is_told_so(content: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="no column names a person"):
        list(Reading([content], ReadAs(name="x", now=0.0)))


@pytest.mark.parametrize(("columns", "example"), [("Kunde,x", "Kunde=email"), (",x", "Contact=")])
def test_what_a_column_can_be_said_to_be_is_shown_with_the_first_one(
    columns: str, example: str
) -> None:
    with pytest.raises(UnreadableFileError, match=f"such as {example}"):
        Read(f"{columns}\nAnn,y\n".encode())


def test_names_of_columns_act_on_no_terminal() -> None:
    with pytest.raises(UnreadableFileError) as error:
        list(Reading([b"\x1b[2Jname,\xe2\x80\xaetown\n"], ReadAs(name="x", now=0.0)))
    assert str(error.value).isprintable()
    assert "[2Jname, town" in str(error.value)
