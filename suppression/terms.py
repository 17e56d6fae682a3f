"""Which entries end by themselves, after how long, and whose word it takes to lift the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from suppression.entry import NEVER, Reason

if TYPE_CHECKING:
    from datetime import datetime

ENDING: Final = frozenset({Reason.MANUAL, Reason.HARD_BOUNCE, Reason.SOFT_BOUNCE})
"""Reasons that may have an end from the start; what a person or the law says holds until lifted."""

OF_THE_PERSON: Final = frozenset(
    {Reason.UNSUBSCRIBE, Reason.COMPLAINT, Reason.WRONG_NUMBER, Reason.ERASED}
)
"""Lifted only because the person wants it, so it has to be seen where they said so."""

OF_COMPLIANCE: Final = frozenset({Reason.LEGAL, Reason.MINOR})
"""Lifted by who answers for the law in the organisation."""

SOFT_BOUNCES: Final = 5
"""How many deliveries fail in a row before an address gets a rest."""

SOFT_BOUNCE_SPAN: Final = timedelta(hours=72)
"""How far apart the first and the last of them have to be: meanwhile mailboxes get emptied."""

BY_HAND: Final = tuple(
    reason for reason in Reason if reason not in (Reason.SOFT_BOUNCE, Reason.ERASED)
)
"""What people and applications put on the list; soft bounces are counted, and erasing is a verb."""

LEAST_SAID: Final = 3
"""How many characters a reason or evidence has at least; fewer say nothing."""

MOST_SAID: Final = 2000

HOLDS: Final = "an entry holds until it is lifted, but for the reasons " + ", ".join(
    reason for reason in BY_HAND if reason in ENDING
)
NEEDS_TEXT: Final = (
    "a wrong number ends when somebody texts START from it: have that come in, or bring it"
    " (`optwarden inbound`, POST /v1/sms/inbound)"
)
NEEDS_EVIDENCE: Final = "is required to lift what a person asked for: say where they took it back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How long bounces stop an address: `[suppression]` of the configuration."""

    hard_bounce: timedelta = timedelta(days=180)  # zero: until it is lifted
    soft_bounce: timedelta = timedelta(days=14)

    def end(self, reason: Reason, since: datetime) -> datetime:
        """Return when an entry that began `since` is over, if nobody said so."""
        lasts = {Reason.HARD_BOUNCE: self.hard_bounce, Reason.SOFT_BOUNCE: self.soft_bounce}
        term = lasts.get(reason)
        return since + term if term else NEVER
