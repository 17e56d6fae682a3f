"""The difference shows what is changed, in lines, whatever the message is made of."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from gateway.diff.changes import Change
from gateway.diff.unified import unified_diff
from tests.changes import applied

RAW = b"a: 1\r\nb: 2\r\n\r\none\r\ntwo\r\nthree\r\nfour\r\nfive\r\nsix\r\nseven\r\neight\r\n"
HEAD = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


def change(at: int, added: bytes, end: int | None = None) -> Change:
    return Change(start=at, end=at if end is None else end, added=added)


def diff(raw: bytes, *changes: Change) -> list[str]:
    return list(unified_diff(raw, changes))


def patched(raw: bytes, lines: list[str]) -> list[str]:
    """Apply a difference as `patch` does: every line of the original has to be there."""
    old, new, at = _lines(raw), list[str](), 0
    for line in lines[2:]:
        if head := HEAD.fullmatch(line):
            start = int(head[1]) - (head[2] != "0")
            new += old[at:start]
            at = start
            assert len(new) == int(head[3]) - (head[4] != "0")
            continue
        if line[0] != "+":
            assert old[at] == line[1:]
            at += 1
        if line[0] != "-":
            new.append(line[1:])
    return new + old[at:]


def _lines(raw: bytes) -> list[str]:
    return raw.decode().replace("\r\n", "\n").removesuffix("\n").split("\n") if raw else []


def test_nothing_changed_is_nothing_said() -> None:
    assert diff(RAW) == []
    assert diff(RAW, change(0, b"a", 1)) == []


def test_a_line_that_is_added_stands_between_its_neighbours() -> None:
    assert diff(RAW, change(0, b"x: 0\r\n")) == [
        "--- as submitted", "+++ as it would leave",
        "@@ -1,3 +1,4 @@", "+x: 0", " a: 1", " b: 2", " ",
    ]  # fmt: skip


def test_a_change_within_a_line_shows_the_whole_line() -> None:
    at = RAW.index(b"wo")
    assert diff(RAW, change(at, b"WO", at + 2))[2:] == [
        "@@ -2,7 +2,7 @@", " b: 2", " ", " one", "-two", "+tWO", " three", " four", " five",
    ]  # fmt: skip


def test_changes_far_apart_are_shown_apart_and_near_ones_together() -> None:
    far = diff(RAW, change(0, b"x\r\n"), change(len(RAW), b"end\r\n"))
    assert [line for line in far if line.startswith("@@")] == [
        "@@ -1,3 +1,4 @@", "@@ -9,3 +10,4 @@",
    ]  # fmt: skip
    near = diff(RAW, change(0, b"x\r\n"), change(RAW.index(b"two"), b"y\r\n"))
    assert [line for line in near if line.startswith("@@")] == ["@@ -1,7 +1,9 @@"]


def test_of_a_part_written_anew_the_lines_that_stay_are_left_out() -> None:
    again = RAW.replace(b"four", b"FOUR")
    assert diff(RAW, change(0, again, len(RAW)))[2:] == [
        "@@ -4,7 +4,7 @@", " one", " two", " three", "-four", "+FOUR", " five", " six", " seven",
    ]  # fmt: skip


def test_lines_of_dashes_are_shown_like_others() -> None:
    raw = b"--boundary\r\n-- \r\nSam\r\n"
    assert diff(raw, change(0, b"", len(raw)))[2:] == [
        "@@ -1,3 +0,0 @@", "---boundary", "--- ", "-Sam",
    ]  # fmt: skip


def test_a_part_of_many_bytes_is_told_by_its_size() -> None:
    raw = b"x" * 300_000
    assert diff(raw, change(0, b"yy", len(raw)))[2:] == ["@@ -1 +1 @@", "-(300,000 bytes)", "+yy"]


def test_of_a_large_message_the_ends_are_shown() -> None:
    raw = b"line\r\n" * 100_000
    assert len(diff(raw, change(0, b"x\r\n"), change(len(raw), b"y\r\n"))) == 12


@given(
    lines=st.lists(st.sampled_from([b"", b"a", b"bb", b"c"]), min_size=1, max_size=14),
    cuts=st.lists(st.integers(0, 50), max_size=6, unique=True),
    added=st.lists(
        st.sampled_from([b"", b"x", b"y\r\n", b"z\r\nw", b"a\r\nbb\r\n"]), min_size=3, max_size=3
    ),
)
def test_patching_the_original_gives_what_leaves(
    lines: list[bytes], cuts: list[int], added: list[bytes]
) -> None:
    raw = b"".join(line + b"\r\n" for line in lines)
    whole = [cut for cut in sorted(cuts) if cut <= len(raw) and raw[cut - 1 : cut + 1] != b"\r\n"]
    spans = [span for number, span in enumerate(pairwise(whole)) if number % 2 == 0]
    changes = [change(a, text, b) for (a, b), text in zip(spans, added, strict=False)]
    after = applied(raw, changes)
    assume(after.endswith(b"\r\n"))
    told = diff(raw, *changes)
    assert patched(raw, told) == _lines(after)
