"""Files that wait to be looked at: whose they are, how long they stay, and what is left of them."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

import pytest

from gateway.importing.drafts import Drafts
from suppression.transfer.row import Mistake, ReadAs, Row

if TYPE_CHECKING:
    from pathlib import Path

HOW = ReadAs(name="may.csv", now=1.7e9)
DAY = 24 * 3600


class Clock:
    def __init__(self) -> None:
        self.now = 1.7e9

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def drafts(tmp_path: Path, clock: Clock) -> Drafts:
    return Drafts(tmp_path, clock, OrderedDict())


def incoming(folder: Path, content: str = "email\nann@example.net\nbad@@\n") -> Path:
    path = folder / "incoming-1"
    path.write_text(content, encoding="utf-8")
    return path


def left(folder: Path) -> int:
    return len(list(folder.iterdir()))


async def test_a_draft_shows_the_beginning_and_is_its_owner_s(
    drafts: Drafts, tmp_path: Path
) -> None:
    draft = await drafts.keep(incoming(tmp_path), 7, HOW, HOW)
    assert [type(each) for each in draft.look.rows] == [Row, Mistake]
    assert drafts.find(draft.token, 7) == draft
    assert drafts.find(draft.token, 8) is None
    assert drafts.find("none", 7) is None


async def test_only_the_beginning_of_a_long_file_is_looked_at(
    drafts: Drafts, tmp_path: Path
) -> None:
    long = "email\n" + "\n".join(f"p{n}@example.net" for n in range(200_000))
    draft = await drafts.keep(incoming(tmp_path, long), 7, HOW, HOW)
    assert len(draft.look.rows) == 50


async def test_a_draft_is_over_after_a_day_and_its_file_goes(
    drafts: Drafts, tmp_path: Path, clock: Clock
) -> None:
    draft = await drafts.keep(incoming(tmp_path), 7, HOW, HOW)
    clock.now += DAY - 1
    drafts.sweep()
    assert drafts.find(draft.token, 7) is not None
    clock.now += 1
    assert drafts.find(draft.token, 7) is None
    drafts.sweep()
    assert left(tmp_path) == 0


async def test_what_an_earlier_start_left_goes(tmp_path: Path, clock: Clock) -> None:
    await Drafts(tmp_path, clock, OrderedDict()).keep(incoming(tmp_path), 7, HOW, HOW)
    Drafts(tmp_path, clock, OrderedDict()).sweep()
    assert left(tmp_path) == 0


async def test_so_many_are_kept_and_no_more(drafts: Drafts, tmp_path: Path) -> None:
    tokens = [(await drafts.keep(incoming(tmp_path), 7, HOW, HOW)).token for _ in range(52)]
    assert [drafts.find(token, 7) is not None for token in tokens] == [False] * 2 + [True] * 50
    assert left(tmp_path) == 50


async def test_an_import_takes_a_copy_and_the_draft_keeps_its_own(
    drafts: Drafts, tmp_path: Path
) -> None:
    draft = await drafts.keep(incoming(tmp_path), 7, HOW, HOW)
    copy = drafts.copy_of(draft)
    assert copy.read_bytes() == draft.path.read_bytes()
    copy.unlink()
    assert draft.path.exists()
    drafts.drop(draft.token)
    drafts.drop(draft.token)
    assert left(tmp_path) == 0
