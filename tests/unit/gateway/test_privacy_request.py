"""A request about somebody's data, as it is taken down."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from gateway.privacy.request import Kind, NewRequest, answer_by, begins, day_of
from suppression.deadlines import request_due
from suppression.keys import RecipientKey, domain_key, email_key, phone_key

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
ANN = email_key("ann@example.net")


def asked_by(*people: RecipientKey) -> NewRequest:
    return NewRequest(kind=Kind.DELETE, people=people, manner="email", note="", received_at=NOON)


def test_a_request_is_of_a_person_by_all_their_names() -> None:
    people = ANN, phone_key("+12025550123")
    assert asked_by(*people).people == people


@pytest.mark.parametrize("people", [(domain_key("example.net"),), (ANN, domain_key("example.net"))])
def test_a_request_is_of_no_whole_domain(people: tuple[RecipientKey, ...]) -> None:
    with pytest.raises(ValueError, match=r"@example\.net is a whole domain"):
        asked_by(*people)


def test_a_request_is_of_somebody() -> None:
    with pytest.raises(ValueError, match="name one"):
        asked_by()


@pytest.mark.parametrize("day", [date(2026, 11, 20), date(2026, 3, 8), date(2026, 11, 1)])
def test_the_clocks_of_a_request_run_from_the_day_that_is_named(day: date) -> None:
    assert day_of(begins(day)) == day
    assert day_of(begins(day) - timedelta(seconds=1)) == day - timedelta(days=1)
    assert answer_by(begins(day), is_extended=False) == request_due(day)
