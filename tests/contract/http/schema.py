"""A JSON Schema checker, as far as the API's description uses JSON Schema (2020-12)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "boolean": (bool,),
    "integer": (int,), "number": (int, float), "null": (type(None),),
}  # fmt: skip
_KNOWN = frozenset(
    """
    $ref additionalProperties anyOf const default description enum format items maxItems maxLength
    maximum minItems minLength minimum pattern properties required title type
    """.split()
)


def mistakes(
    value: object, schema: dict[str, Any], document: dict[str, Any], at: str = "$"
) -> Iterator[str]:
    """Yield what of `value` the schema does not allow; a keyword nobody checks is a mistake too."""
    if unknown := schema.keys() - _KNOWN:
        yield f"{at}: keywords {unknown} are not checked"
    if "$ref" in schema:
        yield from mistakes(value, resolve(schema["$ref"], document), document, at)
    yield from _of_any(value, schema, document, at)
    if "type" in schema and not is_type(value, schema["type"]):
        yield f"{at}: {value!r} is no {schema['type']}"
    elif isinstance(value, dict):
        yield from _of_object(value, schema, document, at)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from mistakes(item, schema.get("items", {}), document, f"{at}[{index}]")
    elif isinstance(value, str):
        yield from _of_text(value, schema, at)


def _of_any(
    value: object, schema: dict[str, Any], document: dict[str, Any], at: str
) -> Iterator[str]:
    if "anyOf" in schema and all(any(mistakes(value, s, document, at)) for s in schema["anyOf"]):
        yield f"{at}: none of anyOf"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value!r} is not {schema['const']!r}"


def is_type(value: object, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, _TYPES[name])


def resolve(reference: str, document: dict[str, Any]) -> dict[str, Any]:
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    assert isinstance(found, dict)
    return found


def _of_object(
    value: dict[str, Any], schema: dict[str, Any], document: dict[str, Any], at: str
) -> Iterator[str]:
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{at}: {name} is missing"
    properties = schema.get("properties", {})
    others = schema.get("additionalProperties", {})
    for name, item in value.items():
        found = properties.get(name, others)
        if found is False:
            yield f"{at}: {name} is not described"
        elif isinstance(found, dict):
            yield from mistakes(item, found, document, f"{at}.{name}")


def _of_text(value: str, schema: dict[str, Any], at: str) -> Iterator[str]:
    if schema.get("format") == "date-time" and datetime.fromisoformat(value).tzinfo is None:
        yield f"{at}: {value!r} has no time zone"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} is not {schema['pattern']}"
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        yield f"{at}: {len(value)} characters"
