"""The files a configuration names: whether they are there and can be read.

**Failures:** none; what is wrong with a file is an answer.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.config.lines import dotted, line_of
from gateway.config.section import Section
from gateway.errors import ConfigError, Problem
from gateway.secret_files import read_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.config.lines import KeyPath
    from gateway.config.loader import Loaded


def unusable_files(loaded: Loaded) -> Iterator[Problem]:
    """Yield every file a `…_file` key names that is missing or may not be read."""
    for path, file in _named(loaded.config, ()):
        why = _exposed(file) if path[-1] == "password_file" else _fault(file)
        if why:
            line = line_of(path, dict(loaded.lines))
            yield Problem(loaded.file.name, line, dotted(path), f"{file} {why}")


def _named(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, Path]]:
    if isinstance(value, Section):
        for name in type(value).model_fields:
            yield from _named(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _named(item, (*path, index))
    elif isinstance(value, Path) and path[-1] != "data_dir":
        yield path, value


def _fault(file: Path) -> str:
    if not file.exists():
        return "does not exist"
    if not file.is_file():
        return "is not a file"
    return "" if os.access(file, os.R_OK) else "may not be read by this user"


def _exposed(file: Path) -> str:
    """Return what is wrong with a secret: others may read it, or it is not there."""
    try:
        read_secret(file)
    except ConfigError as error:
        return _fault(file) or error.problems[0].text
    return ""
