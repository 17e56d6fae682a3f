from __future__ import annotations

import pytest

from filters.email.growth import has_grown


@pytest.mark.parametrize(
    ("before", "after", "anywhere", "at_end"),
    [
        (b"abc", b"abcX", True, True),
        (b"abc", b"aXbc", True, False),
        (b"aaa", b"aaaa", True, True),
        (b"abc", b"abc", False, False),
        (b"abc", b"ab", False, False),
        (b"abc", b"abXYd", False, False),
        (b"", b"X", True, True),
    ],
)
def test_one_addition_is_told_from_any_other_change(
    before: bytes, after: bytes, *, anywhere: bool, at_end: bool
) -> None:
    assert has_grown(before, after, only_at_end=False) is anywhere
    assert has_grown(before, after, only_at_end=True) is at_end
