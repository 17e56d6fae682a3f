"""Where each value of a configuration came from, and where a mistake is pointed at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway.config.lines import dotted, line_of
from gateway.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from gateway.config.lines import KeyPath


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where values came from: a line of the file, a variable, or a file of their own."""

    file: str
    lines: Mapping[KeyPath, int]
    environment: Mapping[str, str]  # path -> variable
    texts: Mapping[KeyPath, Path]

    def problems(self, found: Iterable[tuple[KeyPath, str]]) -> Iterator[Problem]:
        """Yield what was found with its place."""
        return (self._problem(path, text) for path, text in found)

    def source(self, path: KeyPath) -> str:
        """Say where a value came from: a variable, a file, `config.toml:12`, or the default."""
        if variable := self.environment.get(dotted(path)):
            return variable
        if path in self.texts:
            return str(self.texts[path])
        line = self.lines.get(path, 0)
        return f"{self.file}:{line}" if line else "default"

    def _problem(self, path: KeyPath, text: str) -> Problem:
        list_path, item = (path[:-1], path[-1]) if path and isinstance(path[-1], int) else (path, 0)
        if list_path in self.texts:
            line = int(item) + 1 if list_path != path else 0
            return Problem(str(self.texts[list_path]), line, "", text)
        around = (dotted(path[:length]) for length in range(len(path), 0, -1))
        if variable := next((self.environment[p] for p in around if p in self.environment), ""):
            return Problem("environment", 0, variable, text)
        return Problem(self.file, line_of(path, dict(self.lines)), dotted(path), text)
