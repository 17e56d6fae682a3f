"""Recorded requests to be texted, over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from pydantic import AwareDatetime, Field

from gateway.http.body import read_json
from gateway.http.call import Call, Sentence, Shape, answer
from gateway.http.problems import Mistake, Refusal, mistaken, seen
from suppression.consent import REQUEST_LASTS, ConsentSource
from suppression.entry import NEVER
from suppression.errors import MalformedAddressError
from suppression.keys import RecipientKey, phone_key
from suppression.store import NewConsent

if TYPE_CHECKING:
    from aiohttp import web

    from suppression.consent import Consent

SourceName = Literal["email", "voice", "form", "in_person", "sms"]


class ConsentRequest(Shape):
    """A person's request to be texted, and where it can be found again."""

    to: str = Field(min_length=1, max_length=40, description="the number that asked")
    source: SourceName
    evidence: Sentence
    purposes: tuple[str, ...] = Field(
        default=(), max_length=100, description="of sms.purposes; empty is every one"
    )
    requested_at: AwareDatetime | None = None
    expires_at: AwareDatetime | Literal["never"] | None = Field(
        default=None, description='30 days after it was made unless said otherwise; "never" is said'
    )


class ConsentView(Shape):
    """One recorded request. Null times have not come, or never will."""

    id: str
    to: str
    source: SourceName
    evidence: str
    purposes: tuple[str, ...]
    active: bool
    recorded_by: str
    requested_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    revoked_because: str


class ConsentList(Shape):
    """Every recorded request of a person, the ended ones too."""

    to: str
    consents: tuple[ConsentView, ...]


class RevokeRequest(Shape):
    """Why a person's requests are ended."""

    because: Sentence


async def post_consent(call: Call) -> web.Response:
    """Record a person's request."""
    order, _ = await read_json(call.request, ConsentRequest)
    key, now = _number(call, order.to, "to"), call.services.clock()
    _refuse(call, order, now)
    requested_at = (order.requested_at or now).astimezone(UTC)
    new = NewConsent(
        key=key,
        source=ConsentSource(order.source),
        purposes=frozenset(order.purposes),
        evidence=order.evidence,
        requested_at=requested_at,
        expires_at=_end(order.expires_at, requested_at),
    )
    consent = await call.services.store.record_consent(new, call.actor())
    return answer(_view(consent, call.services.clock()), 201)


def _end(said: datetime | Literal["never"] | None, requested_at: datetime) -> datetime:
    if said is None:
        return requested_at + REQUEST_LASTS
    return NEVER if said == "never" else said.astimezone(UTC)


async def get_consents(call: Call) -> web.Response:
    """Show a person's recorded requests."""
    key = _number(call, call.path("address"), "address")
    return _list(key, await call.services.store.consents(key), call.services.clock())


async def post_revoke(call: Call) -> web.Response:
    """End a person's requests."""
    key = _number(call, call.path("address"), "address")
    order, _ = await read_json(call.request, RevokeRequest)
    ended = await call.services.store.revoke_consents(key, because=order.because, by=call.actor())
    if not ended:
        raise Refusal("HTTP_NOT_FOUND", "no request of this number is in force")
    return _list(key, ended, call.services.clock())


def _refuse(call: Call, order: ConsentRequest, now: datetime) -> None:
    known = call.services.config.sms.purposes
    found = [
        Mistake(loc=f"purposes[{index}]", msg=f"none of sms.purposes: {', '.join(known)}")
        for index, purpose in enumerate(order.purposes)
        if purpose not in known
    ]
    if order.requested_at is not None and order.requested_at > now:
        found.append(Mistake(loc="requested_at", msg="lies in the future"))
    if isinstance(order.expires_at, datetime) and order.expires_at <= now:
        found.append(Mistake(loc="expires_at", msg="is over already"))
    if found:
        raise mistaken(found)


def _number(call: Call, text: str, loc: str) -> RecipientKey:
    try:
        return phone_key(seen(text, loc), call.services.config.company.phone_region)
    except MalformedAddressError as error:
        raise mistaken([Mistake(loc=loc, msg=str(error))]) from error


def _list(key: RecipientKey, consents: tuple[Consent, ...], now: datetime) -> web.Response:
    views = tuple(_view(consent, now) for consent in consents)
    return answer(ConsentList(to=key, consents=views))


def _view(consent: Consent, now: datetime) -> ConsentView:
    return ConsentView(
        id=consent.consent_id,
        to=consent.key,
        source=consent.source.value,
        evidence=consent.evidence,
        purposes=tuple(sorted(consent.purposes)),
        active=consent.is_active(now),
        recorded_by=consent.recorded_by,
        requested_at=consent.requested_at,
        expires_at=None if consent.expires_at == NEVER else consent.expires_at,
        revoked_at=None if consent.revoked_at == NEVER else consent.revoked_at,
        revoked_because=consent.revoked_because,
    )
