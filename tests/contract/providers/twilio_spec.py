"""What Twilio says its `Messages.json` takes and answers: a part of its own OpenAPI description."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.contract.http.schema import mistakes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.contract.providers.service import Request

_PATH: Final = "/2010-04-01/Accounts/{AccountSid}/Messages.json"


def _as_json_schema(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Write `nullable` of OpenAPI 3.0 as JSON Schema does."""
    if isinstance(value, list):
        return [_as_json_schema(each) for each in value]
    if not isinstance(value, dict):
        return value
    schema = {key: _as_json_schema(each) for key, each in value.items() if key != "nullable"}
    if value.get("nullable") is True:
        return {"anyOf": [schema, {"type": "null"}]}
    return schema


_FILE: Final = Path(__file__).parents[2] / "data" / "twilio" / "messages.json"
_DESCRIPTION: Final = _as_json_schema(json.loads(_FILE.read_text(encoding="utf-8")))
_OPERATION: Final = _DESCRIPTION["paths"][_PATH]["post"]
_CREATED: Final = _OPERATION["responses"]["201"]["content"]["application/json"]
CREATED: Final[Mapping[str, Any]] = {
    name: example["value"] for name, example in _CREATED["examples"].items()
}
"""What Twilio says it answers."""


def faults_of_request(request: Request) -> list[str]:
    """Return what Twilio would not take, or has no name for."""
    content = _OPERATION["requestBody"]["content"]
    (kind,) = content
    schema = {**content[kind]["schema"], "additionalProperties": False}
    types = {name: each.get("type") for name, each in schema["properties"].items()}
    form = {n: int(v) if types.get(n) == "integer" else v for n, v in request.form.items()}
    (account,) = [p for p in _OPERATION["parameters"] if p["name"] == "AccountSid"]
    place = request.target.split("/")[3]
    found = [
        *mistakes(form, schema, _DESCRIPTION),
        *mistakes(place, account["schema"], _DESCRIPTION),
    ]
    if request.headers.get("content-type") != kind:
        found.append(f"content type {request.headers.get('content-type')}")
    if (request.method, request.target) != ("POST", _PATH.replace("{AccountSid}", place)):
        found.append(f"{request.method} {request.target}")
    return found


def faults_of_answer(body: object) -> list[str]:
    """Return what Twilio would not have answered."""
    return list(mistakes(body, _CREATED["schema"], _DESCRIPTION))
