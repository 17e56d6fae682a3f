"""The description of the API (OpenAPI 3.1), made from the table of routes and their models."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from gateway.http.problems import CONTENT_TYPE, ProblemDocument
from gateway.http.routes import ANY_SLASHES, Form
from gateway.http.twilio.account import authenticate_account

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gateway.http.routes import Content, Route, Taken

_REF: Final = "#/components/schemas/{model}"
_PARAMETER: Final = re.compile(r"\{(\w+)(?::[^}]*)?\}")
_KEYED: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same request is answered the same and sends once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}


def describe(routes: Iterable[Route]) -> bytes:
    """Return the description of these routes."""
    routes = tuple(routes)
    schemas, references = _schemas(routes)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        path = paths.setdefault(path_of(route), {})
        path[route.method.lower()] = _operation(route, references)
    document = {
        "openapi": "3.1.0",
        "info": {"title": "optwarden", "version": "1"},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer"},
                "account": {"type": "http", "scheme": "basic"},
            },
        },
    }
    return json.dumps(document, ensure_ascii=False).encode()


def path_of(route: Route) -> str:
    """Return a route's path as the description writes it."""
    return _PARAMETER.sub(r"{\1}", route.path.replace(ANY_SLASHES, ""))


def _schemas(routes: Iterable[Route]) -> tuple[dict[str, Any], dict[Any, Any]]:
    """Return the component schemas, and the reference to each model as taken or as answered."""
    wanted: dict[Any, None] = {}
    for route in routes:
        wanted[route.problem, "serialization"] = None
        bodies = (each.model if isinstance(each, Form) else each for each in route.body)
        wanted.update({(c, "validation"): None for c in bodies if _is_model(c)})
        wanted.update({(c, "serialization"): None for c in route.answers.values() if _is_model(c)})
    references, definitions = models_json_schema(list(wanted), ref_template=_REF)
    return definitions["$defs"], dict(references)


def _operation(route: Route, references: Mapping[Any, Any]) -> dict[str, Any]:
    parameters = [_in_path(name) for name in _PARAMETER.findall(path_of(route))]
    parameters += _in_query(route.query) if route.query else []
    parameters += [_KEYED] if route.sends else []
    operation: dict[str, Any] = {
        "summary": route.summary,
        "operationId": _name(route),
        "parameters": parameters,
        "responses": _responses(route, references),
        "security": [_security(route)] if route.scope else [],
    }
    if route.scope:
        operation["description"] = f"Needs a key with the role `{route.scope}`."
    if route.body:
        content = dict(_content(each, "validation", references) for each in route.body)
        operation["requestBody"] = {"required": bool(route.scope), "content": content}
    return operation


def _responses(route: Route, references: Mapping[Any, Any]) -> dict[str, Any]:
    problem = references[route.problem, "serialization"]
    kind = CONTENT_TYPE if route.problem is ProblemDocument else "application/json"
    answers: dict[str, Any] = {
        str(status): {"description": "A problem", "content": {kind: {"schema": problem}}}
        for status in sorted(route.problems - set(route.answers))
    }
    for status, content in route.answers.items():
        answer: dict[str, Any] = {"description": _title(content)}
        if content is not None:
            each = content if isinstance(content, tuple) else (content,)
            answer["content"] = dict(_content(kind, "serialization", references) for kind in each)
        answers[str(status)] = answer
    return answers


def _security(route: Route) -> dict[str, list[str]]:
    return {"account" if route.log_in is authenticate_account else "key": []}


def _content(content: Taken, mode: str, references: Mapping[Any, Any]) -> tuple[str, Any]:
    if isinstance(content, Form):
        return "application/x-www-form-urlencoded", {"schema": references[content.model, mode]}
    if isinstance(content, str):
        return content, {"schema": {"type": "string"}} if content.startswith("text/") else {}
    return "application/json", {"schema": references[content, mode]}


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _in_query(model: type[BaseModel]) -> list[dict[str, Any]]:
    schema = model.model_json_schema()
    required = schema.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in required, "schema": found}
        for name, found in schema["properties"].items()
    ]


def _name(route: Route) -> str:
    words = re.findall(r"[a-z]+", _PARAMETER.sub(r"by-\1", path_of(route)).lower())
    return "-".join((route.method.lower(), *words))


def _title(content: Content | None) -> str:
    if isinstance(content, type):
        return (content.__doc__ or "").partition("\n")[0]
    return "A page or a line of text" if content else "No content"


def _is_model(content: Content | None) -> bool:
    return isinstance(content, type) and issubclass(content, BaseModel)
