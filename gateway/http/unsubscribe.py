"""The way out: RFC 8058 one-click, the page behind the link, the form for people without a link.

**Failures:** while the list cannot be written nobody is told that they are unsubscribed: 503 with
Retry-After, and providers try again.
"""

from __future__ import annotations

import hmac
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from aiohttp import web

from gateway.errors import StoreUnavailable
from gateway.http.body import DEADLINE_S, read_body
from gateway.http.form import read_form
from gateway.http.limit import Limit
from gateway.http.origin import household
from gateway.http.pages import Pages, Sender, language
from gateway.http.problems import RETRY_AFTER_S, Refusal
from gateway.log import logger
from gateway.queue_id import encode
from suppression.entry import COMMERCIAL, Channel, Origin, Reason, Scope, stream_scope
from suppression.errors import MalformedAddressError
from suppression.keys import email_key, masked
from suppression.lifting import Authority
from suppression.store import Actor, NewEntry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.http.call import Call
    from suppression.entry import Entry
    from suppression.store import Grant
    from suppression.tokens import TokenKeys

FORM_LIMIT: Final = web.AppKey("form_limit", Limit)
_BODY_BYTES: Final = 64 << 10
_RETRY: Final = {"Retry-After": str(RETRY_AFTER_S)}
_UNDO_FOR: Final = timedelta(hours=24)
_DONE: Final = "You are unsubscribed.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a genuine link opens: whose it is, and which message carried it."""

    grant: Grant
    message: str  # queue id

    @property
    def evidence(self) -> str:
        """What entries made through this link say; an undo finds them by it."""
        return f"unsubscribe link of message {self.message}"


async def get_page(call: Call) -> web.Response:
    """Show the page; it changes nothing, whoever fetches it (RFC 8058 1)."""
    try:
        link = await _link(call)
    except StoreUnavailable:
        return _unavailable(call)
    if link is None:
        return _pages(call).address_form()
    return _choice(call, link)


async def post_page(call: Call) -> web.Response:
    """Opt the person out before the answer is given: by one click, by the page or by the form."""
    request = call.request
    body = await read_body(request, _BODY_BYTES, DEADLINE_S)
    fields = read_form(request.headers.get("Content-Type", ""), body)
    # a POST without a body errs towards the person: nothing but an unsubscribe comes here
    if fields.get("list-unsubscribe", "").lower() == "one-click" or not body.strip():
        return await _one_click(call)
    try:
        if "choice" in fields:
            return await _choose(call, fields)
        if "address" in fields:
            return await _stop_address(call, fields["address"])
    except StoreUnavailable:
        return _unavailable(call)
    raise Refusal("HTTP_BAD_REQUEST", "neither a one-click unsubscribe nor this page's form")


async def _one_click(call: Call) -> web.Response:
    """Act on RFC 8058 3.2; the answer is the same for a token that nobody made."""
    try:
        link = await _link(call)
        if link is None:
            logger().info("one-click-unknown", origin=household(call.origin))
        else:
            scope = stream_scope(link.grant.stream) if link.grant.stream else COMMERCIAL
            await _suppress(call, link, scope, link.grant.sender, "one-click")
    except StoreUnavailable as error:
        logger().error("one-click-unavailable", error=str(error))
        return web.Response(status=503, text="Try again later.\n", headers=_RETRY)
    return web.Response(text=_DONE)


async def _choose(call: Call, fields: Mapping[str, str]) -> web.Response:
    link = await _link(call)
    if link is None:
        return _pages(call).address_form()
    pages, choice, address = _pages(call, link), fields["choice"], masked(link.grant.key)
    if choice == "undo":
        return await _undo(call, link, fields.get("entry", ""))
    if choice == "nothing":
        return pages.result("kept", "kept_text", address=address)
    if choice == "stream" and link.grant.stream:
        text, scope, sender = "stopped_stream", stream_scope(link.grant.stream), link.grant.sender
    elif choice in ("all", "stream"):
        text, scope, sender = "stopped_all", COMMERCIAL, _every_brand(call, link)
    else:
        raise Refusal("HTTP_BAD_REQUEST", "choice is stream, all, nothing or undo")
    entry, is_new = await _suppress(call, link, scope, sender, "page")
    return pages.result(
        "unsubscribed", text, "on_its_way", "receipts",
        address=address,
        stream=link.grant.stream,
        undo=_signed(call.services.tokens, entry.entry_id) if is_new else "",
    )  # fmt: skip


