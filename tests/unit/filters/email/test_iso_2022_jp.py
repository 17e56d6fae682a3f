from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.email.iso_2022_jp import NAME, masked

WRITTEN = [
    (b"\x1b$B-!-j-t\x1b(B", "\u2460\u3231\u2211"),
    (b"\x1b$@%F\x1b(B-!", "\u30c6-!"),
    (b"a\x1b$B-!\r\n%F\x1b(Bb", "a\u2460\r\n\u30c6b"),
    (b"\x1b$B-!  \r\n %F\x1b(I1  \r\n\x1b(B", "\u2460  \r\n \u30c6\uff71  \r\n"),
    (b"\x1b(J\\~a\x1b$B-!\x1b(B\\", "\u00a5\u203ea\u2460\\"),
    (b"\x1b(I1\\\x1b(Ba", "\uff71\uff9ca"),
    (b"\x1b(I!_\x1b(B", "\uff61\uff9f"),
    (b"\x1b$B|q\x1b(B", "\u2170"),  # NEC's choice of IBM's characters
]


@pytest.mark.parametrize(("data", "text"), WRITTEN)
def test_text_is_read_as_browsers_do(data: bytes, text: str) -> None:
    assert data.decode(NAME) == text


@pytest.mark.parametrize(
    "data",
    [
        b"\x1b$B\x7f\x7f",
        b"\x1b$B-!%",
        b"\x1b$(D!!",
        b"\x1b$B.!\x1b(B",
        b"\xe9",
        b"\x1b(I\x7e",
    ],
)
def test_what_nobody_reads_is_none(data: bytes) -> None:
    with pytest.raises(UnicodeDecodeError):
        data.decode(NAME)
    assert "\ufffd" in (data + b"\x1b(B ").decode(NAME, "replace")


@given(st.text(st.characters(codec="iso2022_jp", exclude_characters="\x1b")))
def test_what_may_be_written_is_read_as_ever(text: str) -> None:
    written = text.encode(NAME)
    assert written == text.encode("iso2022_jp")
    assert written.decode(NAME) == written.decode("iso2022_jp")


@given(st.lists(st.sampled_from([each for each, _ in WRITTEN] + [b"<p>", b"x\r\n"])))
def test_everything_but_ascii_is_masked_in_its_place(parts: list[bytes]) -> None:
    data = b"".join(parts)
    view = masked(data)
    assert len(view) == len(data)
    assert view.count(b"<p>") == data.count(b"<p>")
    assert b"\x1b" not in view


def test_more_escapes_than_anybody_writes_are_not_read() -> None:
    some, many = b"\x1b$B-!\x1b(B" * 9_000, b"\x1b$B-!\x1b(B" * 11_000
    assert some.decode(NAME) == "\u2460" * 9_000
    with pytest.raises(UnicodeDecodeError):
        many.decode(NAME)
    assert many.decode(NAME, "replace")
