"""Observe mode: what would be done is recorded, and the message leaves as it came."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from filters.catalogue import EMAIL_CHECKS, EMAIL_OBSERVED_EDITS
from filters.decision import Effect, Finding
from filters.email.long_lines import line_is_too_long
from filters.email.newlines import has_long_line
from filters.judge import judge, ruling, with_finding
from filters.message import Category
from filters.observing import WAIVED_OF_EMAIL, waive, waived_of_sms
from filters.plan import NO_PLAN, combine

if TYPE_CHECKING:
    from filters.decision import Ruling
    from filters.message import EmailFacts
    from gateway.decision import EmailDecision, SmsDecision

_TOO_LONG: Final = Finding(
    code=line_is_too_long.code,
    cites=line_is_too_long.cites,
    effect=Effect.REFUSE,
    reason="A line is too long, and no line is broken in mail that is only observed.",
)
_ABOUT_CATEGORY: Final = frozenset(
    {"EMAIL_CATEGORY_UNKNOWN", "EMAIL_CLASS_BASIS_MISSING", "EMAIL_CLASS_CONFLICT"}
)


def observed_email(decision: EmailDecision) -> EmailDecision:
    """Return what is done about an email that is observed, with what would have been done."""
    rulings = waive(decision.rulings, WAIVED_OF_EMAIL)
    facts = decision.facts
    if any(_doubts_category(each) for each in rulings):
        # opt-outs hold in both modes: what may be advertising counts as such, here and at the claim
        facts = _as_commercial(facts)
        rulings = _obeyed(judge(decision.email, facts, EMAIL_CHECKS), rulings)
    if has_long_line(decision.email.raw) and not _is_known(rulings):
        rulings = with_finding(rulings, _TOO_LONG)
    leaves = any(each.effect <= Effect.HOLD for each in rulings)
    edits = (edit(decision.email, facts) for edit in EMAIL_OBSERVED_EDITS)
    return replace(
        decision,
        facts=facts,
        rulings=rulings,
        plan=combine(edits) if leaves else NO_PLAN,
        is_observed=True,
        would_fix=decision.plan.fixes,
    )


def _is_known(rulings: tuple[Ruling, ...]) -> bool:
    return any(finding.code == _TOO_LONG.code for each in rulings for finding in each.findings)


def observed_sms(decision: SmsDecision) -> SmsDecision:
    """Return what is done about a text that is observed, with what would have been done."""
    facts = decision.facts
    return replace(
        decision,
        facts=replace(facts, opens_at=max(decision.sms.send_at, facts.now)),
        rulings=waive(decision.rulings, waived_of_sms(facts)),
        plan=NO_PLAN,
        is_observed=True,
        would_fix=decision.plan.fixes,
    )


def _doubts_category(each: Ruling) -> bool:
    return any(f.code in _ABOUT_CATEGORY and f.effect > Effect.PASS for f in each.waived)


def _as_commercial(facts: EmailFacts) -> EmailFacts:
    return replace(facts, verdict=replace(facts.verdict, category=Category.COMMERCIAL))


def _obeyed(judged: tuple[Ruling, ...], recorded: tuple[Ruling, ...]) -> tuple[Ruling, ...]:
    """Return what holds of one judgement with what is only recorded of another."""
    return tuple(
        ruling(each.recipient, each.findings, waived=other.waived)
        for each, other in zip(waive(judged, WAIVED_OF_EMAIL), recorded, strict=True)
    )
