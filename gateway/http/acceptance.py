"""From what the pipeline answered to what HTTP answers: taken over, or a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.codes import CODES
from filters.decision import Effect
from gateway.http.problems import Refusal
from gateway.http.verdicts import recipient_verdicts

if TYPE_CHECKING:
    from filters.decision import Ruling
    from gateway.submission import Acceptance


def raise_unless_taken(acceptance: Acceptance) -> None:
    """Return when somebody gets the message.

    Raises:
        Refusal: all are refused (403 what the person decided, 422 what the caller can mend), or
            something could not be examined and nothing was kept (503).
    """
    effects = {ruling.effect for ruling in acceptance.rulings}
    if Effect.DEFER not in effects and effects != {Effect.REFUSE}:
        return
    answered = Effect.DEFER if Effect.DEFER in effects else Effect.REFUSE
    deciding = next(r for r in acceptance.rulings if r.effect is answered)
    raise refusal(deciding).about(
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