async def _undo(call: Call, link: Link, signed: str) -> web.Response:
    """End the entry that this very link made a moment ago, and no other."""
    store, pages = call.services.store, _pages(call, link)
    entry_id = _verified(call.services.tokens, signed)
    entry = await store.entry(entry_id) if entry_id else None
    if (
        entry is not None
        and (entry.key, entry.channel) == (link.grant.key, link.grant.channel)
        and (entry.origin, entry.evidence) == (Origin.RECIPIENT, link.evidence)
        and entry.is_active(now := call.services.clock())
        and now - entry.requested_at < _UNDO_FOR
    ):
        because = "undone by the person on the page"
        actor = _actor(call, link.message, "page")
        await store.lift(entry.key, entry.channel, because=because, by=actor, entry_ids=[entry_id])
        return pages.result("undone", "undone_text", address=masked(entry.key))
    return pages.result("not_undone", "not_undone_text", address=masked(link.grant.key))


async def _stop_address(call: Call, address: str) -> web.Response:
    """Stop marketing to a typed address at once; the answer does not say whether it was known.

    16 CFR 316.5: an address is all that may be asked for, on one page, without a second step.
    """
    pages = _pages(call)
    if not call.request.app[FORM_LIMIT].allows(household(call.origin), time.monotonic()):
        answer = pages.address_form(complaint="too_often", status=429)
        answer.headers["Retry-After"] = "60"
        return answer
    try:
        key = email_key(address)
    except MalformedAddressError:
        return pages.address_form(complaint="bad_address", status=422)
    new = NewEntry(
        channel=Channel.EMAIL,
        key=key,
        scope=COMMERCIAL,
        reason=Reason.UNSUBSCRIBE,
        origin=Origin.RECIPIENT,
        evidence="address typed into the public form",
        requested_at=call.services.clock(),
    )
    await call.services.store.add(new, _actor(call, "", "form"))
    return pages.result(
        "unsubscribed", "stopped_form", "on_its_way", "receipts", address=masked(key)
    )


async def _link(call: Call) -> Link | None:
    """Return what the link of this request opens; None for a token that nobody made."""
    claims = call.services.tokens.read(call.request.match_info.get("token", "").strip("/"))
    grant = await call.services.store.grant(claims.grant_id) if claims else None
    return Link(grant=grant, message=encode(claims.message)) if claims and grant else None


async def _suppress(
    call: Call, link: Link, scope: Scope, sender: str, method: str
) -> tuple[Entry, bool]:
    new = NewEntry(
        channel=link.grant.channel,
        key=link.grant.key,
        scope=scope,
        reason=Reason.UNSUBSCRIBE,
        origin=Origin.RECIPIENT,
        evidence=link.evidence,
        sender=sender,
        requested_at=call.services.clock(),
    )
    outcome = await call.services.store.add(new, _actor(call, link.message, method))
    logger().info("opted-out", method=method, scope=scope, queue_id=link.message)
    return outcome


def _actor(call: Call, message: str, method: str) -> Actor:
    return Actor(
        name="recipient",
        method=method,
        address=call.origin,
        message=message,
        authority=Authority.PERSON,
    )


def _every_brand(call: Call, link: Link) -> str:
    """Return the sender identity to stop; all of them where others send for the same company."""
    identities = call.services.identities
    company = identities.named(link.grant.sender).company
    brands = [each for each in identities.allowed(("*",)) if each.company == company]
    return link.grant.sender if len(brands) == 1 else ""


def _choice(call: Call, link: Link) -> web.Response:
    return _pages(call, link).choice(address=masked(link.grant.key), stream=link.grant.stream)


def _unavailable(call: Call) -> web.Response:
    answer = _pages(call).result("unavailable", "unavailable_text", status=503)
    answer.headers.update(_RETRY)
    return answer


def _pages(call: Call, link: Link | None = None) -> Pages:
    """Return the pages in the reader's language, in the name of the one who sent."""
    company = call.services.config.company
    named = call.services.identities.named(link.grant.sender) if link else None
    sender = Sender(
        company=named.company if named and named.company else company.name,
        postal_address=(
            named.postal_address if named and named.postal_address else company.postal_address
        ),
        contact=named.contact if named and named.contact else company.contact,
    )
    request = call.request
    asked, accepted = request.query.get("lang", ""), request.headers.get("Accept-Language", "")
    return Pages(language(asked, accepted), sender)


def _signed(tokens: TokenKeys, entry_id: str) -> str:
    """Return an entry's id so that only the page that made the entry can name it."""
    return f"{entry_id}.{_mac(tokens.secrets[tokens.current], entry_id)}"


def _verified(tokens: TokenKeys, signed: str) -> str:
    """Return the id that `_signed` wrote, or nothing."""
    entry_id, _, mac = signed.rpartition(".")
    genuine = [
        hmac.compare_digest(_mac(secret, entry_id).encode(), mac.encode())
        for secret in tokens.secrets.values()
    ]
    return entry_id if any(genuine) else ""


def _mac(secret: bytes, entry_id: str) -> str:
    return hmac.digest(secret, b"optwarden undo\0" + entry_id.encode(), "sha256").hex()[:32]
