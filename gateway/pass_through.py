"""The path of a message that is passed on while its client waits: nothing of it is kept.

The next hop knows sender and recipient before the client sends the message. It gets the body once
everything is decided, and the client is told what it says.

**Failures:** as in the pipeline. A next hop that fails is an outcome. Where it cannot be recorded,
`StoreUnavailable` is raised, so that the client comes again: twice is better than never.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from filters.decision import Effect, Finding
from filters.email.newlines import has_bare_newline
from filters.judge import with_finding
from gateway.delivery.bounces import Bounces
from gateway.delivery.ways import Ways
from gateway.disk import FULL, Disk
from gateway.errors import PermanentFailure, TemporaryFailure, Unproven
from gateway.log import log_decision, logger
from gateway.passing_records import (
    claim_of,
    is_unexamined,
    passed_by,
    recipients_of,
    route_of,
    rulings_of,
    to_pass,
    with_a_link_each,
    without,
)
from gateway.spool.model import State

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from datetime import datetime

    from filters.decision import Ruling
    from filters.message import Recipient
    from gateway.config.models import Config, SmtpListener
    from gateway.delivery.copies import Copies
    from gateway.delivery.passage import Passage, Way
    from gateway.delivery.refusals import Outcome
    from gateway.delivery.smtp_reply import Reply
    from gateway.reports import Reports
    from gateway.spool.model import NewMessage, Stored
    from gateway.spool.passing import Passed
    from gateway.stores import Stores
    from gateway.submission import EmailSubmission
    from suppression.keys import RecipientKey

_LATER: Final = (Effect.HOLD, Effect.DEFER)


class PassingSpool(Protocol):
    """The spool, as far as it records what is passed on."""

    async def accept(self, message: NewMessage) -> Stored:
        """Record what nobody gets."""
        ...

    async def grant(self, message: NewMessage) -> int:
        """Return what the link in the one copy of a message speaks for."""
        ...

    async def begin_passing(self, message: NewMessage) -> Mapping[RecipientKey, Finding]:
        """Record that a message leaves now, or return whom the list stops, and why."""
        ...

    async def end_passing(
        self, queue_id: str, passed: Passed, reports: Sequence[NewMessage] = ()
    ) -> None:
        """Record what became of a message that left, with the reports about others."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn:
    """What is answered: the ruling on each recipient, and the next hop's word on those that pass.

    Without an outcome the next hop was not asked.
    """

    queue_id: str
    rulings: tuple[Ruling, ...]
    outcome: Outcome | None


def make_pass_through(  # noqa: PLR0913 - what it shares with the other path
    config: Config,
    stores: Stores,
    *,
    decide: Callable[[EmailSubmission], Awaitable[NewMessage]],
    copies: Copies,
    reports: Reports,
    wake: Callable[[], None],
    clock: Callable[[], datetime],
) -> PassThrough:
    """Put it together; nothing connects yet.

    Raises:
        ConfigError: the authorities of a route cannot be read.
    """
    return PassThrough(
        decide=decide,
        ways=Ways(config),
        spool=stores.spool,
        copies=copies,
        reports=reports,
        bounces=Bounces(stores.suppression, clock),
        has_room=Disk(config.data_dir).has_room,
        wake=wake,
    )


