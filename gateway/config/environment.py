"""What the environment changes: `OPTWARDEN_SECTION__KEY`, tables in a list by their name or number."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

from gateway.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX: Final = "OPTWARDEN_"


def overlay(
    data: dict[str, Any], environment: Mapping[str, str]
) -> tuple[dict[str, str], list[Problem]]:
    """Put the values of the environment into the parsed file, in place.

    Returns the variable behind each path it set (`route.gmail.password`), and the mistakes.
    """
    sources: dict[str, str] = {}
    problems: list[Problem] = []
    for variable in sorted(v for v in environment if v.startswith(PREFIX)):
        names = [name.lower() for name in variable.removeprefix(PREFIX).split("__")]
        try:
            path = _put(data, names, _value(environment[variable]))
        except LookupError as error:
            problems.append(Problem("environment", 0, variable, str(error.args[0])))
        else:
            sources[path] = variable
    return sources, problems


def _value(text: str) -> Any:  # noqa: ANN401 - any TOML value
    """Read a TOML value; what is none is a string, so that nobody has to quote a name."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _put(data: dict[str, Any], names: list[str], value: object) -> str:
    place: Any = data
    path = ""
    for name in names[:-1]:
        if isinstance(place, list):
            index = _index(place, name, path)
            place, path = place[index], f"{path}[{index}]"
        else:
            place, path = place.setdefault(name, {}), f"{path}.{name}" if path else name
        if not isinstance(place, (dict, list)):
            message = f"{path} is a value, not a table"
            raise LookupError(message)
    if not isinstance(place, dict):
        message = f"{path} is a list of tables: name one, as in OPTWARDEN_ROUTE__GMAIL__PASSWORD"
        raise LookupError(message)
    place[names[-1]] = value
    return f"{path}.{names[-1]}" if path else names[-1]


def _index(tables: list[Any], name: str, path: str) -> int:
    for index, table in enumerate(tables):
        if name == str(index) or (
            isinstance(table, dict) and str(table.get("name", "")).lower() == name
        ):
            return index
    message = f"no {path} is named {name!r}"
    raise LookupError(message)
