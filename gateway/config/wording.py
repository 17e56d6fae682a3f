"""What is wrong with a key or its value, said in the words of the file."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Any, Final

from gateway.config.schema import homes, is_list_of_tables, keys_at, table_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gateway.config.lines import KeyPath

SECRETS: Final = frozenset({"password"})
"""Keys whose values stand in no file, and in no message."""

_EXPECTED: Final = {
    "string_type": 'text in quotes, as in "shop"',
    "path_type": 'the path of a file in quotes, as in "keys/s1.pem"',
    "tuple_type": 'a list, as in ["one", "two"]',
    "int_type": "a whole number, without quotes",
    "int_parsing": "a whole number, without quotes",
    "int_from_float": "a whole number, without quotes",
    "float_type": "a number, without quotes",
    "float_parsing": "a number, without quotes",
    "bool_type": "true or false, without quotes",
    "bool_parsing": "true or false, without quotes",
}
"""Kind of a mistake, as pydantic names it → what has to stand there."""
_BEGINNING: Final = "Input should be "
_LIKE: Final = 0.5
_VERY_LIKE: Final = 0.65  # where another table has the very key, or is the one it is of
_LONGEST: Final = 60  # characters of a value that is repeated


def wording(path: KeyPath, error: Mapping[str, Any]) -> str:
    """Return what is wrong with the value at a path, from what pydantic says of it."""
    kind, value = error["type"], error["input"]
    match kind:
        case "extra_forbidden":
            text = f"unknown key{_belongs(path)}"
        case "missing":
            text = "is required"
        case "literal_error":
            text = f"{value!r} is not one of {error['ctx']['expected']}"
        case "string_pattern_mismatch":
            text = f"{quoted(value)} is no name: a-z, 0-9, _ and - only, at most 64"
        case "tuple_type" if isinstance(value, dict) and is_list_of_tables(path):
            text = f"is a list of tables: write [[{_plain(path)}]], in two brackets"
        case "model_type" | "model_attributes_type":
            text = _table_expected(path, value)
        case _:
            text = _expected(path, error)
    if isinstance(value, str) and len(value) > _LONGEST:
        text = text.replace(repr(value), repr(f"{value[:_LONGEST]}…"))
    return text


def _expected(path: KeyPath, error: Mapping[str, Any]) -> str:
    """Return what has to stand there, and where it may be told what does."""
    value, message = error["input"], str(error["msg"])
    expected = _EXPECTED.get(error["type"])
    if not expected and not message.startswith(_BEGINNING):
        return message.removeprefix("Value error, ")
    is_shown = isinstance(value, (str, int, float)) and path[-1] not in SECRETS
    must = f"must be {expected or message.removeprefix(_BEGINNING)}"
    return f"{must}, not {quoted(value)}" if is_shown else must


def quoted(value: object) -> str:
    """Write a value as the file has it, on one line and not without end."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def of_syntax(what: str) -> str:
    """Return what to do about a text that is not TOML, as tomllib names the fault."""
    if what.startswith("Invalid value"):
        return f"not TOML: {what}: text stands in quotes, a list in [ ]"
    if "Cannot" in what or "overwrite" in what:
        return f"not TOML: {what}: a key or [table] stands once; only [[lists]] are repeated"
    return f"not TOML: {what}"


def _table_expected(path: KeyPath, value: object) -> str:
    name = _plain(path)
    if isinstance(path[-1], int):
        return f"must be a table: write [[{name}]] on a line of its own, and its keys below it"
    if isinstance(value, list):
        return f"is one table: write [{name}], in one bracket"
    return f"must be a table: write [{name}] on a line of its own, and its keys below it"


def _plain(path: KeyPath) -> str:
    return ".".join(part for part in path if isinstance(part, str))


def _belongs(path: KeyPath) -> str:
    """Say where a key that is unknown here belongs, or which one was meant."""
    key, here = str(path[-1]), path[:-1]
    known = [each for each in keys_at(here) if each not in SECRETS]
    others = {each: home for each, home in homes().items() if each not in SECRETS}
    if key in others:
        like = _closest(key, known, _VERY_LIKE)
        hint = f'; or did you mean "{like}"?' if like else ""
        place = f"in {table_at(here)}" if here else "at the top of the file"
        return f" {place}: it belongs {others[key]}{hint}"
    if meant := _closest(key, known, _LIKE):
        return f', did you mean "{meant}"?'
    if elsewhere := _closest(key, others, _VERY_LIKE):
        return f', did you mean "{elsewhere}"? It belongs {others[elsewhere]}'
    return f"; known here: {', '.join(known)}" if known else ""


def _closest(key: str, known: Iterable[str], cutoff: float) -> str:
    return next(iter(difflib.get_close_matches(key, known, n=1, cutoff=cutoff)), "")
