"""The log, caught instead of written."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from gateway import log

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def log_as_before() -> Iterator[None]:
    """Have the log end as it was, whoever configures it meanwhile."""
    before = log._Current.log
    try:
        yield
    finally:
        log._Current.log = before


@contextmanager
def capture_logs() -> Iterator[list[dict[str, Any]]]:
    """Keep every line of the block, from `debug` up; none has a time."""
    lines: list[dict[str, Any]] = []

    def keep(line: dict[str, Any]) -> None:
        del line["at"]
        lines.append(line)

    with log_as_before():
        log._Current.log = log.Log("debug", keep)
        yield lines
