"""The path of one message: parse, gather, judge, plan, prove, accept.

**Failures:** a list or spool that cannot be used raises `StoreUnavailable` before anything is
stored, a message that cannot be read `MalformedMessage`; of an email it is recorded then that it
was refused. A caller that goes away stops no commit.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from filters.catalogue import (
    EMAIL_CHECKS,
    EMAIL_CLOSING_EDITS,
    EMAIL_EDITS,
    EMAIL_FALLBACK_EDITS,
    SMS_CHECKS,
    SMS_EDITS,
)
from filters.decision import Effect, Finding
from filters.email.proof import prove
from filters.judge import judge, with_finding
from filters.message import Sms
from filters.plan import NO_PLAN, combine
from filters.sms.numbers import region_of
from gateway.decision import EmailDecision, SmsDecision
from gateway.delivery.routing import ROUTELESS
from gateway.disk import FULL
from gateway.effort import effort
from gateway.errors import MalformedMessage, Overtaken
from gateway.log import log_decision, log_failed_proofs, log_limits
from gateway.metrics import counts
from gateway.observing import observed_email, observed_sms
from gateway.off_loop import off_loop
from gateway.once import needed
from gateway.one_at_a_time import OneAtATime
from gateway.parse import parse_email, parse_sms
from gateway.records import email_record, sms_record
from gateway.route_numbers import RouteNumbers
from gateway.spool.model import State
from gateway.submission import Acceptance
from gateway.turns import Turns
from gateway.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from filters.decision import Ruling
    from filters.message import Email, EmailFacts
    from filters.plan import Plan
    from gateway.config.models import Config
    from gateway.decision import FailedProofs
    from gateway.disk import Disk
    from gateway.facts import Facts
    from gateway.once import Once, Use
    from gateway.reports import Reports
    from gateway.spool.model import Claimed, NewMessage, Spool, Stored
    from gateway.spool.remembered import Remembered
    from gateway.submission import EmailSubmission, Retried, SmsSubmission

_MAY_LEAVE: Final = (Effect.PASS, Effect.HOLD)
_TOO_MUCH: Final = frozenset({"SMS_FREQUENCY_CAP", "RATE_HARVEST", "RATE_TENANT"})


class Decider:
    """Decides about messages and stores nothing: all of a dry run, the beginning of a real one."""

    def __init__(self, config: Config, facts: Facts) -> None:
        """Judge as this configuration says."""
        self._region = config.company.phone_region
        self._numbers = RouteNumbers(config)
        self._facts = facts

    async def decide_email(self, submission: EmailSubmission) -> EmailDecision:
        """Parse, gather, judge, plan, prove."""
        email = await off_loop(len(submission.raw), lambda: parse_email(submission))
        facts = await self._facts.of_email(email, submission)
        return await off_loop(effort(email), lambda: decided(email, facts))

    async def decide_sms(self, submission: SmsSubmission) -> SmsDecision:
        """Parse, gather, judge, plan."""
        sms = self._numbers.numbered(parse_sms(submission, self._region), submission)
        facts = await self._facts.of_sms(sms, submission)
        rulings = judge(sms, facts, SMS_CHECKS)
        leaves = _some_may_leave(rulings)
        plan = combine(edit(sms, facts) for edit in SMS_EDITS) if leaves else NO_PLAN
        return SmsDecision(sms=sms, facts=facts, rulings=rulings, plan=plan)

    async def decide_again(self, claimed: Claimed, remembered: Remembered) -> SmsDecision:
        """Gather and judge anew what was accepted before; its plan is made."""
        sms = Sms(
            queue_id=claimed.queue_id,
            recipient=claimed.recipients[0],
            sender=claimed.reverse_path,
            text=claimed.raw.decode(),
            purpose=claimed.category,
            send_at=claimed.accepted_at,
            valid_until=remembered.valid_until,
            whereabouts=remembered.whereabouts,
        )
        facts = await self._facts.of_waiting_sms(sms, claimed.identity)
        rulings = judge(sms, facts, SMS_CHECKS)
        return SmsDecision(sms=sms, facts=facts, rulings=rulings, plan=claimed.plan)


class Pipeline:
    """What both edges hand their messages to. What it returns is durable: only then 250 is said."""

    def __init__(  # noqa: PLR0913 - what decides, what stores, what is told
        self,
        config: Config,
        *,
        decider: Decider,
        reports: Reports,
        spool: Spool,
        disk: Disk,
        clock: Callable[[], datetime],
        wake: Callable[[], None],
        once: Once,
    ) -> None:
        """Name what decides and what stores; `wake` tells the scheduler that something is due."""
        self._config = config
        self._decider = decider
        self._reports = reports
        self._spool = spool
        self._disk = disk
        self._clock = clock
        self._wake = wake
        self._once = once
        self._people = OneAtATime()
        self._turns = Turns()
        self._unreadable = Unreadable(spool, disk, clock)

    async def submit_email(self, submission: EmailSubmission) -> Acceptance:
        """Decide about an email and accept it."""
        if earlier := await self._spool.replay(submission.submitter.name, submission.retried):
            return _acceptance(earlier)
        record = await self.record_of(submission)
        reports = () if submission.answers_each else self._reports.of_refusals(record)
        return await self._accept(
            record, reports, submission.retried, parts_ways=submission.parts_ways
        )

    async def record_of(self, submission: EmailSubmission) -> NewMessage:
        """Decide about an email; return what there is to record of it."""
        try:
            decision = await self._decider.decide_email(submission)
        except MalformedMessage as error:
            await self._unreadable.record(submission, error)
            raise
        if decision.failed_proofs:
            counts.PROOFS_FAILED.inc(len(decision.failed_proofs))
            log_failed_proofs(submission.queue_id, decision.failed_proofs)
        if self._config.mode == "observe":
            decision = await off_loop(effort(decision.email), partial(observed_email, decision))
        return email_record(submission, decision, self._config, self._clock())

    async def submit_sms(self, submission: SmsSubmission) -> Acceptance:
        """Decide about a text and accept it."""
        await self._turns.mine()
        async with self._people.about(submission.to):  # or two at once would each be the third
            return await self._submit_sms(submission)

    async def _submit_sms(self, submission: SmsSubmission) -> Acceptance:
        if earlier := await self._spool.replay(submission.submitter.name, submission.retried):
            return _acceptance(earlier)
        while True:
            decision = await self._decider.decide_sms(submission)
            use = self._use(decision, submission.submitter.name)
            if self._config.mode == "observe":
                decision = observed_sms(decision)
            record = sms_record(submission, decision, self._config, self._clock())
            with suppress(Overtaken):
                acceptance = await self._accept(record, (), submission.retried, use)
                return await self._told(acceptance, decision, record)

    async def _told(
        self, acceptance: Acceptance, decision: SmsDecision, record: NewMessage
    ) -> Acceptance:
        """Say when a text that is too much now is none any more, and which limits come near."""
        facts, key = decision.facts, decision.sms.recipient.key
        if acceptance.effect is not Effect.DEFER:
            if record.sent is not None and not acceptance.replayed:
                home = self._config.company.phone_region
                log_limits(facts, record.sent, record.submitter, home=home)
            return acceptance
        if not any(finding.code in _TOO_MUCH for finding in acceptance.rulings[0].findings):
            return acceptance
        again_at = await self._spool.again_at(
            key, submitter=record.submitter, region=region_of(key), at=facts.now,
            limits=facts.policy.limits, is_reply=facts.conversation_open,
        )  # fmt: skip
        return replace(acceptance, not_before=again_at)

    @staticmethod
    def _use(decision: SmsDecision, submitter: str) -> Use | None:
        """Return the request that a text uses up; one that may not leave uses none."""
        if not _some_may_leave(decision.rulings):
            return None
        return needed(decision.sms, decision.facts, submitter)

    async def _accept(
        self,
        record: NewMessage,
        reports: tuple[NewMessage, ...],
        retried: Retried,
        use: Use | None = None,
        *,
        parts_ways: bool = False,
    ) -> Acceptance:
        rulings = self._with_obstacles(record)
        log_decision(record.queue_id, record.submitter, rulings)
        counts.decided(record.channel, rulings)
        if any(ruling.effect is Effect.DEFER for ruling in rulings):
            return await self._accept_others(record, rulings, anybody=parts_ways)
        if use is not None:
            stored = await self._once.accept(record, use, retried)
        else:
            stored = await self._spool.accept(record, more=reports, retried=retried)
        self._wake()
        return _acceptance(stored)

    async def _accept_others(
        self, record: NewMessage, rulings: tuple[Ruling, ...], *, anybody: bool
    ) -> Acceptance:
        """Accept a message for those who are not deferred, where they may part from the others."""
        pairs = zip(record.deliveries, rulings, strict=True)
        settled = tuple(d for d, ruling in pairs if ruling.effect is not Effect.DEFER)
        acceptance = Acceptance(queue_id=record.queue_id, rulings=rulings)
        if anybody and settled:
            stored = await self._spool.accept(replace(record, deliveries=settled))
            self._wake()
            return replace(acceptance, changed=stored.changed, plan=stored.plan)
        return acceptance

    def _with_obstacles(self, record: NewMessage) -> tuple[Ruling, ...]:
        """Return the rulings, deferred where the gateway itself cannot do its part."""
        rulings = tuple(delivery.ruling for delivery in record.deliveries)
        if not self._disk.has_room(len(record.raw)):
            return with_finding(rulings, FULL)
        if any(d.state is not State.REFUSED and not d.route for d in record.deliveries):
            return with_finding(rulings, ROUTELESS)
        return rulings


def decided(email: Email, facts: EmailFacts) -> EmailDecision:
    """Judge, plan, prove."""
    rulings = judge(email, facts, EMAIL_CHECKS)
    plan, failed = plan_email(email, facts) if _some_may_leave(rulings) else (NO_PLAN, ())
    if failed and plan is NO_PLAN:
        rulings = with_finding(rulings, _unproven(failed[-1]))
    return EmailDecision(email=email, facts=facts, rulings=rulings, plan=plan, failed_proofs=failed)


def plan_email(email: Email, facts: EmailFacts) -> tuple[Plan, FailedProofs]:
    """Return the first plan that is proven to keep the promises, and what was held against others.

    Where none is, it is NO_PLAN.
    """
    failed: FailedProofs = ()
    for edits in (EMAIL_EDITS, EMAIL_FALLBACK_EDITS):
        plan = combine(edit(email, facts) for edit in edits)
        for closing_edit in EMAIL_CLOSING_EDITS:
            closing = closing_edit(email, facts, plan)
            plan = plan if closing is NO_PLAN else combine([plan, closing])
        doubts = prove(email, facts, plan)
        if not doubts:
            return plan, failed
        failed = (*failed, doubts)
    return NO_PLAN, failed


def _some_may_leave(rulings: tuple[Ruling, ...]) -> bool:
    return any(ruling.effect in _MAY_LEAVE for ruling in rulings)


def _unproven(doubts: tuple[str, ...]) -> Finding:
    return Finding(
        code="MIME_MALFORMED",
        cites="RFC 2046 5.1",
        effect=Effect.REFUSE,
        reason="what the law asks for cannot be added without damage",
        evidence=doubts,
    )


def _acceptance(stored: Stored) -> Acceptance:
    return Acceptance(
        queue_id=stored.queue_id,
        rulings=stored.rulings,
        changed=stored.changed,
        replayed=stored.replayed,
        not_before=stored.not_before,
        plan=stored.plan,
    )
