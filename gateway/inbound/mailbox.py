"""What becomes of mail to us: the opt-out is in the list before 250 is said.

**Failures:** a list that cannot be written raises `StoreUnavailable` (451: the sender tries again);
mail that cannot be read raises `MalformedMessage` only where its words are what counts. A
confirmation that cannot be stored is left out: the opt-out stands.
"""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from filters.email.automatic import wants_no_answer
from filters.email.fields import value
from filters.email.footer.language import language_of_writer
from filters.email.footer.languages import ENGLISH, LANGUAGES
from gateway.errors import MalformedMessage, StoreUnavailable
from gateway.http.limit import Limit
from gateway.http.origin import household
from gateway.identities import Identities
from gateway.inbound.addresses import Addresses, Door, Purpose
from gateway.inbound.confirmation import confirmation, is_confirmation
from gateway.inbound.letter import Letter, read_letter, recipient
from gateway.inbound.privacy import REQUESTS_A_DAY
from gateway.inbound.replies import Replies, actor, ignore
from gateway.inbound.reports import Reports
from gateway.log import logger
from gateway.metrics import counts
from gateway.off_loop import off_loop
from gateway.queue_id import encode
from suppression.channel import Channel
from suppression.entry import COMMERCIAL, NewEntry, Origin, Reason, stream_scope

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from filters.email.footer.languages import Language
    from gateway.config.models import Config
    from gateway.inbound.mail import InboundMail
    from gateway.queue_id import QueueIds
    from gateway.stores import Stores
    from suppression.grant import Grant
    from suppression.keys import RecipientKey

_BURST: Final = 1000
_PER_MINUTE: Final = 600.0
_READ_BURST: Final = 100
_READ_PER_MINUTE: Final = 60.0
"""Mails from one household, and those of them that are read word by word.

More are told to come later, so that none is lost.
"""

_READ: Final = (Purpose.REPLY, Purpose.BOUNCE, Purpose.PRIVACY)

_ONCE_IN: Final = timedelta(days=7)  # RFC 3834 2: one answer a person
_ONCE: Final = timedelta(minutes=1) / _ONCE_IN
_LATEST: Final = 100  # of a person's messages; no more come in seven days to who opted out
_MESSAGE_ID: Final = re.compile(r"<[!-;=?-~]{1,250}>")


