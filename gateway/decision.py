"""What was decided about a message before it is stored, with everything it stood on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from filters.decision import Ruling
    from filters.message import Email, EmailFacts, Sms, SmsFacts
    from filters.plan import Plan


FailedProofs: TypeAlias = "tuple[tuple[str, ...], ...]"
"""For each plan that was not good enough, what was wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailDecision:
    """A judged email: the ruling on each recipient and the plan for those it passes for."""

    email: Email
    facts: EmailFacts
    rulings: tuple[Ruling, ...]
    plan: Plan
    is_observed: bool = False  # what was decided is recorded, and not all of it done
    would_fix: tuple[str, ...] = ()  # F_ codes of what would have been changed
    failed_proofs: FailedProofs = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsDecision:
    """A judged text: the ruling on its recipient and the plan if it passes."""

    sms: Sms
    facts: SmsFacts
    rulings: tuple[Ruling, ...]
    plan: Plan
    is_observed: bool = False  # what was decided is recorded, and not all of it done
    would_fix: tuple[str, ...] = ()  # F_ codes of what would have been changed
