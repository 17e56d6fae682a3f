"""Calls of providers: known by their signature or secret, done and durable before the answer.

2xx says that it is done. Nothing that a provider really told us is answered 4xx: most of them would
never say it again, and a stop would be lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiohttp import hdrs, web

from gateway.http.body import read_body
from gateway.http.problems import Refusal
from gateway.log import logger
from gateway.providers import hook as hooks

if TYPE_CHECKING:
    from gateway.http.call import Call
    from gateway.providers.hook import Hook

LARGEST_BYTES: Final = 1 << 16
_DEADLINE_S: Final = 10.0


async def inbound(call: Call) -> web.Response:
    """Take a text that a provider received for a number of ours."""
    route, hook, told = await _genuine(call)
    await call.services.hooks.take(route, hook, told, origin=call.origin)
    return _thanks(hook)


async def status(call: Call) -> web.Response:
    """Take what a provider reports about a text that it was given."""
    route, hook, told = await _genuine(call)
    await call.services.hooks.note(route, hook, told)
    return _thanks(hook)


async def events(call: Call) -> web.Response:
    """Take what a provider tells that has one address for everything, or echo its question."""
    route = call.path("route")
    listener = call.services.hooks.listener(route)
    if listener is None:
        raise Refusal("HTTP_NOT_FOUND")
    told = await _told(call)
    echo = "" if told.body else listener.echo(told)  # the question has none
    if listener.is_genuine(told):
        for each in listener.read(told):
            await call.services.hooks.take_in(route, each, origin=call.origin)
    elif not echo:
        raise _forged(call, route)
    headers = {"Validation-Token": echo} if echo else {}
    return web.Response(body=b"", content_type="application/json", headers=headers)


async def _genuine(call: Call) -> tuple[str, Hook, hooks.Call]:
    """Return who called about which route, and what was said.

    Raises:
        Refusal: nobody may call about such a route, or it was not the provider who did.
    """
    route = call.path("route")
    hook = call.services.hooks.of(route)
    if hook is None:
        raise Refusal("HTTP_NOT_FOUND")
    if call.request.method not in hook.methods:
        allow = {str(hdrs.ALLOW): ", ".join(sorted(hook.methods))}
        raise Refusal("HTTP_METHOD_NOT_ALLOWED", headers=allow)
    told = await _told(call)
    if not hook.is_genuine(told):
        raise _forged(call, route)
    return route, hook, told


async def _told(call: Call) -> hooks.Call:
    request = call.request
    return hooks.Call(
        method=request.method,
        target=request.raw_path,
        body=await read_body(request, LARGEST_BYTES, _DEADLINE_S),
        headers={name.lower(): value for name, value in request.headers.items()},
    )


def _forged(call: Call, route: str) -> Refusal:
    logger().warning("hook-refused", route=route, peer=call.origin)
    return Refusal("HOOK_NOT_GENUINE")


def _thanks(hook: Hook) -> web.Response:
    content_type, words = hook.thanks
    return web.Response(text=words, content_type=content_type)
