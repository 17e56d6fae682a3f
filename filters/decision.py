"""What is decided: an objection of a check becomes a finding, the findings of a recipient a ruling."""

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

    @property
    def deciding(self) -> Finding | None:
        """The first of the strictest findings; none when the message simply passes."""
        return next((f for f in self.findings if f.effect is self.effect), None)
