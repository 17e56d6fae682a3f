"""One file, one mistake, one sentence that says where it is and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.config.loader import load
from gateway.errors import ConfigError

FILES = sorted((Path(__file__).parents[3] / "data" / "bad_configs").glob("*.toml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_mistake_is_named_with_its_line_and_how_to_mend_it(file: Path) -> None:
    expected = file.read_text().partition("\n")[0].removeprefix("# expect: ")
    with pytest.raises(ConfigError) as raised:
        load(file, {})
    said = [str(problem) for problem in raised.value.problems]
    assert any(sentence.startswith(expected) for sentence in said), said
    assert "hunter2" not in str(raised.value)


def test_there_are_files() -> None:
    assert len(FILES) > 30


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('mod = 1\n[hold]\nexpires = "soon"\n[[route]]\nname = "a"\npassword = "x"\n')
    with pytest.raises(ConfigError) as raised:
        load(file, {"OPTWARDEN_ROUTE__B__PORT": "1"})
    assert [(p.line, p.path) for p in raised.value.problems] == [
        (0, "OPTWARDEN_ROUTE__B__PORT"),
        (1, "mod"),
        (3, "hold.expires"),
        (4, "route[0].channel"),
        (4, "route[0].kind"),
        (6, "route[0].password"),
    ]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gone\.toml: cannot be read: No such file"):
        load(tmp_path / "gone.toml", {})


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="it is not UTF-8"):
        load(file, {})


def test_a_long_value_is_not_repeated_whole(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    long = "a" * 5000
    file.write_text(f'mode = "{long}"\n[public]\nurl = "{long}"\n[hold]\nexpires = "{long}"\n')
    with pytest.raises(ConfigError) as raised:
        load(file, {})
    assert len(raised.value.problems) == 3
    assert all(len(str(problem)) < 200 for problem in raised.value.problems)
