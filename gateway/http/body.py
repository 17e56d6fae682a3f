"""Reading a request's body: within a size, within a time, and as what it has to be."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import BaseModel, ValidationError

from gateway.http.holding import FREE_BYTES, HELD
from gateway.http.problems import Mistake, Refusal, bad_request, mistaken
from gateway.http.strict_json import check_json
from gateway.off_loop import off_loop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import web
    from multidict import MultiMapping

Model = TypeVar("Model", bound=BaseModel)
Read = TypeVar("Read", bytes, bytearray)

SMALL_BYTES: Final = 1 << 20
MESSAGE_BYTES: Final = 25 << 20
MESSAGE_JSON_BYTES: Final = 27 << 20  # a message of the full size has its files in base64 too
DEADLINE_S: Final = 30.0
MESSAGE_DEADLINE_S: Final = 180.0
_MISTAKES: Final = 1000


async def read_body(request: web.Request, limit_bytes: int, deadline_s: float) -> bytes:
    """Return the whole body.

    Raises:
        Refusal: it is too large, too slow, or encoded, or there is no room for it now.
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
                if len(chunks) > FREE_BYTES:
                    request[HELD].grow_to(len(chunks))
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
    raw = await json_bytes(request, limit_bytes)
    return await off_loop(len(raw), lambda: understood(raw, model)), raw


async def json_bytes(request: web.Request, limit_bytes: int) -> bytes:
    """Return the body of a request that says it is JSON.

    Raises:
        Refusal: it says otherwise, or cannot be read.
    """
    if not (request.content_type == "application/json" or request.content_type.endswith("+json")):
        raise Refusal("HTTP_UNSUPPORTED_TYPE", "this route takes application/json")
    slow = MESSAGE_DEADLINE_S if limit_bytes > SMALL_BYTES else DEADLINE_S
    return await read_body(request, limit_bytes, slow)


def understood(raw: bytes, model: type[Model]) -> Model:
    """Return a body as the model it has to be.

    Raises:
        Refusal: it is not JSON, says something twice, or does not fit; every mistake is named.
    """
    check_json(raw)
    try:
        return model.model_validate_json(raw, strict=True)
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
    """Return every mistake that was found, without the values that were given.

    Raises:
        Refusal: the body is not JSON: what is left of it to the model to find out.
    """
    if error.error_count() > _MISTAKES:
        return (Mistake(loc="", msg=f"more than {_MISTAKES} mistakes"),)
    found = error.errors(include_url=False, include_input=False, include_context=False)
    if any(each["type"] == "json_invalid" for each in found):
        raise bad_request("not JSON: a long string has a sign in it that JSON does not take")
    return tuple(
        Mistake(loc=_path(e["loc"]), msg=e["msg"].removeprefix("Value error, ")) for e in found
    )


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
