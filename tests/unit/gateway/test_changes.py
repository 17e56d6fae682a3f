"""Where edits fall: in which part, at which bytes, and what they do there."""

from __future__ import annotations

import pytest

from filters.email.mime import parse
from gateway.diff.changes import Change, parts_and_places
from tests.unit.filters.email.test_outline import RAW

HTML_AT = RAW.index(b"<p>")


def change(start: int, added: bytes, end: int | None = None) -> Change:
    return Change(start=start, end=start if end is None else end, added=added)


@pytest.mark.parametrize(
    ("given", "part", "within", "says"),
    [
        (change(0, b"Received: x\r\nDate: y\r\n"), "", "header", "adds Received, Date"),
        (change(0, b"", 21), "", "header", "removes From"),
        (change(0, b"From: b@example.com\r\n", 21), "", "header", "replaces From"),
        (change(0, b"Sender: b\r\n", 21), "", "header", "replaces From by Sender"),
        (change(6, b"b", 7), "", "header", "replaces 1 byte by 1"),
        (change(HTML_AT, b"<b>x</b>"), "1.2", "body", "adds 8 bytes"),
        (change(HTML_AT, b"", HTML_AT + 3), "1.2", "body", "removes 3 bytes"),
        (change(HTML_AT - 4, b""), "1.2", "header", "removes 0 bytes"),
        (change(len(RAW), b"--x\r\n"), "", "body", "adds 5 bytes"),
    ],
)
def test_an_edit_is_told_by_its_part_and_what_it_does(
    given: Change, part: str, within: str, says: str
) -> None:
    _, (place,) = parts_and_places(RAW, parse(RAW), [given])
    assert (place.part, place.within, place.says) == (part, within, says)
    assert (place.start, place.end, place.added) == (given.start, given.end, len(given.added))


def test_only_the_part_that_an_edit_falls_in_is_edited() -> None:
    added = [change(0, b"Received: x\r\n"), change(HTML_AT, b"x")]
    parts, _ = parts_and_places(RAW, parse(RAW), added)
    assert [part.path for part in parts if part.edited] == ["1.2"]
    html = next(part for part in parts if part.path == "1.2")
    assert RAW[html.start :].startswith(b"Content-Type: text/html")
    assert html.size == len(b"<p>Hello</p>")
    pdf = parts[-1]
    assert (pdf.filename, pdf.displayed) == ("x.pdf", False)


def test_many_names_are_cut_short() -> None:
    fields = b"".join(b"X-%d: y\r\n" % number for number in range(20))
    _, (place,) = parts_and_places(RAW, parse(RAW), [change(0, fields)])
    assert place.says.endswith("X-11, …")
