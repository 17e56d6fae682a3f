"""Everything that is known of a person: what they may ask to see (Cal. Civ. Code 1798.110).

**Failures:** a store that cannot be read raises `StoreUnavailable`: half an answer is none.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from filters.email.trace import without_ours
from gateway.errors import MalformedAddressError, MalformedMessage
from gateway.privacy.holder import holder_of
from gateway.privacy.spelling import spelled
from gateway.spool.model import SpoolQuery, State
from suppression.channel import Channel
from suppression.entry import NEVER
from suppression.keys import channel_of, read_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from gateway.config.models import Config
    from gateway.privacy.holder import Holder, Withheld
    from gateway.spool.model import MessageView
    from gateway.stores import Stores
    from suppression.entry import Entry
    from suppression.keys import RecipientKey

_PAGE: Final = 500
_CATEGORIES: Final = (
    "identifiers: email addresses and telephone numbers",
    "messages that were sent to these, as long as their content is kept",
    "requests: what the person asked to get, or not to get, with the evidence of it",
    "what the person wrote back, as far as it asked for something",
)
_PURPOSES: Final = (
    "to send what was asked for, and nothing that was opted out of",
    "to prove afterwards what was done and why",
)
_BARE: Final = ("key", "scope", "reason", "requested_at", "effective_at", "expires_at")
_SOURCES: Final = {
    "": "the gateway itself",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a person: the answers, and their messages as they were sent."""

    answers: Mapping[str, Any]  # for a program, and for a person to read
    contents: Mapping[str, bytes]  # by the name of the file: an email, a text
    withheld: tuple[Withheld, ...]

    def files(self) -> Mapping[str, bytes]:
        """Return all of it as files: the answers as `known.json`, and each message."""
        text = json.dumps(self.answers, ensure_ascii=False, indent=1, default=_written)
        return {"known.json": f"{text}\n".encode(), **self.contents}


async def known_of(
    people: Collection[RecipientKey], config: Config, stores: Stores, now: datetime
) -> Known:
    """Gather what is known of the addresses and numbers of one person, however written.

    What may be of somebody who had a number before them is left out, and it says so.
    """
    people = await spelled(people, stores)
    holders = [await holder_of(key, stores.suppression, now) for key in people]
    left_out = tuple(each for holder in holders for each in holder.withheld())
    messages = [each for holder in holders for each in await _messages(stores, holder)]
    answers = {
        "made_at": now,
        "person": list(people),
        "categories": _CATEGORIES,
        "sources": sorted({each.submitter or _SOURCES[""] for each in messages}),
        "purposes": _PURPOSES,
        "disclosed_for_business": _disclosed(messages, config),
        "sold_or_shared": [],  # policy: "we do not sell, trade, or rent"
        "specific": [await _specific(stores, holder, people, now) for holder in holders],
        "withheld": list(map(asdict, left_out)),
        "messages": [_shown(each, people) for each in messages],
    }
    contents = await _contents(messages, config, stores)
    return Known(answers=answers, contents=contents, withheld=left_out)


async def _contents(
    messages: Sequence[MessageView], config: Config, stores: Stores
) -> Mapping[str, bytes]:
    """Return what was sent: without the fields no recipient sees, which may name the others."""
    to_us = frozenset({config.email.category_header.lower()})
    contents = {}
    for each in messages:
        raw = await stores.spool.content(each.queue_id)
        if raw is None:
            continue
        if each.channel is Channel.SMS:
            contents[f"{each.queue_id}.txt"] = raw
            continue
        with suppress(MalformedMessage):  # who else stands in it cannot be known
            contents[f"{each.queue_id}.eml"] = without_ours(raw, to_us)
    return contents


async def _messages(stores: Stores, holder: Holder) -> Sequence[MessageView]:
    found: list[MessageView] = []
    while True:
        after = found[-1].queue_id if found else ""
        page = await stores.spool.messages(SpoolQuery(address=holder.key, after=after, limit=_PAGE))
        found += page
        if len(page) < _PAGE:
            return [each for each in found if each.accepted_at > holder.since]


async def _specific(
    stores: Stores, holder: Holder, people: Collection[RecipientKey], now: datetime
) -> Mapping[str, Any]:
    key, listed = holder.key, stores.suppression
    channel, consents = channel_of(key), await listed.consents(key)
    blocking = (await listed.blocking([key], channel, now))[key]
    events, links = await listed.history(key, channel), await listed.links(key)
    replies = await listed.reviews_of(key)
    return {
        "about": key,
        "entries_in_force": [
            _stopping(each, holder, people) for each in holder.stopped_by(blocking)
        ],
        "history": [asdict(each) for each in holder.lived(events, consents)],
        "requests": [asdict(each) for each in holder.asked(consents)],
        "linked_with": [asdict(each) for each in links if each.link_id not in holder.ended_links],
        "replies": [asdict(each) for each in replies if each.received_at > holder.since],
    }


def _stopping(entry: Entry, holder: Holder, people: Collection[RecipientKey]) -> Mapping[str, Any]:
    """Return an entry, without what was said of it where that may be about somebody else.

    So it may where a whole domain is stopped, or another address that this one is part of.
    """
    told = asdict(entry)
    if entry.key in people and holder.has(entry):
        return told
    return {name: told[name] for name in _BARE}


def _disclosed(messages: Sequence[MessageView], config: Config) -> list[Mapping[str, str]]:
    """Return who was handed messages, so that they reach the person."""
    kinds = {route.name: route.kind for route in config.route}
    names = {
        delivery.route
        for each in messages
        for delivery in each.deliveries
        if delivery.state in (State.DELIVERED, State.UNKNOWN) and delivery.route
    }
    return [{"route": name, "kind": kinds.get(name, "no longer configured")}
            for name in sorted(names)]  # fmt: skip


def _shown(message: MessageView, people: Collection[RecipientKey]) -> Mapping[str, Any]:
    """Return a message without the other people it was for."""
    told = asdict(message)
    told["deliveries"] = [
        each for each in told["deliveries"] if _key(each["address"], message.channel) in people
    ]
    return told


def _key(address: str, channel: Channel) -> str:
    """Return the key of an address as somebody wrote it; "" of one that was emptied."""
    try:
        return read_key(address, channel)
    except MalformedAddressError:
        return ""


def _written(value: object) -> object:
    if isinstance(value, datetime):
        return None if value == NEVER else value.isoformat(timespec="seconds")
    return sorted(value) if isinstance(value, (set, frozenset)) else str(value)
