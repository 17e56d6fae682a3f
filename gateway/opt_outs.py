"""What people ask for by the link in a message or on the page: looked up, written, never lost.

An opt-out that cannot be written to the list goes into the journal and is written as soon as the
list can be; until then nothing at all leaves, so that no message overtakes it.

**Failures:** `OptOutWaits` where the journal has it, `StoreUnavailable` where nothing has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from gateway.asked import ONE_CLICK, PAGE, ByAddress, ByLink, read, received_at, written
from gateway.errors import StoreUnavailable
from gateway.http.origin import household
from gateway.log import logger
from gateway.metrics import counts
from gateway.queue_id import encode
from gateway.spool.model import State
from suppression.actor import Actor, Authority
from suppression.channel import Channel
from suppression.deadlines import deadlines
from suppression.entry import COMMERCIAL, NewEntry, Origin, Reason, stream_scope
from suppression.errors import MalformedAddressError
from suppression.keys import RecipientKey, read_key
from suppression.press import NO_PRESS, Press, is_hasty
from suppression.public_store import NO_GRANT
from suppression.waiting import Backlog, Wait

if TYPE_CHECKING:
    from datetime import datetime

    from gateway.identities import Identities
    from gateway.spool.model import DeliveryView, MessageView
    from suppression.entry import Entry, Scope
    from suppression.grant import Grant
    from suppression.journal import Journal
    from suppression.store import SuppressionStore
    from suppression.tokens import TokenClaims, TokenKeys

_ON_ITS_WAY: Final = frozenset({State.QUEUED, State.SENDING, State.DEFERRED})


class OptOutWaits(StoreUnavailable):
    """The list cannot be written; the journal keeps what was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a genuine link opens: whose it is, which message carried it, who else they are."""

    grant: Grant
    message: str  # queue id
    others: tuple[RecipientKey, ...] = ()  # on the other channel

    @property
    def keys(self) -> tuple[RecipientKey, ...]:
        """Everybody whose messages its page may stop."""
        return (self.grant.key, *self.others)

    @property
    def send(self) -> str:
        """What the messages of one send have in common."""
        return f"{self.grant.sender}/{self.grant.stream}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of a request: the entries that are in force because of it."""

    link: Link
    entries: tuple[Entry, ...]


class Messages(Protocol):
    """Knows when a message was delivered."""

    async def message(self, queue_id: str) -> MessageView | None:
        """Return one message with its deliveries."""
        ...


