"""Addresses and numbers of the same person, over HTTP: the public page shows both."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - fields of models
from typing import TYPE_CHECKING

from pydantic import Field

from gateway.credentials import COMPLIANCE
from gateway.http.auth import role_missing
from gateway.http.body import read_json
from gateway.http.call import Call, Sentence, Shape, answer
from gateway.http.problems import Mistake, Refusal, mistaken, seen
from suppression.entry import NEVER
from suppression.errors import MalformedAddressError
from suppression.keys import RecipientKey, email_key, phone_key
from suppression.lifting import NotLiftable

if TYPE_CHECKING:
    from aiohttp import web

    from suppression.link import Link


class LinkRequest(Shape):
    """An address and a number of the same person, and where they gave both."""

    email: str = Field(min_length=1, max_length=320)
    phone: str = Field(min_length=1, max_length=40)
    evidence: Sentence


class LinkView(Shape):
    """One link. It stands while `ended_at` is null."""

    id: str
    email: str
    phone: str
    evidence: str
    recorded_by: str
    recorded_at: datetime
    ended_at: datetime | None
    ended_because: str


class LinkList(Shape):
    """Every link of an address or a number, the ended ones too."""

    address: str
    links: tuple[LinkView, ...]


class EndRequest(Shape):
    """Why the links of a person are ended."""

    because: Sentence


async def post_link(call: Call) -> web.Response:
    """Record that an address and a number are the same person's."""
    order, _ = await read_json(call.request, LinkRequest)
    email, phone = _key(call, order.email, "email"), _key(call, order.phone, "phone")
    link, is_new = await call.services.store.link(
        email, phone, evidence=order.evidence, by=call.actor()
    )
    return answer(_view(link), 201 if is_new else 200)


async def get_links(call: Call) -> web.Response:
    """Show the links of an address or a number."""
    key = _of_path(call)
    return _list(key, await call.services.store.links(key))


async def post_end(call: Call) -> web.Response:
    """End the links of an address or a number; where the law stops by them, as compliance."""
    key = _of_path(call)
    order, _ = await read_json(call.request, EndRequest)
    try:
        ended = await call.services.store.unlink(key, because=order.because, by=call.actor())
    except NotLiftable as error:
        raise role_missing(COMPLIANCE) from error
    if not ended:
        raise Refusal("HTTP_NOT_FOUND", "no link of this address or number stands")
    return _list(key, ended)


def _of_path(call: Call) -> RecipientKey:
    text = call.path("address")
    return _key(call, text, "email" if "@" in text else "phone", loc="address")


def _key(call: Call, text: str, kind: str, *, loc: str = "") -> RecipientKey:
    loc = loc or kind
    try:
        visible = seen(text, loc)
        if kind == "email":
            return email_key(visible)
        return phone_key(visible, call.services.config.company.phone_region)
    except MalformedAddressError as error:
        raise mistaken([Mistake(loc=loc, msg=str(error))]) from error


def _list(key: RecipientKey, links: tuple[Link, ...]) -> web.Response:
    return answer(LinkList(address=key, links=tuple(map(_view, links))))


def _view(link: Link) -> LinkView:
    return LinkView(
        id=link.link_id,
        email=link.email,
        phone=link.phone,
        evidence=link.evidence,
        recorded_by=link.recorded_by,
        recorded_at=link.recorded_at,
        ended_at=None if link.ended_at == NEVER else link.ended_at,
        ended_because=link.ended_because,
    )
