"""A second look at a text when it leaves: what was right in the evening may not be any more.

**Failures:** a list that cannot be read, or what we break on, defers the text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from filters.decision import Effect
from filters.message import Category
from gateway.delivery.carrier import settle_all
from gateway.errors import Mistake, StoreUnavailable
from gateway.observing import observed_sms
from gateway.providers.guard import guarded
from gateway.spool.model import State
from gateway.turns import Turns
from suppression.channel import Channel

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from filters.decision import Finding
    from gateway.decision import SmsDecision
    from gateway.spool.model import Claimed, Settlement
    from gateway.spool.remembered import Remembered

DECIDED_ONCE: Final = frozenset(
    {
        "SMS_TOO_LONG", "SMS_NUMBER_UNSUPPORTED", "SMS_PURPOSE_UNKNOWN", "SMS_SENDER_UNREGISTERED",
    }
)  # fmt: skip
"""What does not change by waiting, or is about a plan that is made."""
_PERSON: Final = frozenset({"SMS_NO_CONSENT", "SMS_CONSENT_EXPIRED", "SMS_CONSENT_PURPOSE"})
"""What a person has not asked for, or no more."""
_ENDS: Final = {Effect.HOLD: State.HELD, Effect.DEFER: State.DEFERRED, Effect.REFUSE: State.FAILED}


class Deciding(Protocol):
    """Judges texts."""

    async def decide_again(self, claimed: Claimed, remembered: Remembered) -> SmsDecision:
        """Gather and judge anew what was accepted before."""
        ...


class Remembering(Protocol):
    """The spool, as far as accepted texts go."""

    async def remembered(self, delivery_id: int) -> Remembered:
        """Return what was known of a text when it was accepted."""
        ...


class SecondLook:
    """Says which texts do not leave now."""

    def __init__(self, decider: Deciding, spool: Remembering, lifetime: timedelta) -> None:
        """Judge by `decider` what `spool` gives out; a text is tried for `lifetime`."""
        self._decider = decider
        self._spool = spool
        self._lifetime = lifetime
        self._turns = Turns()

    async def kept_back(self, claimed: Claimed) -> tuple[Settlement, ...]:
        """Return how a claim ends without being sent; nothing when it may leave.

        The claim itself has looked at the list; this is about requests, hours and content.
        """
        if claimed.channel is not Channel.SMS or claimed.category == Category.SYSTEM:
            return ()
        await self._turns.mine()
        try:
            with guarded():  # nothing was handed over
                remembered = await self._spool.remembered(claimed.delivery_ids[0])
                decision = await self._decider.decide_again(claimed, remembered)
        except (StoreUnavailable, Mistake) as error:
            return settle_all(claimed, State.DEFERRED, str(error), status="4.3.0")
        if claimed.is_observed:
            decision = observed_sms(decision)
        ignored = DECIDED_ONCE | remembered.released
        findings = [f for f in decision.rulings[0].findings if f.code not in ignored]
        worst = max(findings, key=lambda f: f.effect, default=None)
        if worst is None or worst.effect is Effect.PASS:
            return self._until(claimed, decision.facts.opens_at, decision.facts.now)
        return settle_all(
            claimed, _end(worst), f"[{worst.code}] {worst.reason}", status="5.7.1", finding=worst
        )

    def _until(self, claimed: Claimed, opens_at: datetime, now: datetime) -> tuple[Settlement, ...]:
        """Put a text off to when it may leave, and its end as at its acceptance."""
        if opens_at <= now:
            return ()
        put_off = settle_all(claimed, State.QUEUED, "quiet hours", next_at=opens_at)
        return tuple(replace(each, expires_at=opens_at + self._lifetime) for each in put_off)


def _end(finding: Finding) -> State:
    is_of_list = finding.code in _PERSON or finding.code.startswith("SUPPRESSED")
    if is_of_list and finding.effect is not Effect.HOLD:  # an unread text is no opt-out yet
        return State.SUPPRESSED
    return State.EXPIRED if finding.code == "SMS_EXPIRED" else _ENDS[finding.effect]
