"""A log that cannot be written costs lines, and nothing else."""

from __future__ import annotations

import io
import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from gateway.log_stream import LogStream, lost_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

FULL: Final = Path("/dev/full")
Pipe = tuple[int, "TextIO"]


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    reader, writer = os.pipe()
    with os.fdopen(writer, "w", encoding="utf-8") as stream:
        yield reader, stream
    os.close(reader)


def lost_by(log: LogStream, line: str) -> int:
    before = lost_lines()
    log.write(line)
    return lost_lines() - before


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
def test_a_full_disk_loses_the_line_and_nothing_is_raised() -> None:
    with FULL.open("w", encoding="utf-8") as full:
        assert lost_by(LogStream(full), "said\n") == 1


def test_a_reader_that_is_gone_loses_the_line() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with closing(os.fdopen(writer, "w", encoding="utf-8")) as stream:
        assert lost_by(LogStream(stream), "said\n") == 1


def test_a_reader_that_does_not_read_keeps_nobody_waiting(pipe: Pipe) -> None:
    reader, stream = pipe
    log = LogStream(stream)
    line = "x" * 999 + "\n"
    written = 0
    while not lost_by(log, line):  # would hang here
        written += 1
        assert written < 10_000
    os.read(reader, 1 << 20)
    assert lost_by(log, line) == 0
    assert os.read(reader, 1 << 20) == line.encode()


def test_after_half_a_line_the_next_one_stands_on_its_own(pipe: Pipe) -> None:
    reader, stream = pipe
    log = LogStream(stream)
    os.set_blocking(stream.fileno(), False)
    os.write(stream.fileno(), b"." * (60 << 10))
    assert lost_by(log, "half" * 4096 + "\n") == 1
    assert os.read(reader, 1 << 20).startswith(b".")
    assert lost_by(log, "whole\n") == 0
    assert os.read(reader, 1 << 20) == b"\nwhole\n"


def test_a_stream_without_a_descriptor_is_written_to() -> None:
    stream = io.StringIO()
    assert lost_by(LogStream(stream), "said\n") == 0
    assert stream.getvalue() == "said\n"
    stream.close()
    assert lost_by(LogStream(stream), "said\n") == 1


def test_what_is_no_text_is_written_all_the_same(pipe: Pipe) -> None:
    reader, stream = pipe
    LogStream(stream).write("\udcff\n")
    assert os.read(reader, 100) == b"\\udcff\n"
