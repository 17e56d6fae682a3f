"""Reading a request's body: within a size, within a time, and as JSON without a second meaning."""

from __future__ import annotations

import asyncio
import json
import math
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from gateway.http.problems import Mistake, Refusal, bad_request, mistaken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiohttp import web
    from multidict import MultiMapping

Model = TypeVar("Model", bound=BaseModel)
Read = TypeVar("Read", bytes, bytearray)

SMALL_BYTES: Final = 1 << 20
MESSAGE_BYTES: Final = 25 << 20
MESSAGE_JSON_BYTES: Final = 36 << 20  # a message of the full size in base64
DEADLINE_S: Final = 30.0
MESSAGE_DEADLINE_S: Final = 180.0
_DEPTH: Final = 32


async def read_body(request: web.Request, limit_bytes: int, deadline_s: float) -> bytes:
    """Return the whole body.

    Raises:
        Refusal: it is too large, too slow, or encoded.
    """
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        detail = "send the body without Content-Encoding"
        raise Refusal("HTTP_UNSUPPORTED_TYPE", detail, headers={"Accept-Encoding": "identity"})
    if (request.content_length or 0) > limit_bytes:
        raise _too_large(limit_bytes)
    if request.content.is_eof():  # it came with the head, as most do: nobody has to wait
        return _within(limit_bytes, request.content.read_nowait())
    chunks = bytearray()
    try:
        async with asyncio.timeout(deadline_s):
            async for chunk in request.content.iter_any():
                chunks += chunk
                _within(limit_bytes, chunks)
    except TimeoutError as error:
        detail = f"the body was not complete within {deadline_s:g} seconds"
        raise Refusal("SMTP_TIMEOUT", detail, headers={"Connection": "close"}) from error
    return bytes(chunks)


async def read_json(
    request: web.Request, model: type[Model], limit_bytes: int = SMALL_BYTES
) -> tuple[Model, bytes]:
    """Return the body as the model it has to be, and its bytes.

    Raises:
        Refusal: it is not JSON, says something twice, or does not fit; every mistake is named.
    """
    if not (request.content_type == "application/json" or request.content_type.endswith("+json")):
        raise Refusal("HTTP_UNSUPPORTED_TYPE", "this route takes application/json")
    slow = MESSAGE_DEADLINE_S if limit_bytes > SMALL_BYTES else DEADLINE_S
    raw = await read_body(request, limit_bytes, slow)
    check_json(raw)
    try:
        return model.model_validate_json(raw, strict=True), raw
    except ValidationError as error:
        raise mistaken(mistakes(error)) from error


def read_query(query: MultiMapping[str], model: type[Model]) -> Model:
    """Return the query string as the model it has to be.

    Raises:
        Refusal: a parameter is unknown, wrong, or given twice.
    """
    given: dict[str, str | list[str]] = {}
    for name in dict.fromkeys(query.keys()):
        values = query.getall(name)
        given[name] = values if _takes_many(model, name) else values[0]
        if len(values) > 1 and not _takes_many(model, name):
            raise mistaken([Mistake(loc=name, msg="given more than once")])
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise mistaken(mistakes(error)) from error


def mistakes(error: ValidationError) -> tuple[Mistake, ...]:
    """Return every mistake that was found, without the values that were given."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return tuple(
        Mistake(loc=_path(e["loc"]), msg=e["msg"].removeprefix("Value error, ")) for e in found
    )


def check_json(raw: bytes) -> None:
    """Refuse what two JSON readers could understand in two ways (RFC 8259 4, 6, 8).

    Raises:
        Refusal: not UTF-8, not JSON, a name twice, NaN, a number beyond all bounds, a lone
            surrogate, or nested too deeply.
    """
    try:
        value = json.loads(
            raw.decode(),
            object_pairs_hook=_no_name_twice,
            parse_constant=_no_constant,
            parse_float=_finite,
        )
    except UnicodeDecodeError as error:
        raise bad_request("the body is not UTF-8") from error
    except RecursionError as error:
        raise bad_request("the JSON is nested too deeply") from error
    except ValueError as error:
        raise bad_request(_where(error)) from error
    if _is_deep(value):
        raise bad_request("the JSON is nested too deeply")
    if b"\\u" in raw:
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise bad_request("the JSON has half of a surrogate pair") from error


def _where(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: line {error.lineno}, column {error.colno}"
    return "not JSON: a number is too long"


def _no_name_twice(pairs: Sequence[tuple[str, Any]]) -> Mapping[str, Any]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise bad_request("the JSON gives a name twice in one object")
    return mapping


def _no_constant(_name: str) -> NoReturn:
    raise bad_request("JSON has no NaN and no Infinity")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise bad_request("a number is out of range")
    return number


def _is_deep(value: object) -> bool:
    level: list[object] = [value]
    for _ in range(_DEPTH):
        level = [c for v in level for c in _children(v)]
        if not level:
            return False
    return True


def _children(value: object) -> Sequence[object]:
    if isinstance(value, dict):
        return tuple(value.values())
    return value if isinstance(value, list) else ()


def _path(loc: Sequence[int | str]) -> str:
    path = ""
    for part in loc:
        path += f"[{part}]" if isinstance(part, int) else f".{part}"
    return path.removeprefix(".")


def _takes_many(model: type[BaseModel], name: str) -> bool:
    found = model.model_fields.get(name)
    return found is not None and "tuple" in str(found.annotation)


def _within(limit_bytes: int, read: Read) -> Read:
    if len(read) > limit_bytes:
        raise _too_large(limit_bytes)
    return read


def _too_large(limit_bytes: int) -> Refusal:
    detail = f"the body may have {limit_bytes} bytes"
    return Refusal("SMTP_TOO_LARGE", detail, headers={"Connection": "close"})
