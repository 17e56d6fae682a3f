"""All lists of a JSON document are read, and all documents of a file."""

from __future__ import annotations

import json

import pytest

from suppression.errors import UnreadableFileError
from suppression.transfer.documents import Listed, listed_objects
from tests.unit.suppression.transfer.read import Read

A, B = {"email": "a@example.com"}, {"email": "b@example.com"}


@pytest.mark.parametrize(
    "content",
    [
        f"[{json.dumps(A)}]\n[{json.dumps(B)}]\n",
        f"[{json.dumps(A)}],[{json.dumps(B)}]",
        f"[[{json.dumps(A)}], [{json.dumps(B)}]]",
        json.dumps([A["email"]]) + json.dumps([B["email"]]),
        json.dumps({"items": [A], "links": [{"rel": "next"}], "n": 12}) + "\n"
        + json.dumps({"items": [B], "_links": [{"rel": "self"}]}, indent=1),
        json.dumps({"data": {"one": [A], "other": [B]}, "next": {"cursor": None}}),
        json.dumps({"items": []}) + json.dumps({"items": [A, B]}),
    ],
)  # fmt: skip
def test_pages_put_one_behind_the_other_are_all_read(content: str) -> None:
    read = Read(content.encode())
    assert (read.reading.form, read.keys) == ("JSON", ["a@example.com", "b@example.com"])
    assert read.mistakes == []
    assert [row.number for row in read.rows] == [1, 2]
    assert [*listed_objects(content, "email".__eq__)] == [
        *listed_objects([content], "email".__eq__)
    ]


def test_what_a_list_is_called_is_the_reason_of_those_in_it() -> None:
    read = Read(json.dumps({
        "bounces": [A, {"email": "c@example.com", "status": "unsubscribed"}],
        "unsubscribes": [B], "spam_reports": {"items": ["d@example.com"]},
        "customers": ["e@example.com"],
    }).encode())  # fmt: skip
    assert [(row.key[0], row.reason) for row in read.rows] == [
        ("a", "hard_bounce"), ("c", "unsubscribe"), ("b", "unsubscribe"), ("d", "complaint"),
        ("e", "unsubscribe"),
    ]  # fmt: skip


def test_each_list_is_read_by_its_own_columns() -> None:
    bounce = {"email": "a@example.com", "created": 1443651125, "reason": "x", "status": "5.1.1"}
    left = {"email": "b@example.com", "created": 1443651125}
    read = Read(json.dumps({"bounces": [bounce], "unsubscribes": [left]}).encode())
    assert [row.reason for row in read.rows] == ["hard_bounce", "unsubscribe"]
    assert read.recognised == "SendGrid bounces"


def test_dates_that_cannot_be_read_are_counted_over_all_lists() -> None:
    lists = {"one": [A | {"date": "soon"}], "other": [B | {"date": "later"}]}
    assert Read(json.dumps(lists).encode()).reading.notes == (
        "2 dates cannot be read: the time of the import stands for it",
    )


@pytest.mark.parametrize(
    ("rest", "why"),
    [
        (b'{"email":"b@example.com"}', "stands beside the lists"),
        (b'{"facets":[{"name":"x"}]}', "names nobody"), (b"[12]", "not a JSON object"),
        (b'"b@example.com"', "stands in no list"), (b"<html>", "breaks off"),
        (b"[[[[[[[[[[1]]]]]]]]]]", "stands in no list"),
        (b'{"x" [1]}', "a name and a colon"), (b'{"x":[{"email":"b@example.com"}', "breaks off"),
        (b"{1:2}", "a name and a colon"),
    ],
)  # fmt: skip
def test_what_stands_behind_a_list_and_cannot_be_read_is_told(rest: bytes, why: str) -> None:
    read = Read(b'[{"email":"a@example.com"}]\n' + rest)
    assert [(row.number, row.key) for row in read.rows if row.key[0] == "a"] == [
        (1, "a@example.com")
    ]
    assert why in read.mistakes[-1].reason


def test_a_document_is_read_in_pieces_of_any_size() -> None:
    content = '{"total": 1234, "email": "", "items": [{"email":"a@example.com"}], "page": 12}'
    assert [*listed_objects(content, "email".__eq__)] == [Listed(1, A, "items")]


def test_an_object_that_names_a_person_is_a_line_whatever_lists_it_has() -> None:
    content = b'{"Kunde":"a@example.com","x":[{"a":1}]}\n'
    read = Read(content, columns={"Kunde": "email"})
    assert (read.reading.form, read.keys) == ("JSON lines", ["a@example.com"])


def test_a_document_whose_first_list_names_nobody_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="no column names a person"):
        Read(b'{"topics":[{"name":"x"}],"people":[{"email":"a@example.com"}]}')


def test_an_answer_of_mailchimp_says_who_left() -> None:
    members: list[dict[str, object]] = [
        {"email_address": "a@example.com", "status": status, "member_rating": 2, "_links": [{}],
         "last_changed": "2024-01-05T00:00:00Z"}
        for status in ("unsubscribed", "cleaned", "subscribed")
    ]  # fmt: skip
    read = Read(
        json.dumps({"members": members, "total_items": 3, "_links": [{"rel": "x"}]}).encode()
    )
    assert read.recognised == "Mailchimp"
    assert [row.reason for row in read.rows] == ["unsubscribe", "hard_bounce"]
    assert (len(read.skipped), read.mistakes) == (1, [])
