from __future__ import annotations

import pytest

from filters.email.category.judgement import Judgement
from filters.email.category.likeness import UNKNOWN, Feature, Likeness
from filters.email.category.weighing import weighed

NO = Judgement(is_commercial=False)
YES = Judgement(is_commercial=True)
LED = Judgement(is_commercial=False, basis="account")
WEIGHING: frozenset[Feature] = frozenset({"shop", ("shop", "now")})
EVIDENCE = Likeness(1, WEIGHING).evidence


def like(score: float) -> Likeness:
    return Likeness(score, WEIGHING)


def test_what_nothing_is_known_of_stays_as_its_phrases_have_it() -> None:
    for each in (NO, YES):
        assert weighed(each, UNKNOWN) == each


def test_text_like_advertising_is_that_without_a_phrase_that_sells() -> None:
    found = weighed(NO, like(2))
    assert (found.is_commercial, found.is_doubtful, found.is_faint) == (True, False, False)
    assert found.evidence == EVIDENCE


@pytest.mark.parametrize(("judgement", "score"), [(NO, 0.3), (LED, 0.5)])
def test_text_a_little_like_advertising_is_that_and_faint(
    judgement: Judgement, score: float
) -> None:
    found = weighed(judgement, like(score))
    assert (found.is_commercial, found.is_doubtful, found.is_faint) == (True, False, True)


def test_more_is_asked_for_where_business_leads() -> None:
    assert weighed(NO, like(0.3)).is_commercial
    assert weighed(LED, like(0.3)) == LED
    assert weighed(LED, like(2)).is_commercial


def test_text_like_business_is_not_said_to_be_unfounded() -> None:
    unnamed = Judgement(is_commercial=False, is_unfounded=True)
    assert weighed(unnamed, like(0)).is_unfounded
    assert not weighed(unnamed, like(-2)).is_unfounded


def test_stray_phrase_in_a_text_like_business_sells_nothing() -> None:
    assert not weighed(YES, like(-1)).is_commercial
    assert weighed(YES, like(-0.8)) == YES


def test_many_offers_and_mailings_are_at_most_doubted() -> None:
    strong = Judgement(is_commercial=True, is_strong=True)
    mailing = Judgement(is_commercial=True, is_mailing=True)
    assert weighed(strong, like(-1)) == strong
    for each, score in ((strong, -3.4), (mailing, -9)):
        found = weighed(each, like(score))
        assert (found.is_commercial, found.is_doubtful) == (True, True)


def test_offers_above_the_business_stand_whatever_follows() -> None:
    above = Judgement(is_commercial=True, is_above=True)
    assert weighed(above, like(-9)) == above


def test_likeness_clears_up_a_doubt() -> None:
    doubtful = Judgement(is_commercial=True, is_doubtful=True)
    assert not weighed(doubtful, like(1)).is_doubtful
    assert weighed(doubtful, like(0)).is_doubtful
