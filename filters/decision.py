"""What is decided: an objection of a check becomes a finding, all findings together a ruling."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filters.message import Recipient


class Effect(IntEnum):
    """What a finding asks for; the strictest of a recipient's findings wins."""

    PASS = 0
    HOLD = 1
    DEFER = 2
    REFUSE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What a check has against one recipient getting the message."""

    recipient: Recipient
    reason: str  # one plain sentence, without personal data
    evidence: tuple[str, ...] = ()  # what it was seen by
    effect: Effect | None = None  # where policy decides it; None is the rule's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One objection with the rule it stands on."""

    code: str
    cites: str
    effect: Effect
    reason: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What was decided for one recipient: the strictest finding wins, every finding is kept."""

    recipient: Recipient
    effect: Effect
    findings: tuple[Finding, ...]
    waived: tuple[Finding, ...] = ()  # recorded and not obeyed: see filters/observing.py

    @property
    def strictest(self) -> Effect:
        """The effect it would have if nothing was waived."""
        return max([self.effect, *(finding.effect for finding in self.waived)])

    @property
    def deciding(self) -> Finding | None:
        """The first of the strictest findings; none when the message simply passes."""
        return next((f for f in self.findings if f.effect is self.effect), None)


def verdict(effect: Effect, *, changed: bool) -> str:
    """Return the word for an effect that people and programs see everywhere.

    >>> verdict(Effect.PASS, changed=True)
    'changed'
    """
    words = {Effect.HOLD: "held", Effect.DEFER: "deferred", Effect.REFUSE: "refused"}
    return words.get(effect, "changed" if changed else "passed")
