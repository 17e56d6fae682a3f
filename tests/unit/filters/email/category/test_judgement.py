from __future__ import annotations

from itertools import permutations

import pytest

from filters.email.category.judgement import Judgement, stricter

PLAIN = Judgement(is_commercial=True)
IN_ORDER = (
    Judgement(is_commercial=False),
    Judgement(is_commercial=True, is_mailing=True),
    Judgement(is_commercial=True, is_faint=True),
    Judgement(is_commercial=True, is_doubtful=True),
    PLAIN,
)
"""From what asks for nothing to what is advertising beyond doubt."""


@pytest.mark.parametrize("place", range(1, len(IN_ORDER)))
def test_of_two_texts_the_stricter_judgement_counts_wherever_it_stands(place: int) -> None:
    less, more = IN_ORDER[place - 1], IN_ORDER[place]
    assert stricter([less, more]) == more
    assert stricter([more, less]) == more


def test_the_order_of_texts_says_nothing() -> None:
    assert {stricter(each) for each in permutations(IN_ORDER)} == {PLAIN}


def test_of_texts_that_are_no_advertising_the_one_nearest_to_it_counts() -> None:
    near, far = (Judgement(is_commercial=False, likeness=at) for at in (-0.5, -2.0))
    selling = Judgement(is_commercial=False, likeness=-3.0, sells=True)
    assert stricter([far, near]) == near
    assert stricter([near, far]) == near
    assert stricter([near, selling]) == selling
    assert stricter([selling, PLAIN]) == PLAIN


def test_of_equally_strict_ones_the_first_says_what_it_was_seen_by() -> None:
    first = Judgement(is_commercial=True, evidence=("first",))
    assert stricter([first, Judgement(is_commercial=True, evidence=("second",))]) is first


def test_where_nothing_is_shown_nothing_advertises() -> None:
    assert stricter([]) == Judgement(is_commercial=False)


def test_what_nothing_was_seen_of_is_plain_and_says_no_business() -> None:
    nothing = Judgement(is_commercial=False)
    assert (nothing.is_unfounded, nothing.sells, nothing.is_strong, nothing.is_above) == (
        False,
    ) * 4
    assert nothing.is_plain
    assert (nothing.basis, nothing.evidence, nothing.likeness) == ("", (), None)
