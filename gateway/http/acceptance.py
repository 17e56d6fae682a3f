"""From what the pipeline answered to what HTTP answers: taken over, or a problem."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from filters.codes import CODES
from filters.decision import Effect
from gateway.http.problems import Refusal
from gateway.http.verdicts import recipient_verdicts

if TYPE_CHECKING:
    from datetime import datetime

    from filters.decision import Ruling
    from gateway.submission import Acceptance


_LATER: Final = frozenset({"SMS_QUIET_HOURS", "SMS_FREQUENCY_CAP", "RATE_HARVEST", "RATE_TENANT"})


def raise_unless_taken(acceptance: Acceptance, now: datetime) -> None:
    """Return when somebody gets the message; what time alone mends says how long until then.

    Raises:
        Refusal: all are refused (403 what the person decided, 422 what the caller can mend), or
            something could not be examined and nothing was kept (503).
    """
    effects = {ruling.effect for ruling in acceptance.rulings}
    if Effect.DEFER not in effects and effects != {Effect.REFUSE}:
        return
    answered = Effect.DEFER if Effect.DEFER in effects else Effect.REFUSE
    deciding = next(r for r in acceptance.rulings if r.effect is answered)
    refused = refusal(deciding)
    is_later = acceptance.not_before is not None and acceptance.not_before > now
    if refused.document.code in _LATER and acceptance.not_before and is_later:
        # RFC 9110 10.2.3
        refused.headers["Retry-After"] = str(ceil((acceptance.not_before - now).total_seconds()))
    raise refused.about(
        acceptance.queue_id,
        deciding.deciding.cites if deciding.deciding else "",
        recipient_verdicts(acceptance.rulings, changed=acceptance.changed),
    )


def refusal(ruling: Ruling) -> Refusal:
    """Return the problem that one ruling amounts to."""
    finding = ruling.deciding
    if finding is None or finding.code not in CODES:
        return Refusal("INTERNAL_ERROR")
    return Refusal(finding.code, finding.reason)
