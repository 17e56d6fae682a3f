"""What becomes of what a person wrote to us: done, put up for a reader, or left alone.

**Failures:** a list that cannot be written raises `StoreUnavailable`; mail that cannot be read
raises `MalformedMessage` where its words are what counts.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from filters.revocation import Intent
from filters.revocation.reading import both_ends
from gateway.inbound.numbers import Numbers
from gateway.inbound.privacy import PrivacyMail
from gateway.inbound.said import asked_for, wished_of_data
from gateway.log import logger
from gateway.metrics import counts
from suppression.actor import Actor
from suppression.channel import Channel
from suppression.entry import COMMERCIAL, NewEntry, Origin, Reason
from suppression.review import NewReview

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from filters.privacy import Wished
    from gateway.config.models import Config
    from gateway.inbound.letter import Letter
    from gateway.inbound.mail import InboundMail
    from gateway.stores import Stores
    from suppression.keys import RecipientKey

_MOST_WRITERS: Final = 5
"""Who may all have written one mail; a From field costs nothing, and each of them waits."""

_TO_PRIVACY: Final = "mail to the privacy address"
_SHOWN_CHARACTERS: Final = 6000
"""The subject, and both ends of the text as far as they were read for what they ask."""
_SHOWN_WORDS: Final = 200  # characters of what was matched


class Replies:
    """Acts on what people write, by who wrote it."""

    def __init__(self, config: Config, stores: Stores, *, requests_a_day: int) -> None:
        """Name the stores; a domain of our own is nobody who asks."""
        self._store = stores.suppression
        self._numbers = Numbers(config, self._store)
        self._privacy = PrivacyMail(stores.privacy, a_day=requests_a_day)
        self._ours = {domain.lower() for sender in config.sender for domain in sender.domains}

    def writers(self, letter: Letter) -> tuple[RecipientKey, ...]:
        """Return who wrote, or may have; none where nobody or the company itself did."""
        return letter.writers(self._ours)

    def is_sure(self, letter: Letter) -> bool:
        """Whether it is one person who wrote, by no address of a program."""
        return len(self.writers(letter)) == 1 and not letter.is_of_postmaster

    async def ask(self, letter: Letter) -> None:
        """Stop all marketing to whoever wrote to the unsubscribe address."""
        evidence = "mail to the unsubscribe address"
        writers = self.writers(letter)
        if self.is_sure(letter):
            await self._stop(letter, writers[0], evidence)
        else:
            await self._ask_people(letter, writers, (), [evidence])

    async def doubt(
        self, letter: Letter, asking: RecipientKey | None, *, is_to_privacy: bool
    ) -> None:
        """Put up a request under the subject of an automatic reply: a person may have written it.

        16 CFR 316.5: what a person asks for is not lost for the subject that stands above it,
        nor is a request about data, whose clocks run from when it came.
        Without somebody who is `asking`, it is who wrote.
        """
        said = await asyncio.to_thread(asked_for, letter)
        wished = await asyncio.to_thread(wished_of_data, letter)
        doubts = [said.matched] if said.intent is Intent.OPTOUT else []
        doubts += [_of_data(each) for each in wished if each.is_definite or is_to_privacy]
        if is_to_privacy and not doubts:
            doubts.append(_TO_PRIVACY)
        if not doubts:
            ignore(letter, "its subject")
            return
        writers = (asking,) if asking else self.writers(letter)
        matched = f"as an automatic reply: {'; '.join(doubts)}"
        await self._ask_people(letter, writers, (), [matched])

    async def reply(self, letter: Letter, *, is_to_privacy: bool) -> None:
        """Read what a person wrote, and do what it asks for, of their mail and of their data."""
        said = await asyncio.to_thread(asked_for, letter)
        wished = await asyncio.to_thread(wished_of_data, letter)
        writers = self.writers(letter)
        is_sure, is_opt_out = self.is_sure(letter), said.intent is Intent.OPTOUT
        if is_sure and is_opt_out:
            evidence = f"reply by email: {said.matched}"[:_SHOWN_WORDS]
            await self._stop(letter, writers[0], evidence)
        is_doubtful = said.intent is Intent.REVIEW or (is_opt_out and not is_sure)
        doubts = [said.matched] if is_doubtful else []
        definite = [each for each in wished if each.is_definite and is_sure]
        doubts += [_of_data(each) for each in wished if each not in definite]
        if is_to_privacy and not wished and not is_opt_out:
            doubts.append(_TO_PRIVACY)
        if doubts or definite:
            await self._ask_people(letter, writers, definite, doubts)
        elif not is_opt_out:
            ignore(letter, f"asks for {said.intent}")

    async def _ask_people(
        self,
        letter: Letter,
        writers: tuple[RecipientKey, ...],
        definite: Collection[Wished],
        doubts: list[str],
    ) -> None:
        """Open requests about somebody's data, and put up what is in doubt, also whose it is."""
        mail = letter.mail
        if not 0 < len(writers) <= _MOST_WRITERS:
            logger().warning("mail-of-nobody", queue_id=mail.queue_id)
            return
        words = both_ends(await _read(letter, letter.all_words), _SHOWN_CHARACTERS)
        for wished in definite:
            taken = await self._privacy.open(mail, writers[0], wished, words)
            if taken is None:
                doubts.append(_of_data(wished))
            elif not taken.is_whole:
                doubts.append(f"{_of_data(wished)} ({taken.request.request_id} has no more room)")
        of_whom = [f"one of {len(writers)} in From"] if len(writers) > 1 else []
        of_whom += ["from an address of programs"] if letter.is_of_postmaster else []
        for key in writers if doubts else ():
            new = NewReview(
                channel=Channel.EMAIL,
                key=key,
                text=words,
                matched="; ".join((*of_whom, *doubts)),
                received_at=mail.at,
            )
            await self._store.review(new)
            logger().warning("reply-to-review", queue_id=mail.queue_id)

    async def _stop(self, letter: Letter, writer: RecipientKey, evidence: str) -> None:
        """Stop all marketing to whoever wrote, by the From field alone.

        16 CFR 316.5: nothing but an address may be asked for. A forged one stops mail that its
        owner can ask for again; it never starts any.
        """
        new = NewEntry(
            channel=Channel.EMAIL,
            key=writer,
            scope=COMMERCIAL,
            reason=Reason.UNSUBSCRIBE,
            origin=Origin.RECIPIENT,
            evidence=evidence,
            requested_at=letter.mail.at,
        )
        by = actor(letter.mail, "reply")
        entry, _ = await self._store.add(new, by)
        counts.opted_out("reply", letter.mail.at, entry.effective_at)
        logger().info("opted-out", method="reply", scope=COMMERCIAL, queue_id=letter.mail.queue_id)
        await self._numbers.stop(letter.mail, writer, await _read(letter, letter.words), by)


def _of_data(wished: Wished) -> str:
    return f"about their data: {wished.matched}"


async def _read(letter: Letter, words: Callable[[], str]) -> str:
    """Return words of a letter; none where it cannot be read."""
    return await asyncio.to_thread(words) if letter.tree is not None else ""


def ignore(letter: Letter, why: str) -> None:
    """Log that a mail asks for nothing, and why."""
    logger().info("inbound-ignored", queue_id=letter.mail.queue_id, why=why)


def actor(mail: InboundMail, method: str) -> Actor:
    """Return who is behind an entry that a mail asked for."""
    return Actor(name="recipient", method=method, address=mail.peer, message=mail.queue_id)
