"""Lists in JSON: documents, lines, and what breaks off."""

from __future__ import annotations

import json

import pytest

from suppression.errors import UnreadableFileError
from suppression.transfer.lines import LONGEST
from tests.unit.suppression.transfer.read import Read


def test_json_without_a_list_of_objects_is_none() -> None:
    with pytest.raises(UnreadableFileError, match="no column"):
        Read(b'{"items": []}')


def test_json_lines_are_read_with_whatever_fields_each_has() -> None:
    lines = [
        {"phone": "+12025550123", "extra": {"deep": {"er": [1, None, True]}}},
        {"email": "ann@example.com", "createdAt": 1443651125},
        ["no", "object"],
        {"name": "nobody"},
    ]
    content = "\n".join(map(json.dumps, lines)) + "\n\n{broken\n" + '{"email":' + "1" * 5000 + "}\n"
    read = Read(content.encode())
    assert read.reading.form == "JSON lines"
    assert read.keys == ["+12025550123", "ann@example.com"]
    assert [m.number for m in read.mistakes] == [3, 4, 6, 7]
    assert "not JSON" in read.mistakes[2].reason


def test_a_json_line_without_an_end_is_a_mistake() -> None:
    pieces = [b'{"email":"ann@example.com"}\n{"email":"', b"x" * (2 * LONGEST), b'"}\n']
    (mistake,) = Read(pieces).mistakes
    assert (mistake.number, "longer than" in mistake.reason) == (2, True)


def test_a_json_document_that_breaks_off_keeps_what_came_before() -> None:
    for rest, why in (
        (b'{"email":', "breaks off"),
        (b'{"email":"' + b"x" * (2 * LONGEST), "breaks"),
    ):
        read = Read([b'{"cut":"[", "list" : [{"email":"ann@example.com"}, 7, ', rest])
        assert read.keys == ["ann@example.com"]
        assert [m.number for m in read.mistakes] == [2, 3]
        assert why in read.mistakes[1].reason
        assert len(read.mistakes[1].raw) <= 200


def test_a_document_is_read_across_the_cuts_of_its_bytes() -> None:
    objects = [{"email": f"user{n}@example.com", "note": "x" * 50} for n in range(3000)]
    content = json.dumps({"first": "yes", "list": objects}, indent=1).encode()
    pieces = [content[i : i + 5000] for i in range(0, len(content), 5000)]
    assert len(Read(pieces).rows) == 3000


def test_deeply_nested_json_is_a_mistake_and_no_crash() -> None:
    deep = b'{"email":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"
    read = Read(b'{"email":"ann@example.com"}\n' + deep)
    assert read.keys == ["ann@example.com"]
    assert len(read.mistakes) == 1
    nested = {"email": "b@example.com", "a": {"b": {}}}
    for _ in range(20):
        nested = {"email": "b@example.com", "a": nested}
    assert Read(json.dumps(nested).encode()).keys == ["b@example.com"]


def test_an_object_with_lists_in_it_is_still_one_line() -> None:
    content = b'{"email":"ann@example.com","x":[{"a":1}]}\n{"email":"b@example.com"}\n'
    assert Read(content).keys == ["ann@example.com", "b@example.com"]
    assert Read(b'{"email":"ann@example.com","x":[1]}').keys == ["ann@example.com"]
