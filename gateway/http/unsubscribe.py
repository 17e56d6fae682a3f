"""The way out: RFC 8058 one-click, the page behind the link, the form for people without a link.

**Failures:** while the list cannot be written nobody is told that they are unsubscribed: 503 with
Retry-After, so that providers try again, and the journal keeps what was asked for.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from aiohttp import web

from gateway.asked import ONE_CLICK, ByAddress, ByLink
from gateway.errors import StoreUnavailable
from gateway.http import page
from gateway.http.body import DEADLINE_S, read_body
from gateway.http.form import read_form
from gateway.http.limit import Limit
from gateway.http.origin import household
from gateway.http.pages import Result, Sentence
from gateway.http.problems import RETRY_AFTER_S, Refusal
from gateway.log import logger
from gateway.opt_outs import OptOutWaits
from suppression.errors import MalformedAddressError
from suppression.keys import email_key, masked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.http.call import Call
    from suppression.tokens import TokenClaims

FORM_LIMIT: Final = web.AppKey("form_limit", Limit)
_BODY_BYTES: Final = 64 << 10
_RETRY: Final = {"Retry-After": str(RETRY_AFTER_S)}
_DONE: Final = "You are unsubscribed.\n"


async def get_page(call: Call) -> web.Response:
    """Show the page; it changes nothing, whoever fetches it (RFC 8058 1)."""
    claims = _claims(call)
    try:
        link = await call.services.opt_outs.link(claims) if claims else None
    except StoreUnavailable:
        return _not_saved(call, "unavailable")
    return page.pages(call).address_form() if link is None else page.offer(call, link)


async def post_page(call: Call) -> web.Response:
    """Opt the person out before the answer is given: by one click, by the page or by the form."""
    request = call.request
    body = await read_body(request, _BODY_BYTES, DEADLINE_S)
    fields = read_form(request.headers.get("Content-Type", ""), body)
    # a POST without a body errs towards the person: nothing but an unsubscribe comes here
    if fields.get("list-unsubscribe", "").lower() == "one-click" or not body.strip():
        return await _one_click(call)
    try:
        return await _press(call, fields)
    except OptOutWaits:
        return _not_saved(call, "noted")
    except StoreUnavailable:
        return _not_saved(call, "unavailable")


async def _press(call: Call, fields: Mapping[str, str]) -> web.Response:
    if fields.get("choice") == "show":
        return page.again(call, fields) or await get_page(call)
    if "choice" in fields:
        claims = _claims(call)
        if claims is None:
            return page.pages(call).address_form()
        return await page.choose(call, claims, fields)
    if "address" in fields:
        return await _stop_address(call, fields["address"])
    raise Refusal("HTTP_BAD_REQUEST", "neither a one-click unsubscribe nor this page's form")


async def _one_click(call: Call) -> web.Response:
    """Act on RFC 8058 3.2; the answer is the same for a token that nobody made."""
    claims, opt_outs = _claims(call), call.services.opt_outs
    try:
        if claims is None:
            await opt_outs.unknown()
            done = None
        else:
            done = await opt_outs.by_link(
                ByLink(
                    grant_id=claims.grant_id,
                    message=claims.message,
                    choice="stream",
                    method=ONE_CLICK,
                    origin=call.origin,
                    at=call.services.clock(),
                )
            )
    except StoreUnavailable as error:
        logger().error("one-click-unavailable", error=str(error))
        return web.Response(status=503, text="Try again later.\n", headers=_RETRY)
    if done is None:
        logger().info("one-click-unknown", origin=household(call.origin))
    else:
        logger().info("opted-out", method=ONE_CLICK, queue_id=done.link.message)
    return web.Response(text=_DONE)


async def _stop_address(call: Call, address: str) -> web.Response:
    """Stop marketing to a typed address at once; the answer does not say whether it was known.

    16 CFR 316.5: an address is all that may be asked for, on one page, without a second step.
    """
    pages = page.pages(call)
    if not call.request.app[FORM_LIMIT].allows(household(call.origin), time.monotonic()):
        answer = pages.address_form(complaint="too_often", status=429)
        answer.headers["Retry-After"] = "60"
        return answer
    try:
        key = email_key(address)
    except MalformedAddressError:
        return pages.address_form(complaint="bad_address", status=422)
    await call.services.opt_outs.by_address(
        ByAddress(key=key, origin=call.origin, at=call.services.clock())
    )
    said = Sentence("stopped_form", {"address": masked(key)})
    result = Result(
        heading="unsubscribed", sentences=(said, Sentence("on_its_way"), Sentence("receipts"))
    )
    return page.show(call, result)


def _claims(call: Call) -> TokenClaims | None:
    """Return what the token of this request says; None for one that nobody made."""
    return call.services.tokens.read(call.request.match_info.get("token", "").strip("/"))


def _not_saved(call: Call, heading: str) -> web.Response:
    said = Sentence(f"{heading}_text")
    answer = page.show(call, Result(heading=heading, sentences=(said,), status=503))
    answer.headers.update(_RETRY)
    return answer
