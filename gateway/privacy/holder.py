"""Who has an address or number now, and what of it may be of somebody who had it before.

**Failures:** a store that cannot be read raises `StoreUnavailable`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from suppression.channel import Channel
from suppression.entry import NEVER, Origin, Reason
from suppression.keys import channel_of, is_hashed
from suppression.store import Query

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from suppression.consent import Consent
    from suppression.entry import Entry
    from suppression.event import Event
    from suppression.keys import RecipientKey
    from suppression.link import Link
    from suppression.store import SuppressionStore

_ALWAYS: Final = datetime.min.replace(tzinfo=UTC)
_MOST: Final = 1_000  # wrong numbers of one number: START from it ended each but the last


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """What is not shown to who asks, since it may be somebody else's: a person decides on it."""

    about: RecipientKey
    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whoever has an address or number now, and since when as far as the list can tell."""

    key: RecipientKey
    since: datetime  # what is not later may be of who had it before
    asked_since: datetime  # the same of recorded requests
    because: str  # what says so; "" where nothing does
    own_word: frozenset[str]  # the entry by which they themselves said that the number is wrong
    ended_links: frozenset[str]

    def has(self, entry: Entry) -> bool:
        """Whether an entry under this key is theirs, with what was said of it."""
        return entry.requested_at > self.since or entry.entry_id in self.own_word

    def stopped_by(self, blocking: Iterable[Entry]) -> Iterator[Entry]:
        """Yield what stops them, without what was asked for by who had the number before."""
        for entry in blocking:
            if (
                not _is_of(entry, self.key)
                or entry.reason is Reason.WRONG_NUMBER
                or self.has(entry)
            ):
                yield entry

    def asked(self, consents: Iterable[Consent]) -> Iterator[Consent]:
        """Yield the requests that they made."""
        return (each for each in consents if each.requested_at > self.asked_since)

    def lived(self, events: Collection[Event], consents: Collection[Consent]) -> Iterator[Event]:
        """Yield what happened to them, without what became of what is not theirs."""
        theirs = {each.consent_id for each in self.asked(consents)}
        others = {each.consent_id for each in consents} - theirs
        others |= {each.entry_id for each in events if each.entry_id and each.at <= self.since}
        others = (others | self.ended_links) - self.own_word
        for each in events:
            is_later = each.at > self.since or each.entry_id in self.own_word
            if is_later and each.entry_id not in others:
                yield each

    def withheld(self) -> Iterator[Withheld]:
        """Yield what is left out of all that is known under the key."""
        if self.because:
            what = f"everything until {self.since:%Y-%m-%d %H:%M} UTC"
            why = f"{self.because}; it may be of whoever had it before"
            yield Withheld(about=self.key, what=what, why=why)
        elif self.ended_links:
            what = f"what it was linked with: {', '.join(sorted(self.ended_links))}"
            why = "that ended; it may be somebody else's by now"
            yield Withheld(about=self.key, what=what, why=why)


async def withheld(
    people: Collection[RecipientKey], listed: SuppressionStore, now: datetime
) -> tuple[Withheld, ...]:
    """Return what is left out where these people are shown what is known of them."""
    holders = [await holder_of(key, listed, now) for key in people]
    return tuple(each for holder in holders for each in holder.withheld())


async def holder_of(key: RecipientKey, listed: SuppressionStore, now: datetime) -> Holder:
    """Return who has an address or number, by what the list says of its changing hands.

    A link ends for reasons in free words, so each end of one may be that of a number.
    """
    wrong, links = await _wrong(key, listed, now), await listed.links(key)
    ended = [each for each in links if each.ended_at != NEVER]
    changes = (*map(_said, wrong), *_ends(key, ended))
    since, because = max(changes, key=itemgetter(0), default=(_ALWAYS, ""))
    # 47 CFR 64.1200(m): what is recorded while a number is wrong is of who had it before
    until = [each.lifted_at for each in wrong]
    return Holder(
        key=key, since=since, asked_since=max((since, *until)), because=because,
        own_word=frozenset(
            each.entry_id
            for each in wrong
            if each.origin is Origin.RECIPIENT and each.effective_at == since
        ),
        ended_links=frozenset(each.link_id for each in ended),
    )  # fmt: skip


async def _wrong(key: RecipientKey, listed: SuppressionStore, now: datetime) -> Collection[Entry]:
    """Return every wrong number there was, also one that an erasure left a hash of."""
    channel = channel_of(key)
    query = Query(key=key, channel=channel, reason=Reason.WRONG_NUMBER, limit=_MOST)
    found = (*await listed.list(query), *(await listed.blocking([key], channel, now))[key])
    return {
        each.entry_id: each
        for each in found
        if each.reason is Reason.WRONG_NUMBER and _is_of(each, key)
    }.values()


def _is_of(entry: Entry, key: RecipientKey) -> bool:
    """Whether an entry that covers a key is of that key alone: none of a domain, or of a link."""
    return entry.key == key or is_hashed(entry.key)


def _said(entry: Entry) -> tuple[datetime, str]:
    again = _ALWAYS if entry.repeated_at == NEVER else entry.repeated_at
    return max(entry.effective_at, again), f"{entry.entry_id} says that the number was wrong then"


def _ends(key: RecipientKey, ended: Iterable[Link]) -> Iterator[tuple[datetime, str]]:
    if channel_of(key) is Channel.SMS:
        for link in ended:
            yield link.ended_at, f"its link {link.link_id} ended then"
