"""A request that comes again gets the answer it got, and sends nothing a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from filters.decision import Effect
from gateway import pipeline
from gateway.errors import IdempotencyConflict
from gateway.spool.model import State
from gateway.submission import Retried
from tests.contract.submitting import breaks
from tests.make import ANN, BOB, message
from tests.make_gateway import submitter

if TYPE_CHECKING:
    from tests.contract.submitting import Submitting

NEWS = message("Our autumn collection is here.\r\n", subject="News")
RETRIED = Retried(key="order-7", digest=b"d" * 32)


async def test_a_repeated_request_gets_the_same_answer_and_nothing_is_sent_twice(
    gate: Submitting,
) -> None:
    await gate.opts_out(BOB)
    first = await gate.email(NEWS, ANN, BOB, retried=RETRIED, answers_each=True)
    again = await gate.email(NEWS, ANN, BOB, retried=RETRIED, answers_each=True)
    assert again.replayed
    assert not first.replayed
    assert (again.queue_id, again.rulings, again.plan, again.changed, again.not_before) == (
        first.queue_id, first.rulings, first.plan, first.changed, first.not_before,
    )  # fmt: skip
    assert list(await gate.leaving()) == [ANN]
    assert len(gate.wakes) == 1


async def test_a_repeated_request_is_not_decided_again_and_the_opt_out_between_wins(
    gate: Submitting,
) -> None:
    first = await gate.email(NEWS, retried=RETRIED)
    await gate.opts_out(ANN)
    again = await gate.email(NEWS, retried=RETRIED)
    assert again.rulings == first.rulings
    assert again.effect is Effect.PASS
    assert await gate.leaving() == {}
    ((delivery,),) = [m.deliveries for m in await gate.stored()]
    assert delivery.state is State.SUPPRESSED


async def test_a_repeated_request_is_answered_even_while_the_list_cannot_be_read(
    gate: Submitting,
) -> None:
    first = await gate.email(NEWS, retried=RETRIED)
    gate.desk.listed.close()
    assert (await gate.email(NEWS, retried=RETRIED)).rulings == first.rulings


async def test_a_key_used_for_another_request_is_a_conflict(gate: Submitting) -> None:
    await gate.email(NEWS, retried=RETRIED)
    with pytest.raises(IdempotencyConflict):
        await gate.email(NEWS, BOB, retried=Retried(key=RETRIED.key, digest=b"other"))
    other = await gate.email(NEWS, BOB, retried=RETRIED, submitter=submitter(name="billing"))
    assert not other.replayed


async def test_what_was_deferred_is_decided_anew(
    gate: Submitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(pipeline, "EMAIL_CHECKS", (breaks,))
        assert (await gate.email(NEWS, retried=RETRIED)).effect is Effect.DEFER
    again = await gate.email(NEWS, retried=RETRIED)
    assert (again.effect, again.replayed) == (Effect.PASS, False)
