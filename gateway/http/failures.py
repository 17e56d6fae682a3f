"""From what went wrong behind the edge to the problem it is answered with."""

from __future__ import annotations

import traceback
from typing import Final

from aiohttp import hdrs, web

from gateway.errors import (
    GatewayError,
    IdempotencyConflict,
    MalformedAddressError,
    MalformedMessage,
    StoreFull,
    StoreUnavailable,
)
from gateway.http.problems import Refusal, bad_request
from gateway.log import logger

_CODES: Final = {404: "HTTP_NOT_FOUND", 405: "HTTP_METHOD_NOT_ALLOWED", 413: "SMTP_TOO_LARGE"}


def refusal_of(error: Exception, method: str) -> Refusal:
    """Return the problem an error is answered with; its own text only where that is for callers."""
    match error:
        case Refusal():
            refusal = error
        case IdempotencyConflict():
            refusal = Refusal("HTTP_IDEMPOTENCY_CONFLICT")
        case MalformedMessage():
            refusal = Refusal(error.code, error.reason)
        case MalformedAddressError():
            refusal = Refusal("SMTP_BAD_RCPT_SYNTAX", str(error))
        case web.HTTPException():
            refusal = _of_aiohttp(error)
        case StoreFull():
            refusal = _failed("QUEUE_FULL", method, error)
        case StoreUnavailable():
            refusal = _failed("STORE_UNAVAILABLE", method, error)
        case GatewayError():
            refusal = _failed("INTERNAL_ERROR", method, error)
        case _:
            refusal = bad_request("the body is not encoded as its head says")
    return refusal


def _failed(code: str, method: str, error: Exception) -> Refusal:
    logger().error("http-error", method=method, code=code, error=str(error))
    return Refusal(code)


def place(error: BaseException | None) -> str:
    """Return the type of an error and where it was raised: its text may hold content."""
    frames = traceback.extract_tb(error.__traceback__) if error else []
    where = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + where


def _of_aiohttp(error: web.HTTPException) -> Refusal:
    """Return the router's own answers as problems: no such path, no such method."""
    allow = error.headers.get(hdrs.ALLOW)
    headers = {str(hdrs.ALLOW): allow} if allow else {}
    code = _CODES.get(error.status)
    return Refusal(code, headers=headers) if code else bad_request("not taken")
