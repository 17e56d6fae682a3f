"""Where the result of each file is written: under its own name, none over another."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def places(files: Sequence[Path], folder: Path) -> list[Path]:
    """Return a place in the folder for each file.

    Files of one name keep the part of their path in which they differ: `a/n.eml`, `b/n.eml`.

    Raises:
        UsageError: one would be written over a file that is judged.
    """
    sources = [file.absolute() for file in files]
    counts = Counter(source.name for source in dict.fromkeys(sources))
    found = [
        folder / (_apart(source, sources) if counts[source.name] > 1 else source.name)
        for source in sources
    ]
    originals = {source.resolve() for source in sources if source.exists()}
    for place in found:
        if place.resolve() in originals:
            message = f"--output: {place} is one of the files themselves; name another folder"
            raise click.UsageError(message)
    return found


def _apart(source: Path, sources: Sequence[Path]) -> Path:
    """Return the path of a file below the folder it shares with those of its name."""
    shared = os.path.commonpath([each.parent for each in sources if each.name == source.name])
    return source.relative_to(shared)
