"""Read the configuration: the file, the environment over it, every mistake at once.

**Failures:** a file that cannot be read, is not TOML, or has a mistake raises `ConfigError` with
every problem found; nothing is half applied.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from gateway.config.consistency import broken_promises, inconsistencies
from gateway.config.environment import overlay
from gateway.config.lines import KeyPath, dotted, key_lines, line_of
from gateway.config.models import Config
from gateway.config.schema import keys_at
from gateway.config.section import Section
from gateway.errors import ConfigError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gateway.config.consistency import Inconsistency

_REPOSITORY: Final = Path(__file__).resolve().parent.parent.parent
_SECRETS: Final = frozenset({"password"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A configuration that holds together, and where it came from."""

    config: Config
    file: Path
    lines: Mapping[KeyPath, int]
    environment: Mapping[str, str]  # path -> variable
    unkept: tuple[Problem, ...] = ()  # of what is observed: what enforcing could not promise

    def source(self, path: KeyPath) -> str:
        """Say where a value came from: a variable, `config.toml:12`, or the default."""
        if variable := self.environment.get(dotted(path)):
            return variable
        line = self.lines.get(path, 0)
        return f"{self.file.name}:{line}" if line else "default"


def find(named: Path | None = None) -> Path:
    """Return the file to read: the one named, ./config.toml, or the one that was shipped."""
    if named is not None:
        return named
    local = Path("config.toml")
    return local if local.exists() else shipped()


def shipped() -> Path:
    """Return the configuration that came with the program; in a checkout it stands at its root."""
    packaged = Path(str(resources.files("gateway") / "config.toml"))
    return packaged if packaged.exists() else _REPOSITORY / "config.toml"


def load(file: Path, environment: Mapping[str, str] | None = None) -> Loaded:
    """Read and check the configuration.

    Raises:
        ConfigError: with every mistake in it.
    """
    text = _read(file)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError((_syntax(file, text, error),)) from error
    lines = key_lines(text)
    problems = _secrets_in_file(file.name, lines)
    sources, mistakes = overlay(data, os.environ if environment is None else environment)
    problems.extend(mistakes)
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        problems.extend(_problem(file.name, lines, sources, each) for each in error.errors())
        raise ConfigError(tuple(sorted(problems, key=lambda p: p.line))) from error
    problems.extend(_placed(file.name, lines, inconsistencies(config)))
    if problems:
        raise ConfigError(tuple(sorted(problems, key=lambda p: p.line)))
    unkept = broken_promises(config) if config.mode == "observe" else ()
    return Loaded(
        config=_anchor(config, file.resolve().parent),
        file=file,
        lines=lines,
        environment=sources,
        unkept=tuple(_placed(file.name, lines, unkept)),
    )


def _placed(
    file: str, lines: dict[KeyPath, int], found: Iterable[Inconsistency]
) -> Iterator[Problem]:
    return (Problem(file, line_of(path, lines), dotted(path), text) for path, text in found)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        text = f"cannot be read: {why}. `optwarden init` writes one"
        raise ConfigError((Problem(str(file), 0, "", text),)) from error


def _syntax(file: Path, text: str, error: tomllib.TOMLDecodeError) -> Problem:
    place = re.search(r"\(at line (\d+), column \d+\)", str(error))
    what = str(error).partition(" (at ")[0]
    line = int(place[1]) if place else len(text.splitlines())  # "at end of document"
    return Problem(file.name, line, "", f"not TOML: {what}")


def _secrets_in_file(file: str, lines: Mapping[KeyPath, int]) -> list[Problem]:
    return [
        Problem(file, line, dotted(path),
                f"secrets stay out of the file: use {path[-1]}_file or the environment")
        for path, line in lines.items()
        if path and path[-1] in _SECRETS
    ]  # fmt: skip


def _problem(
    file: str,
    lines: dict[KeyPath, int],
    sources: Mapping[str, str],
    error: Any,  # noqa: ANN401 - pydantic's dict
) -> Problem:
    path: KeyPath = tuple(error["loc"])
    text = error["msg"].removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        text = f"unknown key{_did_you_mean(path)}"
    elif error["type"] == "missing":
        text = "is required"
    elif error["type"] == "literal_error":
        text = f"{error['input']!r} is not one of {error['ctx']['expected']}"
    elif text.startswith("Input should be "):
        text = text.replace("Input should be", "must be", 1)
        if isinstance(error["input"], (str, int, float)) and path[-1] not in _SECRETS:
            text = f"{text}, not {error['input']!r}"
    if variable := _variable(path, sources):
        return Problem("environment", 0, variable, text)
    return Problem(file, line_of(path, lines), dotted(path), text)


def _variable(path: KeyPath, sources: Mapping[str, str]) -> str:
    """Return the variable that set a value or one around it; empty when the file did."""
    around = (dotted(path[:length]) for length in range(len(path), 0, -1))
    return next((sources[place] for place in around if place in sources), "")


def _did_you_mean(path: KeyPath) -> str:
    known = [key for key in keys_at(path[:-1]) if key not in _SECRETS]
    close = difflib.get_close_matches(str(path[-1]), known, n=1, cutoff=0.5)
    return f', did you mean "{close[0]}"?' if close else f"; known here: {', '.join(known)}"


def _anchor(section: Section, folder: Path) -> Any:  # noqa: ANN401 - the same model as came in
    """Make relative paths relative to the file they stand in, wherever the program was started."""
    values = {name: getattr(section, name) for name in type(section).model_fields}
    return section.model_copy(
        update={name: _anchored(value, folder) for name, value in values.items()}
    )


def _anchored(value: Any, folder: Path) -> Any:  # noqa: ANN401 - any value of the configuration
    if isinstance(value, Path):
        return folder / value
    if isinstance(value, Section):
        return _anchor(value, folder)
    if isinstance(value, tuple):
        return tuple(_anchored(item, folder) for item in value)
    return value
