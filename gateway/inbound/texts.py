"""What becomes of a text to us: whatever it stops is stopped before it is answered.

The list and the texts that wait are written in one commit. Where the spool cannot be written, the
list alone is: then every claim still finds the opt-out, and nothing is answered; HELP is the next
time.

**Failures:** a list that cannot be written raises `StoreUnavailable` (503: the provider sends the
text again).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from filters.revocation.recognition import Grade
from filters.sms.heard import Heard, hear
from filters.sms.keeping import kept
from gateway.errors import StoreUnavailable
from gateway.inbound.text_answers import TextAnswers
from gateway.log import logger
from gateway.metrics import counts
from gateway.reading.replies import reply_models
from gateway.spool.following import Followed
from suppression.actor import Actor, Authority
from suppression.lifting import TEXT
from suppression.texts import Asked, NewText, Taken

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from gateway.config.models import Config
    from gateway.queue_id import QueueIds
    from gateway.spool.joint import Joint
    from suppression.keys import RecipientKey
    from suppression.sqlite import SqliteSuppressionStore

_SAID_SO: Final = "a stop, as its carrier says"
_FIRST_TEXT: Final = datetime(1992, 12, 3, tzinfo=UTC)  # there was none before


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundText:
    """A text as an application or a provider brings it."""

    sender: RecipientKey
    to: str  # a number of ours, E.164
    text: str
    received_at: datetime
    source: str  # what brought it
    reference: str = ""  # its id there
    origin: str = ""  # IP address
    is_stop: bool = False  # whoever brought it takes it for one, and answers as if it were
    only_stops: bool = False  # it came by another service: it asks for no texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a text was taken for, and what came of it."""

    heard: Heard
    taken: Taken
    followed: Followed


class InboundTexts:
    """Takes the texts that people send us."""

    def __init__(  # noqa: PLR0913 - everything it works with
        self,
        config: Config,
        listed: SqliteSuppressionStore,
        joint: Joint,
        *,
        queue_ids: QueueIds,
        clock: Callable[[], datetime],
        wake: Callable[[], None],
    ) -> None:
        """Write to the list and the spool; `wake` tells the scheduler that something is due."""
        self._list = listed
        self._joint = joint
        self._answers = TextAnswers(config)
        self._queue_ids = queue_ids
        self._clock = clock
        self._wake = wake

    async def warm_up(self) -> None:
        """Load what reads texts, for who brings one and waits three seconds for the answer."""
        await asyncio.to_thread(hear, "see you at three then", reply_models)

    async def take(self, text: InboundText) -> Outcome:
        """Do what a text asks for; it is durable, and in force, when this returns.

        Raises:
            StoreUnavailable: the list cannot be written.
        """
        may_offer = self._answers.may_offer(text.to, text.source)
        keeps = frozenset[str]() if text.only_stops else kept(text.text, may_offer)
        heard = await asyncio.to_thread(_heard, text, by_rules=bool(keeps))
        new = NewText(
            person=text.sender,
            ours=text.to,
            sender=self._answers.whose(text.to),
            source=text.source,
            reference=text.reference,
            asked=heard.asked,
            also_stops=heard.also_stops,
            is_reaction=heard.is_reaction,
            is_courtesy=heard.is_courtesy,
            grade=heard.grade,
            matched=heard.matched,
            words=text.text,
            # a clock that runs ahead lends no time, and some programs write year 1 for none
            received_at=max(min(text.received_at, self._clock()), _FIRST_TEXT),
            may_offer=may_offer,
            keeps=keeps if heard.asked is Asked.NOTHING else frozenset(),
        )
        by = Actor(name="recipient", method=TEXT, address=text.origin, authority=Authority.PERSON)
        taken, followed = await self._written(new, by)
        if taken.entries and not taken.is_repeated:
            counts.opted_out("text", new.received_at, taken.at)
        if followed.answer:
            self._wake()
        _log(Outcome(heard=heard, taken=taken, followed=followed))
        return Outcome(heard=heard, taken=taken, followed=followed)

    async def _written(self, new: NewText, by: Actor) -> tuple[Taken, Followed]:
        queue_id = self._queue_ids.next()

        def job(connection: sqlite3.Connection) -> tuple[Taken, Followed]:
            taken = self._list.take_text_in(connection, new, by)
            if taken.is_repeated:
                return taken, Followed()
            answer = self._answers.to(new, taken, queue_id)
            return taken, self._joint.follow(connection, taken, new.person, answer)

        try:
            return await self._joint.write(job)
        except StoreUnavailable as error:
            taken = await self._list.take_text(replace(new, can_answer=False), by)
            logger().error("text-taken-without-spool", text_id=taken.text_id, error=str(error))
            return taken, Followed()


def _heard(text: InboundText, *, by_rules: bool) -> Heard:
    heard = hear(text.text, None if by_rules else reply_models)
    if text.only_stops:
        asked = Asked.NOTHING if heard.asked in {Asked.START, Asked.HELP} else heard.asked
        heard = replace(heard, asked=asked, is_reaction=True)
    if not text.is_stop or heard.asked in {Asked.STOP, Asked.WRONG_NUMBER}:
        return heard
    return Heard(asked=Asked.STOP, grade=Grade.DEFINITE, matched=_SAID_SO)


def _log(outcome: Outcome) -> None:
    taken, followed = outcome.taken, outcome.followed
    logger().info(
        "text-received",
        text_id=taken.text_id,
        asked=taken.asked,
        grade=outcome.heard.grade,
        repeated=taken.is_repeated,
        cancelled=len(followed.cancelled),
        held=len(followed.held),
        answer=followed.answer,
    )
    if taken.review is not None:
        logger().warning("text-to-review", review_id=taken.review.review_id, text_id=taken.text_id)
