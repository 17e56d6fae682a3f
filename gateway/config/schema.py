"""What keys there are at each place of the file, asked of the models."""

from __future__ import annotations

from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, Final, get_args

from pydantic import BaseModel, SecretStr

from gateway.config.models import Config

if TYPE_CHECKING:
    from gateway.config.lines import KeyPath

_WORDS: Final = (str, SecretStr, Path)


def keys_at(path: KeyPath) -> dict[str, Any]:
    """Return key → type of the table at a path; empty where no table can be.

    >>> sorted(keys_at(("smtp", 0)))[:3]
    ['auth', 'category', 'certificate_file']
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


def _fields(model: type[BaseModel] | None) -> dict[str, Any]:
    fields = model.model_fields.items() if model else ()
    return {field.alias or name: field.annotation for name, field in fields}


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - any annotation
    """Return the table a key holds: itself, or those of its list."""
    for each in (annotation, *get_args(annotation)):
        if isinstance(each, type) and issubclass(each, BaseModel):
            return each
    return None
