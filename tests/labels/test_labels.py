from __future__ import annotations

import pytest

from tests.labels.corpus import COMMERCIAL, LABELS, WRONG
from tests.labels.measure import Judged, figures, judge_all

pytestmark = pytest.mark.skipif(not LABELS.exists(), reason="no labelled mail beside the checkout")


@pytest.fixture(scope="module")
def judged() -> tuple[Judged, ...]:
    return judge_all()


def test_advertising_is_seen_whatever_it_is_said_to_be(judged: tuple[Judged, ...]) -> None:
    right = figures(judged, corrected=True)
    assert min(right.recall, right.recall_declared) >= 0.97
    rough = figures(judged, corrected=False)  # one label in sixty is wrong
    assert rough.recall >= 0.97
    assert rough.recall_declared >= 0.96


def test_advertising_is_hardly_ever_guessed_to_be_something_else(
    judged: tuple[Judged, ...],
) -> None:
    ads = [each for each in judged if each.mail.corrected == COMMERCIAL]
    # a stranger who writes as an acquaintance: "I have found the talent you are looking for"
    assert [each.mail.path.rpartition("/")[2][:5] for each in ads if not each.shipped] == ["00195"]


def test_business_agreed_on_is_not_taken_for_advertising(judged: tuple[Judged, ...]) -> None:
    right = figures(judged, corrected=True)
    assert right.false_declared <= 0.01
    assert right.false_undeclared <= 0.04


def test_business_that_nobody_declared_is_hardly_ever_refused_to_who_opted_out(
    judged: tuple[Judged, ...],
) -> None:
    right = figures(judged, corrected=True)
    assert right.recall_shipped >= 0.97
    assert right.refused_shipped <= 0.04
    assert right.false_shipped <= 0.08  # it gets a footer: invitations, pages of Lorem ipsum


def test_labels_are_called_wrong_only_where_there_are_some(judged: tuple[Judged, ...]) -> None:
    labels = {each.mail.path: each.mail.label for each in judged}
    assert all(labels[path] != right for path, right in WRONG.items())
    assert len(WRONG) <= 0.04 * len(labels)
