"""Recorded requests to be texted, or written to again, over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from gateway.http.body import read_json, read_query
from gateway.http.call import Call, Moment, Sentence, Shape, answer
from gateway.http.consent_views import (
    ConsentList,
    ConsentPage,
    ConsentRecorded,
    SourceName,
    consent_view,
)
from gateway.http.entries import entry_view
from gateway.http.places import PostalCode, Zone  # noqa: TC001 - fields of a model
from gateway.http.problems import Mistake, Refusal, mistaken, seen
from suppression.consent import REQUEST_LASTS, ConsentSource, NewConsent
from suppression.entry import NEVER, is_slug
from suppression.errors import MalformedAddressError
from suppression.keys import RecipientKey, channel_of, email_key, phone_key
from suppression.store import ConsentQuery

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiohttp import web

    from suppression.consent import Consent


class ConsentRequest(Shape):
    """A person's request to be texted, or written to again, and where it can be found again."""

    to: str = Field(min_length=1, max_length=320, description="the number or address that asked")
    source: SourceName
    evidence: Sentence
    purposes: tuple[str, ...] = Field(
        default=(),
        max_length=100,
        description="of sms.purposes, for an address streams; empty is every one",
    )
    sender: str = Field(
        default="", max_length=200, description="the sender identity asked; empty is all of them"
    )
    once: bool = Field(default=False, description="one text uses the request up")
    resubscribe: bool = Field(
        default=False,
        description="the person takes an earlier opt-out back; needs the role lift too",
    )
    our_number: str = Field(
        default="",
        max_length=40,
        description="with source sms: the number of yours they texted, which opens a conversation",
    )
    zone: Zone = ""
    postal_code: PostalCode = ""
    requested_at: Moment | None = None
    expires_at: Moment | Literal["never"] | None = Field(
        default=None,
        description="unless said, 30 days after it was made; with our_number, the window of a "
        'conversation; "never" has to be said',
    )


class ConsentsQuery(Shape):
    """Which requests to list, the ended ones too."""

    source: SourceName | None = None
    active: bool = Field(default=False, description="only those that stand")
    cursor: str = Field(default="", max_length=40, pattern=r"^(C-[0-9]{1,18})?$")
    limit: int = Field(default=100, ge=1, le=1000)


class RevokeRequest(Shape):
    """Why a person's requests are ended."""

    because: Sentence


async def post_consent(call: Call) -> web.Response:
    """Record a person's request; it may end what stopped them."""
    order, _ = await read_json(call.request, ConsentRequest)
    if order.resubscribe:
        call.require("lift")
    store, now = call.services.store, call.services.clock()
    key = _person(call, order.to, "to")
    if found := list(_mistakes(call, order, key, now)):
        raise mistaken(found)
    new = _new_consent(call, order, key, now)
    consent = await store.record_consent(new, call.actor())
    if order.our_number:
        ours = phone_key(order.our_number, call.services.config.company.phone_region)
        await store.open_conversation(key, ours=ours, at=new.requested_at, by=call.actor())
    now = call.services.clock()
    standing = (await store.blocking([key], channel_of(key), now))[key]
    view = ConsentRecorded(
        **dict(consent_view(consent, now)),
        suppressions=tuple(entry_view(entry, now) for entry in standing),
    )
    return answer(view, 201)


async def get_consents(call: Call) -> web.Response:
    """Show a person's recorded requests."""
    key = _person(call, call.path("address"), "address")
    return _list(key, await call.services.store.consents(key), call.services.clock())


async def list_consents(call: Call) -> web.Response:
    """List recorded requests in the order they were made."""
    query = read_query(call.request.query, ConsentsQuery)
    now = call.services.clock()
    found = await call.services.store.list_consents(
        ConsentQuery(
            source=query.source or "",
            active_at=now if query.active else None,
            after=query.cursor,
            limit=query.limit,
        )
    )
    last = found[-1].consent_id if len(found) == query.limit else None
    views = tuple(consent_view(consent, now) for consent in found)
    return answer(ConsentPage(consents=views, next_cursor=last))


async def post_revoke(call: Call) -> web.Response:
    """End a person's requests."""
    key = _person(call, call.path("address"), "address")
    order, _ = await read_json(call.request, RevokeRequest)
    ended = await call.services.store.revoke_consents(key, because=order.because, by=call.actor())
    if not ended:
        raise Refusal("HTTP_NOT_FOUND", "no request of this person is in force")
    return _list(key, ended, call.services.clock())


def _new_consent(call: Call, order: ConsentRequest, key: RecipientKey, now: datetime) -> NewConsent:
    requested_at = order.requested_at or now
    window = call.services.config.sms.conversation_window
    return NewConsent(
        key=key,
        source=ConsentSource(order.source),
        purposes=frozenset(order.purposes),
        evidence=order.evidence,
        requested_at=requested_at,
        expires_at=_end(
            order.expires_at, requested_at + (window if order.our_number else REQUEST_LASTS)
        ),
        sender=order.sender,
        is_for_once=order.once,
        resubscribes=order.resubscribe,
        zone=order.zone,
        postal_code=order.postal_code,
    )


def _end(said: datetime | Literal["never"] | None, otherwise: datetime) -> datetime:
    if said is None:
        return otherwise
    return NEVER if said == "never" else said


def _mistakes(
    call: Call, order: ConsentRequest, key: RecipientKey, now: datetime
) -> Iterator[Mistake]:
    services, is_number = call.services, key.startswith("+")
    known = services.config.sms.purposes
    for index, purpose in enumerate(order.purposes):
        if is_number and purpose not in known:
            msg = f"none of sms.purposes: {', '.join(known)}"
            yield Mistake(loc=f"purposes[{index}]", msg=msg)
        if not is_number and not is_slug(purpose):
            yield Mistake(loc=f"purposes[{index}]", msg="not the name of a stream")
    if order.sender and not services.identities.named(order.sender).name:
        yield Mistake(loc="sender", msg="there is no such sender identity")
    if order.once and not is_number:
        yield Mistake(loc="once", msg="is for texts only")
    if order.requested_at is not None and order.requested_at > now:
        yield Mistake(loc="requested_at", msg="lies in the future")
    if isinstance(order.expires_at, datetime) and order.expires_at <= now:
        yield Mistake(loc="expires_at", msg="is over already")
    if order.our_number:
        yield from _wrong_number_of_ours(call, order, is_number=is_number)


def _wrong_number_of_ours(
    call: Call, order: ConsentRequest, *, is_number: bool
) -> Iterator[Mistake]:
    if not (is_number and order.source == "sms"):
        yield Mistake(loc="our_number", msg="is for source sms only")
    ours = {n for each in call.services.identities.allowed(("*",)) for n in each.numbers}
    try:
        key = phone_key(order.our_number, call.services.config.company.phone_region)
    except MalformedAddressError as error:
        yield Mistake(loc="our_number", msg=str(error))
    else:
        if key not in ours:
            yield Mistake(loc="our_number", msg="no sender identity has this number")


def _person(call: Call, text: str, loc: str) -> RecipientKey:
    try:
        if "@" in seen(text, loc):
            return email_key(text.strip())
        return phone_key(text, call.services.config.company.phone_region)
    except MalformedAddressError as error:
        raise mistaken([Mistake(loc=loc, msg=str(error))]) from error


def _list(key: RecipientKey, consents: tuple[Consent, ...], now: datetime) -> web.Response:
    views = tuple(consent_view(consent, now) for consent in consents)
    return answer(ConsentList(to=key, consents=views))
