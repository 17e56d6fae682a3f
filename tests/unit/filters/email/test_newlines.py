from __future__ import annotations

import pytest

from filters.email.newlines import has_bare_newline

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
