"""The public page's own form: what was chosen, taking it back, and whether a machine pressed."""

from __future__ import annotations

import re
import secrets
from base64 import b32encode
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from filters.message import NOBODY
from gateway.asked import PAGE, ByLink
from gateway.errors import StoreUnavailable
from gateway.http.pages import Kind, Pages, Person, Result, Sender, Sentence, language
from gateway.http.problems import Refusal
from gateway.log import logger
from gateway.opt_outs import other_channel
from suppression.actor import Actor, Authority
from suppression.channel import Channel
from suppression.entry import stream_scope
from suppression.keys import masked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from gateway.asked import Choice
    from gateway.http.call import Call
    from gateway.opt_outs import Done, Link
    from suppression.entry import Entry
    from suppression.keys import RecipientKey
    from suppression.tokens import TokenClaims

_ACT: Final = re.compile(r"[a-z2-7]{26}")
_ACT_BYTES: Final = 16
_CHOICES: Final[Mapping[str, Choice]] = {"stream": "stream", "all": "all", "nothing": "nothing"}
_OTHER: Final = "other-"
_SHOWN: Final = "shown "  # what is marked is no key of a person's
_BECAUSE: Final = "undone by the person on the page"


def offer(call: Call, link: Link) -> web.Response:
    """Return the page with the choice; looking at it changes nothing."""
    tokens = call.services.tokens
    channel = link.grant.channel
    others = [_person(other_channel(channel), key, tokens.mark(key)) for key in link.others]
    owner = _person(channel, link.grant.key)
    return pages(call, link.grant.sender).choice(
        owner, others, stream=link.grant.stream, act=_new_act()
    )


async def choose(call: Call, claims: TokenClaims, fields: Mapping[str, str]) -> web.Response:
    """Do what the person chose, before the answer is given.

    Raises:
        OptOutWaits: it is kept in the journal.
        StoreUnavailable: it is kept nowhere.
        Refusal: the form is not the page's.
    """
    choice, act = fields["choice"], fields.get("page", "")
    if choice == "undo":
        return await _undo(call, claims, act)
    if choice not in _CHOICES:
        raise Refusal("HTTP_BAD_REQUEST", "choice is stream, all, nothing or undo")
    others = tuple(mark for name, mark in fields.items() if name.startswith(_OTHER))
    if choice == "nothing" and not others:
        return _kept(call, await call.services.opt_outs.link(claims))
    asked = ByLink(
        grant_id=claims.grant_id,
        message=claims.message,
        choice=_CHOICES[choice],
        method=PAGE,
        origin=call.origin,
        at=call.services.clock(),
        others=others,
        act=act if _ACT.fullmatch(act) else _new_act(),
    )
    done = await call.services.opt_outs.by_link(asked)
    if done is None or not done.entries:
        return _kept(call, done.link if done else None)
    logger().info("opted-out", method=PAGE, choice=choice, queue_id=done.link.message)
    return await _stopped(call, done, asked.act)


async def _stopped(call: Call, done: Done, act: str) -> web.Response:
    """Say what has stopped, and offer to take it back where that can be."""
    try:
        made = await call.services.store.made_by(act, done.link.keys)
    except StoreUnavailable:  # it is done all the same
        made = ()
    said = [_sentence(done.link, entry) for entry in done.entries]
    result = Result(
        heading="unsubscribed",
        sentences=(*said, Sentence("on_its_way"), Sentence("receipts")),
        sender=done.link.grant.sender,
        undo=act if made else "",
    )
    return show(call, result)


def _kept(call: Call, link: Link | None) -> web.Response:
    """Say that nothing changed; who has no link is asked for the address."""
    if link is None:
        return pages(call).address_form()
    return show(call, _told("kept", link))


async def _undo(call: Call, claims: TokenClaims, act: str) -> web.Response:
    """End what this very page made a moment ago, and nothing else."""
    link = await call.services.opt_outs.link(claims)
    if link is None:
        return pages(call).address_form()
    by = Actor(
        name="recipient", method=PAGE, address=call.origin, message=link.message,
        authority=Authority.PERSON,
    )  # fmt: skip
    undone = _ACT.fullmatch(act) and await call.services.store.undo(
        act, link.keys, because=_BECAUSE, by=by
    )
    return show(call, _told("undone" if undone else "not_undone", link))


def again(call: Call, fields: Mapping[str, str]) -> web.Response | None:
    """Return what a page of ours said, in the language that is asked for now; it does nothing.

    None: we said no such thing.
    """
    shown, mark = fields.get("shown", ""), fields.get("mark", "")
    if not call.services.tokens.means(mark, _SHOWN + shown):
        return None
    return show(call, replace(Result.read(shown), status=200))


def show(call: Call, result: Result) -> web.Response:
    """Return the page that says how an act ended; its other languages say the same."""
    mark = call.services.tokens.mark(_SHOWN + result.written())
    return pages(call, result.sender).result(result, mark=mark)


def pages(call: Call, sender: str = "") -> Pages:
    """Return the pages in the reader's language, in the name of the one who sent."""
    company = call.services.config.company
    named = call.services.identities.named(sender) if sender else NOBODY
    written_by = Sender(
        company=named.company or company.name,
        postal_address=named.postal_address or company.postal_address,
        contact=named.contact or company.contact,
    )
    request = call.request
    asked, accepted = request.query.get("lang", ""), request.headers.get("Accept-Language", "")
    return Pages(language(asked, accepted), written_by)


def _told(heading: str, link: Link) -> Result:
    return Result(
        heading=heading, sentences=(Sentence(f"{heading}_text"),), sender=link.grant.sender
    )


def _sentence(link: Link, entry: Entry) -> Sentence:
    """Say what an entry stops."""
    blanks = {"address": masked(entry.key)}
    if entry.channel is Channel.SMS:
        return Sentence("stopped_texts", blanks)
    if entry.scope == stream_scope(link.grant.stream):
        return Sentence("stopped_stream", {**blanks, "stream": link.grant.stream})
    return Sentence("stopped_all", blanks)


def _person(channel: Channel, key: RecipientKey, mark: str = "") -> Person:
    kind: Kind = "emails" if channel is Channel.EMAIL else "texts"
    return Person(kind=kind, address=masked(key), mark=mark)


def _new_act() -> str:
    """Return what only the page that it is written into can know."""
    return b32encode(secrets.token_bytes(_ACT_BYTES)).decode().rstrip("=").lower()
