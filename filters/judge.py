"""From checks to rulings: every check runs on every recipient, the strictest finding wins."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Protocol, TypeVar

from filters.decision import Effect, Finding, Ruling

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from filters.decision import Objection
    from filters.message import Recipient
    from filters.rule import Rule


class Addressed(Protocol):
    """A message: what a ruling is about."""

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Everybody it is for."""
        ...


Message = TypeVar("Message", bound=Addressed)
Facts = TypeVar("Facts")

BROKEN = "INTERNAL_CHECK_BROKEN"


def judge(
    message: Message, facts: Facts, rules: Iterable[Rule[Message, Facts]]
) -> tuple[Ruling, ...]:
    """Run every rule and return the ruling on each recipient, in the order of the message.

    A check that breaks defers the whole message: what could not be examined is never passed.
    """
    findings: dict[Recipient, list[Finding]] = defaultdict(list)
    for each in rules:
        try:
            objections = list(each.check(message, facts))
            if not objections:  # of most checks about most messages
                continue
            found = [(objection.recipient, _finding(each, objection)) for objection in objections]
        except Exception as error:  # noqa: BLE001 - what broke is deferred, never passed
            broken = _broken(each.code, error)
            found = [(recipient, broken) for recipient in message.recipients]
        for recipient, finding in found:
            findings[recipient].append(finding)
    return tuple(ruling(r, findings.get(r, ())) for r in message.recipients)


def ruling(
    recipient: Recipient, findings: Sequence[Finding], waived: Iterable[Finding] = ()
) -> Ruling:
    """Return the ruling that these findings amount to; what is waived decides nothing."""
    effect = max(f.effect for f in findings) if findings else Effect.PASS
    return Ruling(
        recipient=recipient, effect=effect, findings=tuple(findings), waived=tuple(waived)
    )


def with_finding(rulings: Iterable[Ruling], finding: Finding) -> tuple[Ruling, ...]:
    """Return the rulings with a finding on everybody that came up later."""
    return tuple(
        ruling(each.recipient, (*each.findings, finding), waived=each.waived) for each in rulings
    )


def _finding(each: Rule[Message, Facts], objection: Objection) -> Finding:
    return Finding(
        code=each.code,
        cites=each.cites,
        effect=each.effect if objection.effect is None else objection.effect,
        reason=objection.reason,
        evidence=objection.evidence,
    )


def _broken(code: str, error: Exception) -> Finding:
    return Finding(
        code=BROKEN,
        cites="policy: what could not be examined is deferred",
        effect=Effect.DEFER,
        reason=f"the check {code} could not be done",
        evidence=(type(error).__name__,),  # never its text: it may hold content
    )
