"""The footer in a file of its own: its lines, its mistakes with their lines, its reload."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gateway.config.loader import load
from gateway.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

LINES = ("{notice}", "{company}, {postal_address}", "Grüße! {unsubscribe}")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "texts").mkdir()
    config = tmp_path / "config.toml"
    config.write_text('[footer]\nlines_file = "texts/footer.txt"\n')
    return config


def write(file: Path, content: bytes) -> None:
    (file.parent / "texts" / "footer.txt").write_bytes(content)


def problems(file: Path) -> list[str]:
    with pytest.raises(ConfigError) as raised:
        load(file, {})
    return [str(problem) for problem in raised.value.problems]


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n \n"])
def test_a_file_beside_the_configuration_holds_the_lines(
    file: Path, end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path / "texts")  # names are relative to the file, not to where we are
    write(file, ("\n".join(LINES) + end).encode())
    loaded = load(file, {})
    assert loaded.config.footer.lines == LINES
    assert loaded.source(("footer", "lines")) == str(tmp_path / "texts" / "footer.txt")
    write(file, b"\xef\xbb\xbf" + "\r\n".join((*LINES, "Bye")).encode())
    assert load(file, {}).config.footer.lines == (*LINES, "Bye")


def test_a_mistake_is_told_with_the_line_of_that_file(file: Path) -> None:
    write(file, b"{notice}\n{adress}\n\n{unsubscribe} }\n")
    name = file.parent / "texts" / "footer.txt"
    assert problems(file) == [
        f'{name}:2: "{{adress}}": {{adress}} is no placeholder, did you mean {{postal_address}}?',
        f'{name}:4: "{{unsubscribe}} }}": a brace that belongs to no placeholder',
    ]
    write(file, b"{notice}\n{unsubscribe}\n")
    assert problems(file)[0].startswith(f"{name}: {{postal_address}} is missing")


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"\xff\xfe", "is not text in UTF-8"), (b"x" * 70_000, "is larger than 64 KiB")],
)
def test_a_file_that_is_no_template_is_told_by_the_key(
    file: Path, content: bytes, why: str
) -> None:
    write(file, content)
    name = file.parent / "texts" / "footer.txt"
    assert problems(file) == [f"config.toml:2: footer.lines_file: {name} {why}"]


def test_a_folder_or_a_missing_file_is_told_by_the_key(file: Path) -> None:
    assert "footer.txt cannot be read: No such file" in problems(file)[0]
    (file.parent / "texts" / "footer.txt").mkdir()
    assert "footer.txt cannot be read: Is a directory" in problems(file)[0]


def test_the_environment_can_name_the_file(file: Path) -> None:
    write(file, "\n".join(LINES).encode())
    file.write_text("")
    variables = {"OPTWARDEN_FOOTER__LINES_FILE": "texts/footer.txt"}
    assert load(file, variables).config.footer.lines == LINES


def test_a_name_that_is_no_text_and_a_section_that_is_no_table_are_told(file: Path) -> None:
    file.write_text("[footer]\nlines_file = 5\n")
    assert "must be the path of a file in quotes" in problems(file)[0]
    file.write_text('footer = "footer.txt"\n')
    assert "must be a table" in problems(file)[0]
