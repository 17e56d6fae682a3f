"""Read the configuration: the file, the environment over it, every mistake at once.

**Failures:** a file that cannot be read, is not TOML, or has a mistake raises `ConfigError` with
every problem found; nothing is half applied.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from gateway.config.consistency import broken_promises, inconsistencies
from gateway.config.doubts import doubts
from gateway.config.environment import overlay
from gateway.config.lines import KeyPath, dotted, key_lines
from gateway.config.models import Config
from gateway.config.places import Places
from gateway.config.section import Section
from gateway.config.texts import read_texts
from gateway.config.wording import SECRETS, of_syntax, wording
from gateway.errors import ConfigError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

_REPOSITORY: Final = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A configuration that holds together, and where it came from."""

    config: Config
    file: Path
    places: Places
    unkept: tuple[Problem, ...] = ()  # of what is observed: what enforcing could not promise
    doubts: tuple[Problem, ...] = ()  # what is allowed, and seldom meant

    def source(self, path: KeyPath) -> str:
        """Say where a value came from: a variable, a file, `config.toml:12`, or the default."""
        return self.places.source(path)


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
    texts, unreadable = read_texts(data, file.resolve().parent)
    places = Places(file=file.name, lines=lines, environment=sources, texts=texts)
    problems += [*mistakes, *places.problems(unreadable)]
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        found = error.errors(include_url=False)
        problems += places.problems((each["loc"], wording(each["loc"], each)) for each in found)
        raise ConfigError(tuple(sorted(problems, key=lambda p: p.line))) from error
    problems += places.problems(inconsistencies(config))
    if problems:
        raise ConfigError(tuple(sorted(problems, key=lambda p: p.line)))
    unkept = broken_promises(config) if config.mode == "observe" else ()
    return Loaded(
        config=_anchor(config, file.resolve().parent),
        file=file,
        places=places,
        unkept=tuple(places.problems(unkept)),
        doubts=tuple(places.problems(doubts(config))),
    )


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
    return Problem(file.name, line, "", of_syntax(what))


def _secrets_in_file(file: str, lines: Mapping[KeyPath, int]) -> list[Problem]:
    return [
        Problem(file, line, dotted(path),
                f"secrets stay out of the file: use {path[-1]}_file or the environment")
        for path, line in lines.items()
        if path and path[-1] in SECRETS
    ]  # fmt: skip


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
