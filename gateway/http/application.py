"""The application behind a listener: the routes it serves, every failure answered as a problem."""

from __future__ import annotations

import math
import time
from itertools import chain
from typing import TYPE_CHECKING, Final

from aiohttp import hdrs, web
from aiohttp.http_exceptions import HttpProcessingError

from gateway.admin.told import ROOT, as_told
from gateway.errors import GatewayError
from gateway.http.auth import ANYBODY
from gateway.http.call import Call
from gateway.http.failures import refusal_of
from gateway.http.holding import holding
from gateway.http.limit import Limit
from gateway.http.origin import origin
from gateway.http.problems import Refusal
from gateway.http.table import ROOMS, routes_of
from gateway.http.twilio import errors as twilio_errors
from gateway.http.unsubscribe import FORM_LIMIT
from gateway.metrics import counts

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler as AiohttpHandler
    from aiohttp.web_request import BaseRequest

    from gateway.config.models import HttpListener
    from gateway.http.routes import Route
    from gateway.http.services import Services

_AT_ONCE: Final = 6  # a sixth of what may come in a minute may come at once

_SECURITY: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def application(listener: HttpListener, services: Services) -> web.Application:
    """Return the application that serves what the listener is for; health is always served."""
    served = web.Application(middlewares=[answer_problems, holding(services.commons.room)])
    a_minute = listener.max_requests_per_minute
    limit = Limit(burst=max(1, a_minute // _AT_ONCE), per_minute=a_minute)
    rooms = (room for room in ROOMS if room == "health" or room in listener.serves)
    for route in chain.from_iterable(map(routes_of, rooms)):
        handle = bind(route, listener, services, limit)
        served.router.add_route(route.method, route.path, handle)
    if "admin" in listener.serves:
        from gateway.admin.application import add_pages  # noqa: PLC0415 - loads every page

        add_pages(served, listener, services)
    served[FORM_LIMIT] = Limit(burst=10, per_minute=10)
    served.on_response_prepare.append(finish_headers)
    return served


def bind(route: Route, listener: HttpListener, services: Services, limit: Limit) -> AiohttpHandler:
    """Return the route's handler with what it calls, who calls it and how often."""

    async def handle(request: web.Request) -> web.StreamResponse:
        caller = route.log_in(request, services, route.scope) if route.scope else ANYBODY
        if route.scope and not limit.allows(caller.key_id, time.monotonic()):
            after = {"Retry-After": str(math.ceil(limit.every_s))}
            raise Refusal("RATE_TENANT", headers=after)
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
        return response_to(request, refusal_of(error, request.method))


def response_to(request: BaseRequest, refusal: Refusal) -> web.Response:
    """Return a refusal in the shape that callers of the path read."""
    if request.path.startswith(ROOT + "/"):
        return as_told(refusal)
    in_twilio_s_shape = request.path.startswith(twilio_errors.ROOT)
    return twilio_errors.response(refusal) if in_twilio_s_shape else refusal.response()


async def finish_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Say nothing of what serves, and let nobody keep or index an answer."""
    for name, value in _SECURITY.items():
        response.headers.setdefault(name, value)
    counts.answered(response.status)
    response.headers.pop(hdrs.SERVER, None)