class OptOuts:
    """Opens links, and does what is asked through them."""

    def __init__(
        self,
        store: SuppressionStore,
        *,
        journal: Journal,
        messages: Messages,
        identities: Identities,
        tokens: TokenKeys,
    ) -> None:
        """Write to this list, and where it fails to this journal."""
        self._messages = messages
        self._tokens = tokens
        self._store = store
        self._journal = journal
        self._identities = identities

    @property
    def waiting(self) -> int:
        """How many opt-outs wait to be written to the list."""
        return len(self._journal.records)

    def backlog(self) -> tuple[Backlog, ...]:
        """Return what waits to be written to the list, with the clocks of what came first."""
        records = self._journal.records
        if not records:
            return ()
        oldest = deadlines(min(map(received_at, records)))
        return (Backlog(kind=Wait.JOURNALLED, target="", count=len(records), oldest=oldest),)

    async def link(self, claims: TokenClaims) -> Link | None:
        """Return what a token opens; None where no message carried it."""
        return await self._link(claims.grant_id, claims.message)

    async def by_link(self, asked: ByLink) -> Done | None:
        """Opt out who a link speaks for; None where no message carried it."""
        try:
            return await self._follow(asked)
        except StoreUnavailable as error:
            raise await self._kept(asked, error) from error

    async def by_address(self, asked: ByAddress) -> None:
        """Stop marketing to a typed address."""
        try:
            await self._stop(asked)
        except StoreUnavailable as error:
            raise await self._kept(asked, error) from error

    async def unknown(self) -> None:
        """Take as long over a link that nobody made as over one that somebody did."""
        by = Actor(name="recipient", method=ONE_CLICK)
        await self._store.follow(NO_GRANT, lambda _: (), by)

    async def replay(self) -> int:
        """Write to the list what waits, and return how much it was.

        Raises:
            StoreUnavailable: not all of it could be written; it waits on.
        """
        records = self._journal.records
        for record in records:
            asked = read(record)
            if isinstance(asked, ByLink):
                await self._follow(asked)
            else:
                await self._stop(asked)
        if records and not self._journal.clear(len(records)):
            return await self.replay()  # more came meanwhile
        return len(records)

    async def _link(self, grant_id: int, message: int) -> Link | None:
        grant = await self._store.grant(grant_id)
        if grant is None:
            return None
        others = await self._store.linked(grant.key)
        return Link(grant=grant, message=encode(message), others=others)

    async def _follow(self, asked: ByLink) -> Done | None:
        message, press = encode(asked.message), NO_PRESS
        others: tuple[RecipientKey, ...] = ()  # who else they are is nothing to one click
        if asked.method == PAGE and (link := await self._link(asked.grant_id, asked.message)):
            press, others = await self._press(link, asked), link.others

        def asking(grant: Grant) -> tuple[NewEntry, ...]:
            opened = Link(grant=grant, message=message, others=others)
            return self._entries(opened, asked, press)

        by = Actor(
            name="recipient", method=asked.method, address=asked.origin, message=message,
            authority=Authority.PERSON,
        )  # fmt: skip
        followed = await self._store.follow(asked.grant_id, asking, by)
        if followed is None:
            return None
        if followed.entries:
            in_force_at = max(each.effective_at for each in followed.entries)
            counts.opted_out(asked.method, asked.at, in_force_at)
        link = Link(grant=followed.grant, message=message, others=others)
        return Done(link=link, entries=followed.entries)

    async def _press(self, link: Link, asked: ByLink) -> Press:
        return Press(
            act=asked.act,
            person=link.grant.key,
            origin=household(asked.origin),
            send=link.send,
            is_hasty=await self._is_hasty(link, asked.at),
        )

    async def _is_hasty(self, link: Link, at: datetime) -> bool:
        """Whether a press came seconds after the delivery, as far as the spool can tell."""
        try:
            message = await self._messages.message(link.message)
        except StoreUnavailable:  # a spool that is down keeps nobody from opting out
            return False
        if message is None:
            return False
        mine = (each for each in message.deliveries if _is_to(each, link.grant))
        return any(
            each.state in _ON_ITS_WAY or is_hasty(delivered_at=each.updated_at, pressed_at=at)
            for each in mine
        )

    def _entries(self, link: Link, asked: ByLink, press: Press) -> tuple[NewEntry, ...]:
        """Return what a request puts on the list: for whom the link speaks, and who else they are.

        On SMS a stop ends everything (47 CFR 64.1200(a)(10)), so it has no stream.
        """
        grant, brands = link.grant, self._brands(link.grant.sender)
        wanted: list[tuple[Channel, RecipientKey, Scope, str]] = []
        if asked.choice == "stream" and grant.stream and grant.channel is Channel.EMAIL:
            wanted.append((grant.channel, grant.key, stream_scope(grant.stream), grant.sender))
        elif asked.choice == "stream" and asked.method == ONE_CLICK:
            wanted.append((grant.channel, grant.key, COMMERCIAL, grant.sender))
        elif asked.choice != "nothing":
            wanted.append((grant.channel, grant.key, COMMERCIAL, brands))
        wanted += [
            (other_channel(grant.channel), key, COMMERCIAL, brands)
            for key in link.others
            if any(self._tokens.means(mark, key) for mark in asked.others)
        ]
        return tuple(
            NewEntry(
                channel=channel,
                key=key,
                scope=scope,
                reason=Reason.UNSUBSCRIBE,
                origin=Origin.RECIPIENT,
                evidence=f"unsubscribe link of message {link.message}",
                sender=sender,
                requested_at=asked.at,
                press=press,
            )
            for channel, key, scope, sender in wanted
        )

    def _brands(self, sender: str) -> str:
        """Return the sender identity to stop; all of them where others send for the company."""
        company = self._identities.named(sender).company
        brands = [each for each in self._identities.allowed(("*",)) if each.company == company]
        return sender if len(brands) == 1 else ""

    async def _stop(self, asked: ByAddress) -> None:
        new = NewEntry(
            channel=Channel.EMAIL,
            key=asked.key,
            scope=COMMERCIAL,
            reason=Reason.UNSUBSCRIBE,
            origin=Origin.RECIPIENT,
            evidence="address typed into the public form",
            requested_at=asked.at,
        )
        by = Actor(
            name="recipient", method="form", address=asked.origin, authority=Authority.PERSON
        )
        entry, _ = await self._store.add(new, by)
        counts.opted_out("form", asked.at, entry.effective_at)

    async def _kept(self, asked: ByLink | ByAddress, cause: StoreUnavailable) -> StoreUnavailable:
        """Put into the journal what the list did not take; the error that says where it is."""
        await self._journal.append(written(asked))
        counts.JOURNALLED.inc()
        logger().error("opt-out-journalled", waiting=self.waiting, error=str(cause))
        return OptOutWaits("kept in the journal until the list can be written")


def other_channel(channel: Channel) -> Channel:
    """Return the channel of the number that belongs to an address, and the other way round."""
    return Channel.SMS if channel is Channel.EMAIL else Channel.EMAIL


def _is_to(delivery: DeliveryView, grant: Grant) -> bool:
    try:
        return read_key(delivery.address, grant.channel) == grant.key
    except MalformedAddressError:
        return False
