"""A message after DATA is stuffed alike, whatever a piece of it ends within."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import example, given
from hypothesis import strategies as st

from gateway.delivery import smtp_wire
from gateway.delivery.smtp_wire import stuffed

LINES = st.lists(st.text(alphabet=".a", max_size=4), max_size=8)


@given(LINES, st.integers(1, 9))
@example(["a", ".b"], 3)
@example(["a", ".b"], 2)
@example([".", "", "."], 1)
def test_every_dot_that_begins_a_line_is_doubled(lines: list[str], piece_bytes: int) -> None:
    message = "\r\n".join(lines).encode()
    with patch.object(smtp_wire, "_PIECE_BYTES", piece_bytes):
        wire = stuffed(message)
    doubled = [f".{text}" if text.startswith(".") else text for text in lines]
    expected = "\r\n".join(doubled).encode()
    whole = expected if expected.endswith(b"\r\n") else expected + b"\r\n"
    assert wire == whole + b".\r\n"
