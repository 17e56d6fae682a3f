"""The application behind a listener: the routes it serves, every failure answered as a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiohttp import hdrs, web
from aiohttp.http_exceptions import HttpProcessingError

from gateway.errors import (
    GatewayError,
    IdempotencyConflict,
    MalformedAddressError,
    MalformedMessage,
    StoreUnavailable,
)
from gateway.http.auth import ANYBODY
from gateway.http.call import Call
from gateway.http.limit import Limit
from gateway.http.origin import origin
from gateway.http.problems import Refusal, bad_request
from gateway.http.table import ROUTES
from gateway.http.twilio import errors as twilio_errors
from gateway.http.unsubscribe import FORM_LIMIT
from gateway.log import logger

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler as AiohttpHandler
    from aiohttp.web_request import BaseRequest

    from gateway.config.models import HttpListener
    from gateway.http.routes import Route
    from gateway.http.services import Services

_SECURITY: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
_CODES: Final = {404: "HTTP_NOT_FOUND", 405: "HTTP_METHOD_NOT_ALLOWED", 413: "SMTP_TOO_LARGE"}


def application(listener: HttpListener, services: Services) -> web.Application:
    """Return the application that serves what the listener is for; health is always served."""
    served = web.Application(middlewares=[answer_problems])
    for route in ROUTES:
        if route.room == "health" or route.room in listener.serves:
            served.router.add_route(route.method, route.path, bind(route, listener, services))
    served[FORM_LIMIT] = Limit(burst=10, per_minute=10)
    served.on_response_prepare.append(finish_headers)
    return served


def bind(route: Route, listener: HttpListener, services: Services) -> AiohttpHandler:
    """Return the route's handler with what it calls and who calls it."""

    async def handle(request: web.Request) -> web.StreamResponse:
        caller = route.log_in(request, services, route.scope) if route.scope else ANYBODY
        came_from = origin(request, listener.trusted_proxies)
        call = Call(request=request, services=services, caller=caller, origin=came_from)
        return await route.handler(call)

    return handle


@web.middleware
async def answer_problems(request: web.Request, handler: AiohttpHandler) -> web.StreamResponse:
    """Turn what a route could not do into a problem document."""
    try:
        return await handler(request)
    except (GatewayError, HttpProcessingError, web.HTTPException, web.RequestPayloadError) as error:
        return response_to(request, _refusal(request, error))


def response_to(request: BaseRequest, refusal: Refusal) -> web.Response:
    """Return a refusal in the shape that callers of the path read."""
    in_twilio_s_shape = request.path.startswith(twilio_errors.ROOT)
    return twilio_errors.response(refusal) if in_twilio_s_shape else refusal.response()


def _refusal(request: web.Request, error: Exception) -> Refusal:
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
        case GatewayError():
            code = "STORE_UNAVAILABLE" if isinstance(error, StoreUnavailable) else "INTERNAL_ERROR"
            logger().error("http-error", method=request.method, code=code, error=str(error))
            refusal = Refusal(code)
        case _:
            refusal = bad_request("the body is not encoded as its head says")
    return refusal


async def finish_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Say nothing of what serves, and let nobody keep or index an answer."""
    for name, value in _SECURITY.items():
        response.headers.setdefault(name, value)
    response.headers.pop(hdrs.SERVER, None)


def _of_aiohttp(error: web.HTTPException) -> Refusal:
    """Return the router's own answers as problems: no such path, no such method."""
    allow = error.headers.get(hdrs.ALLOW)
    headers = {str(hdrs.ALLOW): allow} if allow else {}
    code = _CODES.get(error.status)
    return Refusal(code, headers=headers) if code else bad_request("not taken")
