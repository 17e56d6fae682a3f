"""What a row stops, why and for how long: of what contradicts itself the stricter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from suppression.entry import ALL, COMMERCIAL, stream_scope
from suppression.transfer.heading import EXPORTED
from suppression.transfer.reading import Reading
from suppression.transfer.row import ReadAs, Row
from suppression.transfer.said import stream_of, wider
from tests.unit.suppression.transfer.read import NOON, Read, when


def test_flags_say_who_opted_out_and_when() -> None:
    content = b"email,opt-out\na@example.com,TRUE\nb@example.com,no\nc@example.com,2024-05-06\n"
    read = Read(content)
    assert read.keys == ["a@example.com", "c@example.com"]
    assert when(read.rows[1]) == "2024-05-06T00:00:00Z"


def test_a_soft_bounce_rests_as_long_as_configured() -> None:
    content = b"email,reason,date\nann@example.com,soft bounce,2026-11-20\n"
    ends = [Read(content, soft_bounce_lasts_s=lasts).rows[0].expires_at for lasts in (86400 * 7, 0)]
    assert ends == [datetime(2026, 11, 27, tzinfo=UTC).timestamp(), None]


def test_two_streams_together_are_all_of_them() -> None:
    assert wider(stream_scope("a"), stream_scope("b")) == COMMERCIAL
    assert wider(ALL, COMMERCIAL) == wider(COMMERCIAL, ALL) == ALL
    assert stream_of("\u65e5\u672c") == COMMERCIAL


def test_a_wrong_number_is_no_wrong_address() -> None:
    content = (
        b"email,phone,reason\nann@example.com,+19169668284,wrong number\n"
        b",9169668285,complaint\nbob@example.com,,wrong number\n"
    )
    read = Reading([content], ReadAs(name="x", now=NOON.timestamp()))
    rows = [each for each in read if type(each) is Row]
    assert [(row.key, row.reason) for row in rows] == [
        ("+19169668284", "wrong_number"), ("+19169668285", "complaint"),
        ("bob@example.com", "wrong_number"),
    ]  # fmt: skip


def read_rows(content: bytes) -> list[Row]:
    read = Reading([content], ReadAs(name="x", now=NOON.timestamp()))
    return [each for each in read if type(each) is Row]


@pytest.mark.parametrize("until", ["2020-01-01", "2099-01-01", "soon"])
def test_no_file_gives_an_opt_out_an_end(until: str) -> None:
    content = f"email,reason,expires_at\nann@example.com,unsubscribe,{until}\n".encode()
    (row,) = read_rows(content)
    assert row.expires_at is None


@pytest.mark.parametrize("reason", ["unsubscribe", "complaint"])
def test_not_even_our_own_columns_give_an_opt_out_an_end(reason: str) -> None:
    content = f"{','.join(EXPORTED)}\nann@example.com,email,commercial,,{reason},,2026-02-01,,,\n"
    (row,) = read_rows(content.encode())
    assert (row.reason, row.expires_at) == (reason, None)


def test_what_a_list_calls_blocked_holds_until_it_is_lifted() -> None:
    content = b"email,status,date\nann@example.com,Blocked,2024-01-01\n"
    assert [(row.reason, row.expires_at) for row in read_rows(content)] == [("manual", None)]
    content = b"email,status,opted_out\nann@example.com,Blocked,no\n"
    assert [row.reason for row in read_rows(content)] == ["manual"]


def test_a_date_of_leaving_is_stricter_than_a_word_for_staying() -> None:
    content = (
        b"email,status,unsubscribed_at\na@example.com,active,2024-01-01\nb@example.com,active,\n"
    )
    assert [row.key for row in read_rows(content)] == ["a@example.com"]


def test_what_may_end_ends_when_the_file_says() -> None:
    head = b"email,reason,expires_at\n"
    (manual,) = read_rows(head + b"ann@example.com,manual,2099-01-01\n")
    assert manual.expires_at == datetime(2099, 1, 1, tzinfo=UTC).timestamp()
    assert read_rows(head + b"ann@example.com,manual,2020-01-01\n") == []
    (for_ever,) = read_rows(head + b"ann@example.com,manual,\n")
    assert for_ever.expires_at is None


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"Active,true,", "unsubscribe"), (b"active,false,unsubscribed", "unsubscribe"),
        (b"unsubscribed,false,", "unsubscribe"), (b"cleaned,no,", "hard_bounce"),
        (b"complained,,", "complaint"), (b"gold,yes,", "unsubscribe"),
        (b"gold,,bounced", "hard_bounce"),
    ],
)  # fmt: skip
def test_where_columns_contradict_each_other_the_stricter_wins(row: bytes, reason: str) -> None:
    content = b"email,type,opted_out,status\nann@example.com," + row + b"\n"
    assert [row.reason for row in read_rows(content)] == [reason]


@pytest.mark.parametrize("row", [b"Active,false,", b"customer,no,", b"gold,false,", b"active,,"])
def test_a_column_that_says_no_is_believed_where_nothing_else_says_yes(row: bytes) -> None:
    assert read_rows(b"email,type,opted_out,status\nann@example.com," + row + b"\n") == []
