"""A list on paper, and what is gathered from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from filters.sms.limits import NONE_SENT, Sent
from gateway.errors import StoreUnavailable
from gateway.facts import Facts
from gateway.parse import parse_email, parse_sms
from gateway.spool.lately import Lately
from suppression.channel import Channel
from suppression.standing import Standing, Standings
from tests.make import message
from tests.make_gateway import CALIFORNIAN, NOW, config, text_submission

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from filters.message import EmailFacts, SmsFacts
    from filters.sms.template import Template
    from gateway.config.models import Config
    from gateway.submission import EmailSubmission, SmsSubmission
    from suppression.consent import Consent
    from suppression.entry import Entry
    from suppression.keys import RecipientKey

OURS = "+19165550100"


@dataclass
class Known:
    """A list on paper: what it is asked is written down."""

    entries: dict[RecipientKey, tuple[Entry, ...]] = field(default_factory=dict)
    requests: tuple[Consent, ...] = ()
    noticed_at: datetime | None = None
    sent_before: Sent = NONE_SENT
    texted: dict[tuple[str, str], datetime] = field(default_factory=dict)
    asked: list[tuple[list[RecipientKey], Channel, datetime]] = field(default_factory=list)
    wrote: frozenset[RecipientKey] = frozenset()
    wrote_by: Channel = Channel.EMAIL
    approved: tuple[Template, ...] = ()
    said: tuple[tuple[datetime, RecipientKey, str, str], ...] = ()

    def _blocking(
        self, keys: Collection[RecipientKey], channel: Channel, at: datetime
    ) -> Mapping[RecipientKey, tuple[Entry, ...]]:
        self.asked.append((list(keys), channel, at))
        return {key: self.entries[key] for key in keys if key in self.entries}

    def _unread(self, keys: Collection[RecipientKey], channel: Channel) -> frozenset[RecipientKey]:
        return self.wrote & frozenset(keys) if channel is self.wrote_by else frozenset()

    async def standing(self, key: RecipientKey, *, ours: str, at: datetime) -> Standing:
        blocking = self._blocking([key], Channel.SMS, at)
        return Standing(
            suppressed=blocking.get(key, ()),
            consents=tuple(each for each in self.requests if each.key == key),
            last_texted=self.texted.get((key, ours)),
            is_unread=bool(self._unread([key], Channel.SMS)),
        )

    async def standings(self, keys: Collection[RecipientKey], at: datetime) -> Standings:
        return Standings(
            suppressed=self._blocking(keys, Channel.EMAIL, at),
            unread=self._unread(keys, Channel.EMAIL),
        )

    async def before(self, key: RecipientKey, *, identity: str, purpose: str) -> Lately:
        return Lately(
            last_notice=self.noticed_at if (key, identity) == (CALIFORNIAN, "example") else None,
            templates=tuple(
                t for t in self.approved if (t.identity, t.purpose) == (identity, purpose)
            ),
        )

    async def lately(
        self,
        key: RecipientKey,
        *,
        identity: str,
        purpose: str,
        submitter: str,
        region: str,
        at: datetime,
        leaves_at: datetime,
        within: timedelta,
    ) -> Lately:
        assert (submitter in ("shop", "may-send"), region) == (True, "US") or key != CALIFORNIAN
        assert at.tzinfo is UTC
        assert leaves_at >= at
        texts = (
            said
            for sent_at, whom, who, said in self.said
            if (whom, who) == (key, identity) and sent_at >= at - within
        )
        before = await self.before(key, identity=identity, purpose=purpose)
        return replace(before, sent=self.sent_before, texts=tuple(texts))


class Unreadable(Known):
    def _blocking(
        self,
        keys: Collection[RecipientKey],  # noqa: ARG002 - the form of the verb
        channel: Channel,  # noqa: ARG002
        at: datetime,  # noqa: ARG002
    ) -> Mapping[RecipientKey, tuple[Entry, ...]]:
        raise StoreUnavailable


def gatherer(
    settings: Config | None = None, known: Known | None = None, at: datetime = NOW
) -> Facts:
    paper = known or Known()
    return Facts(settings or config(), people=paper, texts=paper, clock=lambda: at)


async def of_email(
    given: EmailSubmission, settings: Config | None = None, known: Known | None = None
) -> EmailFacts:
    return await gatherer(settings, known).of_email(parse_email(given), given)


async def of_sms(
    given: SmsSubmission | None = None,
    settings: Config | None = None,
    known: Known | None = None,
    at: datetime = NOW,
) -> SmsFacts:
    one = given or text_submission(at=at)
    return await gatherer(settings, known, at).of_sms(parse_sms(one, "US"), one)


def from_(address: str, **fields: str) -> bytes:
    return message(**fields).replace(b"news@example.com", address.encode())
