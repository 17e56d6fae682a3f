"""What the HTTP edge needs from the rest of the gateway, handed in as values and callables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from gateway.admin.desk import Desk
    from gateway.commons import Commons
    from gateway.config.models import Config
    from gateway.credentials import KeyHolder
    from gateway.decision import EmailDecision, SmsDecision
    from gateway.identities import Identities
    from gateway.importing.jobs import ImportJobs
    from gateway.inbound.texts import InboundText, Outcome
    from gateway.opt_outs import OptOuts
    from gateway.providers.hooks import Hooks
    from gateway.providers.trouble import Troubles
    from gateway.queue_id import QueueIds
    from gateway.spool.events import EventPage
    from gateway.spool.model import MessageView, SpoolQuery, TraceLine
    from gateway.spool.waiting import StateDepth
    from gateway.submission import (
        Acceptance,
        EmailSubmission,
        Retried,
        SmsSubmission,
        Submitter,
    )
    from suppression.store import SuppressionStore
    from suppression.tokens import TokenKeys


class QueueView(Protocol):
    """What the API may see of the spool and do to it. Every verb raises `StoreUnavailable`."""

    async def replay(self, submitter: str, retried: Retried) -> object | None:
        """Return what the same request was answered before; none when it is new.

        Raises:
            IdempotencyConflict: the key was used for another request.
        """
        ...

    async def message(self, queue_id: str) -> MessageView | None:
        """Return one message."""
        ...

    async def messages(self, query: SpoolQuery) -> Sequence[MessageView]:
        """Return a page of messages, newest first."""
        ...

    async def events(self, submitter: str, *, after: int, limit: int) -> EventPage:
        """Return what happened to a submitter's messages after a line of the ledger."""
        ...

    async def texts(self, ids: Collection[str]) -> Mapping[str, str]:
        """Return texts as they leave, by queue id; none of those whose content is gone."""
        ...

    async def cancel(self, ids: Collection[str], *, by: str, because: str) -> frozenset[str]:
        """Take back messages that have not left; the ids of those that had something to cancel."""
        ...

    async def trace(self, *, queue_id: str) -> Sequence[TraceLine]:
        """Return everything that happened to a message, oldest first."""
        ...

    async def next_due(self) -> datetime | None:
        """Return when the next delivery is due; readiness asks, to see it can be read."""
        ...

    async def held(self) -> StateDepth | None:
        """Return how much waits for a person to decide; none where nothing does."""
        ...


class KeyRing(Protocol):
    """Knows whose an API key is."""

    def verify(self, secret: str) -> KeyHolder | None:
        """Return who holds the key, or nobody."""
        ...


class SubmitterDirectory(Protocol):
    """Knows the submitters of the configuration."""

    def by_name(self, name: str) -> Submitter | None:
        """Return a submitter as configured."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What the HTTP edge calls. One value serves every listener; a reload makes a new one."""

    config: Config
    commons: Commons  # of all listeners, those of SMTP too
    submit_email: Callable[[EmailSubmission], Awaitable[Acceptance]]
    submit_sms: Callable[[SmsSubmission], Awaitable[Acceptance]]
    decide_email: Callable[[EmailSubmission], Awaitable[EmailDecision]]
    decide_sms: Callable[[SmsSubmission], Awaitable[SmsDecision]]
    take_text: Callable[[InboundText], Awaitable[Outcome]]
    hooks: Hooks
    troubles: Callable[[], Troubles]
    store: SuppressionStore
    opt_outs: OptOuts
    spool: QueueView
    has_room: Callable[[], bool]  # on the disk, for messages
    imports: ImportJobs
    tokens: TokenKeys
    keys: KeyRing
    submitters: SubmitterDirectory
    identities: Identities
    queue_ids: QueueIds
    desk: Desk  # what the admin pages need besides
    metrics: Callable[[], Awaitable[bytes]]  # in Prometheus' text format
    clock: Callable[[], datetime]  # UTC
