"""The one answer of SMTP for many recipients."""

from __future__ import annotations

import pytest

from filters.decision import Effect, Ruling
from gateway.submission import Acceptance
from tests.make import recipient

PASS, HOLD, DEFER, REFUSE = Effect.PASS, Effect.HOLD, Effect.DEFER, Effect.REFUSE


@pytest.mark.parametrize(
    ("effects", "answer"),
    [
        ((PASS,), PASS),
        ((HOLD,), HOLD),
        ((REFUSE, REFUSE), REFUSE),
        ((DEFER, PASS), DEFER),
        ((REFUSE, DEFER, HOLD), DEFER),
        ((REFUSE, PASS), PASS),
        ((HOLD, PASS, REFUSE), PASS),
        ((HOLD, REFUSE), HOLD),
        ((), REFUSE),
    ],
)
def test_one_reply_speaks_for_all_recipients(effects: tuple[Effect, ...], answer: Effect) -> None:
    rulings = tuple(
        Ruling(recipient=recipient(f"p{n}@example.net"), effect=effect, findings=())
        for n, effect in enumerate(effects)
    )
    assert Acceptance(queue_id="0123456789abc", rulings=rulings).effect is answer
