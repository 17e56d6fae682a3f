"""Whatever is made of a message: it is decided in a moment, and what leaves is proven.

The messages of the repository are changed by a seeded generator (`FUZZ_SEED`, named by a failure),
for `FUZZ_SECONDS`, and each goes the whole way: parse, judge, plan, prove, render.
"""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from filters.email.proof import prove
from filters.judge import BROKEN
from gateway.dry_run import DryRun, Examined
from tests.independent.mutations import mutated, originals
from tests.independent.trial import DECLARED, Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

    from gateway.decision import EmailDecision

SECONDS: Final = float(os.environ.get("FUZZ_SECONDS", "5"))
SEED: Final = int(os.environ.get("FUZZ_SEED", "0")) or random.SystemRandom().randrange(1 << 32)
MOST_S: Final = 1.0  # of processor; the slowest of 78 000 took 0.1 s
HANGS_S: Final = 30
FEWEST: Final = 10  # messages a second, on any machine


@contextmanager
def told(number: int, name: str, declared: str, raw: bytes) -> Iterator[None]:
    """Say of a failure which message it was, and end what does not come back."""

    def give_up(_signal: int, _frame: Any) -> None:  # noqa: ANN401 - of no use
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(HANGS_S)
    try:
        yield
    except BaseException as error:
        error.add_note(f"FUZZ_SEED={SEED} message {number} of {name} as {declared}: {raw!r}")
        raise
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def hold(trial: Trial, decision: EmailDecision | None, examined: Examined) -> None:
    """Hold what became of a message against what is promised of any."""
    assert BROKEN not in {finding.code for finding in examined.findings}
    if decision is None:
        assert not examined.after, "nobody decided about it"
        return
    assert examined.after or not decision.failed_proofs, "no plan was good enough"
    if examined.after:
        assert prove(decision.email, decision.facts, decision.plan) == ()
        assert examined.category == "commercial" or trial.faults_of(examined) == ()


async def test_no_changed_message_leaves_unproven_or_holds_the_others_up(
    monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    decisions: list[EmailDecision] = []
    examined_of = DryRun._examined

    def kept(dry_run: DryRun, decision: EmailDecision) -> Examined:
        decisions.append(decision)
        return examined_of(dry_run, decision)

    monkeypatch.setattr(DryRun, "_examined", kept)
    trial, mails = Trial(), originals()
    until, number, left = time.monotonic() + SECONDS, 0, 0
    while time.monotonic() < until:
        source = random.Random(f"{SEED}:{number}")  # noqa: S311 - to be repeated, not to be secret
        name, other = source.choices(list(mails), k=2)
        raw = mutated(source, mails[name], mails[other])
        for declared in DECLARED:
            decisions.clear()
            began = time.process_time()
            with told(number, name, declared, raw):
                examined = await trial.examine(raw, declared)
                assert time.process_time() - began < MOST_S
                hold(trial, decisions[0] if decisions else None, examined)
            left += bool(examined.after)
        number += 1
    record_property("acknowledged", number)
    assert number > FEWEST * SECONDS
    assert left > number, "more than a third may leave, or nothing is looked at"
