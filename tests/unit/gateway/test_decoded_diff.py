"""The difference of a text that its bytes do not show, line by line and in time."""

from __future__ import annotations

import re
import time
from base64 import encodebytes
from datetime import UTC, datetime
from quopri import encodestring
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.config.loader import load, shipped
from gateway.diff.decoded import _unified, decoded_diffs
from gateway.diff.difference import veils
from gateway.diff.unified import unified_diff
from gateway.dry_run import DryRun
from gateway.nobody import NobodyKnown

if TYPE_CHECKING:
    from gateway.diff.decoded import DecodedDiff

AD = "<p>Größe M: 20% off today, shop now</p>\n"
HTML = f"<html><body>\n{AD}</body></html>\n"
WORDS = st.lists(st.sampled_from(["a", "b", "c", "", "d e"]), max_size=40)


async def examined(body: bytes, fields: str) -> tuple[tuple[DecodedDiff, ...], list[str]]:
    """Return the differences of the texts, and that of the bytes."""
    head = f"From: news@example.com\nTo: jane@example.org\nSubject: Sale\n{fields}\n\n"
    dry_run = DryRun(
        load(shipped(), {}).config, people=NobodyKnown(), clock=lambda: datetime.now(UTC)
    )
    found = await dry_run.email(head.encode() + body, category="commercial")
    assert found.verdict == "changed"
    diffs = decoded_diffs(found.before, found.after, found.parts)
    return diffs, list(unified_diff(found.before, found.changes, veils(diffs)))


def fields(encoding: str, charset: str = "utf-8") -> str:
    return (
        f"MIME-Version: 1.0\nContent-Type: text/html; charset={charset}\n"
        f"Content-Transfer-Encoding: {encoding}"
    )


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("base64", encodebytes(HTML.encode())),
        ("quoted-printable", encodestring(HTML.encode())),
    ],
)
async def test_an_encoded_text_is_shown_as_people_read_it(encoding: str, body: bytes) -> None:
    (diff,), raw = await examined(body, fields(encoding))
    assert (diff.path, diff.what) == ("1", encoding)
    assert f" {AD.rstrip()}" in diff.lines
    assert "+This is an advertisement from Example Co.<br>" in diff.lines
    assert not any(line.startswith("-") for line in diff.lines)
    assert re.search(rf"^\+\(\d+ lines?: {encoding}\)$", "\n".join(raw), re.MULTILINE)
    assert "+List-Unsubscribe-Post: List-Unsubscribe=One-Click" in raw
    assert not any("=3D" in line or encodebytes(b"<html>")[:4].decode() in line for line in raw)


async def test_a_text_in_another_charset_is_shown_in_its_letters() -> None:
    (diff,), raw = await examined(HTML.encode("iso-8859-1"), fields("8bit", "iso-8859-1"))
    assert diff.what == "iso-8859-1"
    assert f" {AD.rstrip()}" in diff.lines
    assert "\ufffd" not in "\n".join(raw)


async def test_a_long_line_shows_what_changes_in_it() -> None:
    body = ("word " * 120).encode() + b"<b>sale</b></body></html>\n"
    (diff,), _ = await examined(b"<html><body>" + body, fields("7bit", "us-ascii"))
    assert diff.what == "long lines"
    assert max(map(len, diff.lines)) < 400
    assert any("This is an advertisement" in line for line in diff.lines)


async def test_what_can_be_read_is_shown_as_it_stands() -> None:
    diffs, raw = await examined(HTML.encode(), fields("8bit"))
    assert diffs == ()
    assert "+This is an advertisement from Example Co.<br>" in raw


async def test_the_lines_of_the_bytes_are_numbered_as_without_a_veil() -> None:
    body = encodebytes(HTML.encode() * 1)
    head = "From: a@example.com\nSubject: Sale\n" + fields("base64") + "\n\n"
    dry_run = DryRun(
        load(shipped(), {}).config, people=NobodyKnown(), clock=lambda: datetime.now(UTC)
    )
    found = await dry_run.email(head.encode() + body, category="commercial")
    diffs = decoded_diffs(found.before, found.after, found.parts)
    bare = unified_diff(found.before, found.changes)
    veiled = unified_diff(found.before, found.changes, veils(diffs))
    assert [each for each in bare if each.startswith("@@")] == [
        each for each in veiled if each.startswith("@@")
    ]


@given(WORDS, WORDS, WORDS)
def test_the_difference_makes_the_new_lines_of_the_old(
    common: list[str], old: list[str], new: list[str]
) -> None:
    before, after = [*common, *old, *common], [*common, *new, *common]
    assert patched(before, list(_unified(before, after))) == after


def test_a_long_text_that_differs_everywhere_costs_what_its_size_costs() -> None:
    old, new = [f"a{n % 7}" for n in range(100_000)], [f"b{n % 7}" for n in range(100_000)]
    began = time.perf_counter()
    lines = list(_unified(old, new))
    assert len(lines) == 200_001
    assert time.perf_counter() - began < 5


def patched(lines: list[str], diff: list[str]) -> list[str]:
    """Apply a unified difference as `patch` does; it fails where the lines are not as it says."""
    made, at = [], 0
    for line in diff:
        if head := re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", line):
            start = int(head[1]) - (head[2] != "0")
            made += lines[at:start]
            at = start
            assert len(made) == int(head[3]) - (head[4] != "0")
            continue
        if line[0] in " -":
            assert lines[at] == line[1:]
            at += 1
        if line[0] in " +":
            made.append(line[1:])
    return made + lines[at:]
