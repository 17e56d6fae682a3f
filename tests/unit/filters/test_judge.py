from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.decision import Effect, Finding, Objection, Ruling, verdict
from filters.judge import BROKEN, judge, ruling, with_finding
from filters.rule import rule
from tests.make import ANN, BOB, email, facts, recipient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Email, EmailFacts
    from filters.rule import Rule


@rule("X_REFUSES_ANN", cites="a law")
def refuses_ann(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse email to Ann."""
    yield Objection(recipient=recipient(ANN), reason="Ann.", evidence=("seen",))


@rule("X_HOLDS", cites="a policy", effect=Effect.HOLD)
def holds_everybody(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Hold everything."""
    for each in email.recipients:
        yield Objection(recipient=each, reason="Held.")


@rule("X_WARNS", cites="a policy")
def warns_by_policy(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Warn where the policy says no more."""
    for each in email.recipients:
        yield Objection(recipient=each, reason="Warned.", effect=Effect.PASS)


@rule("X_BREAKS", cites="nothing")
def breaks(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Break after an objection."""
    yield Objection(recipient=recipient(ANN), reason="Half done.")
    raise KeyError(ANN)


@rule("X_SILENT", cites="nothing")
def is_silent(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Have nothing against anything."""
    yield from ()


CHECKS = (refuses_ann, holds_everybody, warns_by_policy, is_silent)
BOTH = email(to=(ANN, BOB))


def test_every_recipient_gets_a_ruling_in_the_order_of_the_message() -> None:
    rulings = judge(email(to=(BOB, ANN)), facts(), (is_silent,))
    assert [r.recipient.address for r in rulings] == [BOB, ANN]
    assert all(r.effect is Effect.PASS and not r.findings for r in rulings)
    assert rulings[0].deciding is None


def test_the_strictest_finding_wins_and_all_are_kept() -> None:
    ann, bob = judge(BOTH, facts(), CHECKS)
    assert ann.effect is Effect.REFUSE
    assert [f.code for f in ann.findings] == ["X_REFUSES_ANN", "X_HOLDS", "X_WARNS"]
    assert ann.deciding == Finding(
        code="X_REFUSES_ANN",
        cites="a law",
        effect=Effect.REFUSE,
        reason="Ann.",
        evidence=("seen",),
    )
    assert bob.effect is Effect.HOLD


def test_an_objection_may_ask_for_less_than_its_rule() -> None:
    (ann,) = judge(email(), facts(), (warns_by_policy,))
    assert ann.effect is Effect.PASS
    assert ann.findings[0].effect is Effect.PASS


def test_a_broken_check_defers_everybody_and_tells_the_type_of_the_error_only() -> None:
    for each in judge(BOTH, facts(), (breaks, is_silent)):
        assert each.effect is Effect.DEFER
        assert [f.code for f in each.findings] == [BROKEN]
        assert each.findings[0].evidence == ("KeyError",)
        assert ANN not in repr(each.findings)


def test_findings_that_come_up_later_can_only_make_a_ruling_stricter() -> None:
    late = Finding(code="X_LATE", cites="", effect=Effect.DEFER, reason="Late.")
    ann, bob = with_finding(judge(BOTH, facts(), CHECKS), late)
    assert ann.effect is Effect.REFUSE
    assert bob.effect is Effect.DEFER
    assert bob.findings[-1] is late


def test_no_findings_pass() -> None:
    assert ruling(recipient(), ()) == Ruling(recipient=recipient(), effect=Effect.PASS, findings=())


def test_a_rule_says_its_promise() -> None:
    assert holds_everybody.promise == "Hold everything."


@given(order=st.permutations(CHECKS))
def test_any_order_of_checks_gives_the_same_rulings(order: list[Rule[Email, EmailFacts]]) -> None:
    for one, other in zip(judge(BOTH, facts(), CHECKS), judge(BOTH, facts(), order), strict=True):
        assert one.effect is other.effect
        assert set(one.findings) == set(other.findings)


@given(seed=st.integers(), place=st.integers(0, len(CHECKS)))
def test_a_broken_check_never_lets_anything_pass(seed: int, place: int) -> None:
    checks = random.Random(seed).sample(CHECKS, len(CHECKS))  # noqa: S311 - a shuffle
    for each in judge(BOTH, facts(), [*checks[:place], breaks, *checks[place:]]):
        assert each.effect >= Effect.DEFER


@pytest.mark.parametrize(
    ("effect", "changed", "word"),
    [
        (Effect.PASS, False, "passed"),
        (Effect.PASS, True, "changed"),
        (Effect.HOLD, True, "held"),
        (Effect.DEFER, False, "deferred"),
        (Effect.REFUSE, True, "refused"),
    ],
)
def test_an_effect_has_one_word_for_people_and_programs(
    effect: Effect, changed: bool, word: str
) -> None:
    assert verdict(effect, changed=changed) == word
