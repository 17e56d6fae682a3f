"""The result of a file is written under its name, and over nothing."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from gateway.cli.check_places import places

OUT = Path("out")


def put(*names: str) -> list[str]:
    return [str(place) for place in places([Path(name) for name in names], OUT)]


def test_a_file_keeps_its_name_and_no_folder() -> None:
    assert put("in/a.eml", "b.eml") == ["out/a.eml", "out/b.eml"]


def test_files_of_one_name_keep_what_tells_them_apart() -> None:
    assert put("in/mon/a.eml", "in/tue/a.eml", "in/tue/b.eml") == [
        "out/mon/a.eml", "out/tue/a.eml", "out/b.eml",
    ]  # fmt: skip
    assert put("a.eml", "in/a.eml") == ["out/a.eml", "out/in/a.eml"]


def test_a_file_named_twice_is_one_file() -> None:
    assert put("in/a.eml", "in/a.eml") == ["out/a.eml", "out/a.eml"]


def test_no_file_is_written_over_itself(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_text("x")
    with pytest.raises(click.UsageError, match="the files themselves"):
        places([file], tmp_path)
    assert places([tmp_path / "new.eml"], tmp_path) == [tmp_path / "new.eml"]
