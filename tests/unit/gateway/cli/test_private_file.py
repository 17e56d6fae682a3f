"""A file that is written for its owner alone: whole, or as it was before."""

from __future__ import annotations

import errno
import os
import threading
from typing import TYPE_CHECKING

import pytest

from gateway.cli.private_file import private_file

if TYPE_CHECKING:
    from pathlib import Path


def test_what_breaks_off_leaves_the_file_of_before(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("of before")

    def fill() -> None:
        with private_file(tmp_path / "list.csv") as file:
            file.write(b"half of ")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OSError, match="No space"):
        fill()
    assert [each.name for each in tmp_path.iterdir()] == ["list.csv"]
    assert (tmp_path / "list.csv").read_text() == "of before"


def test_it_is_there_once_it_is_whole_and_for_nobody_else(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("of before")
    (tmp_path / "list.csv").chmod(0o644)
    (tmp_path / "link.csv").symlink_to("list.csv")
    with private_file(tmp_path / "link.csv") as file:
        file.write(b"new")
        file.flush()
        assert (tmp_path / "list.csv").read_text() == "of before"
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "list.csv").read_text() == "new"
    assert (tmp_path / "list.csv").stat().st_mode & 0o777 == 0o600
    assert len(list(tmp_path.iterdir())) == 2


def test_a_pipe_is_written_to_as_it_is(tmp_path: Path) -> None:
    pipe, got = tmp_path / "pipe", list[bytes]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    with private_file(pipe) as file:
        file.write(b"through")
    reader.join()
    assert got == [b"through"]
    assert pipe.is_fifo()


def test_a_folder_that_is_not_there_is_told_by_the_name_that_was_given(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught, private_file(tmp_path / "gone" / "list.csv"):
        pass
    assert caught.value.filename == str(tmp_path / "gone" / "list.csv")
