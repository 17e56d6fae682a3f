"""What keys there are at each place of the file, asked of the models."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, Final, get_args, get_origin

from pydantic import BaseModel, SecretStr

from gateway.config.models import Config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.config.lines import KeyPath

_WORDS: Final = (str, SecretStr, Path)


def keys_at(path: KeyPath) -> dict[str, Any]:
    """Return key → type of the table at a path; empty where no table can be.

    >>> sorted(keys_at(("smtp", 0)))[:3]
    ['auth', 'category', 'category_basis']
    """
    model: type[BaseModel] | None = Config
    for part in path:
        if isinstance(part, str):
            model = _model_in(_fields(model).get(part))
    return _fields(model)


def holds_words(path: KeyPath) -> bool:
    """Whether the value there is text, whatever it looks like: a name, a password, a path.

    >>> holds_words(("route", 0, "password")), holds_words(("route", 0, "port"))
    (True, False)
    """
    kind = keys_at(path[:-1]).get(str(path[-1]))
    alternatives = get_args(kind) if isinstance(kind, UnionType) else ()
    return any(each in _WORDS for each in (kind, *alternatives))


def is_list_of_tables(path: KeyPath) -> bool:
    """Whether a key holds tables, each written under a line `[[key]]`.

    >>> is_list_of_tables(("route",)), is_list_of_tables(("company",))
    (True, False)
    """
    kind = keys_at(path[:-1]).get(str(path[-1]))
    return get_origin(kind) is tuple and _model_in(kind) is not None


def table_at(path: KeyPath) -> str:
    """Name a table as the file begins it.

    >>> table_at(("email", "rule", 0)), table_at(("sms", "quiet_hours"))
    ('[[email.rule]]', '[sms.quiet_hours]')
    """
    name = ".".join(part for part in path if isinstance(part, str))
    return f"[[{name}]]" if isinstance(path[-1], int) else f"[{name}]"


@cache
def homes() -> dict[str, str]:
    """Return key → where it is known, as people say it.

    >>> homes()["postal_address"], homes()["rule"], homes()["mode"]
    ('in [company] or in [[sender]]', 'as [[email.rule]]', 'at the top, above every [table]')
    """
    found: dict[str, str] = {}
    for key, place in _homes(Config, ()):
        found[key] = f"{found[key]} or {place}" if key in found else place
    return found


def _homes(model: type[BaseModel], path: KeyPath) -> Iterator[tuple[str, str]]:
    for key, kind in _fields(model).items():
        index = (0,) if get_origin(kind) is tuple else ()
        if (inner := _model_in(kind)) is not None:
            yield key, f"as {table_at((*path, key, *index))}"
            yield from _homes(inner, (*path, key, *index))
        else:
            yield key, f"in {table_at(path)}" if path else "at the top, above every [table]"


def _fields(model: type[BaseModel] | None) -> dict[str, Any]:
    fields = model.model_fields.items() if model else ()
    return {field.alias or name: field.annotation for name, field in fields}


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - any annotation
    """Return the table a key holds: itself, or those of its list."""
    for each in (annotation, *get_args(annotation)):
        if isinstance(each, type) and issubclass(each, BaseModel):
            return each
    return None
