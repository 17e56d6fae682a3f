"""How far an import is, on standard error: a bar on a terminal, else a line every 5 seconds."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)  # fmt: skip
from rich.progress import (
    Progress as Bar,
)

from gateway.counted import counted
from gateway.shown import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gateway.importing.imports import Progress

_EVERY_S: Final = 5.0


@contextmanager
def showing(name: str, *, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """Yield what is told how far an import is, and shows it to a person."""
    if quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        with Bar(
            TextColumn("{task.description}"), BarColumn(bar_width=20), TaskProgressColumn(),
            TextColumn("{task.fields[said]}"), TimeRemainingColumn(compact=True),
            console=Console(stderr=True), transient=True, refresh_per_second=5,
        ) as bar:  # fmt: skip
            task = bar.add_task("reading", said="")
            yield lambda progress: bar.update(
                task, description=progress.phase, completed=progress.done, total=progress.total,
                said=_said(progress),
            )  # fmt: skip
    else:
        yield _Lines(name)


class _Lines:
    """Says a line now and then, for a log."""

    def __init__(self, name: str) -> None:
        self._name = shown(name)
        self._last = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last < _EVERY_S:
            return
        self._last = now
        percent = 100 * progress.done // max(1, progress.total)
        click.echo(f"{self._name}: {progress.phase} {percent} %, {_said(progress)}", err=True)


def _said(progress: Progress) -> str:
    counts = progress.counts
    if progress.phase == "reading":
        return f"{counted(progress.rows, 'row')}, invalid {counts.invalid:,}"
    return f"new {counts.new + counts.stronger:,} known {counts.known:,} invalid {counts.invalid:,}"
