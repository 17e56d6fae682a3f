"""What a person may be sent now: our own checks, asked with an ordinary message of each kind.

Nothing is stored and nothing is sent. The texts are judged by the rules alone: it is the person who
is asked about, and what is put to the checks has nothing in it that they could object to.

**Failures:** a list that cannot be read raises `StoreUnavailable`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filters.decision import Effect
from filters.message import Arrival, Category
from gateway.errors import MalformedMessage
from gateway.facts import Facts
from gateway.identities import Identities
from gateway.pipeline import Decider
from gateway.queue_id import QueueIds
from gateway.submission import LONGEST_NIGHT, EmailSubmission, SmsSubmission, Submitter
from suppression.channel import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from filters.decision import Ruling
    from filters.message import SenderIdentity
    from gateway.config.models import Config
    from gateway.sources import People, Texts
    from suppression.keys import RecipientKey

_NAME: Final = "may-send"
_TEXT: Final = "Your code is 482913."  # of every purpose: a code, a number, and nothing on offer
_EMAILS: Final = {
    Category.COMMERCIAL: ("News of the month", "What is new here this month."),
    Category.TRANSACTIONAL: (
        "Receipt for order 1001",
        "Thank you for your order 1001 of March 2. We received your payment of $12.00.",
    ),
    Category.CONVERSATIONAL: ("Tomorrow", "Hello, thank you for your answer. See you at ten."),
}
_BASIS: Final = {Category.TRANSACTIONAL: "transaction"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Whether one kind of message may be sent, and what decides that."""

    kind: str  # a category, or a purpose; "" is an answer in an open conversation
    stream: str  # of email; "" is every other
    word: str  # yes | no | held
    code: str  # of the finding that decides; "" where nothing objects
    reason: str
    cites: str
    not_before: datetime | None = None  # of a text that waits for the morning


class MaySend:
    """Answers what the people of a list may be sent under a configuration."""

    def __init__(
        self, config: Config, *, people: People, texts: Texts, clock: Callable[[], datetime]
    ) -> None:
        """Judge as messages of this configuration are judged."""
        self._config = config
        self._clock = clock
        self._identities = Identities(config)
        self._queue_ids = QueueIds()
        self._decider = Decider(config, Facts(config, people=people, texts=texts, clock=clock))

    def senders(self, channel: Channel) -> tuple[str, ...]:
        """Return the sender identities that may send by a channel at all."""
        return tuple(
            each.name
            for each in self._identities.allowed(("*",))
            if channel is Channel.SMS or each.domains
        )

    async def answers(
        self, key: RecipientKey, channel: Channel, sender: str, streams: Sequence[str] = ()
    ) -> tuple[Answer, ...]:
        """Return what a sender identity may send somebody, kind by kind.

        `streams`: those of marketing that are asked about by name. Nothing for who is not one
        person: a domain, a hash.
        """
        identity = self._identities.named(sender)
        try:
            if channel is Channel.SMS:
                purposes = (*self._config.sms.purposes, "")
                return tuple([await self._text(key, identity, each) for each in purposes])
            kinds = [(Category.COMMERCIAL, each) for each in streams]
            kinds += [(each, "") for each in _EMAILS]
            return tuple([await self._email(key, identity, *kind) for kind in kinds])
        except MalformedMessage:
            return ()

    async def _email(
        self, key: RecipientKey, identity: SenderIdentity, category: Category, stream: str
    ) -> Answer:
        domain = min(identity.domains)
        subject, body = _EMAILS[category]
        raw = (
            f"From: <{_NAME}@{domain}>\r\nTo: <{key}>\r\nSubject: {subject}\r\n"
            f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
        )
        submission = EmailSubmission(
            queue_id=self._queue_ids.next(),
            submitter=_submitter(identity),
            arrival=Arrival(
                hostname="localhost", protocol="HTTP", helo="localhost", peer="127.0.0.1",
                at=self._clock(), submitter=_NAME,
            ),
            reverse_path=f"{_NAME}@{domain}",
            recipients=(key,),
            raw=raw.encode(),
            declared_category=category,
            declared_basis=_BASIS.get(category, ""),
            declared_stream=stream,
            answers_each=True,
        )  # fmt: skip
        decision = await self._decider.decide_email(submission)
        return _answer(category, stream, decision.rulings[0])

    async def _text(self, key: RecipientKey, identity: SenderIdentity, purpose: str) -> Answer:
        now = self._clock()
        submission = SmsSubmission(
            queue_id=self._queue_ids.next(), submitter=_submitter(identity), to=key,
            sender=min(identity.numbers, default=""), text=_TEXT, purpose=purpose, in_reply_to="",
            received_at=now, send_at=now, valid_until=now + LONGEST_NIGHT, metadata="",
        )  # fmt: skip
        decision = await self._decider.decide_sms(submission)
        facts = decision.facts
        waits_until = facts.opens_at if facts.opens_at > facts.now else None
        return _answer(purpose, "", decision.rulings[0], waits_until)


def _submitter(identity: SenderIdentity) -> Submitter:
    return Submitter(
        name=_NAME,
        senders=(identity.name,),
        may_declare=frozenset(map(str, _EMAILS)),
        default_category="",
    )


def _answer(kind: str, stream: str, ruling: Ruling, not_before: datetime | None = None) -> Answer:
    words = {Effect.PASS: "yes", Effect.HOLD: "held"}
    said = ruling.deciding if ruling.effect is not Effect.PASS else None
    return Answer(
        kind=kind,
        stream=stream,
        word=words.get(ruling.effect, "no"),
        code=said.code if said else "",
        reason=said.reason if said else "",
        cites=said.cites if said else "",
        not_before=None if said else not_before,
    )