class PassThrough:
    """Decides about a message, passes it on, and records both."""

    def __init__(  # noqa: PLR0913 - what decides, what carries, what records
        self,
        *,
        decide: Callable[[EmailSubmission], Awaitable[NewMessage]],
        ways: Ways,
        spool: PassingSpool,
        copies: Copies,
        reports: Reports,
        bounces: Bounces,
        has_room: Callable[[], bool],
        wake: Callable[[], None],
    ) -> None:
        """Name the parts; `wake` tells the scheduler that a report is to be sent."""
        self._decide = decide
        self._ways = ways
        self._spool = spool
        self._copies = copies
        self._reports = reports
        self._bounces = bounces
        self._has_room = has_room
        self._wake = wake

    def carries_several(self, listener: SmtpListener) -> bool:
        """Whether mail of a listener goes to all its recipients at once."""
        return self._ways.carry_several(listener)

    def close(self) -> None:
        """Close the connections that nobody uses."""
        self._ways.close()

    def way(self, recipient: Recipient, category: str) -> Way | None:
        """Return the way of a message that is not there yet; none where no route carries it."""
        return self._ways.of(recipient, category)

    async def note_refusal(self, recipient: Recipient, reply: Reply, route: str) -> None:
        """Note what the next hop said of a recipient at RCPT, before there was a message."""
        await self._bounces.note_refusal(recipient, reply, route)

    async def pass_on(self, submission: EmailSubmission, passage: Passage) -> PassedOn:
        """Decide, pass on by the transaction that is open, record. It is reset if nothing passes.

        Raises:
            MalformedMessage: it cannot be read.
            StoreUnavailable: the list cannot be asked, or nothing can be recorded.
        """
        tells_each = submission.parts_ways
        record = with_a_link_each(await self._decide(submission))
        rulings = rulings_of(record)
        if not self._has_room():  # for its record
            rulings = with_finding(rulings, FULL)
        log_decision(record.queue_id, record.submitter, rulings)
        waits = not tells_each and any(each.effect in _LATER for each in rulings)
        passing = to_pass(record, rulings, waits=waits)
        if not recipients_of(passing):
            if passing.deliveries and not (waits and is_unexamined(rulings)):
                await self._spool.accept(passing)
            return PassedOn(queue_id=record.queue_id, rulings=rulings, outcome=None)
        if (route := route_of(passing)) != passage.route:
            await passage.turn_to(self._ways.by(route))
        passed, outcome = await self._send(passing, passage, tells_each=tells_each)
        latest = {each.recipient.key: each for each in rulings_of(passed)}
        return PassedOn(
            queue_id=record.queue_id,
            rulings=tuple(latest.get(each.recipient.key, each) for each in rulings),
            outcome=outcome,
        )

    async def _send(
        self, record: NewMessage, passage: Passage, *, tells_each: bool
    ) -> tuple[NewMessage, Outcome | None]:
        """Pass a message on for as many as the list lets; return for whom, and what was said."""
        while recipients := recipients_of(record):
            obstacle, copy = await self._announced(record, recipients, passage)
            try:
                # the last thing before the first byte of the body: who opted out meanwhile is seen
                barred = await self._spool.begin_passing(record)
            except BaseException:
                passage.cut()
                raise
            if not barred:
                outcome = obstacle or await passage.finish(copy)
                await self._record(record, outcome, copy, tells_each=tells_each)
                return record, outcome
            passage.cut()
            record = without(record, barred)
        await self._spool.accept(record)
        return record, None

    async def _announced(
        self, record: NewMessage, recipients: Sequence[Recipient], passage: Passage
    ) -> tuple[Outcome | None, bytes]:
        """Have the next hop wait for the body; return what is in the way of that, and the copy."""
        obstacle = await passage.ready(recipients)
        if obstacle is not None:
            return obstacle, b""
        grant_id = await self._spool.grant(record) if record.plan.is_personal else 0
        claimed = claim_of(record, recipients, passage.route, grant_id)
        try:
            copy = await self._copies.render(claimed, seven_bits=not passage.takes_eight_bits)
        except Unproven as unsigned:
            return unsigned, b""
        if has_bare_newline(copy):  # RFC 5321 2.3.8
            return PermanentFailure("a bare CR, LF or NUL in the message", status="5.6.0"), copy
        if not (copy.isascii() or passage.takes_eight_bits):  # RFC 6152 3
            message = "the next hop does not take 8-bit content"
            return PermanentFailure(message, status="5.6.3"), copy
        obstacle = await passage.ask_for_body()
        if obstacle is None and not (copy.isascii() or passage.takes_eight_bits):
            passage.cut()  # it hung up, and who answered then takes less
            message = "the next hop does not take 8-bit content any more"
            return TemporaryFailure(message, status="4.4.1"), copy
        return obstacle, copy

    async def _record(
        self, record: NewMessage, outcome: Outcome, copy: bytes, *, tells_each: bool
    ) -> None:
        passed = passed_by(outcome, hashlib.sha256(copy).hexdigest())
        logger().info(
            "passed-on",
            queue_id=record.queue_id,
            route=route_of(record),
            state=passed.state.value,
            status=passed.status,
        )
        # RFC 5321 4.1.1.4: one reply speaks for all recipients; what differs is told by mail
        is_told = tells_each or passed.state is not State.DELIVERED
        reports = () if is_told else self._reports.of_refusals(record)
        await self._spool.end_passing(record.queue_id, passed, reports)
        recipients = recipients_of(record)
        claim = claim_of(record, recipients, route_of(record), 0)
        await self._bounces.note(claim, [outcome] * len(recipients))
        if reports:
            self._wake()
