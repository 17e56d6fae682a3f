"""The difference shows what is changed, in lines, whatever the message is made of."""

from __future__ import annotations

from gateway.cli.check_diff import differences
from gateway.dry_run import Change

RAW = b"a: 1\r\nb: 2\r\n\r\none\r\ntwo\r\nthree\r\nfour\r\nfive\r\nsix\r\nseven\r\n"


def change(at: int, added: bytes, end: int | None = None) -> Change:
    return Change(start=at, end=at if end is None else end, added=added)


def test_nothing_changed_is_nothing_said() -> None:
    assert list(differences(RAW, [])) == []


def test_a_line_that_is_added_stands_between_its_neighbours() -> None:
    assert list(differences(RAW, [change(0, b"x: 0\r\n")])) == [
        "--- as submitted", "+++ as it would leave", "@@ line 1 @@", "+x: 0", " a: 1", " b: 2",
    ]  # fmt: skip


def test_a_change_within_a_line_shows_the_whole_line() -> None:
    at = RAW.index(b"wo")
    said = list(differences(RAW, [change(at, b"WO", at + 2)]))
    assert said[2:] == ["@@ line 3 @@", " ", " one", "-two", "+tWO", " three", " four"]


def test_changes_far_apart_are_shown_apart_and_near_ones_together() -> None:
    far = [change(0, b"x\r\n"), change(len(RAW), b"end\r\n")]
    assert [line for line in differences(RAW, far) if line.startswith("@@")] == [
        "@@ line 1 @@", "@@ line 9 @@",
    ]  # fmt: skip
    near = [change(0, b"x\r\n"), change(RAW.index(b"one"), b"y\r\n")]
    assert len([line for line in differences(RAW, near) if line.startswith("@@")]) == 1


def test_lines_of_dashes_are_shown_like_others() -> None:
    raw = b"--boundary\r\n-- \r\nSam\r\n"
    said = list(differences(raw, [change(0, b"", len(raw))]))
    assert said[3:] == ["---boundary", "--- ", "-Sam", "+"]


def test_a_part_written_anew_is_told_by_its_size() -> None:
    raw = b"x" * 300_000
    assert list(differences(raw, [change(0, b"yy", len(raw))]))[2:] == [
        "@@ line 1 @@", "-300000 bytes", "+2 bytes",
    ]  # fmt: skip


def test_hunks_of_one_stretch_are_marked_with_their_lines() -> None:
    raw = b"".join(b"%d\r\n" % number for number in range(1, 10))
    added = raw.replace(b"1\r\n", b"").replace(b"8\r\n", b"")
    assert list(differences(raw, [change(0, added, len(raw))]))[2:] == [
        "@@ line 1 @@", "-1", " 2", " 3",
        "@@ line 6 @@", " 6", " 7", "-8", " 9",
    ]  # fmt: skip