class Mailbox:
    """Takes mail for our own addresses, and acts on it."""

    def __init__(  # noqa: PLR0913 - everything it works with
        self,
        config: Config,
        stores: Stores,
        *,
        queue_ids: QueueIds,
        clock: Callable[[], datetime],
        wake: Callable[[], None],
        requests_a_day: int = REQUESTS_A_DAY,
    ) -> None:
        """Name the stores; `wake` tells the scheduler that something is due."""
        self._config = config
        self._store = stores.suppression
        self._tokens = stores.token_keys
        self._spool = stores.spool
        self._queue_ids = queue_ids
        self._clock = clock
        self._wake = wake
        self._identities = Identities(config)
        self._addresses = Addresses(config.public.mail_domain)
        self._reports = Reports(config, self._store, self._tokens)
        self._replies = Replies(config, stores, requests_a_day=requests_a_day)
        self._limit = Limit(burst=_BURST, per_minute=_PER_MINUTE)
        self._reading = Limit(burst=_READ_BURST, per_minute=_READ_PER_MINUTE)
        self._answered = Limit(burst=1, per_minute=_ONCE)

    def knows(self, address: str) -> bool:
        """Whether an address is one of ours."""
        return self._addresses.door(address) is not None

    async def take(self, mail: InboundMail) -> bool:
        """Act on a mail; False when its origin sends too much and has to come again.

        Raises:
            MalformedMessage: it cannot be read, and its words are what counts.
            StoreUnavailable: the list cannot be read or written.
        """
        found = dict.fromkeys(map(self._addresses.door, mail.recipients))
        doors = [door for door in found if door is not None]
        origin, now_s = household(mail.peer), time.monotonic()
        is_read = any(door.purpose in _READ for door in doors)
        if not self._limit.allows(origin, now_s):
            return False
        if is_read and not self._reading.allows(origin, now_s):
            return False
        letter = await off_loop(len(mail.raw), lambda: read_letter(mail))
        is_for_people = any(self._is_for_people(door, letter) for door in doors)
        if is_for_people and not is_read and not self._reading.allows(origin, now_s):
            return False
        await self._act_on_all(doors, letter)
        return True

    async def _act_on_all(self, doors: Sequence[Door], letter: Letter) -> None:
        """Act on each address; that a mail cannot be read for one takes nothing from another."""
        unread: list[MalformedMessage] = []
        for door in doors:
            try:
                await self._act(door, letter)
            except MalformedMessage as error:
                unread.append(error)
        if unread:
            raise unread[0]

    def _is_for_people(self, door: Door, letter: Letter) -> bool:
        """Whether a mail to an address that is acted on unread may have to be read all the same."""
        is_asked = door.purpose is Purpose.ASK and not self._replies.is_sure(letter)
        return letter.is_in_doubt or is_asked

    async def _act(self, door: Door, letter: Letter) -> None:
        is_to_privacy = door.purpose is Purpose.PRIVACY
        if door.purpose is Purpose.BOUNCE:
            await self._reports.record(letter.mail, letter.readable)
        elif why := letter.program or ("" if door.token else letter.by_list):
            ignore(letter, why)
        elif letter.is_in_doubt:
            asking = await self._spoken_of(door)
            await self._replies.doubt(letter, asking, is_to_privacy=is_to_privacy)
        elif door.purpose is Purpose.OPT_OUT:
            await self._opt_out(door.token, letter)
        elif door.purpose is Purpose.ASK:
            await self._replies.ask(letter)
        else:
            await self._replies.reply(letter, is_to_privacy=is_to_privacy)

    async def _spoken_of(self, door: Door) -> RecipientKey | None:
        """Return whose email the token of an address speaks of; none without such a token."""
        claims = self._tokens.read(door.token) if door.token else None
        grant = await self._store.grant(claims.grant_id) if claims else None
        return grant.key if grant and grant.channel is Channel.EMAIL else None

    async def _opt_out(self, token: str, letter: Letter) -> None:
        """Stop what the token speaks for, whoever the mail says it is from."""
        mail = letter.mail
        claims = self._tokens.read(token)
        grant = await self._store.grant(claims.grant_id) if claims else None
        if claims is None or grant is None:
            logger().info("opt-out-mail-unknown", queue_id=mail.queue_id)
            return
        new = NewEntry(
            channel=grant.channel,
            key=grant.key,
            scope=stream_scope(grant.stream) if grant.stream else COMMERCIAL,
            reason=Reason.UNSUBSCRIBE,
            origin=Origin.RECIPIENT,
            evidence=f"unsubscribe link of message {encode(claims.message)}",
            sender=grant.sender,
            requested_at=mail.at,
        )
        entry, is_new = await self._store.add(new, actor(mail, "mailto"))
        counts.opted_out("mailto", mail.at, entry.effective_at)
        logger().info("opted-out", method="mailto", scope=new.scope, queue_id=mail.queue_id)
        if is_new:
            await self._confirm(grant, letter)

    async def _confirm(self, grant: Grant, letter: Letter) -> None:
        """Tell the person, once, and only who wrote from the very address that was stopped.

        RFC 3834 4: an answer goes to the reverse-path; anybody else there did not ask.
        """
        mail = letter.mail
        to = recipient(mail.reverse_path)
        if not self._config.public.confirm_opt_outs or to is None or to.key != grant.key:
            return
        if letter.by_list or letter.is_of_postmaster:  # RFC 3834 2: a program may answer the answer
            return
        if letter.tree is not None and wants_no_answer(letter.tree):
            return
        if not self._answered.allows(grant.key, time.monotonic()):
            return
        given = value(mail.raw, letter.tree, "message-id").strip() if letter.tree else ""
        identity = self._identities.named(grant.sender)
        message = confirmation(
            self._config,
            queue_id=self._queue_ids.next(),
            to=to,
            answers=given if _MESSAGE_ID.fullmatch(given) else "",
            company=identity.company or self._config.company.name,
            postal_address=identity.postal_address or self._config.company.postal_address,
            language=self._language(letter),
            at=self._clock(),
        )
        try:
            if await self._was_told(grant.key):
                return
            await self._spool.accept(message)
        except StoreUnavailable as error:
            logger().warning("not-confirmed", queue_id=mail.queue_id, error=str(error))
        else:
            self._wake()

    async def _was_told(self, key: RecipientKey) -> bool:
        """Whether a confirmation was written to somebody lately, before a restart too."""
        since = self._clock() - _ONCE_IN
        latest = await self._spool.messages_to(key, limit=_LATEST)
        return any(each.accepted_at > since and is_confirmation(each) for each in latest)

    def _language(self, letter: Letter) -> Language:
        if letter.tree is None:
            return LANGUAGES.get(self._config.footer.language, ENGLISH)
        return language_of_writer(letter.mail.raw, letter.tree, self._config.footer.language)
