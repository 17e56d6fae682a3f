"""What the environment changes: `OPTWARDEN_SECTION__KEY`; tables of a list by name or number."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

from gateway.config.lines import dotted
from gateway.config.schema import holds_words
from gateway.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gateway.config.lines import KeyPath

PREFIX: Final = "OPTWARDEN_"
_OF_A_SERVICE: Final = "_SERVICE_HOST"


def overlay(
    data: dict[str, Any], environment: Mapping[str, str]
) -> tuple[dict[str, str], list[Problem]]:
    """Put the values of the environment into the parsed file, in place.

    Returns the variable behind each path it set (`route.gmail.password`), and the mistakes.
    """
    sources: dict[str, str] = {}
    problems: list[Problem] = []
    for variable in sorted(_ours(environment)):
        names = [name.lower() for name in variable.removeprefix(PREFIX).split("__")]
        try:
            path = _put(data, names, _utf_8(environment[variable]))
        except LookupError as error:
            problems.append(Problem("environment", 0, variable, str(error.args[0])))
        else:
            sources[path] = variable
    return sources, problems


def _ours(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield the variables that are meant for us.

    Not those by which Kubernetes tells every container of a Service that is called as we are.
    """
    services = [name.removesuffix(_OF_A_SERVICE) for name in environment
                if name.endswith(_OF_A_SERVICE)]  # fmt: skip
    links = tuple(f"{name}_{end}" for name in services for end in ("SERVICE_", "PORT"))
    for variable in environment:
        is_link = variable.startswith(links) and "__" not in variable
        if variable.startswith(PREFIX) and not is_link:
            yield variable


def _utf_8(text: str) -> str:
    """Return the text of a variable.

    Raises:
        LookupError: it has bytes that no message could have.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = "is not UTF-8"
        raise LookupError(message) from error
    return text


def _value(text: str, path: KeyPath) -> Any:  # noqa: ANN401 - any TOML value
    """Read a TOML value where one is expected; a name or a password is what it says."""
    if holds_words(path):
        return text
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _put(data: dict[str, Any], names: list[str], text: str) -> str:
    """Put a value where the names lead; return the path as people write it.

    Raises:
        LookupError: there is no such table.
    """
    place: Any = data
    path: KeyPath = ()
    for name in names[:-1]:
        if isinstance(place, list):
            index = _index(place, name, dotted(path))
            path, place = (*path, index), place[index]
        else:
            path = (*path, name)
            place = place.setdefault(name, {})
        if not isinstance(place, (dict, list)):
            message = f"{dotted(path)} is a value, not a table"
            raise LookupError(message)  # noqa: TRY004 - of the environment, not of an argument
    if isinstance(place, list):
        message = (
            f"{dotted(path)} is a list of tables: name one, as in OPTWARDEN_ROUTE__GMAIL__PASSWORD"
        )
        raise LookupError(message)  # noqa: TRY004 - of the environment, not of an argument
    path = (*path, names[-1])
    place[names[-1]] = _value(text, path)
    return dotted(path)


def _index(tables: list[Any], name: str, path: str) -> int:
    for index, table in enumerate(tables):
        if name == str(index) or (
            isinstance(table, dict) and str(table.get("name", "")).lower() == name
        ):
            return index
    message = f"no {path} is named {name!r}"
    raise LookupError(message)
