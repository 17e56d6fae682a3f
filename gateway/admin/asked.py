"""What a person asked for: recording a request with its evidence, and ending requests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from gateway.admin.lift import said_enough, unconfirmed
from gateway.admin.pages import go, person_path, render
from gateway.admin.whom import person_of
from gateway.http.problems import Refusal
from suppression.channel import Channel
from suppression.consent import REQUEST_LASTS, ConsentSource, NewConsent
from suppression.entry import NEVER, is_slug
from suppression.keys import is_hashed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from gateway.admin.visit import Visit
    from suppression.keys import RecipientKey

_BY_HAND: Final = tuple(each for each in ConsentSource if each is not ConsentSource.SMS)
"""How people ask; a text of theirs is recorded where it comes in, for START ends a wrong number."""
_LASTS: Final[Mapping[str, tuple[str, timedelta | None]]] = {
    "month": ("30 days", REQUEST_LASTS),
    "year": ("a year", timedelta(days=365)),
    "never": ("until they end it", None),
}


async def get_request(visit: Visit) -> web.StreamResponse:
    """Show the form that records a request."""
    return _form(visit, {}, "")


async def post_request(visit: Visit) -> web.StreamResponse:
    """Record a request; it may end what stopped them."""
    channel, key = _one_person(visit)
    typed = dict(visit.form.said())
    try:
        new = _new_consent(visit, key, channel)
    except ValueError as error:
        return _form(visit, typed, str(error), status=422)
    await visit.services.store.record_consent(new, visit.actor)
    return go(person_path(visit, channel, key), done="recorded")


async def post_revoke(visit: Visit) -> web.StreamResponse:
    """End every request of a person."""
    channel, key = _one_person(visit)
    if complaint := said_enough(visit.form["because"], "Say why"):
        raise Refusal("HTTP_BAD_REQUEST", complaint)
    ended = await visit.services.store.revoke_consents(
        key, because=visit.form["because"], by=visit.actor
    )
    if not ended:
        raise Refusal("HTTP_NOT_FOUND", "no request of this person is in force")
    return go(person_path(visit, channel, key), done="revoked")


def _one_person(visit: Visit) -> tuple[Channel, RecipientKey]:
    channel, key = person_of(visit)
    if key.startswith("@") or is_hashed(key):
        raise Refusal("HTTP_NOT_FOUND", "this is no address or number of one person")
    return channel, key


def _new_consent(visit: Visit, key: RecipientKey, channel: Channel) -> NewConsent:
    form, now = visit.form, visit.services.clock()
    if complaint := said_enough(form["evidence"], "Say what they asked for and where it is seen"):
        raise ValueError(complaint)
    if form["source"] not in set(_BY_HAND) or form["lasts"] not in _LASTS:
        message = "say how they asked, and how long it stands"
        raise ValueError(message)
    if form["sender"] and not visit.services.identities.named(form["sender"]).name:
        message = "there is no such sender identity"
        raise ValueError(message)
    purposes = tuple(each.strip() for each in form.all("purposes") if each.strip())
    _check(visit, purposes, channel)
    if form["resubscribe"] == "yes" and (complaint := unconfirmed(visit, key)):
        raise ValueError(complaint)
    _, lasts = _LASTS[form["lasts"]]
    expires_at: datetime = NEVER if lasts is None else now + lasts
    return NewConsent(
        key=key, source=ConsentSource(form["source"]), purposes=frozenset(purposes),
        evidence=form["evidence"], requested_at=now, expires_at=expires_at, sender=form["sender"],
        is_for_once=form["once"] == "yes" and channel is Channel.SMS,
        resubscribes=form["resubscribe"] == "yes",
    )  # fmt: skip


def _check(visit: Visit, purposes: tuple[str, ...], channel: Channel) -> None:
    known = visit.services.config.sms.purposes
    for each in purposes:
        if channel is Channel.SMS and each not in known:
            message = f"{each} is none of the purposes there are: {', '.join(known)}"
            raise ValueError(message)
        if channel is Channel.EMAIL and not is_slug(each):
            message = f"{each} is not the name of a stream: a-z, 0-9, hyphen, underscore and dot"
            raise ValueError(message)


def _form(
    visit: Visit, typed: Mapping[str, str], complaint: str, *, status: int = 200
) -> web.Response:
    channel, key = _one_person(visit)
    services = visit.services
    return render(
        visit, "request.html", status=status, channel=channel, key=key, typed=typed,
        complaint=complaint, sources=_BY_HAND, chosen=visit.form.all("purposes"),
        lasts=[(name, words) for name, (words, _) in _LASTS.items()],
        purposes=services.config.sms.purposes if channel is Channel.SMS else (),
        senders=[("", "any of ours"), *((s.name, s.name) for s in services.config.sender)],
    )  # fmt: skip
