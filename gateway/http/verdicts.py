"""Rulings as the words of the API: verdicts, findings, and what an HTTP answer they amount to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from filters.decision import Effect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filters.decision import Finding, Ruling

Verdict: TypeAlias = Literal["passed", "changed", "held", "deferred", "refused"]
EffectName: TypeAlias = Literal["pass", "hold", "defer", "refuse"]
Mode: TypeAlias = Literal["enforce", "observe"]
StateName: TypeAlias = Literal[
    "queued", "sending", "delivered", "deferred", "failed", "cancelled", "suppressed", "expired",
    "unknown", "held", "refused",
]  # fmt: skip

_VERDICTS: Final[dict[Effect, Verdict]] = {
    Effect.PASS: "passed",
    Effect.HOLD: "held",
    Effect.DEFER: "deferred",
    Effect.REFUSE: "refused",
}
_NAMES: Final[dict[Effect, EffectName]] = {
    Effect.PASS: "pass",
    Effect.HOLD: "hold",
    Effect.DEFER: "defer",
    Effect.REFUSE: "refuse",
}
_STATES: Final[dict[Effect, StateName]] = {
    Effect.PASS: "queued",
    Effect.HOLD: "held",
    Effect.REFUSE: "refused",
}


class FindingView(BaseModel):
    """One finding of a rule, with the law it stands on and what it was seen by."""

    model_config = ConfigDict(extra="forbid", defer_build=True, frozen=True)

    code: str
    cites: str
    effect: EffectName
    reason: str
    evidence: tuple[str, ...]


class RecipientVerdict(BaseModel):
    """What was decided for one recipient. `status` is null for what was not taken over."""

    model_config = ConfigDict(extra="forbid", defer_build=True, frozen=True)

    address: str
    verdict: Verdict
    status: StateName | None = Field(
        default=None, description="null when deferred: nothing was kept, send it again later"
    )
    findings: tuple[FindingView, ...]
    waived: tuple[FindingView, ...] = Field(
        default=(), description="in observe mode: findings recorded and not obeyed"
    )


def verdict(effect: Effect, *, changed: bool) -> Verdict:
    """Return the word for an effect."""
    return "changed" if changed and effect is Effect.PASS else _VERDICTS[effect]


def strictest(rulings: Sequence[Ruling]) -> Effect:
    """Return the effect that says most about a message as a whole."""
    return max((ruling.effect for ruling in rulings), default=Effect.PASS)


def taken(rulings: Sequence[Ruling]) -> bool:
    """Whether the message was taken over for anybody."""
    return any(ruling.effect <= Effect.HOLD for ruling in rulings)


def finding_view(finding: Finding) -> FindingView:
    """Return a finding as callers see it."""
    return FindingView(
        code=finding.code,
        cites=finding.cites,
        effect=_NAMES[finding.effect],
        reason=finding.reason,
        evidence=finding.evidence,
    )


def recipient_verdicts(rulings: Sequence[Ruling], *, changed: bool) -> tuple[RecipientVerdict, ...]:
    """Return the verdict on each recipient, in the order of the message."""
    return tuple(
        RecipientVerdict(
            address=ruling.recipient.address,
            verdict=verdict(ruling.effect, changed=changed),
            status=_STATES.get(ruling.effect),
            findings=tuple(map(finding_view, ruling.findings)),
            waived=tuple(map(finding_view, ruling.waived)),
        )
        for ruling in rulings
    )
