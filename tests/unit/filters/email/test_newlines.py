from __future__ import annotations

import pytest

from filters.email.newlines import has_bare_newline, has_long_line, long_lines

MANY_LINES = b"a line of text\r\n" * 70_000  # more than one stretch


@pytest.mark.parametrize("text", [b"", b"one\r\n", b"\r\n\r\n", b"no end"])
@pytest.mark.parametrize("more", [b"", MANY_LINES])
def test_whole_lines_are_whole(text: bytes, more: bytes) -> None:
    assert not has_bare_newline(more + text)


@pytest.mark.parametrize(
    "text", [b"\n", b"\r", b"a\r\r\n", b"a\n\r\n", b"\n\r", b"a\0\r\n", b"\r\n\r"]
)
@pytest.mark.parametrize("more", [b"", MANY_LINES])
def test_a_half_of_a_line_end_and_a_nul_are_seen(text: bytes, more: bytes) -> None:
    assert has_bare_newline(more + text)
    assert has_bare_newline(text + more)


@pytest.mark.parametrize("before", range((1 << 18) - 3, (1 << 18) + 3))
def test_a_line_end_on_the_border_of_two_stretches_is_one(before: int) -> None:
    assert not has_bare_newline(b"a" * before + b"\r\n" + b"b" * 10)
    assert has_bare_newline(b"a" * before + b"\r" + b"b" * 10)
    assert has_bare_newline(b"a" * before + b"\n" + b"b" * 10)
    assert has_bare_newline(b"a" * before + b"\r")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", []),
        (b"x" * 998, []),
        (b"x" * 998 + b"\r\n", []),
        (b"x" * 999, [(0, 999)]),
        (b"x" * 999 + b"\r\n" + b"y" * 2000 + b"\r\nz", [(0, 999), (1001, 3001)]),
        (b"a\r\n" * 500 + b"x" * 1500, [(1500, 3000)]),
        (b"x" * 1500 + b"\r\n" + b"a\r\n" * 500, [(0, 1500)]),
    ],
)
def test_long_lines_are_found_where_they_are(data: bytes, found: list[tuple[int, int]]) -> None:
    assert list(long_lines(data, 0, len(data))) == found
    assert has_long_line(data) is bool(found)
    assert list(long_lines(b"q\r\n" + data, 3, 3 + len(data))) == [(a + 3, b + 3) for a, b in found]
